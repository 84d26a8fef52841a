using System.Globalization;
using Descent.Formats.Onnx.Protocol;

namespace Descent.Formats.Onnx;

/// <summary>A node while a graph is read: its constants, its attributes, and errors that name it.</summary>
/// <param name="node">The node.</param>
/// <param name="constants">The constants by name.</param>
/// <param name="source">The name of the file, for messages.</param>
internal sealed class NodeImport(NodeProto node, IReadOnlyDictionary<string, ConstantTensor> constants, string source)
{
    /// <summary>The name of the file.</summary>
    public string Source => source;

    /// <summary>The operator.</summary>
    public string OpType => node.OpType;

    /// <summary>The number of inputs, omitted ones included.</summary>
    public int Inputs => node.Input.Count;

    /// <summary>The name of the node in quotation marks; that of its result if it has none.</summary>
    public string Text => Fault.Quote(node.Name.Length > 0 ? node.Name : Output);

    /// <summary>The name of the first result.</summary>
    public string Output => node.Output.Count > 0 ? node.Output[0] : throw Fault.In(source, $"a node of the operator {node.OpType} has no output. Export the network again.");

    /// <summary>The name of an input.</summary>
    public string InputName(int index) => index < node.Input.Count ? node.Input[index] : throw Fault.In(source, $"node {Text} of the operator {OpType} lacks input {index + 1}. Export the network again.");

    /// <summary>Whether an input is given; optional ones may be omitted.</summary>
    public bool HasInput(int index) => index < node.Input.Count && node.Input[index].Length > 0;

    /// <summary>A constant input; null if it is computed or omitted.</summary>
    public ConstantTensor? ConstantOrNull(int index) => HasInput(index) ? constants.GetValueOrDefault(node.Input[index]) : null;

    /// <summary>A constant input.</summary>
    public ConstantTensor Constant(int index) => ConstantOrNull(index) ?? throw Fault.In(source, $"input {index + 1} of the operator {OpType} of node {Text} must be a constant.");

    /// <summary>An attribute; null if it is not given.</summary>
    public AttributeProto? Attribute(string name) => node.Attribute.FirstOrDefault(attribute => attribute.Name == name);

    /// <summary>An attribute that is a number.</summary>
    public double Number(string name, double usual) => Attribute(name) is not { } attribute ? usual : float.IsFinite(attribute.F) ? Shortened(attribute.F) : throw Unsupported($"with {name} = {attribute.F}");

    /// <summary>An attribute that is a whole number.</summary>
    public long Whole(string name, long usual) => Attribute(name)?.I ?? usual;

    /// <summary>Rejects an attribute with another value than the only supported one.</summary>
    public void RequireWhole(string name, long usual, params ReadOnlySpan<long> supported)
    {
        if (Whole(name, usual) is var value && !supported.Contains(value))
        {
            throw Unsupported(string.Create(CultureInfo.InvariantCulture, $"with {name} = {value}"));
        }
    }

    /// <summary>The value of a Constant.</summary>
    public ConstantTensor Value()
    {
        try
        {
            return node.Attribute.FirstOrDefault() switch
            {
                { Name: "value", T: { } tensor } => Tensors.Read(tensor),
                { Name: "value_float" } one => new([], [one.F], []),
                { Name: "value_int" } one => new([], [one.I], []),
                { Name: "value_floats" } several => new([several.Floats.Count], [.. several.Floats.Select(value => (double)value)], []),
                { Name: "value_ints" } several => new([several.Ints.Count], [.. several.Ints.Select(value => (double)value)], []),
                _ => throw Unsupported(),
            };
        }
        catch (FormatException fault)
        {
            throw Fault.In(source, $"the constant of node {Text} cannot be used: {fault.Message}.", fault);
        }
    }

    /// <summary>Computes a node of constants only.</summary>
    public ConstantTensor Folded(IReadOnlyList<ConstantTensor> inputs) => OpType switch
    {
        "Identity" or "Cast" => inputs[0],
        "Transpose" when inputs[0].Sizes.Count == 2 && inputs[0].Numbers.Length > 0 && (Attribute("perm") is not { } order || order.Ints.SequenceEqual([1, 0])) => inputs[0].Transposed(),
        _ => throw Unsupported("of constants"),
    };

    /// <summary>The labels of a ZipMap.</summary>
    public string[] Labels() => Attribute("classlabels_strings") is { Strings.Count: > 0 } texts
        ? [.. texts.Strings.Select(text => text.ToStringUtf8())]
        : [.. Attribute("classlabels_int64s")?.Ints.Select(number => number.ToString(CultureInfo.InvariantCulture)) ?? []];

    /// <summary>The error for an operator that is not part of a dense network.</summary>
    public ModelFileException Unsupported(string? how = null) =>
        Fault.In(source, $"the operator {Fault.Quote(OpType)} of node {Text}{(how is null ? "" : $" {how}")} cannot be imported: it is not part of a sequence of dense layers, normalizations and activations.");

    // 0.2 as a float is 0.200000003; in double it should be 0.2 again.
    private static double Shortened(float number) => double.Parse(number.ToString("R", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
}
