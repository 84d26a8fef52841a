using System.Globalization;
using Descent.Data;

namespace Descent.Tests.Explanations;

/// <summary>Tables of every kind can be explained, and what is said of them holds together.</summary>
public class ExplainedTablesTests
{
    private static readonly string[] s_colors = ["red", "green", "blue"];

    public static TheoryData<string> Kinds => ["numbers", "counts", "two classes", "three classes", "several labels", "several numbers", "hinge", "only categories", "one column", "constant", "weights"];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void EveryTableCanBeExplained(string kind)
    {
        (Table table, string[] targets, TableOptions options) = Of(kind);
        TableTraining training = TableTrainer.Train(table, targets, options with { Layers = [8], Epochs = 5, Threads = 1 });
        ModelExplanation found = ModelExplanation.Of(training.Model, table, new() { Repeats = 4 });
        TableEvaluation evaluation = TableEvaluation.Of(training.Model, table);
        string[] columns = [.. training.Model.Preprocessor.Features.Select(feature => feature.Name)];
        Assert.Equal(columns.Order(), found.Importance.Columns.Select(column => column.Name).Order());
        Assert.All(found.Importance.Columns, column => Assert.True(double.IsFinite(column.LossIncrease) && column.Low <= column.High));
        Assert.Equal(evaluation.Scores[found.Importance.Score], found.Importance.ScoreValue, 1e-12);
        string? loss = found.Importance.Loss switch { "log loss" => "logLoss", "squared error" => "mse", "Poisson deviance" => "poissonDeviance", _ => null };
        Assert.Equal(loss is null ? found.Importance.LossValue : evaluation.Scores[loss], found.Importance.LossValue, 1e-9);
        Assert.All(found.Dependences, curve =>
        {
            Assert.NotEmpty(curve.Points);
            Assert.All(curve.Points, point => Assert.Equal(curve.OutputNames.Count, point.Means.Count));
            if (kind is "three classes")
            {
                Assert.All(curve.Points, point => Assert.Equal(1, point.Means.Sum(), 1e-5));
            }
        });
        Assert.Equal(found.Worst.OrderByDescending(row => row.Loss), found.Worst);
        Assert.Equal(kind == "hinge" ? 0 : kind == "several numbers" ? 2 : 1, found.Calibrations.Count);
        Assert.All(found.Calibrations, calibration => Assert.Equal(table.Rows * (kind == "several labels" ? 2 : 1), calibration.Bins.Sum(bin => bin.Rows)));

        ShapleyValues why = ShapleyExplainer.Of(training.Model, table, new() { BackgroundRows = 20 }).Explain(table.Select([0, 1, 2]));
        Assert.Equal(columns, why.Columns);
        for (int row = 0; row < 3; row++)
        {
            for (int output = 0; output < why.OutputNames.Count; output++)
            {
                Assert.Equal(why.Output(row, output) - why.Base(output), Enumerable.Range(0, columns.Length).Sum(column => why.Value(row, column, output)), 1e-9 * Math.Max(1, Math.Abs(why.Output(row, output))));
            }
        }
    }

    [Fact]
    public void ADateIsOneColumnAndTakesItsValuesTogether()
    {
        Random random = new(1);
        DateTime[] days = [.. Enumerable.Range(0, 200).Select(i => new DateTime(2020, 1, 1).AddDays(random.Next(900)))];
        Table table = Table.Create(["day", "x", "y"], [
            [.. days.Select((day, i) => i == 7 ? "" : day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture))],
            [.. days.Select(_ => Number(random.NextDouble()))],
            [.. days.Select(day => Number(day.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday ? 5.01 : 0.02))]]);
        TableTraining training = TableTrainer.Train(table, ["y"], new() { Layers = [16], Epochs = 60, Threads = 1 });
        TableExplainer explainer = TableExplainer.Of(training.Model, table, new() { WithTrainingRows = true });
        Assert.Equal(["day", "x"], explainer.Columns);
        Assert.Equal("day", explainer.Importance().Columns[0].Name);
        PartialDependence curve = explainer.Dependence("day");
        Assert.True(curve.IsNumber);
        Assert.Equal(curve.Points.SkipLast(1).OrderBy(point => point.Number), curve.Points.SkipLast(1));
        Assert.Equal("missing", curve.Points[^1].Value);
        Assert.Equal(1 / 200.0, curve.Points[^1].Fraction, 1e-12);
        Assert.Matches("^20[0-9]{2}-[0-9]{2}-[0-9]{2}$", curve.Points[0].Value);
        Assert.InRange(curve.Points[0].Number, 18262, 18262 + 900);
    }

    [Fact]
    public void CategoriesAreShownByTheirShare()
    {
        (Table table, string[] targets, TableOptions options) = Of("only categories");
        PartialDependence curve = TableExplainer.Of(TableTrainer.Train(table, targets, options with { Epochs = 3 }).Model, table).Dependence("color");
        Assert.False(curve.IsNumber);
        Assert.Equal(s_colors.Order(), curve.Points.Select(point => point.Value).Order());
        Assert.Equal(1, curve.Points.Sum(point => point.Fraction), 1e-12);
        Assert.All(curve.Points, point => Assert.True(double.IsNaN(point.Number)));
    }

    [Fact]
    public void RowsAreCappedAndItIsSaid()
    {
        (TableModel model, Table table) = ExplainedModels.Given();
        ModelExplanation found = ModelExplanation.Of(model, table, new() { Rows = 10 });
        Assert.Equal(10, found.Importance.Rows);
        Assert.Contains(found.Notices, notice => notice.Text.Contains("10 rows, evenly spaced among 48", StringComparison.Ordinal));
        Assert.DoesNotContain(ModelExplanation.Of(model, table).Notices, notice => notice.Text.Contains("evenly", StringComparison.Ordinal));

        // Even a single row is answered, without an error that it could have.
        ColumnImportance alone = ModelExplanation.Of(model, table.Select([3])).Importance.Columns[0];
        Assert.Equal((0, double.NaN, false), (alone.LossIncrease, alone.StandardError, alone.IsCertain));
        Assert.Throws<ArgumentException>(() => TableExplainer.Of(model, table).Dependence("x9"));
    }

    [Fact]
    public void TheWorstRowsAreThoseOfTheTable()
    {
        (TableModel model, Table table) = ExplainedModels.Given();
        double[] predicted = model.Predict(table).Numbers(), wanted = ExplainedModels.Column(table, "y");
        int[] worst = [.. Enumerable.Range(0, table.Rows).OrderByDescending(row => Math.Pow(predicted[row] - wanted[row], 2)).Take(3)];
        IReadOnlyList<WorstRow> rows = TableExplainer.Of(model, table).Worst(3);
        Assert.Equal(worst.Select(table.LineOf), rows.Select(row => row.Row.Line));
        Assert.Equal(Math.Pow(predicted[worst[0]] - wanted[worst[0]], 2), rows[0].Loss, 1e-5);
        Assert.Equal(table[worst[0], "y"], rows[0].Row.Expected[0]);
    }

    [Fact]
    public void RowsOfTrainingAndUnknownLabelsAreSaid()
    {
        (Table table, string[] targets, TableOptions options) = Of("three classes");
        TableModel model = TableTrainer.Train(table, targets, options with { Epochs = 2 }).Model;
        List<Notice> notices = [];
        TableExplainer.Of(model, table, notices: notices);
        Assert.Contains(notices, notice => notice.Text.Contains("75 of 90 rows are training rows, and used nevertheless", StringComparison.Ordinal));
        Table other = Table.Create(["x", "color", "y"], [["1.5", "2.5"], ["red", "red"], ["c0", "never"]]);
        Assert.Equal(1, TableExplainer.Of(model, other, notices: notices).AllRows);
        Assert.Contains(notices, notice => notice.Text.Contains("1 of 2 rows has a label that training never saw", StringComparison.Ordinal));
        Assert.Throws<DataException>(() => TableExplainer.Of(model, other.Select([1])));
    }

    [Fact]
    public void CalibrationFollowsItsFormula()
    {
        double[] said = [0.05, 0.05, 0.15, 0.85, 0.85, 0.85, 0.85, 1], came = [0, 1, 0, 1, 1, 1, 0, 1];
        Calibration found = Assert.Single(Calibration.Of(new Outcome(OutcomeForm.Binary, came, said, 1), new BinaryDecision("yes"), ["y"]));
        Assert.Equal("yes", found.Name);
        Assert.Equal([(2, 0.05, 0.5), (1, 0.15, 0), (4, 0.85, 0.75), (1, 1.0, 1)], found.Bins.Select(bin => (bin.Rows, Math.Round(bin.Predicted, 12), bin.Observed)));
        Assert.Equal(((2 * 0.45) + 0.15 + (4 * 0.1)) / 8, found.Error, 1e-12);

        Assert.Equal(Calibration.IntervalOfShare(0.75, 4), (found.Bins[2].Low, found.Bins[2].High));
    }

    // SciPy 1.10: binomtest(successes, rows).proportion_ci(method="wilson").
    [Theory]
    [InlineData(3, 4, 0.30064184258240184, 0.9544127391902995)]
    [InlineData(27, 30, 0.7438, 0.9654)]
    [InlineData(0, 10, 0, 0.2775)]
    [InlineData(10, 10, 0.7225, 1)]
    public void TheIntervalOfAShareIsWilsons(int successes, int rows, double low, double high)
    {
        (double from, double to) = Calibration.IntervalOfShare(successes / (double)rows, rows);
        Assert.Equal(low, from, 5e-5);
        Assert.Equal(high, to, 5e-5);
    }

    private static string Number(double value) => value.ToString("0.####", CultureInfo.InvariantCulture);

    private static (Table Table, string[] Targets, TableOptions Options) Of(string kind)
    {
        Random random = new(4);
        double[] x = [.. Enumerable.Range(0, 90).Select(_ => random.NextDouble())];
        string[] numbers = [.. x.Select((value, i) => i % 9 == 0 ? "" : Number(value))], colors = [.. x.Select(_ => s_colors[random.Next(3)])];
        string[] Classes(int count) => [.. x.Select((value, i) => $"c{(int)((value + (colors[i] == "red" ? 0.3 : 0)) * count) % count}")];
        string[] Targets(double factor) => [.. x.Select((value, i) => Number((factor * value) + (colors[i] == "red" ? 1.001 : 0) + (random.NextDouble() / 10)))];
        return kind switch
        {
            "numbers" => (Made(Targets(3)), ["y"], new()),
            "counts" => (Made([.. x.Select(value => $"{(int)(value * 9)}")]), ["y"], new() { Loss = new Poisson() }),
            "two classes" => (Made(Classes(2)), ["y"], new()),
            "hinge" => (Made(Classes(2)), ["y"], new() { Loss = new Hinge() }),
            "several labels" => (Table.Create(["x", "color", "y", "z"], [numbers, colors, Classes(2), [.. Classes(2).Reverse()]]), ["y", "z"], new()),
            "several numbers" => (Table.Create(["x", "color", "y", "z"], [numbers, colors, Targets(3), Targets(-50)]), ["y", "z"], new()),
            "only categories" => (Table.Create(["color", "y"], [colors, Classes(2)]), ["y"], new()),
            "one column" => (Table.Create(["x", "y"], [numbers, Targets(3)]), ["y"], new()),
            "constant" => (Table.Create(["x", "same", "y"], [numbers, [.. x.Select(_ => "7")], Targets(3)]), ["y"], new()),
            "weights" => (Table.Create(["x", "color", "w", "y"], [numbers, colors, [.. x.Select((_, i) => $"{1 + (i % 3)}")], Classes(3)]), ["y"], new() { Schema = new() { Weight = "w" } }),
            _ => (Made(Classes(3)), ["y"], new()),
        };

        Table Made(string[] y) => Table.Create(["x", "color", "y"], [numbers, colors, y]);
    }
}
