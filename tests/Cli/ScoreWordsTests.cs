using Descent.Cli.Reports;
using Descent.Cli.Screens;
using Descent.Cli.Verbs;

namespace Descent.Tests.Cli;

/// <summary>What stands around scores and verdicts so that nobody takes them wrongly, on the screen and in the report.</summary>
public sealed class ScoreWordsTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void MeansOverClassesAndSharesAboveOneAreExplained()
    {
        const string Means = "precision, recall, f1, roc_auc, pr_auc: unweighted means over the classes";
        string output = ToolRun.Of("train", ToolRun.Iris, "--target", "species", "--epochs", "2", "--out", folder["iris"]).EndsWith(0).Output;
        Assert.Single(output.Split(Means)[1..]);
        Assert.Contains($"{Means}.", File.ReadAllText(folder["iris/report.html"]), StringComparison.Ordinal);
        Assert.Contains(Means, ToolRun.Of("train", ToolRun.Iris, "--target", "species", "--epochs", "2", "--cv", "2").EndsWith(0).Output, StringComparison.Ordinal);

        string numbers = Numbers();
        Assert.Matches(@"\nmape: a share of the target; [0-9.]+ is [0-9.,]+ %\n", ToolRun.Of("train", numbers, "--target", "y", "--epochs", "2", "--out", folder["numbers"]).EndsWith(0).Output);
        Assert.DoesNotContain("unweighted", ToolRun.Of("evaluate", folder["numbers"], numbers).EndsWith(0).Output, StringComparison.Ordinal);
        Assert.Contains("mape: a share of the target; ", File.ReadAllText(folder["numbers/report.html"]), StringComparison.Ordinal);
    }

    [Fact]
    public void ScoresThatAreAtMostOneHaveFourPlaces()
    {
        Assert.Equal(["-0.0003", "0.0000", "0.9968", "-12.0000"], ((double[])[-3.414e-4, -1e-5, 0.9968, -12]).Select(value => Judgement.Number("r2", value)));
        Assert.Equal(["-0.0003", "0.0002"], [Judgement.Number("r2[price]", -3.414e-4), Judgement.Number("f1", 0.00021)]);
        // Errors may be that small.
        Assert.Equal("3.414e-4", Judgement.Number("mse", 3.414e-4));
        string[] guesses = [.. ToolRun.Of("train", Numbers(), "--target", "y", "--epochs", "1", "--out", folder["run"]).EndsWith(0).Output.Split('\n').Where(line => line.StartsWith("r2 ", StringComparison.Ordinal))];
        Assert.DoesNotContain("e-", Assert.Single(guesses), StringComparison.Ordinal);
    }

    [Fact]
    public void ANumberIsNotPartedFromItsPercentSign()
    {
        Assert.Equal(["it explains", "90 % of it"], Wrapping.Lines("it explains 90 % of it", 14));
        Assert.Equal(["tabm.learning-rate=", "0.000821"], Wrapping.Lines("tabm.learning-rate=0.000821", 24));
        Assert.Equal(["a %", "b"], Wrapping.Lines("a % b", 4));
        Assert.All(Enumerable.Range(1, 30), width => Assert.Equal("90%ofthis100%", string.Concat(Wrapping.Lines("90 % of this 100 %", width)).Replace(" ", "", StringComparison.Ordinal)));
        Assert.Equal("90\u00A0% of a %", Markup.Escape("90 % of a %"));
    }

    [Fact]
    public void TheVerdictStandsUnderTheCardsAndTheCardsAreOfNewRows()
    {
        string rows = "a,y\n" + string.Concat(Enumerable.Range(0, 60).Select(i => FormattableString.Invariant($"{i},{(i * 0.5) + 1}\n")));
        string train = folder.Write("numbers.csv", rows), test = folder.Write("test.csv", rows + "100,3\n101,4\n");
        ToolRun.Of("train", train, "--target", "y", "--test", test, "--epochs", "5", "--out", folder["run"]).EndsWith(0);
        string report = File.ReadAllText(folder["run/report.html"]);
        int tiles = report.IndexOf("class=\"tiles\"", StringComparison.Ordinal), verdict = report.IndexOf("<p class=\"verdict\"><b>Verdict</b> ", StringComparison.Ordinal), notice = report.IndexOf("class=\"notice", StringComparison.Ordinal);
        Assert.True(tiles < verdict && verdict < notice, $"{tiles}, {verdict}, {notice}");
        Assert.Contains("<dt>r2, new rows</dt>", report, StringComparison.Ordinal);
        System.Text.Json.JsonElement fresh = ToolRun.Of("evaluate", folder["run"], test, "--json").EndsWith(0).Json().GetProperty("metricsOfNewRows");
        Assert.Contains($"<dt>rmse, new rows</dt><dd>{Markup.Measure(fresh.GetProperty("rmse").GetDouble())}</dd>", report, StringComparison.Ordinal);
        Assert.DoesNotContain("new rows</dt>", HtmlReport.Render(Reports.SampleReports.Classification()), StringComparison.Ordinal);
    }

    [Fact]
    public void TheFitHasLabelsValuesAndLimits()
    {
        ToolRun.Of("train", ToolRun.Iris, "--target", "species", "--epochs", "20", "--out", folder["iris"]).EndsWith(0);
        string report = File.ReadAllText(folder["iris/report.html"]);
        Assert.Contains(">Measure</th><th scope=\"col\">Value</th><th scope=\"col\">Limit</th>", report, StringComparison.Ordinal);
        Assert.Matches(@"<td>Difference between the two skills</td><td>[−0-9.]+</td><td>above 0\.1, and above twice its standard error: overfitting</td>", report);
        Assert.Single(report.Split("<dt>Skill</dt>")[1..]);
        Assert.Contains("multiclass classification of species", report, StringComparison.Ordinal);
    }

    [Fact]
    public void ATrainingSaysItsThreadsAndClassWeights()
    {
        string said = ToolRun.Of("train", ToolRun.Iris, "--target", "species", "--epochs", "1", "--balance", "--out", folder["run"]).EndsWith(0).Errors;
        Assert.Contains("threads: as many as pay off (--threads)\n", said, StringComparison.Ordinal);
        Assert.Contains("Class weights: \"setosa\" 1, \"versicolor\" 1, \"virginica\" 1.", said, StringComparison.Ordinal);
    }

    [Fact]
    public void DemosSayWhatTheirFiguresMean()
    {
        string Said(params string[] arguments) => string.Join(' ', ToolRun.Of(arguments).EndsWith(0).Output.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        Assert.Contains("That is in expectation: a sample may lie slightly above", Said("demo", "multiclass", "--rows", "50", "--faithful"), StringComparison.Ordinal);
        string lesson = Said("demo", "overfitting");
        Message.Mentions(lesson, "verdict", "descent train");
        // From the first epoch on, as epochs are counted.
        Assert.Contains(" 1 epoch 300 ", lesson, StringComparison.Ordinal);
    }

    private string Numbers() => folder.Write("noise.csv", "a,y\n" + string.Concat(Laws.Samples.Targets("real", 100, 2, 7).Chunk(2).Select(row => FormattableString.Invariant($"{row[0]:F3},{row[1]:F4}\n"))));
}
