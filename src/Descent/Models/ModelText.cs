using System.Globalization;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Text;
using Descent.Engine;

namespace Descent.Models;

/// <summary>Writes a model down for people.</summary>
internal static class ModelText
{
    public static string Summary<T>(Model<T> model)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        List<string[]> rows = [["", "Layer", "Output", "Shapes", "Parameters", "Bytes"]];
        int width = model.Inputs;
        foreach (Layer layer in model.Network.SelectMany(Parts))
        {
            int index = rows.Count - 1;
            Parameter[] own = [.. model.Parameters.Where(p => p.Name.StartsWith($"layers.{index}.", StringComparison.Ordinal))];
            width = own.FirstOrDefault(p => !p.IsVector)?.Rows ?? width;
            long count = own.Where(p => p.Trains).Sum(p => (long)p.Count), all = own.Sum(p => (long)p.Count);
            rows.Add([$"{index}", layer.GetType().Name, $"{width}", string.Join(" + ", own.Select(p => string.Join("×", p.Shape))), Number(count), Number(all * Unsafe.SizeOf<T>())]);
        }

        int[] widths = [.. Enumerable.Range(0, 6).Select(c => rows.Max(r => r[c].Length))];
        StringBuilder text = new();
        foreach (string[] row in rows)
        {
            // Names to the left, numbers to the right.
            IEnumerable<string> cells = row.Select((cell, c) => c is 1 or 3 ? cell.PadRight(widths[c]) : cell.PadLeft(widths[c]));
            text.Append(string.Join("  ", cells).TrimEnd()).Append('\n');
        }

        text.Append(CultureInfo.InvariantCulture, $"{model.Inputs} inputs, {model.Outputs} outputs, {Number(model.ParameterCount)} parameters of type {Name<T>()}, {Number(model.ParameterCount * Unsafe.SizeOf<T>())} bytes\n");
        return text.ToString();
    }

    public static string Explain<T>(Model<T> model, int batchSize)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Frame<T> frame = new(model.Plan, batchSize, training: true, members: 1) { Parameters = model.Block };
        StringBuilder text = new();
        text.Append(CultureInfo.InvariantCulture, $"{model.Plan.LaneBits}-bit lanes of {Name<T>()}, batches of {batchSize}\n");
        foreach (Op<T> op in model.Plan.Ops)
        {
            text.Append(CultureInfo.InvariantCulture, $"layer {op.Layer}: {op.Describe(Math.Min(batchSize, Plan<T>.Chunk))}\n");
        }

        text.Append(CultureInfo.InvariantCulture, $"parameters: one block of {Number(model.Plan.Parameters.Length)} numbers, {Number(model.Plan.Parameters.Decaying)} of them decaying\n");
        text.Append(CultureInfo.InvariantCulture, $"frame for training: {Number(frame.Bytes)} bytes of activations and gradients\n");
        text.Append(CultureInfo.InvariantCulture, $"work: {Number(model.Plan.MultiplyAdds)} multiply-adds per sample forward\n");
        if (model.Plan.Phases(learning: true, gradient: true, batchSize, members: 2) is > 1 and int phases)
        {
            text.Append(CultureInfo.InvariantCulture, $"in training by several threads, a pass has {phases} phases, between which they wait for each other\n");
        }

        text.Append("in training, a final sigmoid or softmax is fused with its cross-entropy\n");
        return text.ToString();
    }

    /// <summary>A dense layer with an activation is two layers.</summary>
    private static Layer[] Parts(Layer layer) => layer is Layers.Dense { Activation: { } activation } ? [layer, activation] : [layer];

    private static string Name<T>() => typeof(T) == typeof(float) ? "float" : "double";

    private static string Number(long value) => value.ToString("N0", CultureInfo.InvariantCulture);
}
