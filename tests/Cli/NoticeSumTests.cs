namespace Descent.Tests.Cli;

/// <summary>What is noticed in the parts of a long table becomes one notice, and the report says what the screen says.</summary>
public sealed class NoticeSumTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void BadRowsOfAllPartsAreToldOnceWithTheirNumber()
    {
        string train = folder.Write("train.csv", "a,y\n" + string.Concat(Enumerable.Range(0, 40).Select(i => $"{i},{i * 2}\n")));
        ToolRun.Of("train", train, "--target", "y", "--epochs", "1", "--out", folder["run"]).EndsWith(0);
        string rows = "a\n" + string.Concat(Enumerable.Range(0, 9000).Select(i => i % 1000 == 500 ? "1,2,3\n" : $"{i % 40}\n"));
        ToolRun run = ToolRun.Of("predict", folder["run"], folder.Write("new.csv", rows), "--skip-bad-rows").EndsWith(0);
        Assert.Contains("bad rows skipped: 9.", Assert.Single(run.Errors.Split('\n'), line => line.Contains("bad rows skipped", StringComparison.Ordinal)), StringComparison.Ordinal);
    }

    [Fact]
    public void TheReportSaysWhatTheScreenSays()
    {
        string train = folder.Write("numbers.csv", "a,y\n" + string.Concat(Enumerable.Range(0, 60).Select(i => FormattableString.Invariant($"{i},{i * 0.5}\n"))));
        ToolRun run = ToolRun.Of("train", train, "--target", "y", "--epochs", "2", "--validation-fraction", "0", "--out", folder["run"]).EndsWith(0);
        string report = File.ReadAllText(folder["run/report.html"]);
        Assert.Contains("Sizes of the errors", report, StringComparison.Ordinal);
        string median = run.Output.Split('\n').SkipWhile(line => !line.StartsWith("Sizes of the errors", StringComparison.Ordinal)).First(line => line.StartsWith("y ", StringComparison.Ordinal)).Split(' ', StringSplitOptions.RemoveEmptyEntries)[1];
        Assert.StartsWith(median[..4], System.Text.RegularExpressions.Regex.Match(report, "<td>y</td><td class=\"number\">([^<]*)</td>").Groups[1].Value, StringComparison.Ordinal);
        const string Caveat = "those of the last epoch (no validation rows)";
        Assert.Contains(Caveat, run.Errors, StringComparison.Ordinal);
        // The last epoch is not called the best where nothing chose it.
        Message.Mentions(System.Text.RegularExpressions.Regex.Match(report, "<dt>Weights kept</dt><dd>([^<]*)</dd>").Groups[1].Value, "epoch 2 (the last)", "no validation rows");
        Assert.Contains("the weights are those of epoch 2 (the last).", run.Errors, StringComparison.Ordinal);
        Assert.Contains("the weights are those of epoch 2 (the last)", ToolRun.Of("inspect", folder["run"]).EndsWith(0).Output, StringComparison.Ordinal);
        Assert.DoesNotContain("best", report[report.IndexOf("<h2>Loss</h2>", StringComparison.Ordinal)..report.IndexOf("<h2>Scores</h2>", StringComparison.Ordinal)], StringComparison.OrdinalIgnoreCase);
    }
}
