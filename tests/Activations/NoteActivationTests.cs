using System.Numerics;
using System.Text.Json;
using Descent.Tests.Coverage;
using Descent.Tests.Goldens;
using Descent.Tests.Laws;

namespace Descent.Tests.Activations;

/// <summary>The activations of the notes in the engine itself against PyTorch (Goldens/activations.json): values, derivatives, learnable numbers, from ±0 to ±1e4.</summary>
public class NoteActivationTests(ITestOutputHelper output)
{
    private static readonly JsonElement s_root = GoldenFile.Read("activations.json");
    private static readonly double[] s_points = GoldenFile.Numbers(s_root.GetProperty("points"));
    private static readonly JsonElement[] s_functions = [.. s_root.GetProperty("functions").EnumerateArray()];

    public static TheoryData<int> Functions => [.. Enumerable.Range(0, s_functions.Length)];

    public static IEnumerable<string> Names => s_functions.Select(f => f.GetProperty("name").GetString()!);

    public static IEnumerable<string> Softmaxes => ["softmax"];

    [Theory]
    [Proves(Proof.Peer, Of = nameof(Names))]
    [MemberData(nameof(Functions))]
    public void ValuesAndDerivativesAgree(int index)
    {
        double worst = Check<double>(s_functions[index], 1e-14, 1e-13), single = Check<float>(s_functions[index], 1e-6, 2e-6);
        output.WriteLine($"{s_functions[index].GetProperty("name")}: worst error {worst:G3} in double, {single:G3} in float");
    }

    [Fact]
    public void LearnableNumbersHavePyTorchsGradients()
    {
        int checks = 0;
        foreach (JsonElement function in s_functions.Where(f => f.TryGetProperty("parameterDerivatives", out _)))
        {
            double start = function.GetProperty("parameter").GetDouble();
            double[] expected = GoldenFile.Numbers(function.GetProperty("parameterDerivatives"));
            Network network = [function.GetProperty("name").GetString() == "prelu" ? new PRelu(start) : new Swish(start, Learnable: true)];

            // One neuron per point, so that each has a number, and so a gradient, of its own.
            Probe<double> probe = new(network, s_points.Length, 1, new MeanAbsoluteError(Reduction.Sum), 1);
            Parameter parameter = probe.Plan.Parameters.InOrder.Single();
            probe.Parameters.Span.Slice(parameter.Offset, parameter.Count).Fill(start);
            probe.SetBatch(s_points, [.. s_points.Select(_ => -1e9)]);
            probe.Gradient();
            for (int i = 0; i < expected.Length; i++)
            {
                GoldenFile.AssertClose(expected[i], probe.Gradients.Span[parameter.Offset + i], 1e-13, $"{network} at {s_points[i]}");
                checks++;
            }
        }

        Assert.Equal(3 * s_points.Length, checks);
    }

    [Fact]
    [Proves(Proof.Peer, Of = nameof(Softmaxes))]
    public void SoftmaxAgrees()
    {
        JsonElement golden = s_root.GetProperty("softmax");
        double[] logits = GoldenFile.Numbers(golden.GetProperty("logits")), values = GoldenFile.Numbers(golden.GetProperty("values"));
        double[] upstream = GoldenFile.Numbers(golden.GetProperty("upstream")), gradients = GoldenFile.Numbers(golden.GetProperty("gradients"));
        Check<double>(1e-14);
        Check<float>(1e-6);

        void Check<T>(double tolerance)
            where T : unmanaged, IBinaryFloatingPointIeee754<T>
        {
            Probe<T> probe = new([new Softmax()], 3, logits.Length / 3, new MeanSquaredError(Half: true, Reduction.Sum), 1);
            double[] actual = probe.InputGradients(logits, [.. values.Zip(upstream, (v, u) => v - u)]);
            for (int i = 0; i < logits.Length; i++)
            {
                // Relative, however improbable a class is.
                double value = double.CreateTruncating(probe.Frame.Value(probe.Plan.Output).Row(i % 3)[i / 3]);
                Assert.True(Math.Abs(values[i] - value) <= (tolerance * values[i]) + 1e-38, $"softmax [{i}]: {value:R}, not {values[i]:R}");
                GoldenFile.AssertClose(gradients[i], actual[i], 2 * tolerance, $"gradient of softmax [{i}]");
            }
        }
    }

    private static double Check<T>(JsonElement function, double tolerance, double slopeTolerance)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        string name = function.GetProperty("name").GetString()!;
        double[] values = GoldenFile.Numbers(function.GetProperty("values")), slopes = GoldenFile.Numbers(function.GetProperty("derivatives"));
        Activation activation = Create(name, function.GetProperty("parameter"));

        // Far above its target the absolute error has the slope 1, so what arrives at the input is the derivative.
        Network network = [activation, new Dense(1) { UseBias = false }];
        Probe<T> probe = new(network, 1, s_points.Length, new MeanAbsoluteError(Reduction.Sum), 1);
        foreach (Parameter parameter in probe.Plan.Parameters.InOrder)
        {
            probe.Parameters.Span[parameter.Offset] = parameter.Name == "layers.1.weight" ? T.One : T.CreateTruncating(function.GetProperty("parameter").GetDouble());
        }

        probe.SetBatch([.. s_points.Select(T.CreateTruncating)], [.. s_points.Select(_ => T.CreateTruncating(-1e9))]);
        probe.Gradient();
        double worst = 0;
        for (int i = 0; i < s_points.Length; i++)
        {
            double value = double.CreateTruncating(probe.Frame.Value(probe.Plan.Output).Row(0)[i]), slope = double.CreateTruncating(probe.Frame.Delta(probe.Plan.Input).Row(0)[i]);

            // Relative, however small; what is below the type's range may be 0.
            Assert.True(Math.Abs(values[i] - value) <= (tolerance * Math.Abs(values[i])) + 1e-38, $"{name} at {s_points[i]}: {value:R}, not {values[i]:R}");
            GoldenFile.AssertClose(slopes[i], slope, slopeTolerance, $"derivative of {name} at {s_points[i]}");
            worst = Math.Max(worst, Math.Abs(slope - slopes[i]));
        }

        return worst;
    }

    private static Activation Create(string name, JsonElement parameter) => name switch
    {
        "leaky_relu" => new LeakyRelu(parameter.GetDouble()),
        "prelu" => new PRelu(parameter.GetDouble()),
        "swish" => new Swish(parameter.GetDouble()),
        _ => Catalogue.Parse<Activation>(name),
    };
}
