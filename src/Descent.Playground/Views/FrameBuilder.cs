using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Descent.Data;

namespace Descent.Playground;

/// <summary>Makes what a frame shows from the weights of a network: scores, maps, weights, histograms, the confusion matrix.</summary>
internal sealed class FrameBuilder
{
    public const int MapSize = 48, NeuronSize = 20;

    private const int JudgedRows = 1500, HistogramRows = 256, Bins = 24, MostPairs = 300;

    private readonly TrainingSetup setup;
    private readonly Dataset<float> train, unseen, sample;
    private readonly float[] mapGrid, neuronGrid;
    private readonly int output;
    private readonly (int Dense, int Last)[] layers;

    public FrameBuilder(TrainingSetup setup, Plane plane, int output)
    {
        this.setup = setup;
        this.output = Math.Min(output, setup.Model.Outputs - 1);
        train = Head(setup.Train, JudgedRows);
        unseen = Head(setup.Unseen, JudgedRows);
        sample = Head(setup.Train, HistogramRows);
        mapGrid = plane.Grid(MapSize);
        neuronGrid = plane.Grid(NeuronSize);
        (Low, High) = OutputRange();
        layers = LayersOf(setup.Model);
    }

    /// <summary>The outputs that the first and the last color stand for.</summary>
    public double Low { get; }

    /// <summary>The output of the last color.</summary>
    public double High { get; }

    private bool IsNumeric => setup.Task is TaskKind.Regression or TaskKind.Counts;

    /// <summary>The layers with weights, each with the last layer before the next one, whose outputs are those of its neurons.</summary>
    public static (int Dense, int Last)[] LayersOf(Model<float> model)
    {
        int[] dense = [.. model.Layers.Where(layer => layer.Layer is Dense).Select(layer => layer.Index)];
        return [.. dense.Select((index, i) => (index, i + 1 < dense.Length ? dense[i + 1] - 1 : int.MaxValue))];
    }

    /// <summary>The parameters that are drawn as edges and biases, in order.</summary>
    public static IEnumerable<Parameter> EdgesOf(Model<float> model) => LayersOf(model).SelectMany(layer => (string[])[$"layers.{layer.Dense}.weight", $"layers.{layer.Dense}.bias"]).Select(name => model.Parameters.First(parameter => parameter.Name == name));

    /// <summary>Makes a frame.</summary>
    /// <param name="model">The weights.</param>
    /// <param name="status">The step and what is known about it.</param>
    /// <param name="isFull">Whether to add histograms and the confusion matrix.</param>
    public FrameDocument Build(Model<float> model, TrainingStatus status, bool isFull)
    {
        float[] outputs = model.Predict(unseen.Inputs.Span);
        PointDocument point = Point(model, status, outputs);
        (byte[] map, byte[]? sure) = Map(model.Predict(mapGrid));
        (byte[] neurons, float[] peaks) = Neurons(model);
        return new FrameDocument
        {
            Step = status.Step,
            Epoch = status.Epoch,
            Rate = point.Rate,
            Loss = point.Loss,
            UnseenLoss = point.UnseenLoss,
            Metric = point.Metric,
            UnseenMetric = point.UnseenMetric,
            Hash = HashOf(model),
            Map = map,
            Sure = sure,
            Neurons = neurons,
            Peaks = peaks,
            Weights = Bytes([.. EdgesOf(model).SelectMany(parameter => model.GetParameter(parameter.Name))]),
            Histograms = isFull ? Histograms(model) : null,
            Confusion = isFull && setup.Task is TaskKind.Binary or TaskKind.Multiclass ? Confusion(outputs) : null,
            Pairs = isFull && IsNumeric ? Pairs(outputs) : null,
            Ended = status.Ended,
        };
    }

    /// <summary>Judges a network on both kinds of rows.</summary>
    public PointDocument Point(Model<float> model, TrainingStatus status) => Point(model, status, model.Predict(unseen.Inputs.Span));

    private PointDocument Point(Model<float> model, TrainingStatus status, float[] outputs)
    {
        float[] own = model.Predict(train.Inputs.Span);
        return new PointDocument(
            status.Step, Finite(model.Loss(own, train.Targets.Span, setup.Options.Loss)), Finite(model.Loss(outputs, unseen.Targets.Span, setup.Options.Loss)), Score(own, train), Score(outputs, unseen), Finite(status.Rate));
    }

    /// <summary>The hash of all parameters.</summary>
    public static string HashOf(Model<float> model)
    {
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (Parameter parameter in model.Parameters)
        {
            hash.AppendData(MemoryMarshal.AsBytes(model.GetParameter(parameter.Name).AsSpan()));
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset())[..16];
    }

    /// <summary>The targets of rows, as colors of the map: the number of the class, or from 0 to 1.</summary>
    public float[] Colors(Dataset<float> rows)
    {
        int width = rows.TargetColumns;
        ReadOnlySpan<float> targets = rows.Targets.Span;
        float[] colors = new float[rows.Rows];
        for (int row = 0; row < rows.Rows; row++)
        {
            colors[row] = setup.Task == TaskKind.Multiclass ? Largest(targets.Slice(row * width, width)) : (float)Math.Clamp((targets[(row * width) + output] - Low) / (High - Low), 0, 1);
        }

        return colors;
    }

    public static Dataset<float> Head(Dataset<float> rows, int most) => rows.Rows <= most ? rows : rows.Select([.. Enumerable.Range(0, most)]);

    public static byte[] Bytes(ReadOnlySpan<float> values) => MemoryMarshal.AsBytes(values).ToArray();

    private (double Low, double High) OutputRange()
    {
        if (!IsNumeric)
        {
            return (setup.HasScores ? -1 : 0, 1);
        }

        float[] targets = [.. Enumerable.Range(0, setup.Train.Rows).Select(row => setup.Train.Targets.Span[(row * setup.Train.TargetColumns) + output]).Order()];
        double low = targets[targets.Length / 50], high = targets[^(1 + (targets.Length / 50))];
        return high > low ? (low, high) : (low - 1, low + 1);
    }

    private (byte[] Map, byte[]? Sure) Map(float[] outputs)
    {
        int width = outputs.Length / (MapSize * MapSize);
        byte[] map = new byte[MapSize * MapSize];
        if (setup.Task != TaskKind.Multiclass)
        {
            for (int i = 0; i < map.Length; i++)
            {
                map[i] = Level((outputs[(i * width) + output] - Low) / (High - Low));
            }

            return (map, null);
        }

        byte[] sure = new byte[map.Length];
        for (int i = 0; i < map.Length; i++)
        {
            ReadOnlySpan<float> row = outputs.AsSpan(i * width, width);
            map[i] = (byte)Largest(row);
            sure[i] = Level(row[map[i]]);
        }

        return (map, sure);
    }

    private (byte[] Maps, float[] Peaks) Neurons(Model<float> model)
    {
        List<byte> maps = [];
        List<float> peaks = [];
        foreach (float[,] values in Outputs(model, neuronGrid))
        {
            // The page draws no more of them.
            for (int neuron = 0; neuron < Math.Min(values.GetLength(1), StateChecks.MostUnits); neuron++)
            {
                float peak = 1e-6f;
                for (int i = 0; i < values.GetLength(0); i++)
                {
                    peak = Math.Max(peak, float.IsFinite(values[i, neuron]) ? Math.Abs(values[i, neuron]) : 0);
                }

                for (int i = 0; i < values.GetLength(0); i++)
                {
                    maps.Add(Level(0.5 + (values[i, neuron] / peak / 2)));
                }

                peaks.Add(peak);
            }
        }

        return ([.. maps], [.. peaks]);
    }

    /// <summary>The outputs of every layer with weights, after its normalization and activation.</summary>
    private IEnumerable<float[,]> Outputs(Model<float> model, float[] inputs)
    {
        IReadOnlyList<LayerOutput<float>> all = model.Activations(inputs);
        return layers.Select(layer => all.Last(entry => entry.Index >= layer.Dense && entry.Index <= layer.Last).Values);
    }

    private List<LayerHistograms> Histograms(Model<float> model)
    {
        IReadOnlyDictionary<string, float[]> gradients = model.Gradients(sample, setup.Options.Loss).Parameters;
        return [.. Outputs(model, sample.Inputs.ToArray()).Zip(layers, (values, layer) =>
        {
            string name = $"layers.{layer.Dense}.weight";
            return new LayerHistograms(Histogram(MemoryMarshal.CreateReadOnlySpan(ref values[0, 0], values.Length)), Histogram(model.GetParameter(name)), gradients.TryGetValue(name, out float[]? gradient) ? Histogram(gradient) : null);
        })];
    }

    private static HistogramDocument? Histogram(ReadOnlySpan<float> values)
    {
        float low = float.PositiveInfinity, high = float.NegativeInfinity;
        foreach (float value in values)
        {
            (low, high) = float.IsFinite(value) ? (Math.Min(low, value), Math.Max(high, value)) : (low, high);
        }

        if (!(high >= low))
        {
            return null;
        }

        if (high == low)
        {
            (low, high) = (low - 0.5f, high + 0.5f);
        }

        int[] counts = new int[Bins];
        foreach (float value in values)
        {
            if (float.IsFinite(value))
            {
                counts[Math.Min(Bins - 1, (int)((value - low) / ((double)high - low) * Bins))]++;
            }
        }

        return new HistogramDocument(low, high, counts);
    }

    private int[] Confusion(float[] outputs)
    {
        int width = unseen.TargetColumns, classes = Math.Max(2, width);
        int[] counts = new int[classes * classes];
        for (int row = 0; row < unseen.Rows; row++)
        {
            ReadOnlySpan<float> targets = unseen.Targets.Span.Slice(row * width, width), answers = outputs.AsSpan(row * width, width);
            double middle = (Low + High) / 2;
            (int actual, int predicted) = width == 1 ? (targets[0] > middle ? 1 : 0, answers[0] > middle ? 1 : 0) : (Largest(targets), Largest(answers));
            counts[(actual * classes) + predicted]++;
        }

        return counts;
    }

    private byte[] Pairs(float[] outputs)
    {
        int width = unseen.TargetColumns, count = Math.Min(unseen.Rows, MostPairs);
        float[] pairs = new float[2 * count];
        for (int row = 0; row < count; row++)
        {
            pairs[2 * row] = (float)setup.Preprocessor.Unscale(output, unseen.Targets.Span[(row * width) + output]);
            float predicted = outputs[(row * width) + output];
            pairs[(2 * row) + 1] = (float)setup.Preprocessor.Unscale(output, float.IsFinite(predicted) ? predicted : 0);
        }

        return Bytes(pairs);
    }

    /// <summary>The share of right answers, or R².</summary>
    private double? Score(float[] outputs, Dataset<float> rows)
    {
        int width = rows.TargetColumns;
        if (setup.HasScores)
        {
            int right = 0;
            for (int i = 0; i < outputs.Length; i++)
            {
                right += outputs[i] > 0 == rows.Targets.Span[i] > 0 ? 1 : 0;
            }

            return (double)right / outputs.Length;
        }

        Outcome outcome = Outcome.From<float>(TableEvaluation.FormOf(setup.Task), rows.Targets.Span, outputs, width);
        return outcome.IsUsable ? Finite((IsNumeric ? (Metric)new R2() : new Accuracy()).Compute(outcome)) : null;
    }

    private static double? Finite(double value) => double.IsFinite(value) ? value : null;

    private static byte Level(double share) => double.IsNaN(share) ? (byte)128 : (byte)Math.Clamp(share * 255, 0, 255);

    private static int Largest(ReadOnlySpan<float> values)
    {
        int best = 0;
        for (int i = 1; i < values.Length; i++)
        {
            best = values[i] > values[best] ? i : best;
        }

        return best;
    }
}
