using System.Text.RegularExpressions;
using Descent.Data;

namespace Descent.Tests.Data.Schemas;

public partial class MissingWordsTests
{
    [Theory]
    [InlineData("")]
    [InlineData("  ")]
    [InlineData("na")]
    [InlineData("#N/A")]
    [InlineData("#DIV/0!")]
    [InlineData("#value!")]
    [InlineData("-")]
    [InlineData("–")]
    [InlineData(".")]
    [InlineData("<NA>")]
    [InlineData("\\N")]
    public void TheUsualWordsAreMissingInAColumnOfNumbers(string word)
    {
        string[] cells = [.. Enumerable.Range(0, 40).Select(i => i % 2 == 0 ? word : $"{i}.5")];
        ColumnSchema column = Schema.Infer(Make(cells), ["y"]).Features[0];
        Assert.Equal((ColumnKind.Numeric, 20), (column.Kind, column.Missing));
    }

    [Fact]
    public void AListOfItsOwnTakesWordsInAnyCaseAndNumbersHoweverWritten()
    {
        string[] cells = [.. Enumerable.Range(0, 40).Select(i => (i % 4) switch { 0 => "Unknown", 1 => "-1.0", 2 => "unknown", _ => $"{i}" })];
        Schema schema = Schema.Infer(Make(cells), ["y"], new() { MissingWords = ["UNKNOWN", "-1"] });
        Assert.Equal((ColumnKind.Numeric, 30, 3.0), (schema.Features[0].Kind, schema.Features[0].Missing, schema.Features[0].Minimum));
        Assert.Throws<DataException>(() => Schema.Infer(Make([.. cells.Select(cell => cell == "Unknown" ? "NA" : "1")]), ["y"], new() { MissingWords = [], Kinds = new Dictionary<string, ColumnKind> { ["x"] = ColumnKind.Numeric } }));
    }

    [Fact]
    public void OneColumnMayHaveAListOfItsOwn()
    {
        string[] cells = [.. Enumerable.Range(0, 40).Select(i => i % 4 == 0 ? "0" : $"{i}")];
        Table table = Table.Create(["x", "z", "y"], [cells, cells, FeatureInferenceTests.Labels(40)]);
        Schema schema = Schema.Infer(table, ["y"], new() { MissingWordsOf = new Dictionary<string, IReadOnlyList<string>> { ["z"] = ["0"] } });
        Assert.Equal([0, 10], schema.Features.Select(column => column.Missing));
        Assert.Throws<DataException>(() => Schema.Infer(table, ["y"], new() { MissingWordsOf = new Dictionary<string, IReadOnlyList<string>> { ["w"] = [] } }));
    }

    [Theory]
    [InlineData(40, ColumnKind.Categorical)]
    [InlineData(1, ColumnKind.Identifier)]
    public void AColumnOfMostlyNumbersNamesTheWordThatMakesItText(int repeats, ColumnKind kind)
    {
        string[] cells = [.. Enumerable.Range(0, 200).Select(i => i % 5 == 0 ? "n/k" : $"{i / repeats}.5")];
        Schema schema = Schema.Infer(Make(cells), ["y"], new() { Kinds = new Dictionary<string, ColumnKind> { ["z"] = ColumnKind.Numeric } });
        Assert.Equal(kind, schema.Columns[0].Kind);
        Notice notice = Assert.Single(schema.Notices, notice => notice.Text.Contains("160 of 200 values are numbers; the first that is not is \"n/k\" in line 1", StringComparison.Ordinal));
        Assert.Equal(new Remedy(nameof(SchemaOptions.MissingWordsOf), "x", "n/k"), notice.Remedies[0]);
    }

    [Fact]
    public void TheListIsSavedSoThatPredictionReadsAlike()
    {
        string[] cells = [.. Enumerable.Range(0, 40).Select(i => i % 4 == 0 ? "gone" : $"{i}")];
        Table table = Make(cells);
        Preprocessor preprocessor = Preprocessor.Fit(table, Schema.Infer(table, ["y"], new() { MissingWords = ["gone"] }), [.. Enumerable.Range(0, 40)]);
        float[] inputs = Preprocessor.FromJson(preprocessor.ToJson()).TransformInputs<float>(Table.Create(["x", "z"], [["GONE", "", "5"], ["1", "1", "1"]]));
        Assert.Equal([1f, 1, 0], [inputs[1], inputs[4], inputs[7]]);
        Assert.Throws<DataException>(() => preprocessor.TransformInputs<float>(Table.Create(["x", "z"], [["NA"], ["1"]])));
    }

    [Fact]
    public void AModelSavedWithoutAListHasTheOneOfItsTime()
    {
        (Preprocessor preprocessor, _) = Preprocessing.PreprocessorTests.Fitted();
        string json = Lists().Replace(preprocessor.ToJson(), "");
        Assert.NotEqual(json, preprocessor.ToJson());
        Preprocessor old = Preprocessor.FromJson(json);
        Assert.Equal(1f, old.TransformInputs<float>(Table.Parse("age,island\nNA,Dream\n"))[1]);
        Assert.Throws<DataException>(() => old.TransformInputs<float>(Table.Parse("age,island\n#N/A,Dream\n")));
        Assert.Equal(1f, preprocessor.TransformInputs<float>(Table.Parse("age,island\n#N/A,Dream\n"))[1]);
    }

    [Fact]
    public void AFrequentWordIsALabelOfATarget()
    {
        string[] labels = ["none", "mild", "severe", "none", "mild", ""];
        Schema schema = Schema.Infer(Target(labels), ["y"]);
        Assert.Equal(["mild", "none", "severe"], schema.Targets[0].Labels);
        Assert.Equal(100, schema.RowsWithTargets(Target(labels)).Length);
        Assert.Contains(schema.Notices, notice => notice.Text.Contains("\"none\" occurs in 40 of 120 rows and counts as a label", StringComparison.Ordinal));
    }

    [Fact]
    public void ARareWordOfATargetIsMissingAndSaid()
    {
        string[] labels = [.. Enumerable.Range(0, 120).Select(i => i < 4 ? "NA" : i % 2 == 0 ? "yes" : "no")];
        Schema schema = Schema.Infer(Target(labels), ["y"]);
        Assert.Equal(TaskKind.Binary, schema.Task);
        Assert.Equal(116, schema.RowsWithTargets(Target(labels)).Length);
        Assert.Contains(schema.Notices, notice => notice.Text.Contains("\"NA\" occurs in 4 of 120 rows and counts as missing", StringComparison.Ordinal));
    }

    [Fact]
    public void TheUserDecidesAboutWordsOfATarget()
    {
        string[] labels = ["none", "mild", "severe"];
        Assert.Equal(["mild", "severe"], Schema.Infer(Target(labels), ["y"], new() { MissingWordsOf = new Dictionary<string, IReadOnlyList<string>> { ["y"] = ["none"] } }).Targets[0].Labels);
        Assert.Equal(["mild", "severe"], Schema.Infer(Target(labels), ["y"], new() { MissingWords = ["none"] }).Targets[0].Labels);
        string[] rare = [.. Enumerable.Range(0, 120).Select(i => i < 4 ? "NA" : i % 2 == 0 ? "yes" : "no")];
        Assert.Equal(3, Schema.Infer(Target(rare), ["y"], new() { MissingWordsOf = new Dictionary<string, IReadOnlyList<string>> { ["y"] = [] } }).Targets[0].Labels.Count);
    }

    [Fact]
    public void AWordInATargetOfNumbersIsMissingHoweverFrequent()
    {
        string[] numbers = [.. Enumerable.Range(0, 120).Select(i => i % 3 == 0 ? "None" : $"{i}.25")];
        Schema schema = Schema.Infer(Target(numbers), ["y"]);
        Assert.Equal((TaskKind.Regression, 80), (schema.Task, schema.RowsWithTargets(Target(numbers)).Length));
    }

    [GeneratedRegex("""("missingWords":\[[^\]]*\],?|,"missingWords":\[[^\]]*\])""", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Lists();

    private static Table Make(string[] cells) =>
        Table.Create(["x", "z", "y"], [cells, [.. Enumerable.Range(0, cells.Length).Select(i => $"{i % 7}")], FeatureInferenceTests.Labels(cells.Length)]);

    private static Table Target(string[] labels) =>
        Table.Create(["x", "y"], [[.. Enumerable.Range(0, 120).Select(i => $"{i % 17}")], [.. Enumerable.Range(0, 120).Select(i => labels[i % labels.Length])]]);
}
