using System.Text.Json;
using System.Text.Json.Nodes;
using Descent.Data;
using Descent.Formats;
using Descent.Tests.Goldens;
using Descent.Tests.Repository;

namespace Descent.Tests.Formats;

/// <summary>Layers models of TensorFlow.js predict what it predicts; <c>tests/Goldens/tfjs/write.mjs</c> has written them.</summary>
public sealed class TensorFlowModelTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("descent-tfjs-").FullName;

    public static TheoryData<string> Cases => [.. GoldenFile.Read("tfjs.json").GetProperty("cases").EnumerateObject().Select(property => property.Name)];

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Theory]
    [MemberData(nameof(Cases))]
    public void PredictsWhatTensorFlowPredicts(string name)
    {
        JsonElement golden = GoldenFile.Read("tfjs.json");
        Model<float> model = TensorFlowModel.Load(FileOf(name)).Model;
        foreach ((JsonElement input, JsonElement output) in golden.GetProperty("inputs").EnumerateArray().Zip(golden.GetProperty("cases").GetProperty(name).GetProperty("outputs").EnumerateArray()))
        {
            float[] actual = model.Predict(Array.ConvertAll(GoldenFile.Numbers(input), value => (float)value));
            Assert.Equal(GoldenFile.Numbers(output), Array.ConvertAll(actual, value => (double)value), (expected, own) => Math.Abs(expected - own) <= 1e-6);
        }
    }

    [Fact]
    public void LayersAreThoseOfTheCatalogue()
    {
        Assert.Equal<Layer>(
            [new Dense(8, new Relu()), new BatchNormalization(1 - 0.99, 1e-3), new Dropout(0.2), new Dense(6, new Tanh(), UseBias: false), new Dense(3, new Softmax())],
            TensorFlowModel.Load(FileOf("classifier")).Model.Network);
        TableModel model = TensorFlowModel.Load(FileOf("classifier")).ToTableModel(labels: ["a", "b", "c"]);
        Assert.Equal(TaskKind.Multiclass, model.Preprocessor.Task);
        Assert.Equal(TaskKind.Binary, TensorFlowModel.Load(FileOf("yes")).ToTableModel().Preprocessor.Task);
    }

    [Fact]
    public void WhatKerasWritesIsRead()
    {
        // tensorflowjs_converter puts the model one level deeper, and scopes before the names of weights.
        string path = Changed("classifier", file =>
        {
            JsonNode topology = file["modelTopology"]!.DeepClone();
            file["modelTopology"] = new JsonObject { ["keras_version"] = "2.15.0", ["backend"] = "tensorflow", ["model_config"] = topology };
            foreach (JsonNode? weight in file["weightsManifest"]![0]!["weights"]!.AsArray())
            {
                weight!["name"] = $"sequential/{weight["name"]}";
            }
        });
        Assert.Equal(TensorFlowModel.Load(FileOf("classifier")).Model.Predict([1, 2, 3, 4]), TensorFlowModel.Load(path).Model.Predict([1, 2, 3, 4]));
    }

    [Fact]
    public void WhatIsNotADenseNetworkIsNamed()
    {
        AssertRefused(FileOf("convolution"), "'filter' of type Conv1D takes rows of the shape [4, 1]");
        AssertRefused(Changed("yes", file => Layer(file, 1)["class_name"] = "LSTM"), "of type 'LSTM' cannot be imported");
        AssertRefused(Changed("yes", file => Layer(file, 1)["config"]!["activation"] = "relu6"), "the activation 'relu6' of the layer 'dense_");
        AssertRefused(Changed("functional", file => Layer(file, 3)["inbound_nodes"] = Layer(file, 2)["inbound_nodes"]!.DeepClone()), "both follow");
        AssertRefused(Changed("functional", file => Layer(file, 3)["inbound_nodes"]![0]!.AsArray().Add(Layer(file, 2)["inbound_nodes"]![0]![0]!.DeepClone())), "has several inputs");
        AssertRefused(Changed("classifier", file => Layer(file, 1)["config"]!["epsilon"] = 0), "Epsilon");
        AssertRefused(Changed("yes", file => file["format"] = "graph-model"), "'graph-model'");
        AssertRefused(Changed("yes", file => Weight(file, 0)["shape"]![0] = 5), "does not fit into the files of weights");
        AssertRefused(Changed("yes", file => Weight(file, 0)["shape"]![0] = 3), "bytes, but the weights need");
        AssertRefused(Changed("yes", file => (Weight(file, 0)["shape"]![0], Weight(file, 0)["shape"]![1]) = (6, 4)), "[6, 4], but the layer needs [4, 6]");
        AssertRefused(Changed("yes", file => Weight(file, 0)["name"] = "elsewhere/kernel"), "is missing");
        AssertRefused(Changed("yes", file => Weight(file, 0)["dtype"] = "int32"), "'int32'");
        AssertRefused(Changed("yes", file => file["weightsManifest"]![0]!["paths"]![0] = "../secret.bin"), "'../secret.bin' is not in the folder");
        AssertRefused(Changed("yes", file => file["weightsManifest"]![0]!["paths"]![0] = "lost.bin"), "lost.bin");
        string text = Path.Combine(folder, "text.json");
        File.WriteAllText(text, "{ \"a\": ");
        AssertRefused(text, "is not JSON");
        File.WriteAllText(text, "[1]");
        AssertRefused(text, "no \"modelTopology\"");
    }

    private static JsonNode Layer(JsonNode file, int index) => file["modelTopology"]!["config"]!["layers"]![index]!;

    private static JsonNode Weight(JsonNode file, int index) => file["weightsManifest"]![0]!["weights"]![index]!;

    private static string FileOf(string name) => Path.Combine(Checkout.Root, "tests/Goldens/tfjs", name, "model.json");

    private static void AssertRefused(string path, string expected) => Assert.Contains(expected, Assert.Throws<ModelFileException>(() => TensorFlowModel.Load(path)).Message, StringComparison.Ordinal);

    private string Changed(string name, Action<JsonNode> change)
    {
        string own = Path.Combine(folder, Guid.NewGuid().ToString("N"));
        Directory.CreateDirectory(own);
        foreach (string file in Directory.GetFiles(Path.GetDirectoryName(FileOf(name))!, "*.bin"))
        {
            File.Copy(file, Path.Combine(own, Path.GetFileName(file)));
        }

        JsonNode json = JsonNode.Parse(File.ReadAllText(FileOf(name)))!;
        change(json);
        string path = Path.Combine(own, "model.json");
        File.WriteAllText(path, json.ToJsonString());
        return path;
    }
}
