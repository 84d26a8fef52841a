using System.Text.Json;
using Descent.Tests.Cli;

namespace Descent.Tests.Training;

/// <summary>Scores that a fold cannot have are undefined everywhere, and say why.</summary>
public sealed class UndefinedFoldTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void FoldsOfSingleRowsHaveNoR2()
    {
        string data = folder.Write("few.csv", "x,y\n1,1.5\n2,2.5\n3,3.7\n4,4.1\n");
        string[] arguments = ["train", data, "--target", "y", "--cv", "4", "--epochs", "2", "--layers", "none"];
        ToolRun run = ToolRun.Of([.. arguments, "--out", folder["run"]]).EndsWith(0);
        Assert.Contains("r2 is undefined: in 4 of 4 folds, it needs at least two rows.", run.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("NaN", run.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("NaN", File.ReadAllText(folder["run/report.html"]), StringComparison.Ordinal);
        Assert.Contains("r2 is undefined", File.ReadAllText(folder["run/report.html"]), StringComparison.Ordinal);
        JsonElement json = ToolRun.Of([.. arguments, "--json"]).EndsWith(0).Json();
        Assert.Equal(JsonValueKind.Null, json.GetProperty("metrics").GetProperty("r2").ValueKind);
        Assert.Contains("two rows", json.GetProperty("undefined").GetProperty("r2").GetString(), StringComparison.Ordinal);
        Assert.True(json.GetProperty("baselines").GetProperty("mean").GetProperty("mae").GetDouble() > 0);
    }

    [Fact]
    public void PricesHaveNoPoissonDevianceAndNoPowersOfTen()
    {
        string data = folder.Write("prices.csv", "x,y\n" + string.Concat(Enumerable.Range(1, 40).Select(i => $"{i},{(i * 51907) + 100000}\n")));
        ToolRun run = ToolRun.Of("train", data, "--target", "y", "--epochs", "2", "--layers", "none", "--out", folder["run"]).EndsWith(0);
        Assert.DoesNotContain("poisson", run.Output, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotMatch(@"\dE\+\d", run.Output);
        Assert.DoesNotContain("1 inputs", run.Errors, StringComparison.Ordinal);
        Assert.Contains("1 input, 1 output, ", run.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public void SeveralTargetsHaveATableOfTheirOwn()
    {
        string data = folder.Write("two.csv", "x,small,large\n" + string.Concat(Enumerable.Range(1, 40).Select(i => $"{i},{i * 0.5},{i * 1000.5}\n")));
        ToolRun run = ToolRun.Of("train", data, "--target", "small,large", "--epochs", "2", "--layers", "none", "--out", folder["run"]).EndsWith(0);
        Assert.Contains("Scores per target", run.Output, StringComparison.Ordinal);
        using JsonDocument json = JsonDocument.Parse(File.ReadAllText(folder["run/metrics.json"]));
        Assert.Equal(json.RootElement.GetProperty("metrics").GetProperty("r2").GetDouble(), (json.RootElement.GetProperty("metrics").GetProperty("r2[small]").GetDouble() + json.RootElement.GetProperty("metrics").GetProperty("r2[large]").GetDouble()) / 2, 9);
    }
}
