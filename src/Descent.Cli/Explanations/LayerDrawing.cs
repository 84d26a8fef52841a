using Descent.Numerics;

namespace Descent.Cli.Explanations;

/// <summary>Draws what a layer makes of a batch in training: how its numbers are spread before and behind it.</summary>
internal static class LayerDrawing
{
    private const int Rows = 256, Columns = 16;
    private const double Mean = 1.5, Deviation = 2, Reach = 9;

    /// <summary>The drawing.</summary>
    public static Drawing Of(Layer layer)
    {
        CounterRandom random = new(1, Streams.Noise);
        double[] inputs = [.. Enumerable.Range(0, Rows * Columns).Select(i => Mean + (Deviation * random.Normal((ulong)i)))];
        double[] outputs = Probe.InTraining(layer, inputs, Columns);
        Histogram before = new(inputs, -Reach, Reach), behind = new(outputs, -Reach, Reach);
        return new Drawing("number", -Reach, Reach, [new FunctionCurve("share of the numbers behind the layer in percent", "behind", behind.At), new FunctionCurve("share of the numbers before the layer in percent", "before", before.At)])
        {
            Remark = $"A batch of {Rows} rows and {Columns} columns in training, {Histogram.Moments(inputs)}; behind the layer {Histogram.Moments(outputs)}.",
            Filled = true,
        };
    }
}
