using System.Globalization;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Text;

namespace Descent;

/// <summary>Formats a model as text.</summary>
internal static class ModelText
{
    public static string Summary<T>(Model<T> model)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        List<string[]> rows = [["", "Layer", "Output", "Shapes", "Parameters", "Bytes"]];
        ILookup<string, Parameter> parameters = model.Parameters.ToLookup(p => p.Name[..p.Name.LastIndexOf('.')], StringComparer.Ordinal);
        foreach ((int index, LayerPlace place) in model.Steps.Layers.Index())
        {
            Parameter[] own = [.. parameters[$"layers.{index}"]];
            Value output = place.Output!.Value;
            long count = own.Where(p => p.Trains).Sum(p => (long)p.Count), all = own.Sum(p => (long)p.Count);
            rows.Add([$"{index}", place.Layer.GetType().Name, output.Members == 1 ? $"{output.Rows}" : $"{output.Members} × {output.Width}", string.Join(" + ", own.Select(p => string.Join("×", p.Shape))), Number(count), Number(all * Unsafe.SizeOf<T>())]);
        }

        int[] widths = [.. Enumerable.Range(0, 6).Select(c => rows.Max(r => r[c].Length))];
        StringBuilder text = new();
        foreach (string[] row in rows)
        {
            // Names are aligned to the left, numbers to the right.
            IEnumerable<string> cells = row.Select((cell, c) => c is 1 or 3 ? cell.PadRight(widths[c]) : cell.PadLeft(widths[c]));
            text.Append(string.Join("  ", cells).TrimEnd()).Append('\n');
        }

        text.Append(CultureInfo.InvariantCulture, $"{Counted(model.Inputs, "input")}{(model.InputShape.Categories.Count == 0 ? "" : $" ({model.InputShape})")}, {Counted(model.Outputs, "output")}, {Counted(model.ParameterCount, "parameter")} of type {Name<T>()}, {Number(model.ParameterCount * Unsafe.SizeOf<T>())} bytes\n");
        return text.ToString();
    }

    public static string Explain<T>(Model<T> model, int batchSize, Loss? loss)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(batchSize, 1);
        Plan<T> plan = loss is null ? model.Plan : model.PlanFor(loss);
        StringBuilder text = new();
        text.Append(CultureInfo.InvariantCulture, $"{plan.LaneBits}-bit lanes of {Name<T>()}, batches of {Number(batchSize)}\n");
        foreach (Op<T> op in plan.Ops)
        {
            text.Append(CultureInfo.InvariantCulture, $"layer {op.Layer}: {op.Describe(Math.Min(batchSize, Plan<T>.Chunk))}\n");
        }

        if (plan.Loss is { } end)
        {
            text.Append(CultureInfo.InvariantCulture, $"loss: {end.Description}\n");
        }

        text.Append(CultureInfo.InvariantCulture, $"parameters: one block of {Number(plan.Parameters.Length)} numbers, {Number(plan.Parameters.Decaying)} of them decaying\n");
        text.Append(CultureInfo.InvariantCulture, $"work: {Number(model.Steps.MultiplyAdds)} multiply-adds per sample forward\n");
        if (plan.Loss is null)
        {
            text.Append(CultureInfo.InvariantCulture, $"frame for prediction: {Number(Frame<T>.BytesFor(plan, Plan<T>.Chunk, training: false))} bytes of activations for {Plan<T>.Chunk} samples at a time\n");
            text.Append("training adds a loss, and some losses are computed together with the last activation: specify the loss to see that plan\n");
            return text.ToString();
        }

        text.Append(CultureInfo.InvariantCulture, $"frame for training: {Number(Frame<T>.BytesFor(plan, batchSize, training: true))} bytes of activations and gradients\n");
        if (plan.Phases(learning: true, gradient: true, batchSize, members: 2) is > 1 and int phases)
        {
            text.Append(CultureInfo.InvariantCulture, $"with several threads, a pass has {phases} phases, between which they wait for each other\n");
        }

        return text.ToString();
    }

    private static string Name<T>() => typeof(T) == typeof(float) ? "float" : "double";

    private static string Counted(long count, string thing) => $"{Number(count)} {thing}{(count == 1 ? "" : "s")}";

    private static string Number(long value) => value.ToString("N0", CultureInfo.InvariantCulture);
}
