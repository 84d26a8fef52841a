using System.Text.Json;
using Descent.Cli;
using Descent.Cli.Screens;

namespace Descent.Tests.Cli.Verbs;

public class DemoVerbTests
{
    // What the best possible predictor reaches with noise 0.2; clearly more would mean that unseen rows were seen.
    private const double Slack = 0.004, BestMulticlass = 0.955, BestR2 = 0.9937;

    private static readonly double[] s_bestMultilabel = [0.988, 0.979, 0.976];

    [Fact]
    public void FaithfulMultilabelReachesTheNotesFigures()
    {
        double[][] runs = [.. Seeds().Select(seed => PerOutput(Metrics("multilabel", seed, "--faithful")))];
        double[] means = [.. Enumerable.Range(0, 3).Select(output => runs.Average(run => run[output]))];
        AssertAtLeast([0.960, 0.920, 0.910], means);
        AssertBelowCeilings(means);
    }

    [Fact]
    public void FaithfulMulticlassReachesTheNotesFigure() =>
        Assert.InRange(Seeds().Average(seed => Metrics("multiclass", seed, "--faithful").GetProperty("accuracy").GetDouble()), 0.920, BestMulticlass + Slack);

    [Fact]
    public void FaithfulRegressionReachesTheNotesFigure() =>
        Assert.InRange(Seeds().Average(seed => Metrics("regression", seed, "--faithful").GetProperty("rmse").GetDouble()), 1, 2.4);

    [Fact]
    public void MultilabelComesCloseToItsCeilings()
    {
        double[] shares = PerOutput(Metrics("multilabel", 1));
        AssertAtLeast([0.982, 0.965, 0.962], shares);
        AssertBelowCeilings(shares);
    }

    [Fact]
    public void MulticlassComesCloseToItsCeiling() => Assert.InRange(Metrics("multiclass", 1).GetProperty("accuracy").GetDouble(), 0.949, BestMulticlass + Slack);

    [Fact]
    public void RegressionComesCloseToItsCeiling() => Assert.InRange(Metrics("regression", 1).GetProperty("r2").GetDouble(), 0.9920, BestR2 + Slack);

    [Fact]
    public void TheScreenLooksLikeTheNotes()
    {
        string output = ToolRun.Of("demo", "multiclass", "--faithful", "--rows", "400").EndsWith(0).Output;
        Assert.Contains("4 inputs → 12 swish:learnable=true → 12 swish:learnable=true → 3 softmax; 279 parameters", output, StringComparison.Ordinal);
        Assert.Contains("loss: categorical_cross_entropy\n", output, StringComparison.Ordinal);
        Assert.Contains("batches: 2,000 of 64 rows", output, StringComparison.Ordinal);
        Assert.Contains("\nAccuracy on 200 samples\nAccuracy on each output: ", output, StringComparison.Ordinal);
        Assert.Matches(@"\nOverall categorization accuracy:    \d\d\.\d\d%\n", output);
        string[] lines = output.TrimEnd('\n').Split('\n');
        Assert.Equal("                   Expected |                   Predicted | Input Data", lines[^17]);
        Assert.All(lines[^16..], line => Assert.Matches(@"^(   [01]\.0000){3} \| (   [01]\.\d{4}){3} \| ([ -]{2,3}\d\.\d{3}){4}$", line));
    }

    [Theory]
    [InlineData(40)]
    [InlineData(80)]
    [InlineData(100)]
    public void TheScreenFitsTheTerminal(int width)
    {
        string[] lines = ToolRun.With(new TerminalInfo(width, Color: false), "", "demo", "regression", "--faithful", "--rows", "64").EndsWith(0).Output.Split('\n');
        Assert.All(lines, line => Assert.True(line.Length <= width, line));
        Assert.Contains(lines, line => line.EndsWith(width < 76 ? "Predicted" : "Input Data", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("multilabel")]
    [InlineData("multiclass")]
    [InlineData("regression")]
    public void OneRowIsEnough(string demo)
    {
        Assert.Contains("Expected | ", ToolRun.Of("demo", demo, "--rows", "1").EndsWith(0).Output, StringComparison.Ordinal);
        JsonElement metrics = ToolRun.Of("demo", demo, "--rows", "1", "--json").EndsWith(0).Json().GetProperty("metrics");
        Assert.Equal(JsonValueKind.Null, metrics.GetProperty("r2").ValueKind);
        Assert.Equal(demo == "regression" ? JsonValueKind.Null : JsonValueKind.Array, metrics.GetProperty("accuracyPerOutput").ValueKind);
        Assert.Equal(demo == "regression" ? JsonValueKind.Number : JsonValueKind.Null, metrics.GetProperty("rmse").ValueKind);
    }

    [Fact]
    public void TheSameSeedGivesTheSameNumbers()
    {
        string first = Metrics("regression", 7, "--rows", "200").GetRawText();
        Assert.Equal(first, Metrics("regression", 7, "--rows", "200").GetRawText());
        Assert.NotEqual(first, Metrics("regression", 8, "--rows", "200").GetRawText());
    }

    [Theory]
    [InlineData("multilable", "Did you mean \"multilabel\"?")]
    [InlineData("regression --rows 0", "--rows must be a whole number")]
    [InlineData("regression --rows 10000001", "--rows must be a whole number")]
    [InlineData("regression --noise -0.1", "--noise must be a number of at least 0, but is '-0.1'")]
    [InlineData("regression --noise NaN", "--noise must be a number of at least 0, but is 'NaN'")]
    [InlineData("regression --noise 0,2", "--noise must be a number of at least 0, but is '0,2'")]
    [InlineData("", "descent demo --help")]
    public void WhatCannotBeIsSaid(string arguments, string expected)
    {
        ToolRun run = ToolRun.Of(["demo", .. arguments.Split(' ', StringSplitOptions.RemoveEmptyEntries)]).EndsWith(ExitCode.Usage);
        Assert.Contains(expected, run.Errors, StringComparison.Ordinal);
        Assert.Empty(run.Output);
    }

    [Fact]
    public void ItCanBeStopped()
    {
        StringWriter output = new(), errors = new();
        ToolContext context = new(new Screen(output, TerminalInfo.None), new Screen(errors, TerminalInfo.None), () => Stream.Null, new CancellationToken(canceled: true));
        Assert.Equal(ExitCode.Cancelled, Tool.Run(["demo", "regression"], context));
        Assert.Empty(output.ToString());
    }

    private static int[] Seeds() => [1, 2, 3];

    private static JsonElement Metrics(string demo, int seed, params string[] options)
    {
        JsonElement answer = ToolRun.Of(["demo", demo, "--json", "--seed", $"{seed}", .. options]).EndsWith(0).Json();
        Assert.Equal(["demo", "faithful", "seed", "metrics", "seconds"], answer.EnumerateObject().Select(property => property.Name));
        Assert.Equal(options.Contains("--faithful", StringComparer.Ordinal), answer.GetProperty("faithful").GetBoolean());
        return answer.GetProperty("metrics");
    }

    private static double[] PerOutput(JsonElement metrics) => [.. metrics.GetProperty("accuracyPerOutput").EnumerateArray().Select(share => share.GetDouble())];

    private static void AssertAtLeast(double[] expected, double[] actual) =>
        Assert.True(expected.Zip(actual).All(pair => pair.Second >= pair.First), $"{string.Join(' ', actual)} is less than {string.Join(' ', expected)}.");

    private static void AssertBelowCeilings(double[] shares) => AssertAtLeast(shares, [.. s_bestMultilabel.Select(best => best + Slack)]);
}
