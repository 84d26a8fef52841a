using System.Globalization;
using System.Runtime.InteropServices;
using Descent.Formats.Onnx.Protocol;
using Google.Protobuf;

namespace Descent.Formats.Onnx;

/// <summary>Builds the graph of an ONNX file. A value is represented by its name; a node has the name of its result.</summary>
/// <param name="opset">The version of the standard operators.</param>
internal sealed class GraphBuilder(int opset)
{
    /// <summary>The symbolic dimension of the rows.</summary>
    public const string Rows = "rows";

    private readonly GraphProto graph = new();
    private readonly HashSet<string> names = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> shapes = new(StringComparer.Ordinal);

    /// <summary>The version of the standard operators.</summary>
    public int Opset => opset;

    /// <summary>Whether an operator of the set for machine learning, <c>ai.onnx.ml</c>, was used.</summary>
    public bool UsesMachineLearning { get; private set; }

    /// <summary>The graph.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="description">What it computes.</param>
    public GraphProto Finish(string name, string description)
    {
        graph.Name = name;
        graph.DocString = description;
        return graph;
    }

    /// <summary>Adds an input of the graph.</summary>
    /// <param name="name">Its name, which must not be taken.</param>
    /// <param name="type">The type of its elements.</param>
    /// <param name="columns">The number of columns.</param>
    /// <param name="description">What it is.</param>
    public string Input(string name, TensorProto.Types.DataType type, int columns, string description)
    {
        names.Add(name);
        graph.Input.Add(Info(name, type, columns, description));
        return name;
    }

    /// <summary>Adds an output of the graph.</summary>
    /// <param name="value">The value to output.</param>
    /// <param name="name">The name of the output; if it is taken, a number is appended.</param>
    /// <param name="type">The type of its elements.</param>
    /// <param name="columns">The number of columns; null for a vector.</param>
    /// <param name="description">What it is.</param>
    public void Output(string value, string name, TensorProto.Types.DataType type, int? columns, string description) =>
        graph.Output.Add(Info(Node("Identity", name, [value]), type, columns, description));

    /// <summary>Adds a node with one result.</summary>
    /// <param name="operation">The operator.</param>
    /// <param name="name">The name of the result; if it is taken, a number is appended.</param>
    /// <param name="inputs">The values that it reads.</param>
    /// <param name="attributes">Its attributes.</param>
    public string Node(string operation, string name, ReadOnlySpan<string> inputs, params ReadOnlySpan<AttributeProto> attributes) => Add(operation, name, inputs, attributes).Output[0];

    /// <summary>Adds a node of the operators for machine learning with one result.</summary>
    /// <param name="operation">The operator.</param>
    /// <param name="name">The name of the result.</param>
    /// <param name="input">The value that it reads.</param>
    /// <param name="attributes">Its attributes.</param>
    public string MachineLearningNode(string operation, string name, string input, params ReadOnlySpan<AttributeProto> attributes)
    {
        UsesMachineLearning = true;
        NodeProto node = Add(operation, name, [input], attributes);
        node.Domain = "ai.onnx.ml";
        return node.Output[0];
    }

    /// <summary>Adds a TopK, whose first result is used.</summary>
    /// <param name="name">The name of the result.</param>
    /// <param name="input">The value to sort along its last dimension.</param>
    /// <param name="count">The number of values to keep: all of them, in ascending order.</param>
    public string Sort(string name, string input, int count)
    {
        NodeProto node = Add("TopK", name, [input, Whole("count", [count], 1)], Attributes.Int("axis", -1), Attributes.Int("largest", 0), Attributes.Int("sorted", 1));
        node.Output.Add(Unique($"{name}/places"));
        return node.Output[0];
    }

    /// <summary>Converts a value to another type.</summary>
    public string Cast(string name, string value, TensorProto.Types.DataType type) => Node("Cast", name, [value], Attributes.Int("to", (int)type));

    /// <summary>Changes the shape of a value; −1 is the number of rows.</summary>
    public string Reshape(string name, string value, params ReadOnlySpan<int> sizes)
    {
        string text = string.Join('×', sizes.ToArray().Select(size => size < 0 ? Rows : size.ToString(CultureInfo.InvariantCulture)));
        if (!shapes.TryGetValue(text, out string? shape))
        {
            shapes[text] = shape = Whole($"shape/{text}", [.. sizes.ToArray().Select(size => (long)size)], sizes.Length);
        }

        return Node("Reshape", name, [value, shape]);
    }

    /// <summary>Adds a constant of type float; without sizes it is a scalar.</summary>
    public string Floats(string name, ReadOnlySpan<float> values, params ReadOnlySpan<int> sizes) => Constant(name, TensorProto.Types.DataType.Float, MemoryMarshal.AsBytes(values), sizes);

    /// <summary>Adds a constant of type double; without sizes it is a scalar.</summary>
    public string Doubles(string name, ReadOnlySpan<double> values, params ReadOnlySpan<int> sizes) => Constant(name, TensorProto.Types.DataType.Double, MemoryMarshal.AsBytes(values), sizes);

    /// <summary>Adds a constant of whole numbers; without sizes it is a scalar.</summary>
    public string Whole(string name, ReadOnlySpan<long> values, params ReadOnlySpan<int> sizes) => Constant(name, TensorProto.Types.DataType.Int64, MemoryMarshal.AsBytes(values), sizes);

    private string Constant(string name, TensorProto.Types.DataType type, ReadOnlySpan<byte> bytes, ReadOnlySpan<int> sizes)
    {
        if (!BitConverter.IsLittleEndian)
        {
            throw new PlatformNotSupportedException("ONNX files are written on little-endian processors only.");
        }

        TensorProto tensor = new() { Name = Unique(name), DataType = (int)type, RawData = ByteString.CopyFrom(bytes) };
        foreach (int size in sizes)
        {
            tensor.Dims.Add(size);
        }

        graph.Initializer.Add(tensor);
        return tensor.Name;
    }

    private NodeProto Add(string operation, string name, ReadOnlySpan<string> inputs, params ReadOnlySpan<AttributeProto> attributes)
    {
        string result = Unique(name);
        NodeProto node = new() { OpType = operation, Name = result };
        node.Input.AddRange(inputs.ToArray());
        node.Output.Add(result);
        node.Attribute.AddRange(attributes.ToArray());
        graph.Node.Add(node);
        return node;
    }

    private string Unique(string name)
    {
        string unique = name;
        for (int number = 2; !names.Add(unique); number++)
        {
            unique = string.Create(CultureInfo.InvariantCulture, $"{name}_{number}");
        }

        return unique;
    }

    private static ValueInfoProto Info(string name, TensorProto.Types.DataType type, int? columns, string description)
    {
        TensorShapeProto shape = new();
        shape.Dim.Add(new TensorShapeProto.Types.Dimension { DimParam = Rows });
        if (columns is { } count)
        {
            shape.Dim.Add(new TensorShapeProto.Types.Dimension { DimValue = count });
        }

        return new ValueInfoProto { Name = name, DocString = description, Type = new TypeProto { TensorType = new TypeProto.Types.Tensor { ElemType = (int)type, Shape = shape } } };
    }
}
