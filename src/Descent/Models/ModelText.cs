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
        List<(string Layer, string Shape, string Count, string Bytes)> rows = [("Layer", "Output", "Parameters", "Bytes")];
        int width = model.Inputs, index = 0;
        foreach (Layer layer in model.Network)
        {
            Parameter[] own = [.. model.Parameters.Where(p => Belongs(p, index))];
            foreach (Parameter p in own.Where(p => !p.IsVector))
            {
                width = p.Rows;
            }

            int span = LayersOf(layer);
            long count = model.Parameters.Where(p => Enumerable.Range(index, span).Any(i => Belongs(p, i))).Sum(p => (long)p.Count);
            rows.Add(($"{index}  {layer}", $"{width}", Number(count), Number(count * Unsafe.SizeOf<T>())));
            index += span;
        }

        int first = rows.Max(r => r.Layer.Length), second = rows.Max(r => r.Shape.Length), third = rows.Max(r => r.Count.Length), fourth = rows.Max(r => r.Bytes.Length);
        StringBuilder text = new();
        foreach ((string layer, string shape, string count, string bytes) in rows)
        {
            text.Append(layer.PadRight(first)).Append("  ").Append(shape.PadLeft(second)).Append("  ").Append(count.PadLeft(third)).Append("  ").Append(bytes.PadLeft(fourth)).Append('\n');
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
        text.Append("in training, a final sigmoid or softmax is fused with its cross-entropy\n");
        return text.ToString();
    }

    private static bool Belongs(Parameter parameter, int index) => parameter.Name.StartsWith($"layers.{index}.", StringComparison.Ordinal);

    private static int LayersOf(Layer layer) => layer is Layers.Dense { Activation: not null } ? 2 : 1;

    private static string Name<T>() => typeof(T) == typeof(float) ? "float" : "double";

    private static string Number(long value) => value.ToString("N0", CultureInfo.InvariantCulture);
}
