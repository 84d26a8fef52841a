using System.Globalization;
using Descent.Formats.Onnx.Protocol;

namespace Descent.Formats.Onnx;

/// <summary>The inputs and outputs of an ONNX file.</summary>
/// <param name="Inputs">The inputs in order.</param>
/// <param name="Outputs">The outputs in order.</param>
public sealed record OnnxSignature(IReadOnlyList<OnnxValue> Inputs, IReadOnlyList<OnnxValue> Outputs)
{
    /// <summary>Reads the signature of a graph that was written.</summary>
    internal static OnnxSignature Of(GraphProto graph) => new([.. graph.Input.Select(Value)], [.. graph.Output.Select(Value)]);

    private static OnnxValue Value(ValueInfoProto info) => new(
        info.Name, ((TensorProto.Types.DataType)info.Type.TensorType.ElemType).ToString().ToLowerInvariant(),
        string.Join(" × ", info.Type.TensorType.Shape.Dim.Select(size => size.HasDimParam ? size.DimParam : size.DimValue.ToString(CultureInfo.InvariantCulture))), info.DocString);
}

/// <summary>An input or output of an ONNX file.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">The type of its elements: <c>float</c>, <c>double</c>, <c>int64</c> or <c>string</c>.</param>
/// <param name="Shape">Its shape, such as <c>rows × 1</c>.</param>
/// <param name="Description">What it is.</param>
public sealed record OnnxValue(string Name, string Type, string Shape, string Description);
