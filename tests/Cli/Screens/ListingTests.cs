using System.Globalization;
using System.Text.Json;

namespace Descent.Tests.Cli.Screens;

public sealed class ListingTests : IDisposable
{
    private const int Columns = 500;

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void ManyColumnsAreShortenedOnTheScreenAndWholeInJson()
    {
        string data = folder.Write("wide.csv", Wide(Columns));
        string[] lines = ToolRun.Of("inspect", data, "--target", "y").EndsWith(0).Output.Split('\n');
        Assert.InRange(lines.Length, 60, 110);
        Assert.Contains("and 461 more columns: 252 numeric, 208 constant, 1 target (inspect --json lists all)", lines);
        Assert.Single(lines, line => line.Contains("The same is true of 224 more", StringComparison.Ordinal));
        JsonElement json = ToolRun.Of("inspect", data, "--target", "y", "--json").EndsWith(0).Json();
        Assert.Equal((501, 229), (json.GetProperty("columns").GetArrayLength(), json.GetProperty("notices").GetArrayLength()));
    }

    [Fact]
    public void TrainingAndItsFaultsAreShortenedToo()
    {
        string data = folder.Write("wide.csv", Wide(Columns));
        ToolRun run = ToolRun.Of("train", data, "--target", "y", "--epochs", "1", "--layers", "none", "--out", folder["run"]).EndsWith(0);
        Assert.Contains("and 461 more columns", run.Errors, StringComparison.Ordinal);
        Assert.InRange(run.Errors.Split('\n').Length, 20, 110);
        string fault = ToolRun.Of("predict", folder["run"], folder.Write("other.csv", "z\n1\n2\n")).EndsWith(2).Errors;
        Assert.Contains("lacks the columns \"x0\", \"x1\"", fault, StringComparison.Ordinal);
        Assert.Contains(" and 263 more, which", fault, StringComparison.Ordinal);
        Assert.Contains("\"e9\" and 490 more were not in the training table", ToolRun.Of("predict", folder["run"], folder.Write("extra.csv", Extra())).EndsWith(0).Errors, StringComparison.Ordinal);
    }

    [Fact]
    public void FewColumnsAreAllShown()
    {
        string data = folder.Write("narrow.csv", Wide(50));
        Assert.DoesNotContain("more columns", ToolRun.Of("inspect", data, "--target", "y").EndsWith(0).Output, StringComparison.Ordinal);
    }

    /// <summary>Of five columns, three hold numbers and two the same number in every row.</summary>
    private static string Wide(int columns) =>
        string.Join(',', Enumerable.Range(0, columns).Select(i => $"x{i}")) + ",y\n" + string.Concat(Enumerable.Range(0, 30).Select(row =>
            string.Join(',', Enumerable.Range(0, columns).Select(i => i % 5 < 3 ? ((row * (i + 7)) % 11).ToString(CultureInfo.InvariantCulture) : $"{i}")) + $",{(row % 7 < 3 ? "a" : "b")}\n"));

    private static string Extra() => string.Join(',', Enumerable.Range(0, 500).Select(i => $"e{i}")) + "," + Wide(Columns).Split('\n')[0] + "\n" + string.Concat(Enumerable.Repeat("1,", 500)) + Wide(Columns).Split('\n')[1] + "\n";
}
