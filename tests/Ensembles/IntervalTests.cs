using Descent.Data;
using Descent.Formats;

namespace Descent.Tests.Ensembles;

/// <summary>Intervals around predicted numbers: ranks of the errors, parts by size, coverage, files.</summary>
public class IntervalTests
{
    [Fact]
    public void TheEndsAreTheErrorsOfTheConformalRanks()
    {
        // Of 39 errors the level 0.9 asks for the ranks ⌊40 · 0.05⌋ = 2 and ⌈40 · 0.95⌉ = 38, and 0.95 for 1 and 39.
        double[] predictions = [.. Enumerable.Range(0, 39).Select(i => (double)(i % 7))], answers = [.. predictions.Select((p, i) => p + (((i * 17) % 39) - 10))];
        PredictionIntervals intervals = PredictionIntervals.Of(predictions, answers, 1);
        Assert.Equal((100 - 9.0, 100 + 27.0), intervals.Around(100, 0.9));
        Assert.Equal((100 - 10.0, 100 + 28.0), intervals.Around(100, 0.95));
        Assert.Equal(0.95, intervals.MostLevel, 1e-12);
        // Errors from −9 to −3 of predictions that are all too large: the upper end is the prediction.
        Assert.Equal((100 - 9.0, 100), new PredictionIntervals([[new ErrorPart(0, 7, [-9, -8, -7, -6, -5, -4, -3])]]).Around(100, 0.75));
        Assert.Throws<ArgumentOutOfRangeException>(() => intervals.Around(100, 0.951));
        Assert.Throws<ArgumentOutOfRangeException>(() => intervals.Around(100, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => intervals.Around(100, double.NaN));
        Assert.Throws<ArgumentOutOfRangeException>(() => intervals.Around(100, 0.9, 1));
    }

    [Fact]
    public void ErrorsThatAreLeftOutDoNotMoveTheRanks()
    {
        // 399 errors −199 … 199 in one part: of them the ranks 400 · j/200 are kept.
        double[] predictions = new double[399], answers = [.. Enumerable.Range(-199, 399).Select(i => (double)i)];
        ErrorPart part = Assert.Single(PredictionIntervals.Of(predictions, answers, 1).Targets[0]);
        Assert.Equal((199, 399, -198.0, 198.0), (part.Errors.Count, part.Rows, part.Errors[0], part.Errors[^1]));
        Assert.Equal((-180.0, 180.0), PredictionIntervals.Of(predictions, answers, 1).Around(0, 0.9));
        Assert.Equal((0.0, 0.0), PredictionIntervals.Of(predictions, answers, 1).Around(0, 1e-12));
    }

    [Theory]
    [InlineData(40)]
    [InlineData(150)]
    [InlineData(700)]
    public void IntervalsHoldTheShareThatTheyPromise(int rows)
    {
        // Skewed errors that grow with the prediction, over many samples.
        Random random = new(3);
        (double inside, int counted) = (0, 0);
        double narrow = 0, wide = 0;
        for (int sample = 0; sample < 200; sample++)
        {
            (double[] predictions, double[] answers) = Drawn(rows);
            (double[] new1, double[] answers1) = Drawn(50);
            PredictionIntervals intervals = PredictionIntervals.Of(predictions, answers, 1);
            for (int i = 0; i < new1.Length; i++, counted++)
            {
                (double lower, double upper) = intervals.Around(new1[i]);
                inside += lower <= answers1[i] && answers1[i] <= upper ? 1 : 0;
            }

            (double low, double high) = (intervals.Around(1.5).Upper - intervals.Around(1.5).Lower, intervals.Around(8.5).Upper - intervals.Around(8.5).Lower);
            (narrow, wide) = (narrow + low, wide + high);
        }

        Assert.InRange(inside / counted, 0.89, 0.96);
        Assert.InRange(wide / narrow, rows < 400 ? 1 : 2, rows < 400 ? 1 : 6);

        (double[] Predictions, double[] Answers) Drawn(int count)
        {
            double[] predictions = [.. Enumerable.Range(0, count).Select(_ => 1 + (9 * random.NextDouble()))];
            return (predictions, [.. predictions.Select(p => p - (p * Math.Log(1 - random.NextDouble())))]);
        }
    }

    [Fact]
    public void AModelHasThemAndKeepsThemInItsFile()
    {
        Table table = Numbers(300);
        TableTraining training = TableTrainer.Train(table, ["y"], new TableOptions { Recipe = new PerceptronRecipe(8), Threads = 1, Schema = new SchemaOptions { Ignore = ["z"] } });
        TableModel model = training.Model;
        IntervalCoverage coverage = training.Evaluation!.Coverage!;
        Assert.Equal(60, coverage.Answers);
        // Two standard errors of 60 coins that fall with a probability of 0.9, and what a few folds add.
        Assert.InRange(coverage.Fraction, 0.8, 1);
        using MemoryStream file = new();
        ModelFile.Save(file, model);
        TableModel loaded = ModelFile.Load(file.ToArray());
        (TablePrediction before, TablePrediction after) = (model.Predict(table), loaded.With(new Dictionary<string, string>()).Predict(table));
        for (int row = 0; row < table.Rows; row += 23)
        {
            (double lower, double upper) = before.Interval(row, 0.8);
            Assert.True(lower < before.Number(row) && before.Number(row) < upper);
            Assert.Equal((lower, upper), after.Interval(row, 0.8));
        }
    }

    [Fact]
    public void EveryTargetHasItsOwn()
    {
        Table table = Numbers(200);
        TableModel model = TableTrainer.Train(table, ["y", "z"], new TableOptions { Recipe = new LinearRecipe(), Threads = 1 }).Model;
        TablePrediction prediction = model.Predict(table);
        (double lowerY, double upperY) = prediction.Interval(0);
        (double lowerZ, double upperZ) = prediction.Interval(0, target: 1);
        // z is y a hundred times over with ten times the noise.
        Assert.InRange((upperZ - lowerZ) / (upperY - lowerY), 20, 2000);
    }

    [Fact]
    public void WhatHasNoneSaysSo()
    {
        Table table = Numbers(100);
        TableModel single = TableTrainer.Train(table, ["y"], new TableOptions { Effort = Effort.Quick, Epochs = 2 }).Model;
        Assert.Contains("folds", Assert.Throws<InvalidOperationException>(() => single.Predict(table).Interval(0)).Message, StringComparison.Ordinal);
        Assert.Null(TableTrainer.Train(table, ["y"], new TableOptions { Effort = Effort.Quick, Epochs = 2 }).Evaluation!.Coverage);
    }

    private static Table Numbers(int rows)
    {
        Random random = new(7);
        double[] x = [.. Enumerable.Range(0, rows).Select(_ => random.NextDouble() * 4)];
        double[] noise = [.. Enumerable.Range(0, rows).Select(_ => random.NextDouble() - 0.5)];
        return Table.Create(["x", "y", "z"],
        [
            [.. x.Select(v => FormattableString.Invariant($"{v:R}"))],
            [.. x.Zip(noise, (v, e) => FormattableString.Invariant($"{(2 * v) + e:R}"))],
            [.. x.Zip(noise, (v, e) => FormattableString.Invariant($"{(200 * v) + (1000 * e):R}"))],
        ]);
    }
}
