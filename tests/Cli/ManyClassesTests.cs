using System.Text;
using System.Text.Json;

namespace Descent.Tests.Cli;

/// <summary>What many classes cost: files that grow with the classes, not with their square.</summary>
public sealed class ManyClassesTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData(24, true)]
    [InlineData(25, false)]
    [InlineData(300, false)]
    public void FromTwentyFiveOnTheWorstPairsStandForTheMatrix(int classes, bool hasMatrix)
    {
        StringBuilder text = new("a,b,y\n");
        for (int i = 0; i < classes * 5; i++)
        {
            text.Append($"{i % classes},{i * 7 % 11},class {i % classes}\n");
        }

        ToolRun run = ToolRun.Of("train", folder.Write("many.csv", text.ToString()), "--target", "y", "--epochs", "1", "--layers", "8", "--out", folder["run"]).EndsWith(0);
        using JsonDocument json = JsonDocument.Parse(File.ReadAllText(folder["run/metrics.json"]));
        JsonElement confusion = json.RootElement.GetProperty("confusion");
        Assert.Equal(classes, confusion.GetProperty("labels").GetArrayLength());
        Assert.Equal(hasMatrix, confusion.TryGetProperty("counts", out _));
        Assert.Equal(!hasMatrix, confusion.TryGetProperty("worstPairs", out _));
        Assert.Equal(classes, json.RootElement.GetProperty("classes").GetArrayLength());
        string report = File.ReadAllText(folder["run/report.html"]);
        Assert.Equal(hasMatrix, report.Contains("Confusion matrix", StringComparison.Ordinal));
        Assert.Equal(!hasMatrix, report.Contains("Most frequent mistakes", StringComparison.Ordinal));
        Assert.Equal(!hasMatrix, run.Output.Contains("The most frequent mistakes of", StringComparison.Ordinal));
        Assert.InRange(report.Length, 1000, hasMatrix ? 330_000 : 60_000 + (classes * 500));
        Assert.InRange(new FileInfo(folder["run/metrics.json"]).Length, 1000, 20_000 + (classes * 300));
    }

    /// <summary>The work per column must not look at all columns: a hundred times as many columns are about a hundred times the work.</summary>
    [Theory]
    [InlineData("roc_auc")]
    [InlineData("pr_auc")]
    public void RankingCostsRowsTimesClasses(string name)
    {
        Metric metric = name == "roc_auc" ? new RocAuc() : new PrAuc();
        Time(metric, 20);
        double few = Enumerable.Range(0, 3).Min(_ => Time(metric, 20)), many = Enumerable.Range(0, 3).Min(_ => Time(metric, 1000));
        Assert.InRange(many, 0, 500 * few);
    }

    // Rows × classes² would be 2,500 times as much.
    private static double Time(Metric metric, int classes)
    {
        const int rows = 1000;
        double[] targets = new double[rows * classes], outputs = new double[rows * classes];
        for (int i = 0; i < outputs.Length; i++)
        {
            outputs[i] = i * 37 % 1009 / 1009.0;
        }

        for (int row = 0; row < rows; row++)
        {
            targets[(row * classes) + (row % classes)] = 1;
        }

        Outcome outcome = new(OutcomeForm.Multiclass, targets, outputs, classes);
        long start = System.Diagnostics.Stopwatch.GetTimestamp();
        Assert.InRange(metric.Compute(outcome), 0, 1);
        return System.Diagnostics.Stopwatch.GetElapsedTime(start).TotalMilliseconds;
    }
}
