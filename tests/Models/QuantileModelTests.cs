using System.Globalization;
using Descent.Data;
using Descent.Formats;

namespace Descent.Tests.Models;

/// <summary>Models that predict several quantiles: how many answers lie below them, their order, their scores and their file.</summary>
public class QuantileModelTests
{
    private const int Rows = 1_200;
    private static readonly double[] s_levels = [0.1, 0.5, 0.9];
    private static readonly Lazy<Table> s_table = new(() => MakeTable(Rows, 7)), s_others = new(() => MakeTable(3_000, 8));
    private static readonly Dictionary<string, TableTraining> s_trained = [];

    public static TheoryData<string> Recipes => new(Recipe.ByName.Keys);

    /// <summary>On new rows, whose noise is wider where x is larger, each quantile is above about the share of the answers that it should be above; in the narrow half as in the wide one.</summary>
    [Theory]
    [MemberData(nameof(Recipes))]
    public void SharesBelowAreTheLevels(string recipe)
    {
        TableEvaluation evaluation = TableEvaluation.Of(Trained(recipe).Model, s_others.Value);
        TargetQuantiles price = evaluation.Quantiles!.Targets[0];
        Assert.Equal(s_levels, evaluation.Quantiles.Levels);
        Assert.All(s_levels.Zip(price.Below), pair => Assert.InRange(pair.Second, pair.First - 0.07, pair.First + 0.07));
        Assert.InRange(price.Inside, 0.7, 0.9);
        Baseline guess = Assert.Single(evaluation.Baselines, baseline => baseline.Name == "quantiles");
        Assert.True(evaluation.Scores["pinballLoss"] < 0.75 * guess.Scores["pinballLoss"], $"{evaluation.Scores["pinballLoss"]} against {guess.Scores["pinballLoss"]}");

        TablePrediction prediction = Trained(recipe).Model.Predict(s_others.Value);
        double Width(bool wide) => Enumerable.Range(0, prediction.Rows).Where(row => Number(s_others.Value, row, "x") > 0 == wide).Average(row => prediction.Quantile(row, 0.9) - prediction.Quantile(row, 0.1));
        Assert.True(recipe == "linear" ? Width(true) > 1.2 * Width(false) : Width(true) > 1.5 * Width(false), $"{Width(false)} and {Width(true)}");
    }

    [Fact]
    public void QuantilesOfARowAreInOrder()
    {
        // After one epoch the outputs of a network are far from any order.
        TableModel model = TableTrainer.Train(s_table.Value, ["price"], Options() with { Quantiles = [.. Enumerable.Range(1, 19).Select(i => i / 20.0)], Epochs = 1 }).Model;
        TablePrediction prediction = model.Predict(s_others.Value);
        bool crossed = false;
        float[] raw = model.Model.Predict(model.Preprocessor.TransformInputs<float>(s_others.Value));
        for (int row = 0; row < prediction.Rows; row++)
        {
            double[] own = prediction.Quantiles(row);
            Assert.Equal(own.Order(), own);
            crossed |= !raw[(row * 19)..((row + 1) * 19)].SequenceEqual(raw[(row * 19)..((row + 1) * 19)].Order());
            Assert.Equal(own[9], prediction.Number(row), 1e-9);
        }

        Assert.True(crossed);
    }

    /// <summary>The score is the loss of the definition, computed here again row by row (LossGoldenTests holds the loss itself to scikit-learn's mean_pinball_loss).</summary>
    [Fact]
    public void ScoresAreThoseOfTheDefinition()
    {
        TableModel model = Trained("linear").Model;
        TableEvaluation evaluation = TableEvaluation.Of(model, s_others.Value);
        TablePrediction prediction = model.Predict(s_others.Value);
        double loss = 0;
        double[] below = new double[3];
        for (int row = 0; row < prediction.Rows; row++)
        {
            double answer = Number(s_others.Value, row, "price");
            for (int level = 0; level < 3; level++)
            {
                double quantile = prediction.Quantiles(row)[level];
                loss += Math.Max(s_levels[level] * (answer - quantile), (s_levels[level] - 1) * (answer - quantile)) / (3.0 * prediction.Rows);
                below[level] += answer <= quantile ? 1.0 / prediction.Rows : 0;
            }
        }

        Assert.Equal(loss, evaluation.Scores["pinballLoss"], 1e-5);
        Assert.Equal("pinballLoss", evaluation.Scores.Keys.First());
        Assert.All(below.Zip(evaluation.Quantiles!.Targets[0].Below), pair => Assert.Equal(pair.First, pair.Second, 1e-3));

        // What a guess must know: half of the training answers lie below their median, a tenth below the lowest.
        double[] answers = [.. Enumerable.Range(0, Rows).Select(row => Number(s_table.Value, row, "price"))];
        TargetSummary summary = model.Training!.Targets[0];
        Assert.Equal(3, summary.Quantiles!.Count);
        Assert.Equal(summary.Median, summary.Quantiles[1]);
        Assert.All(s_levels.Zip(summary.Quantiles), pair => Assert.InRange(answers.Average(answer => answer <= pair.Second ? 1.0 : 0), pair.First - 0.03, pair.First + 0.03));
    }

    [Fact]
    public void SeveralTargetsAndTheFile()
    {
        TableTraining training = TableTrainer.Train(s_table.Value, ["price", "rent"], Options() with { Quantiles = [0.9, 0.25], TestFraction = 0.2, Effort = Effort.Normal, Recipe = new LinearRecipe(), Schema = new SchemaOptions { Ignore = ["visits", "level"] } });
        TableModel model = training.Model;
        Assert.Equal([0.25, 0.9], model.Quantiles);
        Assert.Null(model.Intervals);
        Assert.True(training.Evaluation!.Scores.ContainsKey("pinballLoss[rent]"));
        TablePrediction prediction = model.Predict(s_others.Value);
        Assert.Equal(["prediction_price_q0.25", "prediction_price_q0.9", "prediction_rent_q0.25", "prediction_rent_q0.9"], prediction.QuantileNames);
        double[] one = [prediction.Quantile(5, 0.25), prediction.Quantile(5, 0.9), prediction.Quantile(5, 0.25, 1), prediction.Quantile(5, 0.9, 1)];
        Assert.Equal(one, prediction.Quantiles(5));

        // Between the levels around ½ in proportion.
        Assert.Equal(prediction.Quantile(5, 0.25, 1) + (0.25 / 0.65 * (prediction.Quantile(5, 0.9, 1) - prediction.Quantile(5, 0.25, 1))), prediction.Number(5, 1), 1e-4);
        Assert.Throws<ArgumentOutOfRangeException>("level", () => prediction.Quantile(5, 0.5));
        Assert.Throws<ArgumentOutOfRangeException>(() => prediction.Quantile(5, 0.9, 2));
        Assert.Throws<ArgumentOutOfRangeException>(() => prediction.Quantiles(3_000));

        using MemoryStream file = new();
        model.Save(file);
        file.Position = 0;
        TableModel loaded = ModelFile.Load(file);
        Assert.Equal(model.Quantiles, loaded.Quantiles);
        Assert.Equal(model.Training!.Targets[1].Quantiles, loaded.Training!.Targets[1].Quantiles);
        TablePrediction again = loaded.Predict(s_others.Value);
        Assert.All(Enumerable.Range(0, 100), row => Assert.Equal(prediction.Quantiles(row), again.Quantiles(row)));
        Assert.Equal(prediction.Quantiles(3)[3], loaded.With(new Dictionary<string, string>()).Predict(s_others.Value).Quantiles(3)[3]);
        Assert.Equal(model.Quantiles, loaded.Member(0).Quantiles);
    }

    [Fact]
    public void CountsHaveQuantilesToo()
    {
        TableTraining training = TableTrainer.Train(s_table.Value, ["visits"], Options() with { Quantiles = [0.5, 0.9], Recipe = new LinearRecipe(), Schema = new SchemaOptions { Task = TaskKind.Counts, Ignore = ["price", "rent", "level"] } });
        TableEvaluation evaluation = TableEvaluation.Of(training.Model, s_others.Value);
        Assert.InRange(evaluation.Quantiles!.Targets[0].Below[1], 0.8, 0.97);
        TablePrediction prediction = training.Model.Predict(s_others.Value);
        Assert.All(Enumerable.Range(0, prediction.Rows), row => Assert.True(prediction.Quantile(row, 0.5) >= 0));
    }

    [Fact]
    public void WhatHasNoQuantilesIsRefused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new TableOptions { Quantiles = [0] });
        Assert.Throws<ArgumentOutOfRangeException>(() => new TableOptions { Quantiles = [0.5, 1] });
        Assert.Throws<ArgumentOutOfRangeException>(() => new TableOptions { Quantiles = [double.NaN] });
        Assert.Throws<ArgumentException>(() => new TableOptions { Quantiles = [0.5, 0.5] });
        Assert.Throws<ArgumentException>(() => new TableOptions { Quantiles = [] });
        Assert.Equal([0.1, 0.5], new TableOptions { Quantiles = [0.5, 0.1] }.Quantiles);
        Says("labels have probabilities", ["level"], Options() with { Schema = new SchemaOptions() });
        Says("determine the loss", ["price"], Options() with { Loss = new MeanSquaredError() });
        Says("Remove the metric", ["price"], Options() with { Monitor = new R2(), ValidationFraction = 0.2 });
        Assert.Throws<InvalidOperationException>(() => TableTrainer.Train(s_table.Value, ["price"], new TableOptions { Recipe = new LinearRecipe(), Effort = Effort.Quick }).Model.Predict(s_others.Value).Quantile(0, 0.5));

        static void Says(string words, string[] targets, TableOptions options) =>
            Assert.Contains(words, Assert.Throws<DataException>(() => TableTrainer.Prepare(s_table.Value, targets, options)).Message, StringComparison.Ordinal);
    }

    /// <summary>A loss with levels is the same as the levels.</summary>
    [Fact]
    public void TheLossWithLevelsIsTheSame()
    {
        TableOptions short_ = Options() with { Epochs = 3 };
        TablePrediction levels = TableTrainer.Train(s_table.Value, ["price"], short_).Model.Predict(s_others.Value);
        TablePrediction loss = TableTrainer.Train(s_table.Value, ["price"], short_ with { Quantiles = null, Loss = new Quantiles(s_levels) }).Model.Predict(s_others.Value);
        Assert.All(Enumerable.Range(0, 50), row => Assert.Equal(levels.Quantiles(row), loss.Quantiles(row)));
    }

    private static TableOptions Options() => new() { Quantiles = s_levels, TestFraction = 0, Threads = 1, Schema = new SchemaOptions { Ignore = ["rent", "visits", "level"] } };

    private static TableTraining Trained(string recipe)
    {
        lock (s_trained)
        {
            return s_trained.TryGetValue(recipe, out TableTraining? known) ? known
                : s_trained[recipe] = TableTrainer.Train(s_table.Value, ["price"], Options() with { Recipe = Recipe.ByName[recipe], Effort = Effort.Quick });
        }
    }

    private static double Number(Table table, int row, string column) => double.Parse(table[row, column], CultureInfo.InvariantCulture);

    /// <summary>A price whose noise grows with x, a rent, a count and a label.</summary>
    private static Table MakeTable(int rows, ulong seed)
    {
        double[] numbers = Laws.Samples.Targets("real", rows, 6, seed);
        string[][] columns = [.. Enumerable.Range(0, 6).Select(_ => new string[rows])];
        for (int row = 0; row < rows; row++)
        {
            ReadOnlySpan<double> own = numbers.AsSpan(6 * row, 6);
            double x = Math.Tanh(own[0]), noise = Math.Tanh(own[2]) + (0.5 * Math.Tanh(own[3]));
            (columns[0][row], columns[1][row]) = (Text(x), Text(own[1]));
            columns[2][row] = Text(100 + (20 * x) + (10 * own[1]) + (8 * (1.3 + x) * noise));
            columns[3][row] = Text(5 - x + (0.3 * noise));
            columns[4][row] = $"{Math.Floor(Math.Exp(1 + x + (0.4 * noise)))}";
            columns[5][row] = x > 0.3 ? "high" : x > -0.3 ? "middle" : "low";
        }

        return Table.Create(["x", "z", "price", "rent", "visits", "level"], columns);

        static string Text(double number) => number.ToString("0.000", CultureInfo.InvariantCulture);
    }
}
