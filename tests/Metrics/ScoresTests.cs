namespace Descent.Tests.Metrics;

public class ScoresTests
{
    [Theory]
    [InlineData(OutcomeForm.Binary, 1, "accuracy precision recall f1 balancedAccuracy mcc rocAuc prAuc logLoss brier")]
    [InlineData(OutcomeForm.Multiclass, 2, "accuracy precision recall f1 balancedAccuracy mcc rocAuc prAuc logLoss brier")]
    [InlineData(OutcomeForm.Multilabel, 2, "accuracy accuracy[0] accuracy[1] exactMatch f1 rocAuc prAuc logLoss brier")]
    public void ComeInTheOrderOfReading(OutcomeForm form, int columns, string keys)
    {
        double[] numbers = [1, 0, 0, 1];
        OrderedDictionary<string, double> scores = StandardMetrics.Values(new(form, numbers, numbers, columns));
        Assert.Equal(keys, string.Join(' ', scores.Keys));
        Assert.All(scores.Values, value => Assert.True(double.IsFinite(value)));
    }

    [Theory]
    [InlineData("r2 rmse mae mse mape", OutcomeForm.Regression, 1.0, 2.0, 7.0)]
    [InlineData("r2 rmse mae mse", OutcomeForm.Regression, 0.0, 2.0, 7.0)]
    [InlineData("poissonD2 r2 rmse mae mse poissonDeviance", OutcomeForm.Counts, 0.0, 2.0, 7.0)]
    public void SomeMetricsNeedCertainTargets(string keys, OutcomeForm form, params double[] targets) =>
        Assert.Equal(keys, string.Join(' ', StandardMetrics.Values(new(form, targets, new double[] { 1, 2, 3 }, 1)).Keys));

    [Fact]
    public void EveryTargetOfARegressionHasItsOwnScores()
    {
        double[] targets = [1, 100, 2, 200, 3, 300], outputs = [1, 150, 2, 150, 3, 300];
        OrderedDictionary<string, double> scores = StandardMetrics.Values(new(OutcomeForm.Regression, targets, outputs, 2), ["small", "large"]);
        Assert.Equal((1, 0.75, 0.875), (scores["r2[small]"], scores["r2[large]"], scores["r2"]));
        Assert.Equal((0, 100.0 / 3), (scores["mae[small]"], scores["mae[large]"]));
        Assert.Equal("r2 r2[small] r2[large] rmse", string.Join(' ', scores.Keys.Take(4)));
        Assert.DoesNotContain("r2[0]", StandardMetrics.Values(new(OutcomeForm.Regression, targets, outputs, 1)).Keys);
    }

    [Fact]
    public void WhatIsUndefinedSaysWhy()
    {
        Outcome one = new(OutcomeForm.Regression, new double[] { 3 }, new double[] { 2 }, 1), alike = new(OutcomeForm.Multiclass, new double[] { 1, 0, 1, 0 }, new double[] { 0.8, 0.2, 0.3, 0.7 }, 2);
        Assert.Equal("r2: it needs at least two rows", Reasons(one));
        Assert.Equal("rocAuc: every row is of \"cat\"", Reasons(alike));
        Assert.StartsWith("accuracy: there are no rows", Reasons(new(OutcomeForm.Binary, default, default, 1)), StringComparison.Ordinal);
        Assert.StartsWith("accuracy: some outputs are not finite", Reasons(new(OutcomeForm.Binary, new double[1], new[] { double.NaN }, 1)), StringComparison.Ordinal);
        Assert.StartsWith("accuracy: every row has the weight 0", Reasons(new(OutcomeForm.Binary, new double[1], new double[1], 1, new double[1])), StringComparison.Ordinal);

        static string Reasons(Outcome outcome) => string.Join("; ", StandardMetrics.WhyUndefined(StandardMetrics.Values(outcome), outcome, outcome.Columns == 2 ? ["cat", "dog"] : null).Select(reason => $"{reason.Key}: {reason.Value}"));
    }

    [Fact]
    public void OutputsMayHaveNames()
    {
        double[] targets = [1, 0, 0, 1], outputs = [0.9, 0.8, 0.1, 0.7];
        Outcome outcome = new(OutcomeForm.Multilabel, targets, outputs, 2);
        OrderedDictionary<string, double> scores = StandardMetrics.Values(outcome, ["hot", "wet"]);
        Assert.Equal((0.75, 1, 0.5), (scores["accuracy"], scores["accuracy[hot]"], scores["accuracy[wet]"]));
        Assert.Throws<ArgumentException>(() => StandardMetrics.Values(new(OutcomeForm.Multilabel, targets, outputs, 2), ["hot"]));
    }

    [Fact]
    public void EveryStandardMetricFitsItsForm()
    {
        foreach (OutcomeForm form in Enum.GetValues<OutcomeForm>())
        {
            Assert.All(StandardMetrics.For(form), metric => Assert.True(metric.Fits(form)));
        }
    }
}
