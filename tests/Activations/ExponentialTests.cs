using Descent.Tests.Coverage;
using Descent.Tests.Goldens;
using Descent.Tests.Laws;

namespace Descent.Tests.Activations;

/// <summary>The exponential against mpmath, and where it would leave the finite numbers.</summary>
public class ExponentialTests
{
    public static IEnumerable<string> Names => ["exponential"];

    [Fact]
    [Proves(Proof.Peer, Of = nameof(Names))]
    public void ValuesAgreeWithHighPrecision()
    {
        System.Text.Json.JsonElement golden = GoldenFile.Read("counts.json").GetProperty("exponential");
        double[] points = GoldenFile.Numbers(golden.GetProperty("points")), exact = GoldenFile.Numbers(golden.GetProperty("exact"));
        Network network = [new Exponential()];
        double[] twice = network.Build<double>(1).Predict(points);
        float[] single = network.Build<float>(1).Predict([.. points.Select(x => (float)x)]);
        Assert.All(points.Index(), at =>
        {
            Assert.InRange(twice[at.Index] / exact[at.Index], 1 - 4e-16, 1 + 4e-16);
            Assert.InRange(single[at.Index] / exact[at.Index], 1 - 2e-7, 1 + 2e-7);
        });
    }

    [Fact]
    public void NoValueIsInfinite()
    {
        Network network = [new Exponential()];
        Assert.Equal([float.MaxValue, float.MaxValue, 0, float.NaN], network.Build<float>(1).Predict([100, float.PositiveInfinity, float.NegativeInfinity, float.NaN]));
        Assert.Equal([double.MaxValue, double.MaxValue, 0, double.NaN], network.Build<double>(1).Predict([800, double.PositiveInfinity, double.NegativeInfinity, double.NaN]));
    }

    [Fact]
    public void TheExponentialIsNotTakenTwice() => Assert.Contains(
        "remove LogInput", Assert.ThrowsAny<ArgumentException>(() => new Probe<double>([new Exponential()], 1, 1, new Poisson(LogInput: true), 1)).Message, StringComparison.Ordinal);

    /// <summary>Fused, the loss of a count works on the logarithm of the rate: the same as the plain loss where both can be computed, and finite where ln ŷ is not.</summary>
    [Fact]
    public void ThePoissonLossIsFusedWithIt()
    {
        Probe<double> fused = new([new Exponential()], 1, 3, new Poisson(Reduction: Reduction.Sum), 1);
        double[] expected = [Math.Exp(-2) - 3, 0, -5], gradients = fused.InputGradients([-2, 0, -900], [3, 1, 5]);
        Assert.All(expected.Zip(gradients), pair => Assert.Equal(pair.First, pair.Second, 1e-14));
        Assert.Equal(Math.Exp(-2) + 6 + 1 + 4500, fused.Loss(), 1e-11);
    }
}
