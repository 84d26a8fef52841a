using System.Text.Json;

namespace Descent.Formats;

/// <summary>Reads dense networks from layers models of TensorFlow.js: a file <c>model.json</c> with its files of weights beside it.</summary>
/// <remarks>
/// <c>model.save</c> of TensorFlow.js writes them, and <c>tensorflowjs_converter</c> makes them of models of Keras. A network is a sequence of
/// layers, written as a <c>Sequential</c> model or as a functional one without branches: Dense, Activation, ReLU, LeakyReLU, PReLU, ELU,
/// Softmax, BatchNormalization, LayerNormalization, Dropout and noise. Weights are float32, or quantized to float16, uint16 or uint8.
/// </remarks>
/// <example><code>
/// Model&lt;float&gt; model = TensorFlowModel.Load("flowers/model.json").Model;
/// float[] outputs = model.Predict(inputs);
/// </code></example>
public static class TensorFlowModel
{
    /// <summary>Reads a model.</summary>
    /// <param name="path">The file <c>model.json</c>; the files of weights that it names are read from its folder.</param>
    /// <returns>The network, without labels, which such files do not have.</returns>
    /// <exception cref="ModelFileException">If a file cannot be read, is damaged, or has a layer that is not among those of dense networks; the message names the layer.</exception>
    public static ImportedNetwork Load(string path)
    {
        Fault.CheckPath(path);
        try
        {
            using JsonDocument file = JsonDocument.Parse(SmallFile.Read(path));
            JsonElement topology = Json.Member(file.RootElement, "modelTopology", JsonValueKind.Object)
                ?? throw Fault.In(path, "there is no \"modelTopology\", so this is no layers model of TensorFlow.js. Write one with model.save, or with tensorflowjs_converter.");
            if (Json.Member(file.RootElement, "format", JsonValueKind.String) is { } format && format.GetString() != "layers-model")
            {
                throw Fault.In(path, $"the format is {Fault.Quote(format.GetString()!)}, but only layers models can be read, which keep the layers. Write the model as a layers model.");
            }

            TensorFlowWeights weights = TensorFlowWeights.Load(file.RootElement, path);
            return new TensorFlowLayers(path, weights).Read(Json.Member(topology, "model_config", JsonValueKind.Object) ?? topology);
        }
        catch (JsonException cause)
        {
            throw Fault.In(path, $"the file is not JSON (line {(cause.LineNumber ?? 0) + 1}). Write the model again.", cause);
        }
    }
}
