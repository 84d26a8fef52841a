using System.Globalization;
using System.Text.Json;
using Descent.Numerics;
using Descent.Tests.Coverage;
using Descent.Tests.Goldens;
using Descent.Tests.Laws;

namespace Descent.Tests.Engine;

/// <summary>Several networks in one: PyTorch's numbers (members.py), members on their own, and where they may stand.</summary>
public class MembersTests
{
    private static readonly Lazy<JsonElement> s_root = new(() => GoldenFile.Read("members.json"));

    public static IEnumerable<string> Names => ["members"];

    [Theory]
    [Proves(Proof.Peer, Of = nameof(Names))]
    [InlineData("adapters")]
    [InlineData("front")]
    [InlineData("nothing")]
    [InlineData("classes")]
    [InlineData("flags")]
    public void AgreesWithPyTorch(string name)
    {
        JsonElement golden = s_root.Value.GetProperty(name);
        int rows = s_root.Value.GetProperty("rows").GetInt32(), columns = s_root.Value.GetProperty("columns").GetInt32();
        (Network network, Loss loss) = Of(name);
        Probe<double> probe = new(network, columns, rows, loss, 1);
        Model<double> model = network.Build<double>(columns);
        Dictionary<string, double[]> parameters = golden.GetProperty("parameters").EnumerateObject().ToDictionary(p => p.Name, p => GoldenFile.Numbers(p.Value));
        Assert.Equal(parameters.Keys.Order(StringComparer.Ordinal), model.Parameters.Select(p => p.Name).Order(StringComparer.Ordinal));
        model.SetParameters(parameters);
        model.Block.Span.CopyTo(probe.Parameters.Span);
        double[] inputs = GoldenFile.Numbers(golden.GetProperty("inputs")), targets = GoldenFile.Numbers(golden.GetProperty("targets"));
        probe.SetBatch(inputs, targets, GoldenFile.Numbers(golden.GetProperty("weights")));
        GoldenFile.AssertClose(golden.GetProperty("loss").GetDouble(), probe.Gradient(), 1e-12, "loss");
        foreach (JsonProperty gradient in golden.GetProperty("gradients").EnumerateObject())
        {
            Parameter? parameter = probe.Plan.Parameters.Find(gradient.Name);
            Check(gradient.Name, GoldenFile.Numbers(gradient.Value), parameter is null ? Values(probe.Frame.Delta(probe.Plan.Input), rows) : probe.Gradients.Span.Slice(parameter.Offset, parameter.Count).ToArray());
        }

        // A few samples at a time take another way than many.
        double[] outputs = GoldenFile.Numbers(golden.GetProperty("outputs"));
        Check("outputs of few", outputs, model.Predict(inputs));
        double[] many = model.Predict([.. Enumerable.Repeat(inputs, 30).SelectMany(x => x)]);
        Check("outputs of many", outputs, many[..outputs.Length]);

        probe.Frame.Learning = false;
        foreach (ref double weight in probe.Frame.Weights.Row(0))
        {
            weight *= probe.Plan.Loss!.Scale(rows, learning: false) / probe.Plan.Loss.Scale(rows);
        }

        GoldenFile.AssertClose(golden.GetProperty("judged").GetDouble(), probe.Loss(), 1e-12, "loss of the mean");
    }

    [Theory]
    [InlineData("adapters")]
    [InlineData("front")]
    [InlineData("nothing")]
    [InlineData("classes")]
    [InlineData("flags")]
    public void TheMeanOfItsMembersIsTheModel(string name)
    {
        Model<double> model = Of(name).Network.Build<double>(5, seed: 3);
        // Scales, slopes and shifts begin all alike, and would hide what is left out.
        model.SetParameters(model.GetParameters().ToDictionary(p => p.Key, p => p.Value.Zip(Samples.Targets("real", p.Value.Length, 1, (ulong)p.Key.Length), (x, z) => x + (0.2 * z)).ToArray()));
        int count = ((Members)model.Network[^1]).Count;
        double[] inputs = Samples.Targets("real", 40, 5, 3), mean = new double[40 * model.Outputs];
        for (int i = 0; i < count; i++)
        {
            Model<double> member = model.Member(i);
            Assert.All(member.Parameters, parameter => Assert.DoesNotContain("_scale", parameter.Name, StringComparison.Ordinal));
            double[] own = member.Predict(inputs);
            Assert.Contains(Enumerable.Range(0, own.Length), j => Math.Abs(own[j] - model.Predict(inputs)[j]) > 1e-3);
            for (int j = 0; j < mean.Length; j++)
            {
                mean[j] += own[j] / count;
            }
        }

        Check("mean", mean, model.Predict(inputs));
        Assert.Throws<ArgumentOutOfRangeException>(() => model.Member(count));
        Assert.Throws<InvalidOperationException>(() => model.Member(0).Member(0));
    }

    /// <summary>Members may be the last of what a layer stands for, at any depth: the layers that stand for others are left out of a member's network.</summary>
    [Fact]
    public void MembersOfALayerThatStandsForThemAreFound()
    {
        Network plain = [new Dense(4, new Tanh()), new Dense(5), new Relu(), new Members(3, [new Dense(4, new PRelu()), new Dense(2)])];
        Network whole = [new Dense(4, new Tanh()), new Outer()];
        Model<double> expected = plain.Build<double>(3), model = whole.Build<double>(3);
        model.SetParameters(expected.GetParameters().ToDictionary(array => array.Key switch
        {
            ['l', 'a', 'y', 'e', 'r', 's', '.', '0', ..] => array.Key,
            var name => string.Create(CultureInfo.InvariantCulture, $"layers.{int.Parse(name.Split('.')[1], CultureInfo.InvariantCulture) + (name.StartsWith("layers.2", StringComparison.Ordinal) ? 1 : 2)}.{name.Split('.')[2]}"),
        }, array => array.Value));
        Assert.Equal(expected.Predict([0.5, -1, 2]), model.Predict([0.5, -1, 2]));
        for (int i = 0; i < 3; i++)
        {
            Assert.Equal(expected.Member(i).Network, model.Member(i).Network);
            Assert.Equal(expected.Member(i).Predict([0.5, -1, 2]), model.Member(i).Predict([0.5, -1, 2]));
        }
    }

    private sealed record Outer : CompositeLayer
    {
        protected override IReadOnlyList<Layer> Expand(int width) => [new Dense(5), new Inner()];
    }

    private sealed record Inner : CompositeLayer
    {
        protected override IReadOnlyList<Layer> Expand(int width) => [new Relu(), new Members(3, [new Dense(4, new PRelu()), new Dense(2)])];
    }

    /// <summary>A member takes the same inputs as all of them, categories included.</summary>
    [Fact]
    public void MembersBehindEmbeddingsAreNetworksOfTheSameInputs()
    {
        InputShape inputs = new(2, [20]);
        Network network = [new PiecewiseLinear(5, 4), new CategoryEmbedding(3, OneHot: 2), new Members(3, [new Dense(6, new Tanh()), new Dense(2)])];
        Model<double> model = network.Build<double>(inputs, seed: 4);
        double[] rows = [.. Enumerable.Range(0, 30).SelectMany(i => (double[])[Math.Sin(i), Math.Cos(3 * i), i % 21])], mean = new double[60];
        for (int i = 0; i < 3; i++)
        {
            Model<double> member = model.Member(i);
            Assert.Equal(inputs, member.InputShape);
            double[] own = member.Predict(rows);
            mean = [.. mean.Zip(own, (sum, value) => sum + (value / 3))];
        }

        Check("mean", mean, model.Predict(rows));
    }

    [Fact]
    public void StartsAsTabMDoes()
    {
        Model<double> model = Network.Create([new Members(4, [new Dense(50, new Relu()), new Dense(50, new Relu()), new Dense(2)])]).Build<double>(9, seed: 5);
        Assert.All(model.GetParameter("layers.1.input_scale"), r => Assert.Equal(1, Math.Abs(r)));
        Assert.InRange(model.GetParameter("layers.1.input_scale").Count(r => r > 0), 9, 27);
        Assert.All(model.GetParameter("layers.3.input_scale").Concat(model.GetParameter("layers.3.output_scale")).Concat(model.GetParameter("layers.1.output_scale")), s => Assert.Equal(1, s));
        double[] bias = model.GetParameter("layers.3.bias"), head = model.GetParameter("layers.5.weight");
        Assert.All(Enumerable.Range(0, 200), i => Assert.Equal(bias[i % 50], bias[i]));
        Assert.InRange(bias.Max(Math.Abs), 0.8 / Math.Sqrt(50), 1 / Math.Sqrt(50));
        Assert.InRange(model.GetParameter("layers.1.weight").Max(Math.Abs), 0.95 / 3, 1.0 / 3);
        Assert.InRange(head.Max(Math.Abs), 0.95 / Math.Sqrt(50), 1 / Math.Sqrt(50));
        Assert.Equal(head.Length, head.Distinct().Count());
        Assert.Equal(["layers.1.weight", "layers.3.weight", "layers.5.weight"], model.Parameters.Where(p => p.Decays).Select(p => p.Name));
    }

    /// <summary>TabM: what stands for one input of the network is scaled alike.</summary>
    [Fact]
    public void BehindEmbeddingsEachInputHasOneScale()
    {
        int[] runs = [3, 3, 2, 3];
        Layer[] embeddings = [new PiecewiseLinear(4, 3), new CategoryEmbedding(2, 3), new Dropout(0.1)];
        foreach (Members members in (Members[])[new(5, [new Dense(4, new Relu()), new Dense(1)]), new(5, [new Tanh(), new Dense(4, new Relu()), new Dense(1)], MemberSharing.Front)])
        {
            Model<double> model = Network.Create([.. embeddings, members with { ScaleInitializer = new RandomNormal(1) }]).Build<double>(new InputShape(2, [7, 3]), seed: 3);
            double[] scales = model.GetParameter(model.Parameters.First(p => p.Name.EndsWith("input_scale", StringComparison.Ordinal)).Name);
            Assert.Equal(5 * runs.Sum(), scales.Length);
            HashSet<double> drawn = [];
            for (int member = 0, at = 0; member < 5; member++)
            {
                foreach (int run in runs)
                {
                    Assert.Single(scales[at..(at + run)].Distinct());
                    Assert.True(drawn.Add(scales[at]), $"{scales[at]} was drawn twice.");
                    at += run;
                }
            }
        }

        // Once inputs are mixed, each number has a scale of its own; so has each where it stands for one input.
        Model<double> mixed = Network.Create([.. embeddings, new Dense(6), new Members(2, [new Dense(4), new Dense(1)], ScaleInitializer: new RandomNormal(1))]).Build<double>(new InputShape(2, [7, 3]));
        Assert.Equal(12, mixed.GetParameter("layers.5.input_scale").Distinct().Count());
    }

    [Fact]
    public void WorkAndSizesAreCounted()
    {
        Network network = [new Dense(8, new Relu()), new Members(4, [new Dense(16, new Relu()), new Dense(3, new Softmax())])];
        Model<float> model = network.Build<float>(5);
        Assert.Equal((5 * 8) + (4 * 8 * 16) + (4 * 16 * 3), model.Steps.MultiplyAdds);
        Assert.Contains("4 × dense 8 → 16, one matrix", model.Explain(), StringComparison.Ordinal);
        Assert.Contains("mean over 4 members of categorical cross-entropy fused with softmax", model.Explain(loss: new CategoricalCrossEntropy()), StringComparison.Ordinal);
        Assert.Equal((5 * 8) + 8 + (4 * 8) + (8 * 16) + (4 * 16) + (4 * 16) + (4 * 16 * 3) + (4 * 3), model.ParameterCount);
        Assert.Equal(3, model.Outputs);
        Assert.Equal(4 * 16, model.Activations(new float[5])[2].Values.GetLength(1));
    }

    [Fact]
    public void MembersComeLast()
    {
        Members members = new(2, [new Dense(3)]);
        Refused("Members must be the last layer of a network", [members, new Relu()]);
        Refused("Members must be the last layer of a network", [new Residual([members])]);
        Refused("Members must be the last layer of a network", [new Concatenate([[new Dense(1)], [members]])]);
        Refused("cannot be inside other Members", [new Members(2, [new Dense(4), members])]);
        Refused("cannot have branches inside", [new Members(2, [new Concatenate([[new Dense(1)], [new Dense(2)]])])]);
        Refused("need at least one Dense layer", [new Members(2, [new Relu()])]);
        Refused("Softmax instead of LogSoftmax", [new Members(2, [new Dense(3, new LogSoftmax())])]);
        Refused("the input has 5 values and the output 7", [new Members(2, [new Dense(5), new Residual([new Dense(7)])])]);
        Assert.Throws<ArgumentOutOfRangeException>(() => new Members(1, [new Dense(3)]));

        static void Refused(string why, Network network) => Assert.Contains(why, Assert.Throws<ArgumentException>(() => network.Build<float>(3)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void MembersAreValues()
    {
        List<Layer> layers = [new Relu(), new Dense(3)];
        Members members = new(3, layers, MemberSharing.Front, new RandomNormal(1));
        layers.Clear();
        Assert.Equal(new Members(3, [new Relu(), new Dense(3)], MemberSharing.Front, new RandomNormal(1)), members);
        Assert.NotEqual(members with { Sharing = MemberSharing.Nothing }, members);
        Assert.NotEqual(members with { Count = 4 }, members);
        Assert.NotEqual(members with { ScaleInitializer = null }, members);
        Network network = [new Dense(2), members];
        Assert.Equal(network, Catalogue.NetworkFromJson(Catalogue.ToJson(network)));
    }

    private static (Network Network, Loss Loss) Of(string name) => name switch
    {
        "classes" => ([new Dense(40, new Relu()), new Members(3, [new Dense(6, new Relu()), new Dense(3, new Softmax())])], new CategoricalCrossEntropy()),
        "flags" => ([new Members(3, [new LayerNormalization(), new Dense(6, new Swish()), new Dense(2, new Sigmoid())], MemberSharing.Front)], new BinaryCrossEntropy()),
        _ =>
        (
            [
                new Members(
                    3, [new Dense(7, new Tanh()), new Residual([new Dense(7), new LayerNormalization(), new PRelu()]), new Dense(2)],
                    name == "adapters" ? MemberSharing.Adapters : name == "front" ? MemberSharing.Front : MemberSharing.Nothing),
            ],
            new MeanSquaredError()),
    };

    private static void Check(string what, double[] expected, double[] actual)
    {
        Assert.Equal(expected.Length, actual.Length);
        Assert.All(expected.Zip(actual).Index(), pair => GoldenFile.AssertClose(pair.Item.First, pair.Item.Second, 1e-12, $"{what} [{pair.Index}]"));
    }

    private static double[] Values(Matrix<double> matrix, int rows) => [.. Enumerable.Range(0, matrix.Rows * rows).Select(i => matrix.Row(i % matrix.Rows)[i / matrix.Rows])];
}
