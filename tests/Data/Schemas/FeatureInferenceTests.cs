using Descent.Data;

namespace Descent.Tests.Data.Schemas;

public class FeatureInferenceTests
{
    [Fact]
    public void OneOfAThingIsOneOfIt()
    {
        Schema schema = Schema.Infer(Table.Create(["x", "c", "y"], [["1", "2", "3"], ["", "", "z"], ["5.5", "", "7.5"]]), ["y"]);
        Assert.Equal("1 different text", schema.Columns[1].Reason);
        Assert.Contains(schema.Notices, notice => notice.Text.StartsWith("1 of 3 rows has no target", StringComparison.Ordinal));
        Assert.Equal("\"y\" has 2 different numbers in 2 rows", schema.TaskReason);
    }

    [Fact]
    public void Fault11_AWordAmongNumbersIsNamed()
    {
        const int rows = 100_100;
        string[] numbers = [.. Enumerable.Range(0, rows).Select(i => $"{i % 977}.5")];
        numbers[99_999] = "oops";
        Table table = Table.Create(["x", "y"], [numbers, Labels(rows)]);
        string message = Assert.Throws<DataException>(() => Schema.Infer(table, ["y"])).Message;
        Assert.Contains("line 100000, column \"x\": \"oops\"", message, StringComparison.Ordinal);
        Assert.Contains("WordsAsMissing[\"x\"]", message, StringComparison.Ordinal);
        ColumnSchema column = Schema.Infer(table, ["y"], new() { WordsAsMissing = ["x"] }).Features[0];
        Assert.Equal((ColumnKind.Numeric, 1), (column.Kind, column.Missing));
        Assert.Equal(ColumnKind.Categorical, Schema.Infer(table, ["y"], new() { Kinds = new Dictionary<string, ColumnKind> { ["x"] = ColumnKind.Categorical } }).Features[0].Kind);
    }

    [Fact]
    public void Fault13_AColumnWithoutAnyValueIsDroppedOrRefused()
    {
        Table table = Table.Create(["x", "empty", "y"], [["1", "2", "3"], ["", "NA", "?"], ["a", "b", "a"]]);
        Schema schema = Schema.Infer(table, ["y"]);
        Assert.Equal(ColumnKind.Empty, schema.Columns[1].Kind);
        Assert.Contains(schema.Notices, notice => notice.Severity == Severity.Warning && notice.Text.Contains("\"empty\"", StringComparison.Ordinal));
        Assert.Contains("no row has a value in \"empty\"", Assert.Throws<DataException>(() => Schema.Infer(table, ["empty"])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Fault14_AConstantColumnIsLeftOut()
    {
        Table table = Table.Create(["x", "number", "text", "y"], [["1", "2", "3"], ["7", "7", "7"], ["t", "t", "t"], ["a", "b", "a"]]);
        Assert.Equal([ColumnKind.Constant, ColumnKind.Constant], Schema.Infer(table, ["y"]).Columns.Skip(1).Take(2).Select(column => column.Kind));
    }

    [Theory]
    [InlineData("inf")]
    [InlineData("-Infinity")]
    [InlineData("1e308")]
    [InlineData("1e999")]
    public void Fault15_InfiniteAndHugeNumbersAreRefusedWithTheirPlace(string value)
    {
        string message = Assert.Throws<DataException>(() => Schema.Infer(Table.Create(["x", "y"], [["1", value, "3"], ["a", "b", "a"]]), ["y"])).Message;
        Assert.Contains($"line 2, column \"x\": \"{value}\"", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Fault18_AFeatureThatIsTheTargetIsALeak()
    {
        string[] labels = Labels(30);
        string[] codes = [.. labels.Select(label => label == "a" ? "7" : "9")], fair = [.. Enumerable.Range(0, 30).Select(i => $"{i % 3}")];
        Schema schema = Schema.Infer(Table.Create(["same", "codes", "fair", "y"], [labels, codes, fair, labels]), ["y"]);
        string[] leaks = [.. schema.Notices.Where(notice => notice.Text.Contains("away", StringComparison.Ordinal)).Select(notice => notice.Remedies[0].Column!)];
        Assert.Equal(["same", "codes"], leaks);

        string[] numbers = [.. Enumerable.Range(0, 50).Select(i => $"{i * i % 47}.25")], other = [.. Enumerable.Range(0, 50).Select(i => $"{i}")];
        Schema regression = Schema.Infer(Table.Create(["copy", "other", "y"], [numbers, other, numbers]), ["y"]);
        Assert.Single(regression.Notices, notice => notice.Text.Contains("away", StringComparison.Ordinal));
    }

    [Fact]
    public void Fault19_IdentifiersAreLeftOut()
    {
        string[] names = [.. Enumerable.Range(0, 40).Select(i => $"name {i}")], ids = [.. Enumerable.Range(1, 40).Select(i => $"{i}")];
        string[] cabins = [.. Enumerable.Range(0, 40).Select(i => i < 30 ? $"C{i}" : "")];
        Schema schema = Schema.Infer(Table.Create(["Name", "CustomerId", "year", "cabin", "y"], [names, ids, ids, cabins, Labels(40)]), ["y"]);
        Assert.Equal([ColumnKind.Identifier, ColumnKind.Identifier, ColumnKind.Numeric, ColumnKind.Presence, ColumnKind.Target], schema.Columns.Select(column => column.Kind));
        Assert.Equal(3, schema.Notices.Count(notice => notice.Severity == Severity.Warning));
    }

    [Fact]
    public void Fault20_AMillionLevelsAreCappedWithAWarning()
    {
        const int rows = 300_000;
        string[] levels = [.. Enumerable.Range(0, rows).Select(i => i % 3 == 0 ? $"frequent {i % 200}" : $"rare {i}")];
        Table table = Table.Create(["x", "y"], [levels, Labels(rows)]);
        SchemaOptions options = new() { Kinds = new Dictionary<string, ColumnKind> { ["x"] = ColumnKind.Categorical } };
        Preprocessor preprocessor = Preprocessor.Fit(table, Schema.Infer(table, ["y"], options), [.. Enumerable.Range(0, rows)]);
        Assert.Equal(101, preprocessor.InputNames.Count);
        Assert.Equal("x (other)", preprocessor.InputNames[^1]);
        Assert.Equal(Severity.Warning, Assert.Single(preprocessor.Notices).Severity);
    }

    [Fact]
    public void KindsAndIgnoreOverride()
    {
        Table table = Table.Create(["id", "code", "skip", "y"], [["1", "2", "3"], ["1", "2", "1"], ["5", "6", "8"], ["a", "b", "a"]]);
        Schema schema = Schema.Infer(table, ["y"], new() { Kinds = new Dictionary<string, ColumnKind> { ["id"] = ColumnKind.Numeric, ["code"] = ColumnKind.Categorical }, Ignore = ["skip"] });
        Assert.Equal([ColumnKind.Numeric, ColumnKind.Categorical, ColumnKind.Ignored, ColumnKind.Target], schema.Columns.Select(column => column.Kind));
        Assert.Throws<DataException>(() => Schema.Infer(table, ["y"], new() { Ignore = ["nothing"] }));
        Assert.Throws<DataException>(() => Schema.Infer(table, ["y"], new() { Ignore = ["y"] }));
        Assert.Contains("no column is left", Assert.Throws<DataException>(() => Schema.Infer(table, ["y"], new() { Ignore = ["id", "code", "skip"] })).Message, StringComparison.Ordinal);
    }

    internal static string[] Labels(int rows) => [.. Enumerable.Range(0, rows).Select(i => i % 7 < 3 ? "a" : "b")];
}
