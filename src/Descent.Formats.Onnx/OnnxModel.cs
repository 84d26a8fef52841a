using Descent.Formats.Onnx.Protocol;
using Google.Protobuf;

namespace Descent.Formats.Onnx;

/// <summary>Reads dense networks from ONNX files of Descent, PyTorch, Keras, scikit-learn and other programs.</summary>
/// <remarks>
/// A network is a sequence of layers. Operators: Gemm, MatMul, Add, Sub, Mul and Div with constants, Scaler, the activations of the library (also as the products that PyTorch writes for swish, GELU and mish), Softmax, LogSoftmax, BatchNormalization,
/// LayerNormalization, Dropout, Flatten, Reshape, Identity and Cast. The label output of classifiers (ArgMax and what follows, ZipMap) is left out, and its labels are kept.
/// </remarks>
/// <example><code>
/// Model&lt;float&gt; model = OnnxModel.Load("network.onnx").Model;
/// float[] outputs = model.Predict(inputs);
/// </code></example>
public static class OnnxModel
{
    /// <summary>Reads a file.</summary>
    /// <param name="path">The file.</param>
    /// <returns>The network.</returns>
    /// <exception cref="ModelFileException">If the file cannot be read, is damaged, or has an operator that is not among those of dense networks; the message names the operator and its node.</exception>
    public static ImportedNetwork Load(string path)
    {
        Fault.CheckPath(path);
        return Load(SmallFile.Read(path), path);
    }

    /// <summary>Reads the bytes of a file.</summary>
    /// <param name="bytes">The whole file.</param>
    /// <param name="source">The name used in messages.</param>
    /// <returns>The network.</returns>
    /// <exception cref="ModelFileException">As for files.</exception>
    public static ImportedNetwork Load(ReadOnlyMemory<byte> bytes, string source = "network")
    {
        ArgumentNullException.ThrowIfNull(source);
        if (bytes.IsEmpty)
        {
            throw Fault.In(source, "the file is empty. Export the network again.");
        }

        ModelProto file;
        try
        {
            FileSize.Require(bytes.Span, source);
            file = ModelProto.Parser.ParseFrom(bytes.Span);
        }
        catch (InvalidProtocolBufferException cause)
        {
            throw Fault.In(source, "the file is damaged or not in the ONNX format. Export the network again.", cause);
        }

        return file.Graph is { } graph
            ? new GraphImport(graph, source).Read()
            : throw Fault.In(source, "the file has no graph, so it is not in the ONNX format. Export the network again.");
    }
}
