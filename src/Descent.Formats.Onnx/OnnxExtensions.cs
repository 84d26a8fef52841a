using System.Numerics;
using Descent.Formats.Onnx.Protocol;
using Google.Protobuf;

namespace Descent.Formats.Onnx;

/// <summary>Adds methods to models that write them as ONNX files, which ONNX Runtime and many other programs can run.</summary>
/// <example><code>
/// TableModel model = ModelFile.Load("runs/iris-species-1/model.safetensors");
/// model.SaveOnnx("iris.onnx");
/// </code></example>
public static class OnnxExtensions
{
    /// <typeparam name="T">float or double.</typeparam>
    /// <param name="model">The network.</param>
    extension<T>(Model<T> model)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        /// <summary>Saves the network as an ONNX file with the input <c>input</c>, rows × <see cref="Model{T}.Inputs"/>, and the output <c>output</c>, rows × <see cref="Model{T}.Outputs"/>, both float. Weights of type double are rounded.</summary>
        /// <param name="path">The file to create or replace; it is written completely or not at all.</param>
        /// <param name="opset">The version of the standard operators, from 13 to 21; default 17.</param>
        /// <returns>The input and the output of the file.</returns>
        /// <exception cref="ArgumentOutOfRangeException">If the version cannot be written.</exception>
        /// <exception cref="ModelFileException">If the network has an activation of a custom type, or the file cannot be written.</exception>
        public OnnxSignature SaveOnnx(string path, int opset = 17)
        {
            ArgumentNullException.ThrowIfNull(model);
            Fault.CheckPath(path);
            return Save(path, OnnxExport.Of(model, opset));
        }

        /// <summary>Returns the network as the bytes of an ONNX file.</summary>
        /// <param name="opset">The version of the standard operators, from 13 to 21; default 17.</param>
        /// <returns>The whole file.</returns>
        /// <exception cref="ArgumentOutOfRangeException">If the version cannot be written.</exception>
        /// <exception cref="ModelFileException">If the network has an activation of a custom type.</exception>
        public byte[] ToOnnx(int opset = 17)
        {
            ArgumentNullException.ThrowIfNull(model);
            return OnnxExport.Of(model, opset).ToByteArray();
        }
    }

    /// <param name="model">The model.</param>
    extension(TableModel model)
    {
        /// <summary>
        /// Saves the model as an ONNX file, from the columns of a table to the predictions: preprocessing, all networks, their combination, calibration and decision rule. Each column is an input, and each
        /// row a sample. Prediction intervals are left out.
        /// </summary>
        /// <remarks>
        /// Inputs have the names of the columns and the shape rows × 1: numbers are float (NaN if missing), categories are text (empty if missing), dates are whole seconds since 1970-01-01
        /// (<see cref="long.MinValue"/> if missing). Outputs are <c>label</c> and <c>probabilities</c>, or <c>prediction</c> and <c>quantiles</c>; with several targets, <c>_</c> and the name of the target follow.
        /// </remarks>
        /// <param name="path">The file to create or replace; it is written completely or not at all.</param>
        /// <param name="options">The version of the operators and the type of numbers; default version 17 and float.</param>
        /// <returns>The inputs and outputs of the file.</returns>
        /// <exception cref="ModelFileException">If a network has an activation of a custom type, or the file cannot be written.</exception>
        public OnnxSignature SaveOnnx(string path, OnnxOptions? options = null)
        {
            ArgumentNullException.ThrowIfNull(model);
            Fault.CheckPath(path);
            return Save(path, OnnxExport.Of(model, options ?? new OnnxOptions()));
        }

        /// <summary>Returns the model as the bytes of an ONNX file.</summary>
        /// <param name="options">The version of the operators and the type of numbers; default version 17 and float.</param>
        /// <returns>The whole file.</returns>
        /// <exception cref="ModelFileException">If a network has an activation of a custom type.</exception>
        public byte[] ToOnnx(OnnxOptions? options = null)
        {
            ArgumentNullException.ThrowIfNull(model);
            return OnnxExport.Of(model, options ?? new OnnxOptions()).ToByteArray();
        }
    }

    private static OnnxSignature Save(string path, ModelProto file)
    {
        AtomicFile.Write(path, stream => file.WriteTo(stream));
        return OnnxSignature.Of(file.Graph);
    }
}
