using Descent.Cli.Screens;

namespace Descent.Tests.Cli.Screens;

/// <summary>Tables find room without cutting a number.</summary>
public sealed class TextTableTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void NumbersThatFindNoRoomFollowBelowTheSameNames()
    {
        TextTable table = new("score", "one", "two", "three") { Numbers = new HashSet<int> { 1, 2, 3 } };
        table.Add("accuracy", "0.1000", "0.2000", "0.3000");
        Assert.Equal(["score        one     two   three", "accuracy  0.1000  0.2000  0.3000"], table.Lines(32));
        Assert.Equal(["score        one     two", "accuracy  0.1000  0.2000", "", "score      three", "accuracy  0.3000"], table.Lines(31));
        Assert.Equal(["score      one", "accur…  0.1000", "", "score      two", "accur…  0.2000", "", "score    three", "accur…  0.3000"], table.Lines(14));
        Assert.True(table.FitsInColumns(32));
        Assert.False(table.FitsInColumns(31));
    }

    [Theory]
    [InlineData(80)]
    [InlineData(60)]
    public void AFoldHasItsScoresInFull(int width)
    {
        ToolRun run = ToolRun.With(new TerminalInfo(width, Color: false), "", "train", ToolRun.Iris, "--target", "species", "--cv", "5", "--epochs", "1").EndsWith(0);
        Assert.DoesNotContain("…", run.Output, StringComparison.Ordinal);
        Assert.All(run.Output.Split('\n'), line => Assert.True(line.Length <= width, line));
        Assert.Contains("balanced_accuracy  ", run.Output, StringComparison.Ordinal);
        Assert.Contains("fold 5", run.Output, StringComparison.Ordinal);
        Assert.Contains("rows of each fold: 120 train, 0 validation, 30 test", run.Output, StringComparison.Ordinal);
        Assert.Contains("rows: fold 1 of 5 has 120 train, 0 validation, 30 test", run.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public void FoldsOfDifferentSizesHaveARange()
    {
        string data = folder.Write("n.csv", "x,y\n" + string.Concat(Enumerable.Range(0, 40).Select(i => $"{i % 9}.5,{i * 7 % 31}.25\n")));
        string output = ToolRun.Of("train", data, "--target", "y", "--cv", "3", "--epochs", "1").EndsWith(0).Output;
        Assert.Contains("rows of each fold: 26 to 27 train, 0 validation, 13 to 14 test", output, StringComparison.Ordinal);

        // The mean of the folds is not the baseline that always answers the mean.
        Assert.Matches("^score +mean +± +baseline mean +baseline median +fold 1", output.Split('\n').Single(line => line.StartsWith("score", StringComparison.Ordinal)));
    }

    [Fact]
    public void EveryInputOfARowHasAColumnWhereItFits()
    {
        ToolRun.Of("train", ToolRun.Iris, "--target", "species", "--epochs", "1", "--out", folder["run"]).EndsWith(0);
        string Rows(int width) => ToolRun.With(new TerminalInfo(width, Color: false), "", "evaluate", folder["run"], ToolRun.Iris, "--rows", "2").EndsWith(0).Output.Split("expected")[1];
        Assert.Matches(@"^  predicted +sepal_length  sepal_width  petal_length  petal_width\nsetosa    \w+ +\d\.\d\d +5.1          3.5           1.4          0.2\n", Rows(80));
        string narrow = Rows(60);
        Assert.Matches(@"^  predicted +sepal_length  sepal_width\nsetosa ", narrow);
        Assert.Contains("There is no room for 2 more inputs; --json has all.", narrow, StringComparison.Ordinal);
    }

    [Fact]
    public void ExamplesStandBesideTheirColumn()
    {
        string data = folder.Write("wide.csv", "measurement_in_thousands,a_long_name,y\n" + string.Concat(Enumerable.Range(0, 30).Select(i => $"{i}123.25,word number {i % 4},{i % 2}\n")));
        string[] lines = ToolRun.With(new TerminalInfo(80, Color: false), "", "inspect", data).EndsWith(0).Output.Split('\n');
        Assert.Contains(lines, line => line.StartsWith("a_long_name               categorical        0  4 different: word number 0,", StringComparison.Ordinal));
        Assert.All(lines, line => Assert.True(line.Length <= 80, line));
    }
}
