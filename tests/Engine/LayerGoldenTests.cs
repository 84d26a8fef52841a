using System.Text.Json;
using Descent.Numerics;
using Descent.Tests.Coverage;
using Descent.Tests.Goldens;
using Descent.Tests.Laws;

namespace Descent.Tests.Engine;

/// <summary>Layers for themselves, forward and backward, against PyTorch (Goldens/layers.json): near 0, far out, without variance.</summary>
public class LayerGoldenTests(ITestOutputHelper output)
{
    private static readonly Lazy<JsonElement> s_root = new(() => GoldenFile.Read("layers.json"));

    private static readonly int s_columns = s_root.Value.GetProperty("columns").GetInt32();

    public static TheoryData<string> DenseLayers => Layers("dense");

    public static TheoryData<string> Normalizations => Layers("normalization");

    public static TheoryData<string> Scalings => Layers("scaling");

    public static TheoryData<string> Dropouts => Layers("dropout");

    public static TheoryData<string> Noises => Layers("noise");

    [Theory]
    [Proves(Proof.Peer)]
    [MemberData(nameof(DenseLayers))]
    public void DenseAgrees(string json)
    {
        JsonElement golden = Golden("dense", json);
        Probe<double> probe = Create(json);
        Set(probe, "layers.0.weight", GoldenFile.Numbers(golden.GetProperty("start")));
        bool hasBias = golden.GetProperty("bias").ValueKind == JsonValueKind.Array;
        Assert.Equal(hasBias, probe.Plan.Parameters.InOrder.Any(p => p.Name == "layers.0.bias"));
        if (hasBias)
        {
            Set(probe, "layers.0.bias", Shared("shift"));
        }

        Run(probe, golden);
        AssertClose(golden, "weight", Gradient(probe, "layers.0.weight"));
        if (hasBias)
        {
            AssertClose(golden, "bias", Gradient(probe, "layers.0.bias"));
        }
    }

    [Theory]
    [Proves(Proof.Peer)]
    [MemberData(nameof(Normalizations))]
    public void NormalizationsAgree(string json)
    {
        JsonElement golden = Golden("normalization", json);
        Probe<double> probe = Create(json);
        Set(probe, "layers.0.scale", Shared("scale"));
        Set(probe, "layers.0.shift", Shared("shift"));
        Run(probe, golden);
        AssertClose(golden, "scale", Gradient(probe, "layers.0.scale"));
        AssertClose(golden, "shift", Gradient(probe, "layers.0.shift"));
    }

    [Theory]
    [Proves(Proof.Peer)]
    [MemberData(nameof(Scalings))]
    public void ScalingsAgree(string json)
    {
        JsonElement golden = Golden("scaling", json);
        Probe<double> probe = Create(json);
        Set(probe, "layers.0.scale", Shared("scale"));
        Run(probe, golden);
        AssertClose(golden, "scale", Gradient(probe, "layers.0.scale"));
    }

    [Fact]
    public void AScalingStartsAsIdentity()
    {
        Network network = [new Scaling()];
        double[] inputs = [-3, 0.25, 1e4];
        Model<double> model = network.Build<double>(inputs.Length, seed: 1);
        Assert.Equal([1, 1, 1], model.GetParameter("layers.0.scale"));
        Assert.Equal(inputs, model.Predict(inputs));
    }

    [Theory]
    [Proves(Proof.Peer)]
    [MemberData(nameof(Dropouts))]
    public void DropoutMultipliesByPyTorchsFactorOrByZeroBothWays(string json)
    {
        double factor = Golden("dropout", json).GetProperty("factor").GetDouble();
        Probe<double> probe = Create(json);
        (double[] outputs, double[] gradients) = Through(probe, Shared("plain"), Shared("upstream"));
        double[] inputs = Shared("plain"), upstream = Shared("upstream");
        for (int i = 0; i < inputs.Length; i++)
        {
            double mask = outputs[i] == 0 ? 0 : factor;
            Assert.Equal(mask * inputs[i], outputs[i], 1e-15);
            Assert.Equal(mask * upstream[i], gradients[i], 1e-12);
        }

        probe.Frame.Learning = false;
        probe.Loss();
        Assert.Equal(inputs, Values(probe, probe.Frame.Value(probe.Plan.Output)));
    }

    [Theory]
    [Proves(Proof.Peer)]
    [MemberData(nameof(Noises))]
    public void NoiseHandsGradientsOnAsTheyAre(string json)
    {
        Probe<double> probe = Create(json);
        (double[] outputs, double[] gradients) = Through(probe, Shared("plain"), Shared("upstream"));
        Assert.All(GoldenFile.Numbers(Golden("noise", json).GetProperty("gradients")).Zip(gradients), pair => Assert.Equal(pair.First, pair.Second, 1e-12));
        Assert.All(Shared("plain").Zip(outputs), pair => Assert.NotEqual(pair.First, pair.Second));
    }

    private void Run(Probe<double> probe, JsonElement golden)
    {
        (double[] outputs, double[] gradients) = Through(probe, GoldenFile.Numbers(golden.GetProperty("inputs")), Shared("upstream"));
        AssertClose(golden, "outputs", outputs);
        AssertClose(golden, "gradients", gradients);
    }

    /// <summary>Outputs of the layer, and the gradients of its inputs for the given ones of its outputs.</summary>
    private static (double[] Outputs, double[] Gradients) Through(Probe<double> probe, double[] inputs, double[] upstream)
    {
        probe.SetBatch(inputs, new double[inputs.Length]);
        probe.Loss();
        double[] outputs = Values(probe, probe.Frame.Value(probe.Plan.Output));

        // The derivative of half the squared error is the error: targets that leave the wanted gradient.
        probe.SetBatch(inputs, [.. outputs.Zip(upstream, (y, g) => y - g)]);
        probe.Gradient();
        return (outputs, Values(probe, probe.Frame.Delta(probe.Plan.Input)));
    }

    private static double[] Values(Probe<double> probe, Matrix<double> matrix)
    {
        double[] values = new double[matrix.Rows * probe.Frame.Columns];
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = matrix.Row(i % matrix.Rows)[i / matrix.Rows];
        }

        return values;
    }

    private static Probe<double> Create(string json)
    {
        // What has no parameters of its own is followed by a layer that hands everything on.
        Layer layer = Catalogue.FromJson<Layer>(json);
        bool learns = layer is not (Dropout or GaussianNoise);
        Network network = learns ? [layer] : [layer, new Dense(s_columns) { UseBias = false }];
        Probe<double> probe = new(network, s_columns, s_root.Value.GetProperty("rows").GetInt32(), new MeanSquaredError(Half: true, Reduction.Sum), 1);
        if (!learns)
        {
            Set(probe, "layers.1.weight", [.. Enumerable.Range(0, s_columns * s_columns).Select(i => i % (s_columns + 1) == 0 ? 1.0 : 0)]);
        }

        return probe;
    }

    private static void Set(Probe<double> probe, string name, double[] values) => values.CopyTo(probe.Parameters.Span[Find(probe, name).Offset..]);

    private static double[] Gradient(Probe<double> probe, string name) => probe.Gradients.Span.Slice(Find(probe, name).Offset, Find(probe, name).Count).ToArray();

    private static Parameter Find(Probe<double> probe, string name) => probe.Plan.Parameters.InOrder.Single(p => p.Name == name);

    private void AssertClose(JsonElement golden, string name, double[] actual)
    {
        double[] expected = GoldenFile.Numbers(golden.GetProperty(name));
        Assert.Equal(expected.Length, actual.Length);

        // Where 1e4 + x is normalized, x is known to 1e−12; divided by a deviation of √ε the inputs' own rounding is 300 times as large.
        double largest = Math.Max(1, expected.Max(Math.Abs)), worst = expected.Zip(actual, (e, a) => Math.Abs(e - a)).Max() / largest;
        output.WriteLine($"{golden.GetProperty("layer")}, {name}: worst error {worst:G3}");
        Assert.InRange(worst, 0, 2e-11);
    }

    private static double[] Shared(string name) => GoldenFile.Numbers(s_root.Value.GetProperty(name));

    private static JsonElement Golden(string group, string json) => s_root.Value.GetProperty(group).EnumerateArray().Single(l => l.GetProperty("layer").GetRawText() == json);

    private static TheoryData<string> Layers(string group) => [.. s_root.Value.GetProperty(group).EnumerateArray().Select(l => l.GetProperty("layer").GetRawText())];
}
