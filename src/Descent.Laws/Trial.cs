using System.Globalization;
using System.Numerics;
using Descent.Data;
using Descent.Numerics;

namespace Descent.Laws;

/// <summary>Targets for some outputs side by side.</summary>
/// <param name="Kind">One of <see cref="TargetValues.Kinds"/>.</param>
/// <param name="Columns">How many outputs.</param>
internal sealed record Targets(string Kind, int Columns);

/// <summary>How numbers come about that must not depend on the machine.</summary>
internal enum Course
{
    /// <summary>By updates alone.</summary>
    Updates,

    /// <summary>By a whole training, which begins with looking at the data.</summary>
    Fit,

    /// <summary>By predicting, for what cannot be trained.</summary>
    Prediction,
}

/// <summary>A network with a part in it, and what it is tried on.</summary>
/// <param name="Network">The network.</param>
/// <param name="Shape">What goes in.</param>
/// <param name="Options">Loss, and what else trains it.</param>
/// <param name="Wanted">The targets, as many columns as the network has outputs.</param>
internal sealed record Trial(Network Network, InputShape Shape, TrainingOptions Options, IReadOnlyList<Targets> Wanted)
{
    private const ulong Seed = 3;
    private const int RowsOfTraining = 47;

    /// <summary>A regression on normal numbers.</summary>
    public static Trial Of(Network network, InputShape shape, int outputs, TrainingOptions? options = null) =>
        new(network, shape, options ?? new TrainingOptions { Loss = new MeanSquaredError() }, [new Targets("real", outputs)]);

    public Course Course { get; init; }

    public Model<T> Build<T>(int? laneBits = null)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => Network.Build<T>(Shape, Seed, laneBits ?? LaneWidth.Current);

    /// <summary>Rows of normal numbers and any codes, the same ones every time.</summary>
    public Dataset<double> Rows(int count = RowsOfTraining, bool weighted = false)
    {
        CounterRandom random = new(Seed, 1);
        int width = Shape.Width;
        double[] inputs = [.. Enumerable.Range(0, count * width).Select(i => i % width < Shape.Numbers ? random.Normal((ulong)i) : random.Below((ulong)i, Shape.Categories[(i % width) - Shape.Numbers] + 1))];
        double[] weights = [.. Enumerable.Range(0, count).Select(row => row % 5 == 3 ? 0 : random.Uniform((ulong)(inputs.Length + row), 0.2, 3))];
        double[][] parts = [.. Wanted.Select((part, i) => TargetValues.Of(part.Kind, count, part.Columns, Seed + (ulong)i))];
        double[] targets = [.. Enumerable.Range(0, count).SelectMany(row => Wanted.SelectMany((part, i) => parts[i][(row * part.Columns)..((row + 1) * part.Columns)]))];
        return Dataset.Create(inputs, width, targets, Wanted.Sum(part => part.Columns), weighted ? weights : null);
    }

    /// <summary>All parameters after some training, or what is predicted.</summary>
    public T[] Numbers<T>(int laneBits, int threads, int updates)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Model<T> model = Build<T>(laneBits);
        Dataset<T> rows = Rows().As<T>();
        TrainingOptions options = Options with { Threads = threads, BatchSize = 20, Epochs = 2 };
        switch (Course)
        {
            case Course.Prediction:
                return model.Predict(rows.Inputs.Span);
            case Course.Fit:
                model.Fit(rows, options);
                break;
            default:
                using (UpdateLoop<T> loop = new(model, rows, options))
                {
                    for (int i = 0; i < updates; i++)
                    {
                        loop.Step();
                    }
                }

                break;
        }

        return [.. model.Parameters.SelectMany(parameter => model.GetParameter(parameter.Name))];
    }

    /// <summary>What a number is that <see cref="Numbers"/> gives.</summary>
    public string Place(int index)
    {
        if (Course == Course.Prediction)
        {
            return string.Create(CultureInfo.InvariantCulture, $"prediction {index}");
        }

        foreach (Parameter parameter in Build<double>().Parameters)
        {
            if (index < parameter.Count)
            {
                return string.Create(CultureInfo.InvariantCulture, $"{parameter.Name}[{index}]");
            }

            index -= parameter.Count;
        }

        return string.Create(CultureInfo.InvariantCulture, $"number {index}");
    }

    /// <summary>Why the network cannot be trained so, or null.</summary>
    public string? Refusal()
    {
        try
        {
            _ = Numbers<double>(LaneWidth.Current, 1, updates: 1);
            return null;
        }
        catch (ArgumentException fault)
        {
            return fault.Message;
        }
    }

    /// <summary>The first trial that is not refused.</summary>
    /// <exception cref="ArgumentException">If all are; the message is that of the first.</exception>
    public static Trial FirstOf(IEnumerable<Trial> trials)
    {
        string? refusal = null;
        foreach (Trial trial in trials)
        {
            if (trial.Refusal() is not { } reason)
            {
                return trial;
            }

            refusal ??= reason;
        }

        throw new ArgumentException($"No network was found in which it can be tried. The first was refused: {refusal}");
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Network} of {Shape}, {Options.Loss}, targets {string.Join(", ", Wanted.Select(part => $"{part.Columns} × {part.Kind}"))}");
}
