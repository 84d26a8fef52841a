using System.Globalization;
using Descent.Formats.Onnx.Protocol;

namespace Descent.Formats.Onnx;

/// <summary>Reads a graph as a sequence of layers.</summary>
/// <param name="graph">The graph.</param>
/// <param name="source">The name of the file, for messages.</param>
internal sealed class GraphImport(GraphProto graph, string source)
{
    private readonly Dictionary<string, ConstantTensor> constants = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Chain> chains = new(StringComparer.Ordinal);

    // Values from which only labels follow, and the labels.
    private readonly HashSet<string> labelValues = new(StringComparer.Ordinal);
    private string[] labels = [];

    /// <summary>Reads the network.</summary>
    /// <exception cref="ModelFileException">If the graph is not that of a dense network.</exception>
    public ImportedNetwork Read()
    {
        foreach (TensorProto tensor in graph.Initializer)
        {
            constants[tensor.Name] = Constant(tensor, tensor.Name);
        }

        AddInput();
        foreach (NodeProto node in graph.Node)
        {
            NodeImport own = new(node, constants, source);
            if (node.Input.Any(labelValues.Contains) || node.OpType == "ArgMax")
            {
                AddLabel(own);
                continue;
            }

            switch (node.OpType)
            {
                case "Constant":
                    constants[own.Output] = own.Value();
                    break;
                case "ZipMap":
                    labels = own.Labels();
                    chains[own.Output] = Live(own, 0);
                    break;
                default:
                    Add(own);
                    break;
            }
        }

        return new NetworkBuilder(source).Build(Result(), labels);
    }

    private void AddInput()
    {
        ValueInfoProto[] inputs = [.. graph.Input.Where(input => !constants.ContainsKey(input.Name))];
        if (inputs is not [var input])
        {
            throw Fault.In(source, $"the graph has {inputs.Length} inputs ({string.Join(", ", inputs.Take(5).Select(own => Fault.Quote(own.Name)))}), but a network that can be imported has one: a matrix with a row per sample.");
        }

        TensorProto.Types.DataType type = (TensorProto.Types.DataType)(input.Type?.TensorType?.ElemType ?? 0);
        if (type is not (TensorProto.Types.DataType.Float or TensorProto.Types.DataType.Double or TensorProto.Types.DataType.Int64))
        {
            throw Fault.In(source, $"the input {Fault.Quote(input.Name)} has the type {type}, but must be a matrix of numbers.");
        }

        TensorShapeProto? shape = input.Type!.TensorType.Shape;
        long? width = shape is null || shape.Dim.Count < 2 || shape.Dim.Skip(1).Any(size => !size.HasDimValue) ? null : shape.Dim.Skip(1).Aggregate(1L, (product, size) => Math.Clamp(size.DimValue, 0, Array.MaxLength) * Math.Min(product, Array.MaxLength));
        if (width is < 1 or > int.MaxValue)
        {
            throw Fault.In(source, $"the input {Fault.Quote(input.Name)} has {width} values per row.");
        }

        chains[input.Name] = new InputChain((int?)width, shape?.Dim.Count, input.Name);
    }

    private void AddLabel(NodeImport node)
    {
        labelValues.Add(node.Output);
        if (node.OpType == "ArrayFeatureExtractor" && node.ConstantOrNull(0) is { } classes)
        {
            labels = Texts(classes);
        }
        else if (node.OpType == "LabelEncoder" && node.Attribute("values_strings") is { Strings.Count: > 0 } values)
        {
            labels = [.. values.Strings.Select(text => text.ToStringUtf8())];
        }
    }

    private void Add(NodeImport node)
    {
        ConstantTensor?[] known = [.. Enumerable.Range(0, node.Inputs).Select(node.ConstantOrNull)];
        if (known.Length > 0 && known.All(value => value is not null))
        {
            constants[node.Output] = node.Folded(known!);
            return;
        }

        Chain[] live = [.. Enumerable.Range(0, node.Inputs).Where(index => known[index] is null && node.HasInput(index)).Select(index => Live(node, index))];
        chains[node.Output] = live switch
        {
            [var x] => new OperatorImport(node).Apply(x),
            [var x, var y] => Pair(node, x, y),
            _ => throw node.Unsupported(),
        };
    }

    /// <summary>A product that is an activation, or the two probabilities of a binary classifier.</summary>
    private static Chain Pair(NodeImport node, Chain x, Chain y)
    {
        if (node.OpType == "Mul")
        {
            foreach ((Chain value, Chain gate) in new[] { (x, y), (y, x) })
            {
                if (Gates.Of(value, gate) is { } layer)
                {
                    return new LayerChain(value, layer, [], node.Text);
                }

                // ½·(x·(1 + erf)), and (½·x)·(1 + erf).
                if (Gates.IsTwiceGelu(value, gate))
                {
                    return new DiagonalChain(new LayerChain(value, new Gelu(), [], node.Text), [2], [0], value.Width, node.Text);
                }

                if (value is DiagonalChain { IsUniform: true, Scale: [0.5], Shift: [0], Before: { } inner } && Gates.IsTwiceGelu(inner, gate))
                {
                    return new LayerChain(inner, new Gelu(), [], node.Text);
                }
            }
        }

        // x/(1 + |x|).
        if (node.OpType == "Div" && y is DiagonalChain { IsUniform: true, Scale: [1], Shift: [1], Before: PartChain { Operation: "Abs", Before: { } inside } } && inside == x)
        {
            return new LayerChain(x, new Softsign(), [], node.Text);
        }

        return node.OpType == "Concat" && x is DiagonalChain { IsUniform: true, Scale: [-1], Shift: [1] } other && other.Before == y && y.Width == 1
            ? new PairChain(y, node.Text)
            : throw Fault.In(node.Source, $"the operator {node.OpType} of node {node.Text} combines two results. Only sequences of layers can be imported, without branches.");
    }

    private Chain Result()
    {
        string[] all = [.. graph.Output.Select(output => output.Name)], results = [.. all.Where(name => !labelValues.Contains(name))];
        Chain[] found = [.. results.Select(name => chains.TryGetValue(name, out Chain? chain) ? chain : throw Fault.In(source, $"the output {Fault.Quote(name)} is not computed from the input."))];
        return found switch
        {
            [var one] => one,
            [] => throw Fault.In(source, all.Length == 0 ? "the graph has no output." : $"the only output, {Fault.Quote(all[0])}, is a label, and the probabilities from which it follows are not an output. Export the model with its probabilities."),
            _ => throw Fault.In(source, $"the graph has {found.Length} outputs ({string.Join(", ", results.Take(5).Select(Fault.Quote))}), but a network that can be imported has one, besides labels."),
        };
    }

    private Chain Live(NodeImport node, int index) => chains.TryGetValue(node.InputName(index), out Chain? chain)
        ? chain
        : throw Fault.In(source, $"node {node.Text} reads {Fault.Quote(node.InputName(index))}, which no earlier node computes. Export the network again.");

    private ConstantTensor Constant(TensorProto tensor, string name)
    {
        try
        {
            return Tensors.Read(tensor);
        }
        catch (FormatException fault)
        {
            throw Fault.In(source, $"the constant {Fault.Quote(name)} cannot be used: {fault.Message}.", fault);
        }
    }

    private static string[] Texts(ConstantTensor classes) => classes.Texts.Length > 0 ? classes.Texts : [.. classes.Numbers.Select(number => number.ToString("R", CultureInfo.InvariantCulture))];
}
