using System.Globalization;
using System.Text.Json;
using Descent.Data;
using Descent.Formats;
using Descent.Tests.Cli;

namespace Descent.Tests.Training;

/// <summary>Rows that are in training and test are counted, and scores are given without them.</summary>
public sealed class RowsSeenTests : IDisposable
{
    private static readonly TableOptions s_fast = new() { Layers = [], Epochs = 2, TestFraction = 0 };
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    private static Table Rows(int from, int count) => Table.Create(
        ["a", "b", "y"],
        [[.. Enumerable.Range(from, count).Select(i => $"{i}")], [.. Enumerable.Range(from, count).Select(i => i % 3 == 0 ? "red" : "blue")], [.. Enumerable.Range(from, count).Select(i => string.Create(CultureInfo.InvariantCulture, $"{i * 0.5}"))]]);

    [Fact]
    public void ATableIsToldWhichOfItsRowsTrainingSaw()
    {
        TableModel model = TableTrainer.Train(Rows(0, 60), ["y"], s_fast).Model;
        TableEvaluation none = TableEvaluation.Of(model, Rows(100, 20)), some = TableEvaluation.Of(model, Rows(50, 40)), all = TableEvaluation.Of(model, Rows(10, 20));
        Assert.Equal((0, null), (none.RowsSeenInTraining, none.Unseen));
        Assert.Equal((10, 30), (some.RowsSeenInTraining, some.Unseen!.Outcome.Rows));
        Assert.Equal(TableEvaluation.Of(model, Rows(60, 30)).Scores["rmse"], some.Unseen.Scores["rmse"]);
        Assert.Equal((20, null), (all.RowsSeenInTraining, all.Unseen));
        Assert.Contains(some.Notices, notice => notice.Severity == Severity.Warning && notice.Text.StartsWith("10 of 40 rows are equal to a training row", StringComparison.Ordinal));
        Assert.Contains(all.Notices, notice => notice.Text.Contains("no row is new", StringComparison.Ordinal));
    }

    [Fact]
    public void NeitherTheOrderOfColumnsNorTheSpellingOfNumbersHidesARow()
    {
        TableModel model = TableTrainer.Train(Rows(1, 60), ["y"], s_fast).Model;
        Table other = Table.Create(["y", "b", "extra", "a"], [["0.50", "1.5e0"], [" blue", "red"], ["?", "?"], ["1.0", "3"]]);
        Assert.Equal(2, TableEvaluation.Of(model, other).RowsSeenInTraining);
        Table changed = Table.Create(["y", "b", "extra", "a"], [["0.51", "1.5"], ["blue", "blue"], ["?", "?"], ["1", "3"]]);
        Assert.Equal(0, TableEvaluation.Of(model, changed).RowsSeenInTraining);
    }

    [Fact]
    public void DuplicatesAcrossASplitAreNoticedAtTraining()
    {
        Table once = Rows(0, 50);
        Table twice = Table.Create(once.Columns, [.. once.Columns.Select(column => (IReadOnlyList<string>)[.. Enumerable.Range(0, 100).Select(row => once[row % 50, column])])]);
        TableTraining training = TableTrainer.Train(twice, ["y"], s_fast with { TestFraction = 0.2, ValidationFraction = 0.2 });
        Assert.True(training.Evaluation!.RowsSeenInTraining > 5);
        Assert.Contains(training.Notices, notice => notice.Text.Contains("of 20 validation rows are equal to a training row", StringComparison.Ordinal));
        Assert.Contains(training.Notices, notice => notice.Text.Contains("of 20 rows are equal to a training row", StringComparison.Ordinal));
        Assert.DoesNotContain(TableTrainer.Train(once, ["y"], s_fast with { TestFraction = 0.2, ValidationFraction = 0.2 }).Notices, notice => notice.Text.Contains("equal to a training row", StringComparison.Ordinal));
    }

    [Fact]
    public void TheHashesAreFewBytesAndBounded()
    {
        ulong[] many = [.. Enumerable.Range(0, RowFingerprints.Most + 10).Select(i => (ulong)i * 0x9E3779B97F4A7C15)];
        RowFingerprints sample = new(many), few = new([5, 3, 5]);
        Assert.Equal((RowFingerprints.Most, false), (sample.Count, sample.IsComplete));
        Assert.Equal(10, many.Count(hash => !sample.Contains(hash)));
        Assert.Equal([3UL, 5UL], few.Hashes.ToArray());
        Assert.True(few.IsComplete);
        TableTraining training = TableTrainer.Train(Rows(0, 1000), ["y"], s_fast);
        ModelFile.Save(folder["with"], training.Model);
        ModelFile.Save(folder["without"], new TableModel(training.Model.Model, training.Model.Preprocessor) { Training = training.Model.Training! with { Rows = null } });
        Assert.InRange(new FileInfo(folder["with"]).Length - new FileInfo(folder["without"]).Length, 8000, 8200);
        Assert.Null(TableEvaluation.Of(ModelFile.Load(folder["without"]), Rows(0, 10)).RowsSeenInTraining);
    }

    [Fact]
    public void TheToolGivesScoresWithAndWithoutThem()
    {
        string[] lines = [.. File.ReadAllLines(ToolRun.Iris).Skip(1)];
        string train = folder.Write("train.csv", File.ReadLines(ToolRun.Iris).First() + "\n" + string.Join('\n', lines.Where((_, i) => i % 2 == 0)));
        ToolRun run = ToolRun.Of("train", train, "--target", "species", "--test", ToolRun.Iris, "--epochs", "3", "--out", folder["run"]).EndsWith(0);
        Assert.Contains("new rows: ", run.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("that training never saw", run.Output, StringComparison.Ordinal);
        JsonElement json = ToolRun.Of("evaluate", folder["run"], ToolRun.Iris, "--json").EndsWith(0).Json();
        Assert.InRange(json.GetProperty("rowsSeenInTraining").GetInt32(), 75, 80);
        Assert.Equal(150 - json.GetProperty("rowsSeenInTraining").GetInt32(), json.GetProperty("newRows").GetInt32());
        Assert.True(json.GetProperty("metricsOfNewRows").TryGetProperty("accuracy", out _));
    }

    [Theory]
    [InlineData("True,False", "true,FALSE", 2)]
    [InlineData("1,2", "1.0,2e0", 2)]
    [InlineData("$5,$6", "$5.00,$6.0", 2)]
    [InlineData("01,02", "1,2", 0)]
    [InlineData("12345678901234567,2", "12345678901234568,2", 1)]
    public void TheSpellingOfALabelHidesNoRow(string trained, string evaluated, int seen)
    {
        (string[] labels, string[] others) = (trained.Split(','), evaluated.Split(','));
        Table table = Table.Create(["a", "y"], [[.. Enumerable.Range(0, 60).Select(i => $"{i % 2}")], [.. Enumerable.Range(0, 60).Select(i => labels[i % 2])]]);
        Schema schema = Schema.Infer(table, ["y"], new SchemaOptions { Task = TaskKind.Binary });
        HashSet<ulong> hashes = [.. RowHashes.Of(table, schema, [.. Enumerable.Range(0, 60)])];
        Table other = Table.Create(["a", "y"], [["0", "1"], others]);
        Assert.Equal(seen, RowHashes.Of(other, schema, [0, 1]).Count(hashes.Contains));
    }
}
