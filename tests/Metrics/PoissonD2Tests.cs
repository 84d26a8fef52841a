using System.Text.Json;
using Descent.Tests.Coverage;
using Descent.Tests.Goldens;

namespace Descent.Tests.Metrics;

/// <summary>The scores of counts against scikit-learn's.</summary>
public class PoissonD2Tests
{
    public static IEnumerable<string> Names => ["poisson_d2", "poisson_deviance"];

    [Fact]
    [Proves(Proof.Peer, Of = nameof(Names))]
    public void AgreesWithScikitLearn()
    {
        foreach (JsonElement golden in GoldenFile.Read("counts.json").GetProperty("d2").EnumerateArray())
        {
            double[] weights = golden.GetProperty("weights") is { ValueKind: JsonValueKind.Array } given ? GoldenFile.Numbers(given) : [];
            Outcome outcome = new(OutcomeForm.Counts, GoldenFile.Numbers(golden.GetProperty("targets")), GoldenFile.Numbers(golden.GetProperty("outputs")), 1, weights);
            GoldenFile.AssertClose(golden.GetProperty("d2").GetDouble(), new PoissonD2().Compute(outcome), 1e-12, "poisson_d2");
            GoldenFile.AssertClose(golden.GetProperty("deviance").GetDouble(), new PoissonDeviance().Compute(outcome), 1e-12, "poisson_deviance");
        }
    }

    [Fact]
    public void DegenerateCountsHaveDefinedScores()
    {
        Assert.Equal(double.NaN, Of([3, 3, 3], [3, 3, 3]));
        Assert.Equal(double.NaN, Of([3, 3, 3], [3, 3, 4]));
        Assert.Equal(double.NaN, Of([0, 0], [0.5, 0.5]));
        Assert.Equal(double.NaN, Of([1, 2], [1, 0]));
        Assert.Equal(double.NaN, Of([1, -2], [1, 1]));
        Assert.Equal(double.NaN, Of([1], [1]));
        Assert.Equal(1, Of([0, 4], [1e-300, 4]), 1e-12);
    }

    [Fact]
    public void TheyAreTheFirstAndTheLastScoreOfCounts()
    {
        OrderedDictionary<string, double> scores = StandardMetrics.Values(new Outcome(OutcomeForm.Counts, new double[] { 0, 2 }, new double[] { 0.5, 2 }, 1));
        Assert.Equal(("poissonD2", "poissonDeviance"), (scores.Keys.First(), scores.Keys.Last()));

        // What needs probabilities is left out where there are none, not computed from scores.
        Outcome decided = new(OutcomeForm.Binary, new double[] { 0, 1 }, new double[] { -0.5, 2 }, 1) { HasProbabilities = false };
        Assert.Equal(["brier", "logLoss"], StandardMetrics.For(OutcomeForm.Binary).Select(StandardMetrics.Key).Except(StandardMetrics.Values(decided).Keys).Order());
        Outcome chosen = new(OutcomeForm.Multiclass, new double[] { 0, 1, 1, 0 }, new double[] { -0.5, 2, 7, 3 }, 2) { HasProbabilities = false };
        Assert.Equal(["brier", "logLoss", "prAuc", "rocAuc"], StandardMetrics.For(OutcomeForm.Multiclass).Select(StandardMetrics.Key).Except(StandardMetrics.Values(chosen).Keys).Order());
    }

    private static double Of(double[] targets, double[] outputs) => new PoissonD2().Compute(new Outcome(OutcomeForm.Counts, targets, outputs, 1));
}
