using System.Globalization;
using Descent.Formats.Onnx.Protocol;

namespace Descent.Formats.Onnx;

/// <content>Embeddings of numbers and categories.</content>
internal sealed partial class NetworkExport<T>
{
    /// <summary>The first columns of a value, as rows × numbers × 1.</summary>
    private string Numbers(Value input, int count, string x, string layer) => graph.Reshape($"{layer}/numbers_apart", First(input, count, x, layer), -1, count, 1);

    private string First(Value input, int count, string x, string layer) => input.Rows == count
        ? x
        : graph.Node("Slice", $"{layer}/numbers", [x, graph.Whole($"{layer}/from", [0], 1), graph.Whole($"{layer}/to", [count], 1), graph.Whole($"{layer}/axis", [1], 1)]);

    /// <summary>The piecewise-linear encoding of numbers, rows × numbers × bins.</summary>
    private string Encoded(Parameter edges, string x, string layer)
    {
        float[] all = Values(edges);
        int bins = edges.Columns - 1;
        float[] low = new float[edges.Rows * bins], width = new float[low.Length], least = new float[low.Length], most = new float[low.Length];
        for (int feature = 0; feature < edges.Rows; feature++)
        {
            ReadOnlySpan<float> own = all.AsSpan(feature * edges.Columns, edges.Columns);
            int live = 0;
            while (live < bins && own[live + 1] > own[live])
            {
                live++;
            }

            for (int bin = 0; bin < bins; bin++)
            {
                // Bins of width 0 come last and give 0; the first bin has no lower limit, and the last one no upper limit.
                (low[(feature * bins) + bin], width[(feature * bins) + bin], least[(feature * bins) + bin], most[(feature * bins) + bin]) = bin < live
                    ? (own[bin], own[bin + 1] - own[bin], bin == 0 ? -float.MaxValue : 0, bin == live - 1 ? float.MaxValue : 1)
                    : (0, 1, 0, 0);
            }
        }

        string share = graph.Node("Div", $"{layer}/share", [graph.Node("Sub", $"{layer}/above_edge", [x, Table("lower_edges", low)]), Table("widths", width)]);
        return graph.Node("Min", $"{layer}/bins", [Table("most", most), graph.Node("Max", $"{layer}/at_least", [Table("least", least), share])]);

        string Table(string name, float[] numbers) => graph.Floats($"{layer}/{name}", numbers, edges.Rows, bins);
    }

    /// <summary>(v·x + b) + W·p, with the encoding p.</summary>
    private string Embedded(PiecewiseAffineStep step, string input, string layer)
    {
        (int features, int bins) = (step.Edges.Rows, step.Edges.Columns - 1);
        int units = step.Output.Rows / features;
        string x = Numbers(step.Input, features, input, layer);
        string curve = Products($"{layer}/curve", Encoded(step.Edges, x, layer), Values(step.Weight), features, units, bins);
        string line = graph.Node("Add", $"{layer}/line", [graph.Node("Mul", $"{layer}/slope", [x, graph.Floats($"{scope}{step.Linear.Name}", Values(step.Linear), features, units)]), graph.Floats($"{scope}{step.Bias.Name}", Values(step.Bias), features, units)]);
        return graph.Reshape($"{layer}/embedding", graph.Node("Add", $"{layer}/sum", [line, curve]), -1, step.Output.Rows);
    }

    /// <summary>An affine map of cosines and sines.</summary>
    private string Embedded(PeriodicAffineStep step, string input, string layer)
    {
        (int features, int frequencies) = (step.Features, step.Frequency.Count / step.Features);
        int units = step.Weight.Rows / features;
        string x = Numbers(step.Input, features, input, layer);

        // In turns, of which only the fraction matters, and in double.
        string turns = graph.Node("Mul", $"{layer}/turns", [graph.Cast($"{layer}/double", x, TensorProto.Types.DataType.Double), Table("frequencies", Values(step.Frequency).Select(frequency => (double)frequency))]);
        if (step.Phase is { } phase)
        {
            turns = graph.Node("Add", $"{layer}/turns_with_phase", [turns, Table("phases", Values(phase).Select(angle => angle / (2 * Math.PI)))]);
        }

        string fraction = graph.Node("Sub", $"{layer}/fraction", [turns, graph.Node("Round", $"{layer}/whole_turns", [turns])]);
        string angle = graph.Node("Mul", $"{layer}/radians", [fraction, graph.Doubles($"{layer}/turn", [2 * Math.PI])]);
        string waves = graph.Node("Cos", $"{layer}/cosines", [angle]);
        if (step.Phase is null)
        {
            waves = graph.Node("Concat", $"{layer}/cosines_and_sines", [waves, graph.Node("Sin", $"{layer}/sines", [angle])], Attributes.Int("axis", 2));
        }

        waves = graph.Cast($"{layer}/waves", waves, TensorProto.Types.DataType.Float);
        string mapped = graph.Node("Add", $"{layer}/mapped", [Products($"{layer}/map", waves, Values(step.Weight), features, units, step.Weight.Columns), graph.Floats($"{scope}{step.Bias.Name}", Values(step.Bias), features, units)]);
        return graph.Reshape($"{layer}/embedding", step.Raw ? graph.Node("Concat", $"{layer}/with_numbers", [mapped, x], Attributes.Int("axis", 2)) : mapped, -1, step.Output.Rows);

        string Table(string name, IEnumerable<double> numbers) => graph.Doubles($"{layer}/{name}", [.. numbers], features, frequencies);
    }

    /// <summary>The numbers, followed by the encoding of each code.</summary>
    private string LookedUp(LookUpStep step, string x, string layer)
    {
        List<string> parts = step.Numbers == 0 ? [] : [First(step.Input, step.Numbers, x, layer)];
        foreach ((int index, LookUpColumn column) in step.Columns.Index())
        {
            string own = string.Create(CultureInfo.InvariantCulture, $"{layer}/category_{index}");
            int place = step.Codes.Rows - step.Columns.Count + index;

            // Gather by a vector of one position keeps the dimension of the columns; by a number, it leaves rows.
            string code = graph.Node("Gather", $"{own}/code", [values[step.Codes.Number], graph.Whole($"{own}/place", [place], column.Table is null ? [1] : [])], Attributes.Int("axis", 1));
            parts.Add(column switch
            {
                { Table: { } table } => graph.Node("Gather", own, [Matrix(table), graph.Cast($"{own}/row", code, TensorProto.Types.DataType.Int64)], Attributes.Int("axis", 0)),
                { Signed: true } => graph.Node("Sub", own, [IsOneOf(code, own, 1, 1), IsOneOf(code, own, 2, 1)]),
                _ => IsOneOf(code, own, 1, column.Values),
            });
        }

        return graph.Node("Concat", $"{layer}/numbers_and_categories", [.. parts], Attributes.Int("axis", 1));
    }

    /// <summary>For each of some successive codes, 1 if it is the code of the row, otherwise 0.</summary>
    private string IsOneOf(string code, string name, int first, int count) => graph.Cast(
        $"{name}/one_hot", graph.Node("Equal", $"{name}/is", [code, graph.Floats($"{name}/codes", [.. Enumerable.Range(first, count).Select(value => (float)value)], 1, count)]), TensorProto.Types.DataType.Float);
}
