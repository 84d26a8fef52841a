using System.Globalization;
using System.Text.Json;

namespace Descent.Tests.Cli.Verbs;

/// <summary>What inspect says of a table is what training would do with it, and says once.</summary>
public sealed class TableInspectionTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    private string Write(string header, int rows, Func<int, string> row) =>
        folder.Write("table.csv", header + "\n" + string.Concat(Enumerable.Range(0, rows).Select(i => row(i) + "\n")));

    [Theory]
    [InlineData("ticket=missing", "numeric, set by you; 20 texts count as missing")]
    [InlineData("when=missing", "date, set by you; 20 texts count as missing")]
    public void TextsThatCountAsMissingAreCountedAsTrainingDoes(string treat, string reason)
    {
        string name = treat.Split('=')[0], kind = reason.Split(',')[0];
        string data = Write("ticket,when,y", 60, i => string.Create(CultureInfo.InvariantCulture, $"{(i % 3 == 0 ? $"A{i}" : $"{100 + i}")},{(i % 3 == 0 ? $"week {i}" : $"2024-01-{1 + (i % 28):00}")},{(i % 2 == 0 ? "p" : "q")}"));
        foreach (string[] more in (string[][])[["--target", "y"], []])
        {
            string[] call = ["inspect", data, "--treat", treat, .. more];
            JsonElement column = ToolRun.Of([.. call, "--json"]).EndsWith(0).Json().GetProperty("columns").EnumerateArray().Single(column => column.GetProperty("name").GetString() == name);
            Assert.Equal((kind, 20, reason[(kind.Length + 2)..]), (column.GetProperty("kind").GetString(), column.GetProperty("missing").GetInt32(), column.GetProperty("reason").GetString()));
            if (kind == "numeric")
            {
                Assert.Equal((101, 159, "101"), (column.GetProperty("minimum").GetDouble(), column.GetProperty("maximum").GetDouble(), column.GetProperty("examples")[0].GetString()));
            }

            Assert.Contains($"\n{name}: {reason}\n", ToolRun.Of(call).EndsWith(0).Output, StringComparison.Ordinal);
        }

        ToolRun train = ToolRun.Of("train", data, "--target", "y", "--epochs", "1", "--treat", treat, "--out", folder["run"]).EndsWith(0);
        Assert.Matches($@"\n{name} +{kind} +20  {reason[(kind.Length + 2)..]}\n", train.Errors);
    }

    [Fact]
    public void ASentinelIsMissingWithAndWithoutATarget()
    {
        string data = Write("x,y", 40, i => $"{(i % 8 == 0 ? "-9999" : $"{i}")},{(i % 2 == 0 ? "p" : "q")}");
        foreach (string[] more in (string[][])[["--target", "y"], []])
        {
            JsonElement column = ToolRun.Of(["inspect", data, "--json", .. more]).EndsWith(0).Json().GetProperty("columns")[0];
            Assert.Equal((5, 1), (column.GetProperty("missing").GetInt32(), column.GetProperty("minimum").GetDouble()));
        }
    }

    [Fact]
    public void NothingIsSaidTwice()
    {
        string output = ToolRun.Of("inspect", ToolRun.Iris, "--target", "species").EndsWith(0).Output;
        Assert.Single(output.Split('\n'), line => line.Contains("multiclass", StringComparison.Ordinal));
        Assert.DoesNotContain("all values are numbers", output, StringComparison.Ordinal);
        Assert.DoesNotContain("Why", output, StringComparison.Ordinal);
    }

    [Fact]
    public void RepeatedRowsAreCountedInTheColumnsThatTrainingUses()
    {
        string data = Write("id,x,y", 30, i => $"n{i},{i % 25},{(i % 5 == 0 ? "p" : "q")}");
        ToolRun run = ToolRun.Of("inspect", data, "--target", "y").EndsWith(0);
        Message.Mentions(run.Output.ReplaceLineEndings(" "), "5 of 30 rows are equal", "(remove the repeated rows from the table)");
        Assert.Equal(0, ToolRun.Of("inspect", data, "--json").EndsWith(0).Json().GetProperty("repeatedRows").GetInt32());
        Assert.Contains("(remove the repeated rows, or evaluate on other rows, or --group COL)", ToolRun.Of("train", data, "--target", "y", "--epochs", "1", "--test-fraction", "0.5", "--out", folder["other"]).EndsWith(0).Output.ReplaceLineEndings(" ").Replace("  ", " ", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    [Fact]
    public void AColumnOfWhichOnlyThePresenceCountsIsSaidToBe()
    {
        string data = Write("note,x,y", 60, i => $"{(i % 2 == 0 ? $"text {i}" : "")},{i % 7},{(i % 3 == 0 ? "p" : "q")}");
        Message.Mentions(Assert.Single(ToolRun.Of("inspect", data, "--target", "y").EndsWith(0).Output.Split('\n'), line => line.StartsWith("note: ", StringComparison.Ordinal)), "presence", "30 different texts", "30 rows", "missing");
    }

    [Fact]
    public void AColumnThatTrainingRefusesIsShownWithItsFault()
    {
        string data = Write("a,b,y", 300, i => $"{i % 7},{(i % 10 == 9 ? "broken" : $"{i % 13}")},{(i % 3 == 0 ? "p" : "q")}");
        foreach (string[] more in (string[][])[["--target", "y"], []])
        {
            ToolRun run = ToolRun.Of(["inspect", data, .. more]).EndsWith(0);
            Message.Mentions(run.Output.ReplaceLineEndings(" ").Replace("  ", " ", StringComparison.Ordinal), "\"broken\" is not a number", "--missing b=broken, or --treat b=missing, or --treat b=categorical", "b: ");
            JsonElement[] columns = [.. ToolRun.Of(["inspect", data, "--json", .. more]).EndsWith(0).Json().GetProperty("columns").EnumerateArray()];
            Assert.Equal("unusable", columns[1].GetProperty("kind").GetString());
            Assert.Equal("numeric", columns[0].GetProperty("kind").GetString());
        }

        Assert.Contains("--missing b=broken", ToolRun.Of("train", data, "--target", "y", "--out", folder["run"]).EndsWith(2).Errors, StringComparison.Ordinal);
        Assert.Contains("\"broken\" is not a number", ToolRun.Of("inspect", data, "--target", "y", "--ignore", "a").EndsWith(2).Errors, StringComparison.Ordinal);
        Assert.Equal(30, ToolRun.Of("inspect", data, "--target", "y", "--missing", "b=broken", "--json").EndsWith(0).Json().GetProperty("columns")[1].GetProperty("missing").GetInt32());
    }

    [Fact]
    public void ControlCharactersInNamesAndCellsAreEscaped()
    {
        string data = Write("\"first\nsecond\",\"bell\u0007\",y", 40, i => $"{i % 7},\"x{i % 3}\ty\",{(i % 3 == 0 ? "p" : "q")}");
        string output = ToolRun.Of("inspect", data, "--target", "y").EndsWith(0).Output;
        Assert.Contains("\nfirst\\nsecond ", output, StringComparison.Ordinal);
        Assert.Contains("\nbell\\u0007 ", output, StringComparison.Ordinal);
        Assert.Contains("x0\\ty", output, StringComparison.Ordinal);
        Assert.DoesNotContain(output, c => char.IsControl(c) && c != '\n');
    }
}
