using System.Text.Json;
using Descent.Numerics;
using Descent.Tests.Coverage;
using Descent.Tests.Goldens;
using Descent.Tests.Laws;

namespace Descent.Tests.Engine;

/// <summary>Residual blocks and branches: PyTorch's numbers (branches.py), and what is computed where.</summary>
public class BranchTests
{
    private static readonly Lazy<JsonElement> s_root = new(() => GoldenFile.Read("branches.json"));

    public static IEnumerable<string> Names => ["residual", "concatenate"];

    private static Network Of(string name) => name switch
    {
        "residual" => [new Dense(6, new Tanh()), new Residual([new Tanh(), new Dense(6, new Sigmoid()), new Dense(6)]), new Dense(2)],
        "inputs" => [new Residual([new Dense(4, new Tanh())]), new Residual([new Dense(4), new Residual([new Dense(4, new Tanh())])]), new Dense(1)],
        _ =>
        [
            new Dense(5, new Tanh()), new Concatenate([[new Dense(1, new Sigmoid())], [new Linear()], [new Dense(3), new Tanh(), new Dense(2)]]), new Tanh(), new Dense(3),
            new Concatenate([[new Dense(1)], [new Dense(2), new Softmax()]]),
        ],
    };

    [Theory]
    [Proves(Proof.Peer, Of = nameof(Names))]
    [InlineData("residual")]
    [InlineData("inputs")]
    [InlineData("heads")]
    public void AgreesWithPyTorch(string name)
    {
        JsonElement golden = s_root.Value.GetProperty(name);
        int rows = s_root.Value.GetProperty("rows").GetInt32(), columns = s_root.Value.GetProperty("columns").GetInt32();
        Probe<double> probe = new(Of(name), columns, rows, new MeanSquaredError(), 1);
        Assert.Equal(golden.GetProperty("parameters").EnumerateObject().Select(p => p.Name).Order(StringComparer.Ordinal), probe.Plan.Parameters.InOrder.Select(p => p.Name).Order(StringComparer.Ordinal));
        foreach (JsonProperty parameter in golden.GetProperty("parameters").EnumerateObject())
        {
            GoldenFile.Numbers(parameter.Value).CopyTo(probe.Parameters.Span[probe.Plan.Parameters.Find(parameter.Name)!.Offset..]);
        }

        probe.SetBatch(GoldenFile.Numbers(golden.GetProperty("inputs")), GoldenFile.Numbers(golden.GetProperty("targets")));
        GoldenFile.AssertClose(golden.GetProperty("loss").GetDouble(), probe.Gradient(), 1e-13, "loss");
        Check("outputs", GoldenFile.Numbers(golden.GetProperty("outputs")), Values(probe.Frame.Value(probe.Plan.Output), rows));
        foreach (JsonProperty gradient in golden.GetProperty("gradients").EnumerateObject())
        {
            Parameter? parameter = probe.Plan.Parameters.Find(gradient.Name);
            Check(gradient.Name, GoldenFile.Numbers(gradient.Value), parameter is null ? Values(probe.Frame.Delta(probe.Plan.Input), rows) : probe.Gradients.Span.Slice(parameter.Offset, parameter.Count).ToArray());
        }
    }

    /// <summary>A branch that ends in a computation writes into its part of the concatenation; there is nothing to copy.</summary>
    [Theory]
    [InlineData("heads", 0)]
    [InlineData("residual", 0)]
    [InlineData("nothing", 1)]
    public void OnlyABranchThatComputesNothingIsCopied(string name, int copies)
    {
        Network network = name == "nothing" ? [new Dense(5), new Concatenate([[new Dropout(0)], [new Dense(2)]]), new Dense(1)] : Of(name);
        Assert.Equal(copies, network.Build<float>(4).Explain(loss: new MeanSquaredError()).Split("copied").Length - 1);
    }

    /// <summary>A network with branches is predicted for few rows and for many to the same bits.</summary>
    [Fact]
    public void FewRowsAndManyGiveTheSame()
    {
        Model<float> model = Of("heads").Build<float>(4, seed: 2);
        float[] inputs = [.. Samples.Targets("real", 300, 4, 3).Select(x => (float)x)], all = model.Predict(inputs);
        for (int row = 0; row < 300; row += 37)
        {
            Assert.Equal(all[(row * 3)..((row + 1) * 3)], model.Predict(inputs.AsSpan(row * 4, 4)));
        }
    }

    [Fact]
    public void AResidualBlockEndsAsWideAsItBegins()
    {
        Network network = [new Dense(5), new Residual([new Dense(7)])];
        Assert.Contains("the input has 5 values and the output 7", Assert.Throws<ArgumentException>(() => network.Build<float>(3)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void BlocksAreValues()
    {
        List<Layer> layers = [new Relu(), new Dense(3)];
        Residual block = new(layers);
        layers.Clear();
        Assert.Equal(new Residual([new Relu(), new Dense(3)]), block);
        Assert.NotEqual(new Residual([new Relu(), new Dense(4)]), block);
        Assert.Equal(new Concatenate([[new Relu()], [block]]), new Concatenate([[new Relu()], [new Residual([new Relu(), new Dense(3)])]]));
        Assert.NotEqual(new Concatenate([[new Relu()], [block]]), new Concatenate([[block], [new Relu()]]));
        Assert.Throws<ArgumentException>(() => new Residual([]));
        Assert.Throws<ArgumentException>(() => new Concatenate([[new Relu()]]));
        Assert.Throws<ArgumentNullException>(() => new Residual([null!]));
        Network network = [new Concatenate([[new Dense(2)], [block]])];
        Assert.Equal(network, Catalogue.NetworkFromJson(Catalogue.ToJson(network)));
    }

    private static void Check(string what, double[] expected, double[] actual)
    {
        Assert.Equal(expected.Length, actual.Length);
        Assert.All(expected.Zip(actual).Index(), pair => GoldenFile.AssertClose(pair.Item.First, pair.Item.Second, 1e-13, $"{what} [{pair.Index}]"));
    }

    private static double[] Values(Matrix<double> matrix, int rows) => [.. Enumerable.Range(0, matrix.Rows * rows).Select(i => matrix.Row(i % matrix.Rows)[i / matrix.Rows])];
}
