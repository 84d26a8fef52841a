using Descent.Data;
using Descent.Numerics;
using Descent.Tests.Repository;

namespace Descent.Tests.Training;

public class LearningCurveTests
{
    private static readonly TableOptions s_quick = new() { Layers = [8], Epochs = 20 };

    private static Table Iris => Table.Read(Path.Combine(Checkout.Root, "samples", "data", "iris.csv"));

    [Fact]
    public void ItsEndIsTheCrossValidation()
    {
        List<(int Rows, int Fold)> trained = [];
        LearningCurve curve = LearningCurve.Of(Iris, ["species"], s_quick, folds: 3, shares: [0.1, 0.5, 1], trained: (rows, fold) => trained.Add((rows, fold)));
        Assert.Equal([10, 50, 100], curve.Points.Select(point => point.Rows));
        Assert.Equal(("accuracy", true, 3), (curve.Score, curve.HigherIsBetter, curve.Folds));
        Assert.Equal(9, trained.Count);
        CrossValidation folds = TableTrainer.CrossValidate(Iris, ["species"], 3, s_quick);
        Assert.Equal(folds.Folds.Select(fold => fold.Evaluation!.Scores["accuracy"]), curve.Points[^1].Validation);
        Assert.Equal(folds.Scores["accuracy"].Mean, curve.Points[^1].MeanValidation, 1e-15);
        Assert.Equal(folds.Scores["accuracy"].Deviation, curve.Points[^1].DeviationValidation, 1e-15);
    }

    [Fact]
    public void SmallerPartsLieInLargerOnesAndKeepTheProportions()
    {
        Table table = Iris;
        Schema schema = Schema.Infer(table, ["species"]);
        int[] rows = [.. Enumerable.Range(0, 150).Where(row => row is < 50 or >= 80)], order = NestedOrder.Of(table, schema, rows, 1);
        Assert.Equal(rows, order.Order());
        Assert.NotEqual(rows, order);
        foreach (int count in (int[])[12, 30, 60, 90])
        {
            int[] classes = schema.Classes(table, order.AsSpan(0, count));
            Assert.All([(0, 50), (1, 20), (2, 50)], ((int Label, int All) own) => Assert.InRange(classes.Count(label => label == own.Label) - (own.All * count / 120.0), -1, 1));
        }
    }

    [Fact]
    public void ARuleThatWantsManyRowsIsSeen()
    {
        // A smooth rule without noise in four inputs: the network is better with each further row.
        CounterRandom random = new(4, Streams.Synthetic);
        double[][] x = [.. Enumerable.Range(0, 4).Select(column => (double[])[.. Enumerable.Range(0, 600).Select(row => random.Uniform((ulong)((4 * row) + column), -2, 2))])];
        string[] y = [.. Enumerable.Range(0, 600).Select(row => Text((x[0][row] * x[1][row]) + Math.Sin(2 * x[2][row]) + x[3][row]))];
        Table table = Table.Create(["a", "b", "c", "d", "y"], [.. x.Select(column => (string[])[.. column.Select(Text)]), y]);
        LearningCurve curve = LearningCurve.Of(table, ["y"], new TableOptions { Layers = [32], Epochs = 60 }, folds: 3, shares: [0.1, 0.4, 1]);
        Assert.Equal(("r2", LearningCurveAdvice.MoreRowsHelp), (curve.Score, curve.Advice));
        Assert.True(curve.Points[2].MeanValidation > curve.Points[1].MeanValidation && curve.Points[1].MeanValidation > curve.Points[0].MeanValidation, $"{curve}");
        Assert.StartsWith("More rows would help. From ", curve.ToString(), StringComparison.Ordinal);

        LearningCurve errors = LearningCurve.Of(table, ["y"], new TableOptions { Layers = [32], Epochs = 60 }, folds: 3, shares: [0.4, 1], score: "rmse");
        Assert.Equal((false, LearningCurveAdvice.MoreRowsHelp), (errors.HigherIsBetter, errors.Advice));

        static string Text(double value) => value.ToString("R", System.Globalization.CultureInfo.InvariantCulture);
    }

    // The slope of 0.7, 0.66, 0.67 after 0.5 is that of the first step, which the later ones contradict.
    [Fact]
    public void ARiseThatHasEndedPromisesNothing()
    {
        LearningCurve rise = Curve(0.60, 0.64, 0.68), ended = Curve(0.50, 0.70, 0.66);
        Assert.Equal(LearningCurveAdvice.MoreRowsHelp, rise.Advice);
        Assert.True(ended.GainPerDoubling.Mean > 0.05);
        Assert.Equal(LearningCurveAdvice.Unknown, ended.Advice);
        Assert.StartsWith("More rows might help", ended.ToString(), StringComparison.Ordinal);

        static LearningCurve Curve(params double[] scores) => new("accuracy", true, 3, [.. scores.Select((score, i) => new LearningCurvePoint(40 * (i + 1), [score + 0.1, score + 0.1, score + 0.1], [score - 0.001, score, score + 0.001]))]);
    }

    [Fact]
    public void GainAndGapAreThoseOfTheFormula()
    {
        // 0.7 + 0.02·log₂(n) in one fold, 0.6 + 0.04·log₂(n) in the other; the point below a third does not count.
        LearningCurve curve = Curve("accuracy", true, [(10, 0, 0), (64, 0.98, 0.82), (128, 0.99, 0.84), (180, 1, 0.7 + (0.02 * Math.Log2(180)))], second: n => 0.6 + (0.04 * Math.Log2(n)));
        Assert.Equal(0.03, curve.GainPerDoubling.Mean, 1e-12);
        Assert.Equal(0.01, curve.GainPerDoubling.StandardError, 1e-12);
        Assert.Equal(1 - ((1.3 + (0.06 * Math.Log2(180))) / 2), curve.Gap.Mean, 1e-12);
        Assert.Equal(0, new LearningCurve("r2", true, 2, [new(100, [1, 1], [0, 0])]).GainPerDoubling.Mean);
    }

    [Theory]
    [InlineData("accuracy", true, 0.98, 0.90, 0.92, LearningCurveAdvice.MoreRowsHelp)]
    [InlineData("accuracy", true, 0.98, 0.90, 0.901, LearningCurveAdvice.Overfitting)]
    [InlineData("accuracy", true, 0.91, 0.90, 0.901, LearningCurveAdvice.MoreRowsDoNotHelp)]
    [InlineData("accuracy", true, 0.91, 0.90, double.NaN, LearningCurveAdvice.Unknown)]
    [InlineData("rmse", false, 30.0, 50.0, 48.0, LearningCurveAdvice.MoreRowsHelp)]
    [InlineData("rmse", false, 30.0, 48.0, 48.1, LearningCurveAdvice.Overfitting)]
    [InlineData("rmse", false, 47.9, 48.0, 48.1, LearningCurveAdvice.MoreRowsDoNotHelp)]
    [InlineData("rmse", false, 1.01, 0.53, 1.02, LearningCurveAdvice.Unknown)]
    public void TheAdviceFollowsFromGainAndGap(string score, bool higherIsBetter, double train, double before, double last, LearningCurveAdvice advice)
    {
        LearningCurve curve = Curve(score, higherIsBetter, [(100, train, before), (200, train, last)]);
        Assert.Equal(advice, curve.Advice);
        Assert.EndsWith(".", curve.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void AnUncertainGainIsNotBelieved()
    {
        LearningCurvePoint[] points = [new(100, [0.9, 0.9, 0.9], [0.8, 0.9, 0.85]), new(200, [0.9, 0.9, 0.9], [0.9, 0.85, 0.88])];
        Assert.Equal(LearningCurveAdvice.Unknown, new LearningCurve("accuracy", true, 3, points).Advice);
    }

    [Fact]
    public void ASmallChangeIsNegligibleOnlyWhereItIsKnownToBeSmall()
    {
        LearningCurvePoint[] wide = [new(100, [0.8, 0.8], [0.3, 0.7]), new(200, [0.8, 0.8], [0.7, 0.3])];
        LearningCurve unsure = new("accuracy", true, 2, wide);
        Assert.Equal(0, unsure.GainPerDoubling.Mean, 1e-12);
        Assert.Equal(LearningCurveAdvice.Unknown, unsure.Advice);
        Assert.DoesNotContain("negligible", unsure.ToString(), StringComparison.Ordinal);

        string worse = Curve("rmse", false, [(100, 0.5, 0.53), (200, 1.01, 1.02)]).ToString();
        Assert.Contains("the score became worse with them", worse, StringComparison.Ordinal);
        Assert.Contains("worse by 0.49", worse, StringComparison.Ordinal);
        Assert.Contains("mse is undefined somewhere on the curve: too large.", (Curve("mse", false, [(100, 1, double.NaN), (200, 1, 1)]) with { Undefined = "too large" }).ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("NaN", Curve("mse", false, [(100, 1, 1), (200, 1, double.NaN)]).ToString(), StringComparison.Ordinal);
    }

    /// <summary>While a model does worse than a guess, more rows are not what is to be judged.</summary>
    [Fact]
    public void ACurveBelowTheBaselineSaysSo()
    {
        string[] x = [.. Enumerable.Range(0, 60).Select(i => $"{i % 7}")], y = [.. Enumerable.Range(0, 60).Select(i => $"{(i * 37 % 11) - 5}")];
        TableOptions far = new() { Layers = [4], Epochs = 1, Optimizer = new GradientDescent(1e-12) };
        LearningCurve curve = LearningCurve.Of(Table.Create(["x", "y"], [x, y]), ["y"], far with { Schema = new SchemaOptions { Task = TaskKind.Regression } }, folds: 3, shares: [0.5, 1]);
        Assert.True(curve.IsBelowBaseline);
        Assert.Contains(curve.Notices, notice => notice.Severity == Severity.Warning && notice.Text.StartsWith("With all rows the model does worse than the baseline", StringComparison.Ordinal));
        LearningCurve flat = Curve("r2", true, [(100, -0.2, -0.2), (200, -0.2, -0.2)]);
        Assert.Equal(LearningCurveAdvice.MoreRowsDoNotHelp, flat.Advice);
        Assert.Equal(LearningCurveAdvice.Unknown, (flat with { IsBelowBaseline = true }).Advice);
        Assert.DoesNotContain("would not help", (flat with { IsBelowBaseline = true }).ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void WhatCannotBeIsRefused()
    {
        Assert.Contains("roc_auc", Assert.Throws<DataException>(() => LearningCurve.Of(Iris, ["species"], s_quick, 2, [1], "roc")).Message, StringComparison.Ordinal);
        Assert.Throws<DataException>(() => LearningCurve.Of(Iris, ["species"], s_quick, 2, [0, 1]));
        Assert.Throws<DataException>(() => LearningCurve.Of(Iris, ["species"], s_quick, 2, []));
        Assert.Throws<DataException>(() => LearningCurve.Of(Iris, ["species"], s_quick, 151));
        Assert.Throws<OperationCanceledException>(() => LearningCurve.Of(Iris, ["species"], s_quick, 2, cancellation: new CancellationToken(true)));
    }

    private static LearningCurve Curve(string score, bool higherIsBetter, (int Rows, double Train, double Validation)[] points, Func<int, double>? second = null) =>
        new(score, higherIsBetter, 2, [.. points.Select(point => new LearningCurvePoint(point.Rows, [point.Train, point.Train], [point.Validation, second?.Invoke(point.Rows) ?? point.Validation]))]);
}
