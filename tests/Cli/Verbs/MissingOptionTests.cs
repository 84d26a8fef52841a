namespace Descent.Tests.Cli.Verbs;

public sealed class MissingOptionTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void WordsAndNumbersAreMissingInAllColumnsOrInOne()
    {
        string data = folder.Write("data.csv", "a,b,y\n" + Lines(i => $"{(i % 4 == 0 ? "gone" : $"{i}.5")},{(i % 5 == 0 ? "0" : $"{i}")},{(i % 2 == 0 ? "p" : "q")}\n"));
        ToolRun run = ToolRun.Of("inspect", data, "--target", "y", "--missing", "gone", "--missing", "b=0,77", "--json").EndsWith(0);
        Assert.Equal(["numeric 10", "numeric 8", "target 0"], run.Json().GetProperty("columns").EnumerateArray().Select(column => $"{column.GetProperty("kind")} {column.GetProperty("missing")}"));
    }

    /// <summary>An option is no value of another one, unless an equals sign says so.</summary>
    [Theory]
    [InlineData("--missing has no value: --out is an option. --missing [COL=]VALUE", "--target", "species", "--missing", "--out", "x")]
    [InlineData("--out has no value: --missing is an option.", "--target", "species", "--out", "--missing")]
    [InlineData("--target has no value: --layers=4 is an option.", "--target", "--layers=4")]
    [InlineData("--layers has no value: --out is an option.", "--target", "species", "--layers", "--out", "x")]
    [InlineData("--epochs has no value: --batch-size is an option.", "--target", "species", "--epochs", "--batch-size", "3")]
    public void AnOptionWithoutValueIsNamed(string expected, params string[] options) =>
        Message.Mentions(ToolRun.Of(["train", ToolRun.Iris, .. options]).EndsWith(2).Errors.ReplaceLineEndings(" "), expected);

    [Fact]
    public void AValueMayLookLikeAnOption()
    {
        string data = folder.Write("data.csv", "a,y\n" + Lines(i => $"{(i % 4 == 0 ? "--out" : $"{i}.5")},{(i % 2 == 0 ? "p" : "q")}\n"));
        Assert.Equal(10, ToolRun.Of("inspect", data, "--missing=--out", "--json").EndsWith(0).Json().GetProperty("columns")[0].GetProperty("missing").GetInt32());
        ToolRun.Of("train", data, "--target", "y", "--missing=--out", "--balance", "--epochs", "1", "--out", folder["run"]).EndsWith(0);
    }

    [Fact]
    public void OnlyLeavesTheUsualWordsOut()
    {
        string data = folder.Write("data.csv", "a,y\n" + Lines(i => $"{i % 7},{(i % 10) switch { 0 => "NA", < 6 => "p", _ => "q" }}\n"));
        Assert.Equal(40, Rows("--missing", "y=only"));
        Assert.Equal(40, Rows());
        Assert.Equal(36, Rows("--missing", "y=NA"));
        Assert.Equal(36, Rows("--missing", "unknown"));

        int Rows(params string[] options)
        {
            ToolRun run = ToolRun.Of(["train", data, "--target", "y", "--epochs", "1", "--layers", "none", "--test-fraction", "0", "--out", folder["run"], "--json", .. options]).EndsWith(0);
            Directory.Delete(folder["run"], recursive: true);
            return run.Json().GetProperty("rows").GetProperty("train").GetInt32();
        }
    }

    [Fact]
    public void AModelReadsNewTablesAsItsTraining()
    {
        string data = folder.Write("data.csv", "a,y\n" + Lines(i => $"{(i % 4 == 0 ? "gone" : $"{i}.5")},{(i % 2 == 0 ? "p" : "q")}\n")), rows = folder.Write("rows.csv", "a\ngone\nGONE\n\"\"\n1.5\n");
        _ = ToolRun.Of("train", data, "--target", "y", "--epochs", "2", "--missing", "gone", "--out", folder["run"]).EndsWith(0);
        string[] lines = ToolRun.Of("predict", folder["run"], rows).EndsWith(0).Output.TrimEnd().Split('\n');
        Assert.Equal([lines[1], lines[1]], lines[2..4]);
        Assert.NotEqual(lines[1], lines[4]);
    }

    [Theory]
    [InlineData("names no value", "--missing", ",")]
    [InlineData("more than once", "--missing", "a=1", "--missing", "a=2")]
    public void WhatMeansNothingIsRefused(string part, params string[] options)
    {
        string data = folder.Write("data.csv", "a,y\n1,p\n2,q\n3,p\n");
        Assert.Contains(part, ToolRun.Of(["inspect", data, .. options]).EndsWith(2).Errors, StringComparison.Ordinal);
    }

    private static string Lines(Func<int, string> line) => string.Concat(Enumerable.Range(0, 40).Select(line));
}
