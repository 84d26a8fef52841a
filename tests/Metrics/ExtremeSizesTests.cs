using Descent.Data;

namespace Descent.Tests.Metrics;

/// <summary>Numbers whose squares are beyond the range of double are scored as their multiples by powers of two are.</summary>
public sealed class ExtremeSizesTests
{
    private static readonly double[] s_targets = [1, 2.5, 4, 3.25, -7], s_outputs = [1.25, 2, 4.5, 3, -6], s_weights = [1, 2, 0.5, 3, 1];

    private static Outcome Made(int exponent, int weightExponent = 0) => new(OutcomeForm.Regression, Scaled(s_targets, exponent), Scaled(s_outputs, exponent), 1, Scaled(s_weights, weightExponent));

    private static double[] Scaled(double[] values, int exponent) => [.. values.Select(value => Math.ScaleB(value, exponent))];

    [Theory]
    [InlineData(0, 0)]
    [InlineData(-700, 0)]
    [InlineData(660, 0)]
    [InlineData(1015, 0)]
    [InlineData(3, -900)]
    [InlineData(3, 1020)]
    public void ScoresDoNotDependOnTheUnit(int exponent, int weightExponent)
    {
        Outcome ordinary = Made(0), extreme = Made(exponent, weightExponent);
        Assert.Equal(new R2().Compute(ordinary), new R2().Compute(extreme));
        Assert.Equal(Math.ScaleB(new RootMeanSquaredError().Compute(ordinary), exponent), new RootMeanSquaredError().Compute(extreme));
        Assert.Equal(FitSkill.Of(ordinary, ordinary), FitSkill.Of(extreme, extreme));
        double square = Math.ScaleB(new MeanSquaredErrorMetric().Compute(ordinary), 2 * exponent);
        Assert.Equal(square is 0 or double.PositiveInfinity ? double.NaN : square, new MeanSquaredErrorMetric().Compute(extreme));
    }

    [Fact]
    public void OrdinaryNumbersGiveTheBitsOfThePlainFormula()
    {
        Outcome outcome = new(OutcomeForm.Regression, s_targets, s_outputs, 1);
        double mean = s_targets.Zip(s_outputs, (y, x) => (x - y) * (x - y)).Sum() / s_targets.Length;
        Assert.Equal((mean, Math.Sqrt(mean)), (new MeanSquaredErrorMetric().Compute(outcome), new RootMeanSquaredError().Compute(outcome)));
    }

    [Fact]
    public void WhatNoDoubleCanHoldSaysSo()
    {
        Assert.Contains("outside the range", new MeanSquaredErrorMetric().WhyUndefined(Made(-700)), StringComparison.Ordinal);
        Outcome beyond = new(OutcomeForm.Regression, new double[] { 1.5e308, -1e308 }, new double[] { -1.5e308, 1e308 }, 1);
        Assert.Contains("too large", new R2().WhyUndefined(beyond), StringComparison.Ordinal);
        Assert.Equal("it needs at least two rows", new R2().WhyUndefined(new Outcome(OutcomeForm.Regression, new double[] { 1 }, new double[] { 2 }, 1)));
        // A share of a target below the machine epsilon is no percentage of anything.
        Assert.DoesNotContain("mape", StandardMetrics.Values(Made(-700)).Keys);
        Assert.Contains("mape", StandardMetrics.Values(Made(0)).Keys);
    }

    [Theory]
    [InlineData("e-200")]
    [InlineData("e200")]
    public void ATableOfSuchTargetsIsJudged(string exponent)
    {
        string[] x = [.. Enumerable.Range(0, 80).Select(i => $"{i}")], y = [.. x.Select((_, i) => $"{i + (7 * (i % 3))}{exponent}")], w = [.. x.Select((_, i) => $"{1 + (i % 4)}e-60")];
        TableTraining plain = TableTrainer.Train(Table.Create(["x", "y", "w"], [x, [.. y.Select(cell => cell.Replace(exponent, "", StringComparison.Ordinal))], [.. w.Select(cell => cell.Replace("e-60", "", StringComparison.Ordinal))]]), ["y"], Options);
        TableTraining extreme = TableTrainer.Train(Table.Create(["x", "y", "w"], [x, y, w]), ["y"], Options);
        Assert.Equal(plain.Evaluation!.Scores["r2"], extreme.Evaluation!.Scores["r2"], 1e-4);
        Assert.Equal(plain.Evaluation.Baselines[0].Scores["r2"], extreme.Evaluation.Baselines[0].Scores["r2"], 1e-6);
        Assert.Equal(plain.Diagnosis.Verdict, extreme.Diagnosis.Verdict);
        Assert.Equal(plain.Skill!.Unseen!.Value, extreme.Skill!.Unseen!.Value, 1e-4);
    }

    private static TableOptions Options => new() { Layers = [4], Epochs = 5, Schema = new() { Weight = "w" } };
}
