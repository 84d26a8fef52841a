using System.Text.Json;
using Descent.Tests.Coverage;
using Descent.Tests.Goldens;

namespace Descent.Tests.Metrics;

/// <summary>Kappa, top-k, zero division, samples and curves against scikit-learn (Goldens/metrics_more.py).</summary>
public class MoreMetricTests
{
    private static readonly JsonElement s_golden = GoldenFile.Read("metrics_more.json");

    public static IEnumerable<TheoryDataRow<string>> Cases => s_golden.GetProperty("cases").EnumerateArray().Select(c => new TheoryDataRow<string>($"{c.GetProperty("form").GetString()}: {c.GetProperty("name").GetString()}"));

    public static IEnumerable<string> Expected => ["cohen_kappa", "top_k_accuracy"];

    [Theory]
    [Proves(Proof.Peer, Of = nameof(Expected))]
    [MemberData(nameof(Cases))]
    public void AgreesWithScikitLearn(string name)
    {
        (JsonElement golden, Outcome outcome, double threshold) = Read(name);
        foreach (JsonProperty expected in golden.GetProperty("expected").EnumerateObject())
        {
            GoldenFile.AssertClose(GoldenFile.Number(expected.Value), Create(expected.Name, threshold, ZeroDivision.Zero).Compute(outcome), 1e-12, $"{name}, {expected.Name}");
        }

        foreach (JsonProperty expected in golden.GetProperty("one").EnumerateObject())
        {
            GoldenFile.AssertClose(GoldenFile.Number(expected.Value), Create(expected.Name, threshold, ZeroDivision.One).Compute(outcome), 1e-12, $"{name}, {expected.Name}, zero_division=1");
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void CurvesAgreeWithScikitLearn(string name)
    {
        (JsonElement golden, Outcome outcome, _) = Read(name);
        int column = 0;
        foreach (JsonElement curve in golden.GetProperty("curves").EnumerateArray())
        {
            IReadOnlyList<RocPoint> roc = RocCurve.Of(outcome, column);
            IReadOnlyList<PrecisionRecallPoint> recall = PrecisionRecallCurve.Of(outcome, column++);
            AssertClose(curve.GetProperty("falsePositiveRate"), roc.Select(p => p.FalsePositiveRate), name);
            AssertClose(curve.GetProperty("truePositiveRate"), roc.Select(p => p.TruePositiveRate), name);
            AssertClose(curve.GetProperty("rocThresholds"), roc.Skip(1).Select(p => p.Threshold), name);
            AssertClose(curve.GetProperty("precision"), recall.Select(p => p.Precision), name);
            AssertClose(curve.GetProperty("recall"), recall.Select(p => p.Recall), name);
            AssertClose(curve.GetProperty("thresholds"), recall.Skip(1).Select(p => p.Threshold), name);
        }
    }

    [Fact]
    public void CurvesEncloseTheirAreas()
    {
        Outcome outcome = new(OutcomeForm.Binary, new double[] { 0, 1, 1, 0, 1 }, new double[] { 0.1, 0.4, 0.35, 0.8, 0.9 }, 1);
        IReadOnlyList<RocPoint> roc = RocCurve.Of(outcome);
        Assert.Equal(new RocAuc().Compute(outcome), roc.Zip(roc.Skip(1), (a, b) => (b.FalsePositiveRate - a.FalsePositiveRate) * (a.TruePositiveRate + b.TruePositiveRate) / 2).Sum(), 12);
        IReadOnlyList<PrecisionRecallPoint> recall = PrecisionRecallCurve.Of(outcome);
        Assert.Equal(new PrAuc().Compute(outcome), recall.Zip(recall.Skip(1), (a, b) => (b.Recall - a.Recall) * b.Precision).Sum(), 12);
        Assert.Empty(RocCurve.Of(new(OutcomeForm.Binary, default, default, 1)));
        Assert.Throws<ArgumentOutOfRangeException>(() => RocCurve.Of(new(OutcomeForm.Binary, new double[1], new double[1], 1), 1));
        Assert.Throws<ArgumentException>(() => PrecisionRecallCurve.Of(new(OutcomeForm.Regression, new double[1], new double[1], 1)));
    }

    // Two labels of three columns: the third is neither wanted nor answered anywhere, and nothing else can be undefined.
    [Fact]
    public void WhatIsUndefinedIsLeftOutOfAverages()
    {
        Outcome outcome = new(OutcomeForm.Multilabel, new double[] { 1, 0, 0, 0, 1, 0 }, new double[] { 0.9, 0.8, 0.1, 0.2, 0.7, 0.1 }, 3);
        Assert.Equal((1.0 + 0.5) / 2, new Precision(Averaging.Macro, ZeroDivision: ZeroDivision.Undefined).Compute(outcome));
        Assert.Equal((1.0 + 0.5) / 3, new Precision(Averaging.Macro).Compute(outcome));
        Outcome nothing = new(OutcomeForm.Multilabel, new double[] { 0, 0 }, new double[] { 0.1, 0.2 }, 2);
        Assert.Equal(double.NaN, new F1(ZeroDivision: ZeroDivision.Undefined).Compute(nothing));
        Assert.Equal("the denominator is 0", new F1(ZeroDivision: ZeroDivision.Undefined).WhyUndefined(nothing));
    }

    [Fact]
    public void TheFirstOfEqualsComesFirst()
    {
        double[] wanted = [0, 0, 1, 0, 0, 1], given = [0.4, 0.3, 0.3, 0.4, 0.2, 0.4];
        Outcome outcome = new(OutcomeForm.Multiclass, wanted, given, 3);
        Assert.Equal([0.0, 0.5, 1.0, 1.0], Enumerable.Range(1, 4).Select(k => new TopKAccuracy(k).Compute(outcome)));
        Assert.Equal(new Accuracy().Compute(outcome), new TopKAccuracy(1).Compute(outcome));
    }

    [Fact]
    public void RowsOfALabelThatTheModelLacksAgreeWithScikitLearn()
    {
        JsonElement golden = s_golden.GetProperty("unknown");
        int[] classes = [.. golden.GetProperty("classes").EnumerateArray().Select(c => c.GetInt32())];
        double[] targets = [.. classes.SelectMany(c => Enumerable.Range(0, 3).Select(column => c == column ? 1.0 : 0))];
        Outcome outcome = new(OutcomeForm.Multiclass, targets, GoldenFile.Numbers(golden.GetProperty("outputs")), 3);
        foreach (JsonProperty expected in golden.GetProperty("expected").EnumerateObject())
        {
            Metric metric = expected.Name switch
            {
                "accuracy" => new Accuracy(),
                "balanced_accuracy" => new BalancedAccuracy(),
                "mcc" => new MatthewsCorrelation(),
                "kappa" => new CohenKappa(),
                "log_loss" => new LogLoss(),
                "brier" => new Brier(),
                "roc_auc" => new RocAuc(),
                _ => Create(expected.Name, 0.5, ZeroDivision.Zero),
            };
            GoldenFile.AssertClose(expected.Value.GetDouble(), metric.Compute(outcome), 1e-12, expected.Name);
        }

        ConfusionMatrix confusion = ConfusionMatrix.Of(outcome);
        Assert.Equal(golden.GetProperty("confusion")[3][1].GetDouble(), confusion[3, 1]);
        Assert.Equal(4, confusion.Classes);
        Assert.Equal(0, confusion.Predicted(3));
    }

    [Fact]
    public void ARowThatIsNeitherYesNorNoIsWrongHoweverItIsAnswered()
    {
        foreach (double output in (double[])[0.1, 0.9])
        {
            double[] targets = [1, 0, double.NaN], outputs = [0.9, 0.1, output];
            Outcome binary = new(OutcomeForm.Binary, targets, outputs, 1), multilabel = new(OutcomeForm.Multilabel, targets, outputs, 1);
            Assert.Equal(2.0 / 3, new Accuracy().Compute(binary), 12);
            Assert.Equal(2.0 / 3, new Accuracy().Compute(multilabel), 12);
            Assert.Equal(2.0 / 3, new ExactMatch().Compute(multilabel), 12);
            Assert.Equal(output > 0.5 ? 0.5 : 1, new Precision().Compute(binary));
            Assert.Equal(((2 * -Math.Log(0.9)) + (52 * Math.Log(2))) / 3, new LogLoss().Compute(binary), 12);
            Assert.Equal((0.02 + ((0.81 + 0.01 + 1) / 2)) / 3, new Brier().Compute(binary), 12);
            Assert.Equal(3, ConfusionMatrix.Of(binary).Classes);
        }
    }

    private static (JsonElement Golden, Outcome Outcome, double Threshold) Read(string name)
    {
        JsonElement source = GoldenMetrics.Case(name);
        JsonElement golden = s_golden.GetProperty("cases").EnumerateArray().Single(c => $"{c.GetProperty("form").GetString()}: {c.GetProperty("name").GetString()}" == name);
        return (golden, GoldenMetrics.Read(source), source.GetProperty("threshold").GetDouble());
    }

    private static void AssertClose(JsonElement expected, IEnumerable<double> actual, string what)
    {
        double[] wanted = GoldenFile.Numbers(expected), given = [.. actual];
        Assert.True(wanted.Length == given.Length, $"{what}: {given.Length} points instead of {wanted.Length}");
        for (int i = 0; i < wanted.Length; i++)
        {
            GoldenFile.AssertClose(wanted[i], given[i], 1e-12, $"{what} [{i}]");
        }
    }

    private static Metric Create(string name, double threshold, ZeroDivision zero) => name.Split('_') switch
    {
        ["kappa", var weighting] => new CohenKappa(Enum.Parse<KappaWeighting>(weighting, ignoreCase: true), threshold),
        ["top", var k] => new TopKAccuracy(int.Parse(k)),
        ["precision", var averaging] => new Precision(Enum.Parse<Averaging>(averaging, ignoreCase: true), threshold, zero),
        ["recall", var averaging] => new Recall(Enum.Parse<Averaging>(averaging, ignoreCase: true), threshold, zero),
        ["f1", var averaging] => new F1(Enum.Parse<Averaging>(averaging, ignoreCase: true), threshold, zero),
        _ => throw new ArgumentException(name, nameof(name)),
    };
}
