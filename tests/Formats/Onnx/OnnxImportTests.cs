using System.Text.Json;
using Descent.Data;
using Descent.Formats;
using Descent.Formats.Onnx;
using Descent.Formats.Onnx.Protocol;
using Descent.Tests.Goldens;
using Descent.Tests.Laws;
using Descent.Tests.Repository;
using Google.Protobuf;

namespace Descent.Tests.Formats.Onnx;

/// <summary>Networks of PyTorch, scikit-learn and Keras are read and predict the same; everything else is refused with a clear message.</summary>
public class OnnxImportTests
{
    public static TheoryData<string> Cases => [.. GoldenFile.Read("onnx_networks.json").GetProperty("cases").EnumerateObject().Select(property => property.Name)];

    [Theory]
    [MemberData(nameof(Cases))]
    public void NetworksOfOtherProgramsPredictTheSame(string name)
    {
        JsonElement golden = GoldenFile.Read("onnx_networks.json").GetProperty("cases").GetProperty(name);
        ImportedNetwork network = OnnxModel.Load(FileOf(name));
        foreach ((JsonElement input, JsonElement output) in golden.GetProperty("inputs").EnumerateArray().Zip(golden.GetProperty("outputs").EnumerateArray()))
        {
            float[] actual = network.Model.Predict(Array.ConvertAll(GoldenFile.Numbers(input), value => (float)value));
            Assert.Equal(GoldenFile.Numbers(output), Array.ConvertAll(actual, value => (double)value), (expected, own) => Math.Abs(expected - own) <= 3e-6 * Math.Max(1, Math.Abs(expected)));
        }

        Assert.Equal(golden.GetProperty("labels").EnumerateArray().Select(label => label.GetString()), network.Labels);
    }

    [Theory]
    [InlineData(13)]
    [InlineData(17)]
    [InlineData(21)]
    public void WhatWasWrittenIsReadAgain(int opset)
    {
        foreach (Activation activation in Subjects.All<Activation>().Where(activation => activation is not (Step or Strength or Gelu { Approximate: true } or Swish { Learnable: true })))
        {
            Network network = [new BatchNormalization(), new Dense(5, activation), new Dense(4), new Scaling(), new Dense(3)];
            Model<float> model = network.Build<float>(4, seed: 1), again = OnnxModel.Load(model.ToOnnx(opset)).Model;
            float[] inputs = [0.5f, -1, 2, 0.25f, -2, 1.5f, 0, 3];
            Assert.Equal(model.Predict(inputs), again.Predict(inputs), (expected, actual) => Math.Abs(expected - actual) <= 3e-6 * Math.Max(1, Math.Abs(expected)));
        }
    }

    [Fact]
    public void DescriptionsAreReadAsTheyAre()
    {
        Assert.Equal<Layer>([new Dense(4, new Tanh()), new Dense(2)], OnnxModel.Load(FileOf("torch_flatten")).Model.Network);
        Network network = OnnxModel.Load(FileOf("torch_gates")).Model.Network;
        Assert.Equal([typeof(Gelu), typeof(Swish), typeof(Mish), typeof(HardSwish), typeof(HardSigmoid), typeof(Softplus), typeof(Softsign), typeof(Softmax)], network.Select(layer => ((Dense)layer).Activation!.GetType()));
    }

    [Theory]
    [InlineData("Conv", "'Conv' of node 'the node'")]
    [InlineData("Mod", "'Mod' of node 'the node'")]
    public void AnUnknownOperatorIsNamed(string operation, string expected) => AssertRefused(File(node => node.OpType = operation), expected);

    [Fact]
    public void WhatIsNotADenseNetworkIsRefused()
    {
        AssertRefused(File(node => node.Attribute.Add(new AttributeProto { Name = "transA", I = 1 })), "'Gemm' of node 'the node' with transA = 1");
        AssertRefused(File(node => node.Input[1] = "x"), "combines two results");
        AssertRefused(File(node => node.Input[0] = "nowhere"), "reads 'nowhere'");
        AssertRefused(File(node => node.Output.Clear()), "has no output");
        AssertRefused(File(node => { node.Input.RemoveAt(2); node.Input.RemoveAt(1); }), "input 2 of the operator Gemm of node 'the node' must be a constant");
        AssertRefused(File(node => node.Output[0] = "another"), "is not computed from the input");
        AssertRefused(File(_ => { }, weights => weights.Dims[0] = 1L << 60), "too large");
        AssertRefused(File(_ => { }, weights => weights.Dims[0] = 5), "its shape needs");
        AssertRefused(File(_ => { }, weights => weights.Dims[0] = -2), "is not one");
        AssertRefused(File(_ => { }, weights => weights.DataType = 10), "the type 10");
        AssertRefused(File(_ => { }, weights => weights.DataLocation = TensorProto.Types.DataLocation.External), "in another file");
        AssertRefused(File(_ => { }, weights => weights.FloatData[0] = float.NaN), "not a number");
        AssertRefused(File(_ => { }, _ => { }, graph => graph.Input.Add(graph.Input[0].Clone())), "2 inputs");
        AssertRefused(File(_ => { }, _ => { }, graph => graph.Output.Clear()), "no output");
        AssertRefused(File(_ => { }, _ => { }, graph => graph.Node.Add(new NodeProto { Name = "sum", OpType = "Add", Input = { "y", "x" }, Output = { "z" } })), "without branches");
        AssertRefused(File(_ => { }, _ => { }, graph => graph.Node[0].OpType = "ArgMax"), "is a label");
        AssertRefused(File(_ => { }, _ => { }, graph => graph.Node[0].OpType = "Erf"), "does not belong to an activation");
    }

    [Fact]
    public void AlphaAndBetaAreFactors()
    {
        byte[] file = File(node => node.Attribute.Add([new AttributeProto { Name = "alpha", F = 2 }, new AttributeProto { Name = "beta", F = 0.5f }]));
        Assert.Equal([(2 * (1 + 4)) + 0.5f, (2 * (3 + 8)) + 0.5f], OnnxModel.Load(file).Model.Predict([1f, 2]));
    }

    [Fact]
    public void DamagedFilesAreRefused()
    {
        byte[] whole = System.IO.File.ReadAllBytes(FileOf("torch_activations"));
        AssertRefused([], "is empty");
        AssertRefused("this is text, not a network"u8.ToArray(), "ONNX format");
        for (int length = 1; length < whole.Length; length += 37)
        {
            Assert.Throws<ModelFileException>(() => OnnxModel.Load(whole.AsMemory(0, length)));
        }

        // 200,000 empty nodes of two bytes each.
        byte[] nodes = new byte[400_000];
        for (int i = 0; i < nodes.Length; i += 2)
        {
            nodes[i] = 0x0A;
        }

        AssertRefused([0x3A, 0x80, 0xB5, 0x18, .. nodes], "entries");
        Assert.Contains("does not exist", Assert.Throws<ModelFileException>(() => OnnxModel.Load("no-such-file.onnx")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ChangedBytesAreReadOrRefused()
    {
        byte[] whole = System.IO.File.ReadAllBytes(FileOf("sklearn_classes"));
        Random random = new(1);
        for (int i = 0; i < 400; i++)
        {
            byte[] changed = [.. whole];
            changed[random.Next(changed.Length)] = (byte)random.Next(256);
            try
            {
                _ = OnnxModel.Load(changed).Model.Summary();
            }
            catch (ModelFileException fault)
            {
                Assert.StartsWith("network: ", fault.Message, StringComparison.Ordinal);
            }
        }
    }

    [Fact]
    public void AModelForTablesHasTheNamesOfTheUser()
    {
        ImportedNetwork network = OnnxModel.Load(FileOf("sklearn_classes"));
        TableModel named = network.ToTableModel(["a", "b", "c", "d"], ["species"]);
        Table table = Table.Parse("d,c,b,a\n0.2,1.4,3.5,5.1\n2.1,5.5,3,6.8\n");
        TablePrediction prediction = named.Predict(table);
        Assert.Equal(["setosa", "virginica"], prediction.Labels());
        Assert.Equal(network.Model.Predict([5.1f, 3.5f, 1.4f, 0.2f]), Array.ConvertAll(prediction.Probabilities(0), value => (float)value));
        Assert.Contains("has no value", Assert.Throws<DataException>(() => named.Predict(Table.Parse("a,b,c,d\n1,2,,4\n"))).Message, StringComparison.Ordinal);
        Assert.Equal(["x1", "x2", "x3", "x4"], network.ToTableModel().Preprocessor.InputNames);
        Assert.Equal((TaskKind.Binary, "0", "1"), (OnnxModel.Load(FileOf("sklearn_two_classes")).ToTableModel().Preprocessor is var two ? two.Task : default, two.Labels[0], two.Labels[1]));
        Assert.Equal(["y1", "y2"], OnnxModel.Load(FileOf("keras")).ToTableModel().Preprocessor.OutputNames);
        Assert.Throws<ArgumentException>(() => network.ToTableModel(["a", "b"]));
        Assert.Throws<ArgumentException>(() => network.ToTableModel(["a", "b", "c", "a"]));
        Assert.Throws<ArgumentException>(() => network.ToTableModel(["a", "b", "c", "y"]));
        Assert.Throws<ArgumentException>(() => network.ToTableModel(labels: ["one", "two"]));
    }

    private static string FileOf(string name) => Path.Combine(Checkout.Root, "tests", "Goldens", "onnx", $"{name}.onnx");

    private static void AssertRefused(byte[] file, string expected) => Assert.Contains(expected, Assert.Throws<ModelFileException>(() => OnnxModel.Load(file)).Message, StringComparison.Ordinal);

    /// <summary>A file of one Gemm with two inputs and two outputs, and changes to it.</summary>
    private static byte[] File(Action<NodeProto> node, Action<TensorProto>? weights = null, Action<GraphProto>? graph = null)
    {
        TypeProto type = new() { TensorType = new TypeProto.Types.Tensor { ElemType = 1, Shape = new TensorShapeProto { Dim = { new TensorShapeProto.Types.Dimension { DimParam = "n" }, new TensorShapeProto.Types.Dimension { DimValue = 2 } } } } };
        ModelProto file = new()
        {
            Graph = new GraphProto
            {
                Input = { new ValueInfoProto { Name = "x", Type = type } },
                Output = { new ValueInfoProto { Name = "y", Type = type } },
                Initializer = { new TensorProto { Name = "w", DataType = 1, Dims = { 2, 2 }, FloatData = { 1, 3, 2, 4 } }, new TensorProto { Name = "b", DataType = 1, Dims = { 2 }, FloatData = { 1, 1 } } },
                Node = { new NodeProto { Name = "the node", OpType = "Gemm", Input = { "x", "w", "b" }, Output = { "y" } } },
            },
        };
        node(file.Graph.Node[0]);
        weights?.Invoke(file.Graph.Initializer[0]);
        graph?.Invoke(file.Graph);
        return file.ToByteArray();
    }
}
