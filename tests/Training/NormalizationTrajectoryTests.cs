using System.Text.Json;
using Descent.Data;
using Descent.Numerics;
using Descent.Tests.Coverage;
using Descent.Tests.Goldens;

namespace Descent.Tests.Training;

/// <summary>Normalization and AdamW against PyTorch: first gradients, losses of 20 steps, parameters and running statistics, and the network in use.</summary>
public class NormalizationTrajectoryTests(ITestOutputHelper output)
{
    private double worst;

    private static readonly Lazy<JsonElement> s_root = new(() => GoldenFile.Read("normalization.json"));

    public static TheoryData<string, int, int> Cases()
    {
        TheoryData<string, int, int> cases = [];
        foreach (JsonElement network in s_root.Value.GetProperty("networks").EnumerateArray())
        {
            foreach ((int bits, _) in LaneWidth.Table.Where(row => row.Supported))
            {
                cases.Add(network.GetProperty("name").GetString()!, bits, 1);
                cases.Add(network.GetProperty("name").GetString()!, bits, 2);
            }
        }

        return cases;
    }

    public static IEnumerable<string> Optimizers => s_root.Value.GetProperty("networks").EnumerateArray().SelectMany(n => n.GetProperty("runs").EnumerateArray())
        .Select(run => Catalogue.NameOf(Optimizer(run.GetProperty("optimizer"))));

    [Theory]
    [Proves(Proof.Peer, Of = nameof(Optimizers))]
    [MemberData(nameof(Cases))]
    public void EqualsPyTorchInDouble(string name, int laneBits, int threads)
    {
        JsonElement golden = s_root.Value.GetProperty("networks").EnumerateArray().Single(n => n.GetProperty("name").GetString() == name);
        double[] inputs = [.. golden.GetProperty("batches").EnumerateArray().SelectMany(b => GoldenFile.Numbers(b.GetProperty("inputs")))];
        double[] targets = [.. golden.GetProperty("batches").EnumerateArray().SelectMany(b => GoldenFile.Numbers(b.GetProperty("targets")))];
        Assert.Equal(2, golden.GetProperty("runs").GetArrayLength());
        foreach (JsonElement run in golden.GetProperty("runs").EnumerateArray())
        {
            Model<double> model = Network(name).Build<double>(4, 0, laneBits);
            foreach (JsonProperty parameter in golden.GetProperty("initial").EnumerateObject())
            {
                model.SetParameter(parameter.Name, GoldenFile.Numbers(parameter.Value));
            }

            Train(model, Dataset.Create<double>(inputs, 4, targets, 3), run, threads);
            foreach (JsonProperty parameter in run.GetProperty("final").EnumerateObject())
            {
                AssertClose(parameter.Value, model.GetParameter(parameter.Name), 1e-11, $"{name} {parameter.Name}");
            }

            AssertClose(run.GetProperty("evaluation"), model.Predict(inputs.AsSpan(0, 16 * 4)), 1e-11, $"{name} in use");
        }

        output.WriteLine($"worst relative error {worst:G3}");
    }

    private void Train(Model<double> model, Dataset<double> data, JsonElement run, int threads)
    {
        TrainingOptions options = new() { Loss = new MeanSquaredError(), Optimizer = Optimizer(run.GetProperty("optimizer")), BatchSize = 16 };
        AlignedBlock<double> parameters = model.Block.Copy();
        using Stepper<double> stepper = new(new(model, options), data, default, 16, threads, parameters);
        int[] order = [.. Enumerable.Range(0, data.Rows)];
        double[] losses = GoldenFile.Numbers(run.GetProperty("losses"));
        for (int step = 0; step < losses.Length; step++)
        {
            double loss = stepper.Step(order, 16 * step, Math.Min(16, data.Rows - (16 * step)), new TrainingPosition(step, 20));
            GoldenFile.AssertClose(losses[step], loss, 1e-11, $"loss {step}");
            if (step == 0)
            {
                foreach (JsonProperty gradient in run.GetProperty("firstGradients").EnumerateObject())
                {
                    Parameter parameter = model.Parameters.Single(p => p.Name == gradient.Name);
                    AssertClose(gradient.Value, stepper.Gradients.Span.Slice(parameter.Offset, parameter.Count).ToArray(), 1e-13, $"gradient of {gradient.Name}");
                }
            }
        }

        model.Block = parameters;
    }

    private static Network Network(string name) => name switch
    {
        "batch_normalization" => [new Dense(12) { UseBias = false }, new BatchNormalization(), new Relu(), new Dense(9) { UseBias = false }, new BatchNormalization(), new Relu(), new Dense(3)],
        "batch_normalization_after" => [new Dense(12), new Sigmoid(), new BatchNormalization(0.3, 1e-3), new Dense(9), new Tanh(), new BatchNormalization(0.3, 1e-3), new Dense(3)],
        "layer_normalization" => [new Dense(12), new LayerNormalization(), new Relu(), new Dense(9), new LayerNormalization(), new Relu(), new Dense(3)],
        _ => throw new InvalidDataException(name),
    };

    private static AdamW Optimizer(JsonElement given)
    {
        double Number(string name) => given.GetProperty(name).GetDouble();
        return new AdamW(Number("rate"), Number("weightDecay"), Number("beta1"), Number("beta2"), Number("epsilon"), given.GetProperty("allParameters").GetBoolean());
    }

    private void AssertClose(JsonElement expected, double[] actual, double tolerance, string what)
    {
        double[] numbers = GoldenFile.Numbers(expected);
        Assert.Equal(numbers.Length, actual.Length);
        for (int i = 0; i < actual.Length; i++)
        {
            GoldenFile.AssertClose(numbers[i], actual[i], tolerance, $"{what} [{i}]");
            worst = Math.Max(worst, Math.Abs(numbers[i] - actual[i]) / Math.Max(1, Math.Abs(numbers[i])));
        }
    }
}
