using Descent.Data;

namespace Descent.Tests.Data.Schemas;

public class TargetInferenceTests
{
    [Fact]
    public void Fault17_AnUnknownTargetNamesTheClosest()
    {
        string message = Assert.Throws<DataException>(() => Schema.Infer(Make("species", ["a", "b"]), ["Specis"])).Message;
        Assert.Contains("Did you mean \"species\"?", message, StringComparison.Ordinal);
        Assert.Contains("There are: \"x\", \"species\".".Replace("\"", "", StringComparison.Ordinal), Assert.Throws<DataException>(() => Schema.Infer(Make("species", ["a", "b"]), ["something else"])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Fault25_OneClassOnlyIsAnError()
    {
        Assert.Contains("nothing to learn", Assert.Throws<DataException>(() => Schema.Infer(Make("y", ["a"]), ["y"])).Message, StringComparison.Ordinal);
        Assert.Contains("nothing to learn", Assert.Throws<DataException>(() => Schema.Infer(Make("y", ["5"]), ["y"])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Fault26_AClassWithOneRowIsNoticed()
    {
        Table table = Table.Create(["x", "y"], [["1", "2", "3", "4", "9"], ["a", "a", "b", "b", "c"]]);
        Assert.Contains(Schema.Infer(table, ["y"]).Notices, notice => notice.Text.Contains("1 of 3 labels has a single row (\"c\")", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("3,1,2", "1,2,3")]
    [InlineData("7,0,2", "0,2,7")]
    [InlineData("1,-1", "-1,1")]
    [InlineData("1,01,A", "01,1,A")]
    [InlineData("10,9,100", "9,10,100")]
    [InlineData("true,false", "false,true")]
    [InlineData("b,a,B,10", "10,B,a,b")]
    public void Fault27_LabelsHaveAStableOrderAndComeBack(string given, string expected)
    {
        Table table = Make("y", given.Split(','));
        Schema schema = Schema.Infer(table, ["y"]);
        string[] labels = expected.Split(',');
        Assert.Equal(labels, schema.Targets[0].Labels);
        Preprocessor preprocessor = Preprocessor.Fit(table, schema, [.. Enumerable.Range(0, table.Rows)]);
        Dataset<float> data = preprocessor.Transform<float>(table, [0, 1]);
        for (int row = 0; row < 2; row++)
        {
            Assert.Equal([table[row, "y"]], preprocessor.Decode(data.Targets.Span.Slice(row * data.TargetColumns, data.TargetColumns)));
        }
    }

    [Fact]
    public void Fault27_TheSameNumberWrittenTwiceIsOneLabelAndSaid()
    {
        Schema schema = Schema.Infer(Make("y", ["1", "1.0", "2", "1"]), ["y"]);
        Assert.Equal(["1", "2"], schema.Targets[0].Labels);
        Assert.Contains(schema.Notices, notice => notice.Text.Contains("such as \"1.0\"", StringComparison.Ordinal));
    }

    [Fact]
    public void Fault28_TheTaskAndItsReasonAreSaidAndCanBeOverridden()
    {
        Table few = Make("y", ["0", "1", "2", "3"]);
        Schema schema = Schema.Infer(few, ["y"]);
        Assert.Equal((TaskKind.Multiclass, "\"y\" has 4 different whole numbers in 120 rows"), (schema.Task, schema.TaskReason));
        Assert.Contains(schema.Notices, notice => notice.Remedies.Any(remedy => remedy.Setting == nameof(SchemaOptions.Task)));
        Assert.Equal(TaskKind.Regression, Schema.Infer(few, ["y"], new() { Task = TaskKind.Regression }).Task);
        Assert.Equal(TaskKind.Regression, Schema.Infer(Make("y", [.. Enumerable.Range(0, 60).Select(i => $"{i}")]), ["y"]).Task);
        Assert.Equal(TaskKind.Regression, Schema.Infer(Make("y", ["0.5", "1", "2"]), ["y"]).Task);
        Assert.Equal(TaskKind.Binary, Schema.Infer(Make("y", ["0", "1"]), ["y"]).Task);
        Assert.Throws<DataException>(() => Schema.Infer(few, ["y"], new() { Task = TaskKind.Binary }));
        Assert.Throws<DataException>(() => Schema.Infer(Make("y", ["a", "b"]), ["y"], new() { Task = TaskKind.Regression }));
    }

    [Fact]
    public void Fault30_RowsWithoutATargetAreLeftOutAndCounted()
    {
        Table table = Make("y", ["a", "", "b"]);
        Schema schema = Schema.Infer(table, ["y"]);
        Assert.Equal(80, schema.RowsWithTargets(table).Length);
        Assert.Contains(schema.Notices, notice => notice.Text.StartsWith("40 of 120 rows have no target", StringComparison.Ordinal));
        Preprocessor preprocessor = Preprocessor.Fit(table, schema, [0, 1, 2, 3]);
        List<Notice> notices = [];
        Assert.Equal(3, preprocessor.Transform<float>(table, [0, 1, 2, 3], notices).Rows);
        Assert.Contains(notices, notice => notice.Text.StartsWith("1 of 4 rows", StringComparison.Ordinal));
    }

    [Fact]
    public void Fault33_ImbalanceIsAWarningWithAHint()
    {
        string[] labels = [.. Enumerable.Range(0, 1000).Select(i => i < 10 ? "rare" : "usual")], x = [.. Enumerable.Range(0, 1000).Select(i => $"{i % 50}")];
        Notice notice = Schema.Infer(Table.Create(["x", "y"], [x, labels]), ["y"]).Notices.Single(notice => notice.Severity == Severity.Warning);
        Assert.Contains("(99:1). Judge by balanced accuracy", notice.Text, StringComparison.Ordinal);
        Assert.Equal([new Remedy("Monitor", value: "balanced_accuracy"), new Remedy("BalanceClasses")], notice.Remedies);
    }

    [Fact]
    public void SeveralTargetsAreMultilabelOrRegressionOrAnError()
    {
        string[] x = [.. Enumerable.Range(0, 60).Select(i => $"{i % 13}")], yes = [.. Enumerable.Range(0, 60).Select(i => i % 3 == 0 ? "yes" : "no")];
        string[] bit = [.. Enumerable.Range(0, 60).Select(i => $"{i % 2}")], number = [.. Enumerable.Range(0, 60).Select(i => $"{i}.5")];
        Table table = Table.Create(["x", "yes", "bit", "number"], [x, yes, bit, number]);
        Assert.Equal(TaskKind.Multilabel, Schema.Infer(table, ["bit", "yes"]).Task);
        Assert.Equal(["bit", "yes"], Schema.Infer(table, ["bit", "yes"]).Targets.Select(target => target.Name));
        Assert.Equal(TaskKind.Regression, Schema.Infer(table, ["bit", "number"]).Task);
        Assert.Contains("do not fit together", Assert.Throws<DataException>(() => Schema.Infer(table, ["yes", "number"])).Message, StringComparison.Ordinal);
        Assert.Throws<DataException>(() => Schema.Infer(table, ["bit", "bit"]));
        Assert.Throws<DataException>(() => Schema.Infer(table, []));
    }

    [Fact]
    public void ALabelOfItsOwnForEveryRowCannotBeLearned() =>
        Assert.Contains("every row has its own label", Assert.Throws<DataException>(() => Schema.Infer(Make("y", [.. Enumerable.Range(0, 120).Select(i => $"n{i}")]), ["y"])).Message, StringComparison.Ordinal);

    /// <summary>120 rows with a harmless feature and the given labels in turn.</summary>
    private static Table Make(string name, string[] labels) =>
        Table.Create(["x", name], [[.. Enumerable.Range(0, 120).Select(i => $"{i % 17}")], [.. Enumerable.Range(0, 120).Select(i => labels[i % labels.Length])]]);
}
