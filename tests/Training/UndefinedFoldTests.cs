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

    /// <summary>A fold without the class counts as 0 by itself, but a mean of such zeros says nothing about the model.</summary>
    [Fact]
    public void AFoldWithoutAClassHasNoAveragePrecision()
    {
        string data = folder.Write("late.csv", "t,x,c\n" + string.Concat(Enumerable.Range(0, 40).Select(i => $"{i},{i % 5},{(i is < 20 and > 5 && i % 3 == 0 ? "yes" : "no")}\n")));
        ToolRun run = ToolRun.Of("train", data, "--target", "c", "--positive", "yes", "--split-by", "t", "--cv", "3", "--epochs", "2", "--layers", "none").EndsWith(0);
        Assert.Contains("pr_auc is undefined: in 2 of 3 folds, no row is of \"yes\".", run.Output, StringComparison.Ordinal);
        Assert.Matches("pr_auc +undefined +undefined", run.Output);
    }

    [Fact]
    public void TargetsThatAreAllAlikeHaveNoR2AndZerosNoMape()
    {
        string train = folder.Write("train.csv", "x,y\n" + string.Concat(Enumerable.Range(0, 30).Select(i => $"{i},{i * 0.5}\n"))), same = folder.Write("same.csv", "x,y\n1,5.5\n2,5.5\n3,5.5\n");
        ToolRun trained = ToolRun.Of("train", train, "--target", "y", "--task", "regression", "--epochs", "2", "--layers", "none", "--test", same, "--out", folder["run"]).EndsWith(0);
        Assert.Contains("r2 is undefined: all targets are equal.", trained.Output, StringComparison.Ordinal);
        Assert.Matches("r2 +undefined +undefined +undefined", trained.Output);
        string zeros = folder.Write("zeros.csv", "x,y\n1,0\n2,5.5\n3,6.5\n");
        Assert.Contains("mape is left out: it divides by the targets, and some are 0", ToolRun.Of("evaluate", folder["run"], zeros).EndsWith(0).Output, StringComparison.Ordinal);
    }

    /// <summary>What is tiny beside others in training is not nothing where it is judged.</summary>
    [Fact]
    public void OneHugeTargetDoesNotSwallowTheOthers()
    {
        string train = folder.Write("huge.csv", "x,y\n" + string.Concat(Enumerable.Range(0, 30).Select(i => $"{i},{(i == 3 ? "1e200" : $"{i}.25")}\n"))), test = folder.Write("test.csv", "x,y\n1,1.25\n2,2.25\n3,30.25\n");
        JsonElement json = ToolRun.Of("train", train, "--target", "y", "--task", "regression", "--epochs", "2", "--layers", "none", "--test", test, "--json").EndsWith(0).Json();
        JsonElement median = json.GetProperty("baselines").GetProperty("median");
        Assert.InRange(median.GetProperty("rmse").GetDouble(), 10, 20);
        Assert.InRange(median.GetProperty("r2").GetDouble(), -1, 0);
        Assert.Equal(JsonValueKind.Null, json.GetProperty("metrics").GetProperty("r2").ValueKind);
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
