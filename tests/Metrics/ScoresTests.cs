using Descent.Metrics;

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
        OrderedDictionary<string, double> scores = Scores.Of(new(form, numbers, numbers, columns));
        Assert.Equal(keys, string.Join(' ', scores.Keys));
        Assert.All(scores.Values, value => Assert.True(double.IsFinite(value)));
    }

    [Theory]
    [InlineData("mape poissonDeviance", 1.0, 2.0, 7.0)]
    [InlineData("poissonDeviance", 1.0, 0.0, 7.0)]
    [InlineData("mape", 1.0, 2.5, 7.0)]
    [InlineData("mape", 1.0, 2.0, -7.0)]
    [InlineData("", 0.0, 0.0, 0.0)]
    public void SomeMetricsNeedCertainTargets(string keys, params double[] targets)
    {
        OrderedDictionary<string, double> scores = Scores.Of(new(OutcomeForm.Regression, targets, new double[] { 1, 2, 3 }, 1));
        Assert.Equal($"r2 rmse mae mse {keys}".Trim(), string.Join(' ', scores.Keys));
    }

    [Fact]
    public void OutputsMayHaveNames()
    {
        double[] targets = [1, 0, 0, 1], outputs = [0.9, 0.8, 0.1, 0.7];
        Outcome outcome = new(OutcomeForm.Multilabel, targets, outputs, 2);
        OrderedDictionary<string, double> scores = Scores.Of(outcome, ["hot", "wet"]);
        Assert.Equal((0.75, 1, 0.5), (scores["accuracy"], scores["accuracy[hot]"], scores["accuracy[wet]"]));
        Assert.Throws<ArgumentException>(() => Scores.Of(new(OutcomeForm.Multilabel, targets, outputs, 2), ["hot"]));
    }

    [Fact]
    public void EveryStandardMetricFitsItsForm()
    {
        foreach (OutcomeForm form in Enum.GetValues<OutcomeForm>())
        {
            Assert.All(Scores.Standard(form), metric => Assert.True(metric.Fits(form)));
        }
    }
}
