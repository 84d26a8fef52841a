using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Descent.Tests.Cli;

/// <summary>The options that say how a table is read and split, through the tool.</summary>
public sealed class TableOptionsTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    private string Write(string name, IEnumerable<string> lines, Encoding? encoding = null)
    {
        File.WriteAllText(folder[name], string.Join('\n', lines) + "\n", encoding ?? new UTF8Encoding(false));
        return folder[name];
    }

    private string Visits() => Write("visits.csv", ["day,x,w,y", .. Enumerable.Range(0, 60).Select(i => string.Create(CultureInfo.InvariantCulture, $"{i % 28 + 1:00}.{i / 28 + 1:00}.2024,{i % 7},{1 + (i % 2)},{(i % 3 == 0 ? "a" : "b")}"))]);

    [Fact]
    public void WeightAndOrderReachEveryVerbThatTrains()
    {
        string[] options = [Visits(), "--target", "y", "--weight", "w", "--split-by", "day", "--treat", "x=CATEGORICAL", "--epochs", "2"];
        ToolRun train = ToolRun.Of(["train", .. options, "--out", folder["run"]]).EndsWith(0);
        Assert.Contains("Rows are split in the order of \"day\": 48 trained on (01.01.2024 … 20.02.2024), 12 test (21.02.2024 … 04.03.2024)", train.Errors.ReplaceLineEndings(" "), StringComparison.Ordinal);
        Assert.Contains("Rows count as column \"w\" says, from 1 to 2", train.Errors, StringComparison.Ordinal);
        Assert.Contains("dates become days since 2024-01-01", train.Errors, StringComparison.Ordinal);
        Assert.Contains("Every fold trains on the rows before those", ToolRun.Of(["train", .. options, "--cv", "3"]).EndsWith(0).Errors, StringComparison.Ordinal);
        ToolRun.Of(["compare", .. options, "--vary", "layers=none,4"]).EndsWith(0);
        ToolRun.Of(["find-learning-rate", .. options[..^2], "--steps", "10"]).EndsWith(0);
        ToolRun.Of(["learning-curve", .. options, "--cv", "2", "--sizes", "50,100"]).EndsWith(0);
        Assert.Contains("rows count as column \"w\" says", ToolRun.Of("evaluate", folder["run"], options[0]).EndsWith(0).Errors, StringComparison.Ordinal);
        ToolRun predict = ToolRun.Of("predict", folder["run"], Write("later.csv", ["x,day", "3,24.12.2024"])).EndsWith(0);
        Assert.Equal(2, predict.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
        Assert.Contains("date", ToolRun.Of("inspect", options[0], "--target", "y", "--weight", "w").EndsWith(0).Output, StringComparison.Ordinal);
    }

    [Fact]
    public void GroupsAndAnOrderExcludeEachOther() =>
        Assert.Contains("both by the groups of \"x\" and in the order of \"day\"", ToolRun.Of("train", Visits(), "--target", "y", "--group", "x", "--split-by", "day", "--out", folder["run"]).EndsWith(2).Errors, StringComparison.Ordinal);

    [Fact]
    public void AKindIsReadWithoutRegardToCase()
    {
        JsonElement json = ToolRun.Of("inspect", Visits(), "--target", "y", "--treat", "day=Ignored", "--treat", "x=CATEGORICAL", "--json").EndsWith(0).Json();
        Assert.Equal(["ignored", "categorical"], json.GetProperty("columns").EnumerateArray().Take(2).Select(column => column.GetProperty("kind").GetString()));
        Assert.Contains("is no date", ToolRun.Of("inspect", Visits(), "--target", "y", "--treat", "w=Date").EndsWith(2).Errors, StringComparison.Ordinal);
    }
}
