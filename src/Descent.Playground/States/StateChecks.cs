using System.Text.Json;

namespace Descent.Playground;

/// <summary>Makes a valid state of any other: numbers are moved into their ranges, unknown names are replaced by defaults, and notes say what was changed.</summary>
internal sealed class StateChecks
{
    public const int MostLayers = 6, MostUnits = 32, MostPoints = 600, MostRows = 2000, MostText = 200;

    private const double LargestSeed = 1e9;

    private readonly List<string> notes = [];

    private StateChecks()
    {
    }

    /// <summary>Makes a valid state.</summary>
    public static (PlayState State, IReadOnlyList<string> Notes) Of(PlayState? given)
    {
        StateChecks checks = new();
        return (checks.Make(given ?? new PlayState()), checks.notes);
    }

    /// <summary>Reads a state from JSON; one that cannot be read gives the default.</summary>
    /// <param name="json">The text.</param>
    /// <returns>A valid state, and what was changed in it.</returns>
    public static (PlayState State, IReadOnlyList<string> Notes) Read(JsonElement json)
    {
        StateChecks checks = new();
        PlayState? given = null;
        try
        {
            given = json.ValueKind == JsonValueKind.Undefined ? null : json.Deserialize(PlaygroundJson.Default.PlayState);
        }
        catch (JsonException)
        {
            checks.notes.Add("The settings of the link could not be read, so these are the usual ones.");
        }

        return (checks.Make(given ?? new PlayState()), checks.notes);
    }

    private PlayState Make(PlayState given)
    {
        NetworkState[] networks = [.. (given.Networks ?? []).Where(network => network is not null).Take(2).Select(network => Of(network!))];
        return new PlayState
        {
            Problem = Of(given.Problem ?? new ProblemState()),
            Networks = networks.Length > 0 ? networks : [Of(new NetworkState { Layers = [new() { Units = 6 }, new() { Units = 4 }] })],
            View = new ViewState
            {
                Axes = given.View?.Axes is [var first, var second] && first != second ? [Within(first, 0, 9999, 0, "axis", isWhole: true), Within(second, 0, 9999, 1, "axis", isWhole: true)] : given.View?.Axes is { Count: 1 } ? [-1] : null,
                Output = Within(given.View?.Output, 0, 9999, 0, "output", isWhole: true),
            },
            Step = Within(given.Step, 0, 1e7, 0, "step", isWhole: true),
            Branch = given.Branch is { } branch && networks.Length > 1 ? Within(branch, 0, 100_000, 0, "step of the branch", isWhole: true) : null,
        };
    }

    private ProblemState Of(ProblemState given)
    {
        string kind = given.Kind ?? ToyProblem.All[0].Name;
        if (kind is not ("points" or "table" or "recording") && ToyProblem.Find(kind) is null)
        {
            notes.Add($"There is no problem '{Shortened(kind)}', so this is {ToyProblem.All[0].Name}.");
            kind = ToyProblem.All[0].Name;
        }

        ToyProblem toy = ToyProblem.Find(kind) ?? ToyProblem.All[0];
        return new ProblemState
        {
            Kind = kind,
            Rows = Within(given.Rows, 20, MostRows, toy.Rows, "number of rows", isWhole: true),
            Noise = Within(given.Noise, 0, 2, toy.Noise, "noise"),
            Unseen = Within(given.Unseen, 0.1, 0.9, 0.3, "share of unseen rows"),
            Seed = Within(given.Seed, 0, LargestSeed, 1, "seed", isWhole: true),
            Points = kind == "points" ? Points(given.Points ?? []) : null,
            Table = kind == "table" ? Shortened(given.Table ?? "") : null,
            Targets = kind == "table" ? [.. (given.Targets ?? []).Where(name => name is not null).Take(20).Select(name => name!)] : null,
        };
    }

    private NetworkState Of(NetworkState given)
    {
        if (given.Layers?.Count > MostLayers)
        {
            notes.Add($"A network here has at most {MostLayers} hidden layers, so the others were left out.");
        }

        return new NetworkState
        {
            Layers = [.. (given.Layers ?? []).Take(MostLayers).Select(layer => Of(layer ?? new LayerState()))],
            Loss = Part<Loss>(given.Loss, ""),
            Optimizer = Part<Optimizer>(given.Optimizer, "adam"),
            Rate = Within(given.Rate, 1e-7, 100, 0.01, "learning rate"),
            Schedule = ScheduleOf(given.Schedule),
            Regularizer = Part<Regularizer>(given.Regularizer, ""),
            Initializer = Part<Initializer>(given.Initializer, ""),
            Clipping = Within(given.Clipping, 0, 1e6, 0, "limit on gradients"),
            Batch = Within(given.Batch, 1, MostRows, 32, "batch size", isWhole: true),
            Epochs = Within(given.Epochs, 1, 100_000, 500, "number of epochs", isWhole: true),
            Seed = Within(given.Seed, 0, LargestSeed, 1, "seed", isWhole: true),
        };
    }

    private LayerState Of(LayerState given) => new()
    {
        Units = Within(given.Units, 1, MostUnits, 4, "number of neurons", isWhole: true),
        Activation = Part<Activation>(given.Activation, "tanh"),
        Dropout = Within(given.Dropout, 0, 0.9, 0, "dropout rate"),
        Normalization = given.Normalization is "batch_normalization" or "layer_normalization" ? given.Normalization : "",
    };

    private double[] Points(IReadOnlyList<double> given)
    {
        double[] points = new double[Math.Min(given.Count / 3, MostPoints) * 3];
        for (int i = 0; i < points.Length; i++)
        {
            points[i] = i % 3 == 2 ? Math.Round(Within(given[i], 0, 5, 0, "class of a point")) : Math.Round(Within(given[i], -2, 2, 0, "position of a point"), 4);
        }

        if (given.Count / 3 > MostPoints)
        {
            notes.Add($"At most {MostPoints} points can be drawn, so the others were left out.");
        }

        return points;
    }

    /// <summary>A part in the text form; the default if it cannot be read.</summary>
    private string Part<T>(string? text, string otherwise)
        where T : class
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            return otherwise;
        }

        try
        {
            return text.Length <= MostText ? Catalogue.ToText(Catalogue.Parse<T>(text)) : throw new FormatException("The text is too long.");
        }
        catch (FormatException fault)
        {
            notes.Add($"{fault.Message.Split('\n')[0]} {(otherwise.Length > 0 ? $"It was replaced by {otherwise}." : "It was left out.")}");
            return otherwise;
        }
    }

    private string ScheduleOf(string? text)
    {
        if (text is not { Length: > 0 and <= MostText } || Catalogue.Find(text.Split(':', '(')[0], typeof(Schedule)) is null or { Example: ConstantSchedule })
        {
            return "";
        }

        try
        {
            _ = TrainingSetup.ScheduleOf(text, 0.01);
            return text;
        }
        catch (FormatException fault)
        {
            notes.Add($"{fault.Message.Split('\n')[0]} The schedule was left out.");
            return "";
        }
    }

    private double Within(double? given, double least, double most, double otherwise, string what, bool isWhole = false)
    {
        if (given is not { } value || double.IsNaN(value))
        {
            return otherwise;
        }

        double clamped = Math.Clamp(isWhole ? Math.Round(Math.Clamp(value, -1e15, 1e15)) : value, least, most);
        if (clamped != value && !(isWhole && Math.Abs(clamped - value) < 1))
        {
            string note = FormattableString.Invariant($"The {what} must be from {least} to {most}, so it is {clamped}.");
            if (!notes.Contains(note))
            {
                notes.Add(note);
            }
        }

        return clamped;
    }

    private static string Shortened(string text) => text.Length <= 64 ? text : text[..64];
}
