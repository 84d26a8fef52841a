using System.Text.Json;
using Descent.Data;
using Descent.Tests.Cli;

namespace Descent.Tests.Training;

/// <summary>Rows side by side with their predictions, and what is doubtful about layers.</summary>
public sealed class PredictedRowsTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void ExpectedAndPredictedStandBesideTheInputs()
    {
        Table iris = Table.Read(ToolRun.Iris);
        TableTraining training = TableTrainer.Train(iris, ["species"], new TableOptions { Epochs = 30 });
        PredictedRows rows = PredictedRows.Of(training.Model, iris, 3);
        Assert.Equal(3, rows.Rows.Count);
        Assert.Equal([2, 3, 4], rows.Rows.Select(row => row.Line));
        Assert.Equal(iris[1, "species"], rows.Rows[1].Expected[0]);
        Assert.Equal(training.Model.Predict(iris).Predictions(1), rows.Rows[1].Predicted);
        Assert.Equal(training.Model.Predict(iris).Probabilities(1).Max(), rows.Rows[1].Probability[0]);
        Assert.Equal(iris[1, "petal_width"], rows.Rows[1].Inputs[rows.InputNames.ToList().IndexOf("petal_width")]);
        string[] lines = rows.ToString().Split('\n');
        Assert.Matches(@"^ *Expected \|  *Predicted \| Input Data \(sepal_length, ", lines[0]);
        Assert.All(lines, line => Assert.Equal(lines[0].IndexOf('|'), line.IndexOf('|')));
        Assert.Equal(150, PredictedRows.Of(training.Model, iris, 1000).Rows.Count);
        Assert.Empty(PredictedRows.Of(training.Model, iris, 0).Rows);
    }

    [Fact]
    public void NumbersComeInTheirUnitAndTheTargetMayBeMissing()
    {
        Table table = Table.Create(["x", "y"], [["1", "2", "3", "4"], ["10.5", "20.5", "30.5", "40.5"]]);
        TableTraining training = TableTrainer.Train(table, ["y"], new TableOptions { Layers = [], Epochs = 2, TestFraction = 0 });
        PredictedRow row = PredictedRows.Of(training.Model, Table.Create(["x"], [["2"]]), 5).Rows[0];
        Assert.Equal("", Assert.Single(row.Expected));
        Assert.Empty(row.Probability);
        Assert.Equal(training.Model.Predict(table).Predictions(1), row.Predicted);
    }

    [Fact]
    public void TheToolShowsThem()
    {
        ToolRun.Of("train", ToolRun.Iris, "--target", "species", "--epochs", "3", "--out", folder["run"]).EndsWith(0);
        string[] lines = ToolRun.Of("evaluate", folder["run"], ToolRun.Iris, "--rows", "4").EndsWith(0).Output.TrimEnd().Split('\n');
        Assert.StartsWith("expected  predicted ", lines[^5], StringComparison.Ordinal);
        Assert.StartsWith("setosa    ", lines[^1], StringComparison.Ordinal);
        JsonElement examples = ToolRun.Of("evaluate", folder["run"], ToolRun.Iris, "--rows", "4", "--json").EndsWith(0).Json().GetProperty("examples");
        Assert.Equal(4, examples.GetArrayLength());
        Assert.Equal("setosa", examples[0].GetProperty("expected").GetProperty("species").GetString());
        Assert.Equal("5.1", examples[0].GetProperty("input").GetProperty("sepal_length").GetString());
    }

    [Fact]
    public void ASoftmaxInAHiddenLayerIsWarnedOf()
    {
        Table iris = Table.Read(ToolRun.Iris);
        Assert.Contains(Notices(new TableOptions { Activation = new Softmax() }), notice => notice.Severity == Severity.Warning && notice.Text.Contains("hidden layer has the activation softmax", StringComparison.Ordinal));
        Assert.Contains(Notices(new TableOptions { HiddenLayers = [new Dense(8), new Softmax(), new Dense(8)] }), notice => notice.Text.Contains("softmax", StringComparison.Ordinal));
        Assert.DoesNotContain(Notices(new TableOptions()), notice => notice.Text.Contains("softmax", StringComparison.Ordinal));

        IReadOnlyList<Notice> Notices(TableOptions options) => TableTrainer.Prepare(iris, ["species"], options).Notices;
    }
}
