using System.Text.Json;
using Descent.Tests.Coverage;
using Descent.Tests.Goldens;

namespace Descent.Tests.Metrics;

public class MetricTests
{
    public static IEnumerable<TheoryDataRow<string>> Cases => GoldenMetrics.Names;

    public static IEnumerable<string> Expected => GoldenMetrics.All.SelectMany(c => c.GetProperty("expected").EnumerateObject().Select(e => Create(e.Name, 0.5).Name)).Distinct();

    public static IEnumerable<string> PerOutput => ["accuracy_per_output"];

    [Theory]
    [Proves(Proof.Peer, Of = nameof(Expected))]
    [MemberData(nameof(Cases))]
    public void AgreesWithScikitLearn(string name)
    {
        JsonElement golden = GoldenMetrics.Case(name);
        Outcome outcome = GoldenMetrics.Read(golden);
        double threshold = golden.GetProperty("threshold").GetDouble(), tolerance = golden.GetProperty("tolerance").GetDouble();
        foreach (JsonProperty expected in golden.GetProperty("expected").EnumerateObject())
        {
            double actual = Create(expected.Name, threshold).Compute(outcome);
            // Of targets that are all alike scikit-learn has an R² of 1 or 0; here there is none.
            double wanted = expected.Name == "r2" && HasConstantColumn(outcome) ? double.NaN : GoldenFile.Number(expected.Value);
            GoldenFile.AssertClose(wanted, actual, tolerance, $"{name}, {expected.Name}");
        }
    }

    [Theory]
    [Proves(Proof.Peer, Of = nameof(PerOutput))]
    [MemberData(nameof(Cases))]
    public void EachOutputIsRightWithinOneHalf(string name)
    {
        JsonElement golden = GoldenMetrics.Case(name);
        Outcome outcome = GoldenMetrics.Read(golden);
        double[] expected = GoldenFile.Numbers(golden.GetProperty("accuracyPerOutput"));
        IReadOnlyList<double> actual = new AccuracyPerOutput().Each(outcome);
        Assert.Equal(expected.Length, actual.Count);
        for (int i = 0; i < expected.Length; i++)
        {
            GoldenFile.AssertClose(expected[i], actual[i], 1e-12, $"{name}, output {i}");
        }

        GoldenFile.AssertClose(expected.Average(), new AccuracyPerOutput().Compute(outcome), 1e-12, name);
    }

    [Fact]
    public void NothingToJudgeIsNotANumber()
    {
        foreach (OutcomeForm form in Enum.GetValues<OutcomeForm>())
        {
            int columns = form == OutcomeForm.Binary ? 1 : 2;
            double[] targets = [1, 0, 0, 1], broken = [1, double.NaN, 0, 1];
            foreach (Metric metric in StandardMetrics.For(form).Append(new AccuracyPerOutput()))
            {
                Assert.Equal(double.NaN, metric.Compute(new(form, default, default, columns)));
                Assert.Equal(double.NaN, metric.Compute(new(form, targets, broken, columns)));
                Assert.Equal(double.NaN, metric.Compute(new(form, targets, targets, columns, new double[4 / columns])));
            }
        }
    }

    [Fact]
    public void AnOutcomeOfAnotherFormIsRefused()
    {
        Outcome regression = new(OutcomeForm.Regression, new double[] { 1, 2 }, new double[] { 1, 2 }, 1);
        Outcome classes = new(OutcomeForm.Multiclass, new double[] { 1, 0 }, new double[] { 1, 0 }, 2);
        Assert.Contains("Regression", Assert.Throws<ArgumentException>(() => new Accuracy().Compute(regression)).Message);
        Assert.Throws<ArgumentException>(() => new F1(Averaging.Binary).Compute(classes));
        Assert.True(new F1(Averaging.Binary).Fits(OutcomeForm.Binary));
    }

    [Fact]
    public void ArgumentsAreCheckedWhenAMetricIsMade()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new Accuracy(1.5));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Accuracy() with { Threshold = double.NaN });
        Assert.Throws<ArgumentOutOfRangeException>(() => new F1((Averaging)9));
        Assert.Throws<ArgumentOutOfRangeException>(() => new LogLoss(0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new AccuracyPerOutput(-1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new MatthewsCorrelation(-0.1));
    }

    [Fact]
    public void MetricsAreValues()
    {
        Assert.Equal(new F1(Averaging.Macro), new F1() with { Averaging = Averaging.Macro });
        Assert.NotEqual<Metric>(new Precision(), new Recall());
    }

    [Fact]
    public void AccuracyPerOutputHasAToleranceOfItsOwn()
    {
        Outcome outcome = new(OutcomeForm.Regression, new double[] { 1, 2, 3, 4 }, new double[] { 1.5, 2.5, 3.25, 9 }, 1);
        Assert.Equal(0.75, new AccuracyPerOutput().Compute(outcome));
        Assert.Equal(0.25, new AccuracyPerOutput(0.25).Compute(outcome));
    }

    [Fact]
    public void AConstantTargetIsConstantWhateverItsDigits()
    {
        // The mean of three times 0.1 is not 0.1 in floating point; R² must not divide by that rounding error.
        double[] targets = [0.1, 0.1, 0.1];
        foreach (double[] outputs in (double[][])[[0.1, 0.2, 0.1], targets])
        {
            Outcome outcome = new(OutcomeForm.Regression, targets, outputs, 1);
            Assert.Equal(double.NaN, new R2().Compute(outcome));
            Assert.Equal("all targets are equal", new R2().WhyUndefined(outcome));
        }

        Outcome two = new(OutcomeForm.Regression, new double[] { 1, 5, 2, 5 }, new double[] { 1, 4, 2, 5 }, 2);
        Assert.Equal("all targets of \"b\" are equal", new R2().WhyUndefined(two, ["a", "b"]));
    }

    private static bool HasConstantColumn(Outcome outcome)
    {
        double[] targets = outcome.Targets.ToArray();
        return Enumerable.Range(0, outcome.Columns).Any(column => targets.Where((_, i) => i % outcome.Columns == column).Distinct().Count() == 1);
    }

    private static Metric Create(string name, double threshold) => name switch
    {
        "accuracy" => new Accuracy(threshold),
        "balanced_accuracy" => new BalancedAccuracy(threshold),
        "exact_match" => new ExactMatch(threshold),
        "roc_auc" => new RocAuc(),
        "log_loss" => new LogLoss(),
        "mse" => new MeanSquaredErrorMetric(),
        "rmse" => new RootMeanSquaredError(),
        "mae" => new MeanAbsoluteErrorMetric(),
        "r2" => new R2(),
        "mape" => new MeanAbsolutePercentageError(),
        "poisson_deviance" => new PoissonDeviance(),
        "pr_auc" => new PrAuc(),
        "brier" => new Brier(),
        "mcc" => new MatthewsCorrelation(threshold),
        _ when name.Split('_') is [var score, var averaging] => CreateScore(score, Enum.Parse<Averaging>(averaging, ignoreCase: true), threshold),
        _ => throw new ArgumentException(name, nameof(name)),
    };

    private static ClassScore CreateScore(string name, Averaging averaging, double threshold) => name switch
    {
        "precision" => new Precision(averaging, threshold),
        "recall" => new Recall(averaging, threshold),
        "f1" => new F1(averaging, threshold),
        _ => throw new ArgumentException(name, nameof(name)),
    };
}
