using Descent.Data;

namespace Descent.Tests.Training;

public class RowWeightTests
{
    private static readonly TableOptions s_weighted = new() { Schema = new() { Weight = "w" }, Layers = [], Epochs = 3, TestFraction = 0.25, ValidationFraction = 0.25, BatchSize = 1000 };

    [Theory]
    [InlineData("-1", "the weight is \"-1\"")]
    [InlineData("x", "the weight is \"x\"")]
    [InlineData("NaN", "the weight has no value")]
    [InlineData("", "the weight has no value")]
    [InlineData("1e301", "the weight is \"1e301\"")]
    public void Fault32_AWeightThatIsNoneIsNamed(string cell, string expected)
    {
        Table table = Data(40, i => i == 6 ? cell : "1");
        Assert.Contains($"line 7, column \"w\": {expected}", Assert.Throws<DataException>(() => TableTrainer.Prepare(table, ["y"], s_weighted)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Fault32_WeightsThatAreAllZeroAreRefused() =>
        Assert.Contains("column \"w\": the weights of all 40 rows are 0", Assert.Throws<DataException>(() => TableTrainer.Prepare(Data(40, _ => "0"), ["y"], s_weighted)).Message, StringComparison.Ordinal);

    [Fact]
    public void Fault32_AWeightIsNothingElseToo()
    {
        Table table = Data(40, _ => "1");
        Assert.Throws<DataException>(() => Schema.Infer(table, ["y"], new() { Weight = "y" }));
        Assert.Throws<DataException>(() => Schema.Infer(table, ["y"], new() { Weight = "w", SplitBy = "w" }));
        Assert.Throws<DataException>(() => Schema.Infer(table, ["y"], new() { Weight = "none" }));
        Assert.Throws<DataException>(() => Schema.Infer(table, ["y"], new() { Kinds = new Dictionary<string, ColumnKind> { ["w"] = ColumnKind.Weight } }));
    }

    [Fact]
    public void WhereWeightsStandInPlaceOfRowsItIsSaid()
    {
        using Descent.Tests.Cli.TemporaryFolder folder = new();
        string data = folder.Write("w.csv", "x,w,c\n" + string.Concat(Enumerable.Range(0, 60).Select(i => $"{i % 7},{(i % 2 == 0 ? "0.5" : "3")},{(i % 7 > 3 ? "yes" : "no")}\n")));
        string[] arguments = ["train", data, "--target", "c", "--weight", "w", "--epochs", "3", "--layers", "none"];
        string said = Descent.Tests.Cli.ToolRun.Of(arguments).EndsWith(0).Output;
        Assert.Contains("Confusion by weight (rows: actual, columns: predicted)", said, StringComparison.Ordinal);
        Assert.Matches("recall +f1 +weight +predicted", said);
        Assert.Single(said.Split('\n'), line => line.Contains("their weights are added up", StringComparison.Ordinal));
        System.Text.Json.JsonElement json = Descent.Tests.Cli.ToolRun.Of([.. arguments, "--json"]).EndsWith(0).Json();
        Assert.Equal(json.GetProperty("rows").GetProperty("test").GetInt32(), json.GetProperty("classes").EnumerateArray().Sum(own => own.GetProperty("rows").GetDouble()));
        double weight = json.GetProperty("classes").EnumerateArray().Sum(own => own.GetProperty("weight").GetDouble());
        Assert.Equal(weight, json.GetProperty("confusion").GetProperty("weights").EnumerateArray().SelectMany(row => row.EnumerateArray()).Sum(cell => cell.GetDouble()), 1e-9);
        Assert.NotEqual(weight, json.GetProperty("rows").GetProperty("test").GetInt32());
    }

    [Fact]
    public void SizesOfErrorsAreWeightedLikeTheScores()
    {
        double[] targets = [0, 0, 0, 0], outputs = [1, 2, 3, 4];
        double[] Sizes(params double[] weights) => Descent.Cli.Runs.ErrorSizes.Of(new Outcome(Descent.OutcomeForm.Regression, targets, outputs, 1, weights), ["y"]).Single().Sizes;
        Assert.Equal([2, 3, 4, 4, 4], Sizes());
        Assert.Equal([2, 3, 4, 4, 4], Sizes(2, 2, 2, 2));
        Assert.Equal([1, 1, 1, 2, 2], Sizes(95, 6, 0, 0));
    }

    /// <summary>A row of weight 2 is two rows, in the training loss, the validation loss and every score.</summary>
    [Fact]
    public void ARowOfWeightTwoCountsAsTwoRows()
    {
        TableOptions plain = s_weighted with { Schema = new() { SplitBy = "t", Ignore = ["t", "w"] } };
        TableOptions weighted = s_weighted with { Schema = new() { SplitBy = "t", Ignore = ["t"], Weight = "w" } };
        Table once = Data(40, i => i % 2 == 0 ? "2" : "1", 1), twice = Data(40, i => i % 2 == 0 ? "2" : "1", 2);
        TableTraining expected = TableTrainer.Train(twice, ["y"], plain), actual = TableTrainer.Train(once, ["y"], weighted);
        Assert.Equal((30, 15, 15), (expected.TrainRows, expected.ValidationRows, expected.TestRows));
        Assert.Equal((20, 10, 10), (actual.TrainRows, actual.ValidationRows, actual.TestRows));

        // Means and scales of inputs count each row once, so only what does not depend on them is alike: with inputs of −1 and 1 in equal shares, they do not.
        for (int epoch = 0; epoch < 3; epoch++)
        {
            Assert.Equal(expected.History.Epochs[epoch].Loss, actual.History.Epochs[epoch].Loss, 1e-5);
            Assert.Equal(expected.History.Epochs[epoch].ValidationLoss!.Value, actual.History.Epochs[epoch].ValidationLoss!.Value, 1e-5);
        }

        foreach ((string name, double value) in expected.Evaluation!.Scores)
        {
            Assert.Equal(value, actual.Evaluation!.Scores[name], 1e-5);
        }
    }

    /// <summary>What stands in a row of weight 0 has no effect at all: not on scales, fill values, categories, labels, the split, the baselines or the scores.</summary>
    [Theory]
    [InlineData(TaskKind.Binary)]
    [InlineData(TaskKind.Regression)]
    public void ARowOfWeightZeroIsLeftOutAltogether(TaskKind task)
    {
        bool classes = task == TaskKind.Binary;
        List<string>[] all = [[], [], [], []], counted = [[], [], [], []];
        for (int i = 0; i < 60; i++)
        {
            bool isOut = i % 6 == 5;
            string[] row = isOut ? ["1e9", "rare", "0", classes ? "c" : "1000"] : [$"{i % 7}", i % 2 == 0 ? "red" : "blue", $"{1 + (i % 2)}", classes ? i % 7 > 3 ? "a" : "b" : $"{(i % 7) + (0.01 * i)}"];
            foreach (List<string>[] cells in isOut ? (List<string>[][])[all] : [all, counted])
            {
                for (int column = 0; column < row.Length; column++)
                {
                    cells[column].Add(row[column]);
                }
            }
        }

        Table with = Table.Create(["x", "color", "w", "y"], all), without = Table.Create(["x", "color", "w", "y"], counted);
        TableOptions options = s_weighted with { BalanceClasses = classes };
        TableTraining expected = TableTrainer.Train(without, ["y"], options), actual = TableTrainer.Train(with, ["y"], options);
        Assert.Equal(task, actual.Model.Preprocessor.Task);
        Assert.Equal(expected.History.Epochs.Select(epoch => (epoch.Loss, epoch.ValidationLoss)), actual.History.Epochs.Select(epoch => (epoch.Loss, epoch.ValidationLoss)));
        Assert.Equal(expected.Evaluation!.Scores, actual.Evaluation!.Scores);
        Assert.Equal(expected.Evaluation.Baselines.Select(baseline => baseline.Scores), actual.Evaluation.Baselines.Select(baseline => baseline.Scores));
        Assert.Equal(expected.Model.Preprocessor.InputNames, actual.Model.Preprocessor.InputNames);
        Assert.Equal(expected.Model.Preprocessor.Labels, actual.Model.Preprocessor.Labels);
        Assert.Equal(expected.Model.Preprocessor.TransformInputs<double>(without), actual.Model.Preprocessor.TransformInputs<double>(without));
        Assert.Contains(actual.Notices, notice => notice.Text == "10 of 60 rows have a weight of 0 and are left out.");

        List<Notice> notices = [];
        Assert.Equal(TableEvaluation.Of(expected.Model, without).Scores, TableEvaluation.Of(actual.Model, with, notices).Scores);
        Assert.Contains(notices, notice => notice.Text == "10 of 60 rows have a weight of 0 and are left out.");
        Assert.Equal(60, actual.Model.Predict(with).Rows);
    }

    [Fact]
    public void OnlyTheRatioOfWeightsMatters()
    {
        TableTraining small = TableTrainer.Train(Data(40, i => $"{1 + (i % 3)}"), ["y"], s_weighted), large = TableTrainer.Train(Data(40, i => $"{1024 * (1 + (i % 3))}"), ["y"], s_weighted);
        Assert.Equal(small.History.Epochs.Select(epoch => epoch.Loss), large.History.Epochs.Select(epoch => epoch.Loss));
        Assert.Equal(small.Evaluation!.Scores, large.Evaluation!.Scores);
    }

    [Fact]
    public void EvaluationUsesTheColumnWhereItIsThereAndSaysSo()
    {
        Table table = Data(40, i => i % 2 == 0 ? "5" : "1");
        TableTraining training = TableTrainer.Train(table, ["y"], s_weighted with { Epochs = 1 });
        Assert.DoesNotContain("w", training.Model.Preprocessor.InputNames);
        Preprocessor saved = Preprocessor.FromJson(training.Model.Preprocessor.ToJson());
        Assert.Equal("w", saved.Schema.Weight!.Name);

        List<Notice> with = [], without = [];
        TableEvaluation weighted = TableEvaluation.Of(training.Model, table, with);
        TableEvaluation plain = TableEvaluation.Of(training.Model, Table.Create(["t", "x", "y"], [Cells("t"), Cells("x"), Cells("y")]), without);
        Assert.Equal((120d, 40d), (weighted.Outcome.TotalWeight, plain.Outcome.TotalWeight));
        Assert.NotEqual(weighted.Scores["logLoss"], plain.Scores["logLoss"]);
        Assert.Contains(with, notice => notice.Text.Contains("weighted by column \"w\"", StringComparison.Ordinal));
        Assert.Contains(without, notice => notice.Text.Contains("no column \"w\", so all rows have the same weight", StringComparison.Ordinal));

        string[] Cells(string column) => [.. Enumerable.Range(0, table.Rows).Select(row => table[row, column])];
    }

    /// <summary>Rows of x = ±1 and a label that follows it more often than not; with two copies, a row of weight 2 stands twice.</summary>
    private static Table Data(int rows, Func<int, string> weight, int copies = 1)
    {
        List<string>[] cells = [[], [], [], []];
        for (int i = 0; i < rows; i++)
        {
            for (int copy = 0; copy < (copies == 2 && weight(i) == "2" ? 2 : 1); copy++)
            {
                cells[0].Add($"{i}");
                cells[1].Add(i / 2 % 2 == 0 ? "-1" : "1");
                cells[2].Add(weight(i));
                cells[3].Add((i / 2 % 2 == 0) ^ (i % 7 == 0) ? "a" : "b");
            }
        }

        return Table.Create(["t", "x", "w", "y"], cells);
    }
}
