using Descent.Data;
using Descent.Tests.Cli;

namespace Descent.Tests.Training;

/// <summary>A label in the test rows that training never saw counts as wrong, and is said.</summary>
public sealed class UnknownLabelTests : IDisposable
{
    private static readonly TableOptions s_fast = new() { Layers = [], Epochs = 60, LearningRate = new ConstantSchedule(0.1) };
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("a", "b", "")]
    [InlineData("a", "b", "c")]
    public void ItsRowsAreWrong(string first, string second, string third)
    {
        string[] labels = [first, second, .. third.Length > 0 ? [third] : Array.Empty<string>()];
        Table train = Rows([.. Enumerable.Range(0, 90).Select(i => labels[i % labels.Length])], labels);
        string[] answers = [.. Enumerable.Range(0, 12).Select(i => labels[i % labels.Length])];
        Table known = Rows(answers, labels), odd = Rows([.. answers[..9], "odd", "odd", "strange"], labels);
        TableEvaluation before = TableTrainer.Train(train, ["y"], s_fast with { Test = known }).Evaluation!, after = TableTrainer.Train(train, ["y"], s_fast with { Test = odd }).Evaluation!;
        Assert.Equal(1, before.Scores["accuracy"]);
        Assert.Equal(0.75, after.Scores["accuracy"]);
        Assert.Equal(2, after.UnknownLabels["odd"]);
        Assert.Equal(TableEvaluation.OtherLabels, after.ClassNames[^1]);
        Assert.Equal(3, after.Confusion!.Actual(labels.Length));
        Assert.Contains(after.Notices, notice => notice.Severity == Severity.Warning && notice.Text.StartsWith("3 of 12 rows have labels that training never saw: \"odd\", \"strange\"", StringComparison.Ordinal));
        Assert.Equal(9, after.Classes.Take(labels.Length).Sum(c => c.Rows));
        Assert.Throws<DataException>(() => TableTrainer.Train(train, ["y"], s_fast with { Test = odd, Strict = true }));
    }

    [Fact]
    public void OfSeveralTargetsOnlyTheOneIsWrong()
    {
        Table train = Table.Create(["x", "p", "q"], [["1", "2", "3", "4"], ["0", "0", "1", "1"], ["1", "0", "1", "0"]]);
        Table test = Table.Create(["x", "p", "q"], [["1", "4"], ["0", "7"], ["1", "0"]]);
        TableEvaluation evaluation = TableTrainer.Train(train, ["p", "q"], s_fast with { Test = test, Schema = new SchemaOptions { Task = TaskKind.Multilabel }, Epochs = 300 }).Evaluation!;
        Assert.Equal(0.5, evaluation.Scores["accuracy[p]"]);
        Assert.Equal(1, evaluation.UnknownLabels["7"]);
    }

    [Fact]
    public void TheToolSaysItAndStrictRefuses()
    {
        string train = folder.Write("tr.csv", "x,y\n" + string.Concat(Enumerable.Range(0, 40).Select(i => $"{i},{(i % 2 == 0 ? "p" : "q")}\n")));
        string test = folder.Write("te.csv", "x,y\n1,p\n2,zz\n3,q\n");
        string[] arguments = ["train", train, "--target", "y", "--test", test, "--epochs", "2", "--out", folder["run"], "--force"];
        ToolRun run = ToolRun.Of(arguments).EndsWith(0);
        Assert.Contains("that training never saw: \"zz\"", run.Output, StringComparison.Ordinal);
        Assert.Matches(@"\n +p +q +\(never seen\)\n", run.Output);
        Assert.Equal(1, ToolRun.Of("evaluate", folder["run"], test, "--json").EndsWith(0).Json().GetProperty("unknownLabels").GetProperty("zz").GetInt32());
        Assert.Contains("zz", ToolRun.Of([.. arguments, "--strict"]).EndsWith(2).Errors, StringComparison.Ordinal);
        Assert.Contains("zz", ToolRun.Of("evaluate", folder["run"], test, "--strict").EndsWith(2).Errors, StringComparison.Ordinal);
    }

    /// <summary>Labels that are written in another way would make a page of zeros.</summary>
    [Fact]
    public void ATableOfUnknownLabelsAloneIsRefused()
    {
        string train = folder.Write("tr.csv", "x,y\n" + string.Concat(Enumerable.Range(0, 40).Select(i => $"{i},{(i % 2 == 0 ? "p" : "q")}\n")));
        string test = folder.Write("te.csv", "x,y\n1,P.\n2,Q.\n3,Q.\n");
        const string words = "column \"y\" has \"P.\", \"Q.\", the model knows \"p\", \"q\"";
        string[] arguments = ["train", train, "--target", "y", "--epochs", "2", "--out", folder["run"], "--force"];
        Assert.Contains(words, ToolRun.Of([.. arguments, "--test", test]).EndsWith(2).Errors, StringComparison.Ordinal);
        ToolRun.Of(arguments).EndsWith(0);
        Assert.Contains(words, ToolRun.Of("evaluate", folder["run"], test).EndsWith(2).Errors, StringComparison.Ordinal);

        TableModel several = TableTrainer.Train(Table.Create(["x", "p", "q"], [["1", "2", "3", "4"], ["0", "0", "1", "1"], ["1", "0", "1", "0"]]), ["p", "q"], s_fast with { TestFraction = 0, Schema = new SchemaOptions { Task = TaskKind.Multilabel } }).Model;
        Assert.Contains("column \"q\" has \"no\", \"yes\"", Assert.Throws<DataException>(() => TableEvaluation.Of(several, Table.Create(["x", "p", "q"], [["1", "2"], ["no", "no"], ["no", "yes"]]))).Message, StringComparison.Ordinal);
    }

    private static Table Rows(string[] answers, string[] labels) =>
        Table.Create([.. labels.Select(label => $"is {label}"), "y"], [.. labels.Select((label, l) => (IReadOnlyList<string>)[.. answers.Select((answer, i) => label == answer || (!labels.Contains(answer) && l == 0) ? $"{5 + (i % 3)}" : $"{i % 3}")]), answers]);
}
