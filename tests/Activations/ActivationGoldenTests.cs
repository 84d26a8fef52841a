using System.Numerics;
using System.Text.Json;
using Descent.Tests.Coverage;
using Descent.Tests.Goldens;
using Descent.Tests.Laws;

namespace Descent.Tests.Activations;

/// <summary>Activations against PyTorch and mpmath (Goldens/activations_more.json), far out on both sides too.</summary>
public class ActivationGoldenTests(ITestOutputHelper output)
{
    private static readonly Lazy<JsonElement> s_root = new(() => GoldenFile.Read("activations_more.json"));

    public static TheoryData<string> Functions => [.. s_root.Value.GetProperty("functions").EnumerateArray().Select(f => f.GetProperty("activation").GetRawText())];

    // Errors are relative, however small the value: far to the left GELU, softplus and Mish are tiny.
    [Theory]
    [Proves(Proof.Peer)]
    [MemberData(nameof(Functions))]
    public void ValuesAgreeWithHighPrecision(string json)
    {
        double[] points = GoldenFile.Numbers(s_root.Value.GetProperty("points")), exact = GoldenFile.Numbers(Function(json).GetProperty("exact"));
        Network network = [Catalogue.FromJson<Activation>(json)];
        double[] twice = network.Build<double>(1).Predict(points);
        float[] single = network.Build<float>(1).Predict([.. points.Select(x => (float)x)]);

        // Below the normal range a result may be 0. The tanh form of GELU has an exponent of up to 700 with an error of its own, and a
        // slope of 0.2 is not exact, which shows where the difference is small.
        double allowed = json.Contains("approximate", StringComparison.Ordinal) || json.Contains("slope", StringComparison.Ordinal) ? 400 : 6;
        double worst = Worst(twice, 1e-300, double.MaxValue), worstSingle = Worst([.. single.Select(v => (double)v)], 1e-35, float.MaxValue);
        output.WriteLine($"{json}: worst relative error {worst:G3} in double, {worstSingle:G3} in float");
        Assert.InRange(worst, 0, allowed * Math.Pow(2, -53));
        Assert.InRange(worstSingle, 0, allowed * Math.Pow(2, -24));

        double Worst(double[] actual, double least, double most) => points.Select((_, i) =>
            Math.Abs(exact[i]) < least ? (Math.Abs(actual[i]) <= least ? 0 : double.PositiveInfinity) : Math.Abs(actual[i] - exact[i]) / Math.Min(most, Math.Abs(exact[i]))).Max();
    }

    [Theory]
    [MemberData(nameof(Functions))]
    public void ValuesAndDerivativesAgreeWithPyTorch(string json)
    {
        JsonElement function = Function(json);
        if (!function.TryGetProperty("values", out JsonElement values))
        {
            Assert.Equal("step", Catalogue.NameOf(Catalogue.FromJson<Activation>(json)));
            return;
        }

        Check<double>(json, values, function.GetProperty("derivatives"), 1e-13);
        Check<float>(json, values, function.GetProperty("derivatives"), 2e-6);
    }

    public static IEnumerable<string> LogSoftmaxes => ["log_softmax"];

    [Fact]
    [Proves(Proof.Peer, Of = nameof(LogSoftmaxes))]
    public void LogSoftmaxAgreesWithPyTorch()
    {
        JsonElement golden = s_root.Value.GetProperty("logSoftmax");
        double[] logits = GoldenFile.Numbers(golden.GetProperty("logits")), values = GoldenFile.Numbers(golden.GetProperty("values"));
        double[] upstream = GoldenFile.Numbers(golden.GetProperty("upstream")), gradients = GoldenFile.Numbers(golden.GetProperty("gradients"));
        Probe<double> probe = new([new LogSoftmax()], 3, logits.Length / 3, new MeanSquaredError(Half: true, Reduction.Sum), 1);

        // The derivative of half the squared error is the error: targets that leave the wanted gradient.
        double[] actual = probe.InputGradients(logits, [.. values.Zip(upstream, (v, u) => v - u)]);
        for (int i = 0; i < logits.Length; i++)
        {
            GoldenFile.AssertClose(values[i], probe.Frame.Value(probe.Plan.Output).Row(i % 3)[i / 3], 1e-14, $"log_softmax [{i}]");
            GoldenFile.AssertClose(gradients[i], actual[i], 1e-11, $"gradient of log_softmax [{i}]");
        }
    }

    private void Check<T>(string json, JsonElement values, JsonElement derivatives, double tolerance)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        double[] points = GoldenFile.Numbers(s_root.Value.GetProperty("points")), expected = GoldenFile.Numbers(values), slopes = GoldenFile.Numbers(derivatives);

        // Far above its target the absolute error has the slope 1, so what arrives at the input is the derivative.
        Network network = [Catalogue.FromJson<Activation>(json)];
        Probe<T> probe = new(network, 1, points.Length, new MeanAbsoluteError(Reduction.Sum), 1);
        probe.SetBatch([.. points.Select(T.CreateTruncating)], [.. points.Select(_ => T.CreateTruncating(-1e9))]);
        probe.Gradient();
        double worst = 0;
        for (int i = 0; i < points.Length; i++)
        {
            double value = double.CreateTruncating(probe.Frame.Value(probe.Plan.Output).Row(0)[i]), slope = double.CreateTruncating(probe.Frame.Delta(probe.Plan.Input).Row(0)[i]);
            worst = Math.Max(worst, Math.Max(Math.Abs(value - expected[i]) / Math.Max(1, Math.Abs(expected[i])), Math.Abs(slope - slopes[i])));
            GoldenFile.AssertClose(expected[i], value, tolerance, $"{json} at {points[i]}");
            GoldenFile.AssertClose(slopes[i], slope, tolerance, $"derivative of {json} at {points[i]}");
        }

        output.WriteLine($"{json}: worst error against PyTorch {worst:G3} in {typeof(T).Name}");
    }

    private static JsonElement Function(string json) => s_root.Value.GetProperty("functions").EnumerateArray().Single(f => f.GetProperty("activation").GetRawText() == json);
}
