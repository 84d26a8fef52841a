using System.Text.Json;
using Descent.Data;
using Descent.Numerics;
using Descent.Tests.Coverage;
using Descent.Tests.Goldens;

namespace Descent.Tests.Initializers;

/// <summary>What is drawn has the ranges, means and deviations that torch.nn.init and Keras ask for (Goldens/initializers.json), within five standard errors.</summary>
public class InitializerGoldenTests
{
    private static readonly JsonElement s_root = GoldenFile.Read("initializers.json");

    public static TheoryData<string> Drawn => Descriptions("cases");

    public static TheoryData<string> Fixed => Descriptions("fixed");

    public static TheoryData<string> Sparse => Descriptions("sparse");

    public static IEnumerable<string> Dynamic => ["dynamic"];

    [Theory]
    [Proves(Proof.Peer)]
    [MemberData(nameof(Drawn))]
    public void RangesMeansAndDeviationsAgree(string json)
    {
        foreach (JsonElement golden in Cases("cases", json))
        {
            (int fanOut, int fanIn) = (golden.GetProperty("fanOut").GetInt32(), golden.GetProperty("fanIn").GetInt32());
            double mean = golden.GetProperty("mean").GetDouble(), variance = Math.Pow(golden.GetProperty("deviation").GetDouble(), 2), kurtosis = golden.GetProperty("kurtosis").GetDouble();
            double[] values = Fill(json, fanOut, fanIn);
            double count = values.Length, average = values.Average(), measured = values.Sum(v => (v - mean) * (v - mean)) / count;
            Assert.InRange(average - mean, -5 * Math.Sqrt(variance / count), 5 * Math.Sqrt(variance / count));
            Assert.InRange((measured / variance) - 1, -5 * Math.Sqrt((kurtosis - 1) / count), 5 * Math.Sqrt((kurtosis - 1) / count));
            if (golden.GetProperty("highest").ValueKind == JsonValueKind.Number)
            {
                // Of this many numbers some come within 1 % of either end, or, for a bell, within 5 %, and none passes it.
                (double lowest, double highest) = (golden.GetProperty("lowest").GetDouble(), golden.GetProperty("highest").GetDouble());
                double near = kurtosis < 2 ? 0.01 : 0.05;
                Assert.InRange(values.Min(), lowest * (1 + 1e-15), lowest * (1 - near));
                Assert.InRange(values.Max(), highest * (1 - near), highest * (1 + 1e-15));
            }
        }
    }

    [Theory]
    [Proves(Proof.Peer)]
    [MemberData(nameof(Fixed))]
    public void ConstantsAgree(string json)
    {
        foreach (JsonElement golden in Cases("fixed", json))
        {
            Assert.Equal(GoldenFile.Numbers(golden.GetProperty("values")), Fill(json, golden.GetProperty("fanOut").GetInt32(), golden.GetProperty("fanIn").GetInt32()));
        }
    }

    [Theory]
    [Proves(Proof.Peer)]
    [MemberData(nameof(Sparse))]
    public void ZerosPerNeuronAgree(string json)
    {
        foreach (JsonElement golden in Cases("sparse", json))
        {
            int fanIn = golden.GetProperty("fanIn").GetInt32(), zeros = golden.GetProperty("zeros").GetInt32();
            double[] values = Fill(json, 200, fanIn), others = [.. values.Where(v => v != 0)];
            Assert.All(values.Chunk(fanIn), neuron => Assert.Equal(zeros, neuron.Count(v => v == 0)));
            Assert.InRange(others.Average(), -5 * 0.5 / Math.Sqrt(others.Length), 5 * 0.5 / Math.Sqrt(others.Length));
            Assert.InRange((others.Average(v => v * v) / 0.25) - 1, -5 * Math.Sqrt(2.0 / others.Length), 5 * Math.Sqrt(2.0 / others.Length));
        }
    }

    [Fact]
    [Proves(Proof.Peer, Of = nameof(Dynamic))]
    public void DynamicScalesAsLsuvDoes()
    {
        JsonElement golden = s_root.GetProperty("dynamic");
        JsonElement[] layers = [.. golden.GetProperty("layers").EnumerateArray()];
        double[] inputs = GoldenFile.Numbers(golden.GetProperty("inputs"));
        int rows = golden.GetProperty("rows").GetInt32(), outputs = layers[^1].GetProperty("units").GetInt32();
        Network network = Network.Create([.. layers.Select(l => new Dense(l.GetProperty("units").GetInt32(), Catalogue.Parse<Activation>(l.GetProperty("activation").GetString()!))
        {
            UseBias = false,
            WeightInitializer = new Dynamic(new Constant(l.GetProperty("start").GetDouble())),
        })]);
        Model<double> model = network.Build<double>(inputs.Length / rows);
        Dataset<double> data = Dataset.Create<double>(inputs, inputs.Length / rows, new double[rows * outputs], outputs);
        model.Fit(data, new TrainingOptions { Loss = new MeanSquaredError(), Epochs = 0, BatchSize = rows });
        for (int i = 0; i < layers.Length; i++)
        {
            double expected = layers[i].GetProperty("weight").GetDouble();
            Assert.NotEqual(expected, layers[i].GetProperty("start").GetDouble(), 0.01);
            Assert.All(model.GetParameter(model.Parameters[i].Name), weight => Assert.Equal(expected, weight, 1e-10 * Math.Abs(expected)));
        }
    }

    [Theory]
    [InlineData(40, 12)]
    [InlineData(12, 40)]
    [InlineData(64, 64)]
    public void OrthogonalWeightsAreOrthogonalInFloatToo(int fanOut, int fanIn)
    {
        Network network = [new Dense(fanOut) { WeightInitializer = new Orthogonal() }];
        float[] weight = network.Build<float>(fanIn, 4).GetParameter("layers.0.weight");
        bool tall = fanOut >= fanIn;
        for (int i = 0; i < Math.Min(fanOut, fanIn); i++)
        {
            for (int j = 0; j <= i; j++)
            {
                double product = Enumerable.Range(0, Math.Max(fanOut, fanIn)).Sum(k => (double)At(k, i) * At(k, j));
                Assert.Equal(i == j ? 1 : 0, product, 1e-6);
            }
        }

        float At(int along, int vector) => tall ? weight[(along * fanIn) + vector] : weight[(vector * fanIn) + along];
    }

    private static double[] Fill(string json, int fanOut, int fanIn)
    {
        double[] values = new double[fanOut * fanIn];
        Catalogue.FromJson<Initializer>(json).Fill(values, fanOut, fanIn, new CounterRandom(7, Streams.Initialization));
        return values;
    }

    private static IEnumerable<JsonElement> Cases(string group, string json) => s_root.GetProperty(group).EnumerateArray().Where(c => c.GetProperty("initializer").GetRawText() == json);

    private static TheoryData<string> Descriptions(string group) => [.. s_root.GetProperty(group).EnumerateArray().Select(c => c.GetProperty("initializer").GetRawText()).Distinct()];
}
