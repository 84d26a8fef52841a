using System.Globalization;
using System.Numerics;
using Descent.Data;
using Descent.Numerics;

namespace Descent.Laws;

/// <summary>Targets for some adjacent outputs.</summary>
/// <param name="Kind">One of <see cref="TargetValues.Kinds"/>.</param>
/// <param name="Columns">The number of outputs.</param>
internal sealed record Targets(string Kind, int Columns);

/// <summary>How the numbers are computed that must not depend on the machine.</summary>
internal enum Course
{
    /// <summary>By updates only.</summary>
    Updates,

    /// <summary>By a whole training, which begins by inspecting the data.</summary>
    Fit,

    /// <summary>By prediction, for networks that cannot be trained.</summary>
    Prediction,
}

/// <summary>A network that contains the object under test, and how it is trained.</summary>
/// <param name="Network">The network.</param>
/// <param name="Shape">The shape of the inputs.</param>
/// <param name="Options">The loss and other training options.</param>
/// <param name="Wanted">The targets, as many columns in total as the network has outputs.</param>
internal sealed record Trial(Network Network, InputShape Shape, TrainingOptions Options, IReadOnlyList<Targets> Wanted)
{
    private const ulong Seed = 3;
    private const int RowsOfTraining = 47;

    /// <summary>A regression on normal random numbers.</summary>
    public static Trial Of(Network network, InputShape shape, int outputs, TrainingOptions? options = null) =>
        new(network, shape, options ?? new TrainingOptions { Loss = new MeanSquaredError() }, [new Targets("real", outputs)]);

    public Course Course { get; init; }

    public Model<T> Build<T>(int? laneBits = null)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => Network.Build<T>(Shape, Seed, laneBits ?? LaneWidth.Current);

    /// <summary>Rows of normal random numbers and random category codes, the same every time.</summary>
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

    /// <summary>All parameters after some training, or the predictions.</summary>
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

    /// <summary>Describes one of the values that <see cref="Numbers"/> returns.</summary>
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

        return string.Create(CultureInfo.InvariantCulture, $"value {index}");
    }

    /// <summary>Why the network cannot be trained in this way, or null.</summary>
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

    /// <summary>The first trial that is not rejected.</summary>
    /// <exception cref="ArgumentException">If all are rejected; the message is that of the first.</exception>
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

        throw new ArgumentException($"No network was found with which it can be checked. The first was rejected: {refusal}");
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Network} of {Shape}, {Options.Loss}, targets {string.Join(", ", Wanted.Select(part => $"{part.Columns} × {part.Kind}"))}");
}
