using System.Text.Json;
using System.Xml.Linq;
using Descent.Cli;
using Descent.Cli.Runs;
using Descent.Cli.Screens;

namespace Descent.Tests.Cli.Verbs;

public sealed class LearningCurveVerbTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    private static string[] Quick(params string[] more) => ["learning-curve", ToolRun.Iris, "--target", "species", "--layers", "4", "--epochs", "5", "--cv", "2", "--sizes", "20,60,100", .. more];

    [Fact]
    public void JsonHasEveryPoint()
    {
        JsonElement json = ToolRun.Of(Quick("--json", "--score", "logLoss")).EndsWith(0).Json();
        Assert.Equal(("logLoss", false, 2), (json.GetProperty("score").GetString(), json.GetProperty("higherIsBetter").GetBoolean(), json.GetProperty("folds").GetInt32()));
        Assert.Equal([15, 45, 75], json.GetProperty("points").EnumerateArray().Select(point => point.GetProperty("rows").GetInt32()));
        foreach (JsonElement point in json.GetProperty("points").EnumerateArray())
        {
            foreach (string side in (string[])["train", "validation"])
            {
                double[] folds = [.. point.GetProperty(side).GetProperty("folds").EnumerateArray().Select(value => value.GetDouble())];
                Assert.Equal(folds.Average(), point.GetProperty(side).GetProperty("mean").GetDouble(), 1e-12);
                Assert.Equal(Math.Abs(folds[0] - folds[1]) / Math.Sqrt(2), point.GetProperty(side).GetProperty("deviation").GetDouble(), 1e-12);
            }
        }

        Assert.Contains("rows", json.GetProperty("meaning").GetString(), StringComparison.Ordinal);
        Assert.Contains(json.GetProperty("advice").GetString(), (string[])["moreRowsHelp", "overfitting", "moreRowsDoNotHelp", "unknown"]);
        Assert.Equal(JsonValueKind.Null, json.GetProperty("out").ValueKind);
    }

    [Theory]
    [InlineData(80)]
    [InlineData(40)]
    public void PeopleGetATableAPlotAndASentence(int width)
    {
        ToolRun run = ToolRun.With(new TerminalInfo(width, false), "", Quick()).EndsWith(0);
        Assert.All(run.Output.Split('\n'), line => Assert.True(line.Length <= width, line));
        Assert.Contains("x unseen rows", run.Output, StringComparison.Ordinal);
        Assert.Contains("--treat", run.Errors, StringComparison.Ordinal);
        Assert.Contains("More rows", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void TheChartIsAPageOrADrawing()
    {
        ToolRun.Of(Quick("--out", folder["curve.svg"])).EndsWith(0);
        XDocument drawing = XDocument.Parse(File.ReadAllText(folder["curve.svg"]));
        Assert.Equal("{http://www.w3.org/2000/svg}svg", drawing.Root!.Name.ToString());
        Assert.Equal(2, drawing.Descendants().Count(element => (string?)element.Attribute("class") is "area"));
        ToolRun.Of(Quick("--out", folder["curve.html"])).EndsWith(0);
        string page = File.ReadAllText(folder["curve.html"]);
        Assert.Contains("<svg class=\"plot\"", page, StringComparison.Ordinal);
        Assert.Contains("Learning curve: species from iris.csv", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<script", page, StringComparison.Ordinal);
        Assert.Contains("--force", ToolRun.Of(Quick("--out", folder["curve.html"])).EndsWith(ExitCode.Usage).Errors, StringComparison.Ordinal);
        ToolRun.Of(Quick("--out", folder["curve.html"], "--force")).EndsWith(0);
    }

    [Fact]
    public void TheAdviceNamesOptionsAndTheGainIsThatOfTheLastDoubling()
    {
        LearningCurvePoint[] points = [new(100, [0.99, 0.98], [0.8, 0.81]), new(200, [0.99, 0.99], [0.8, 0.8])];
        LearningCurve close = new("accuracy", true, 2, points) { Skill = new FitSkill(0.9, 0.7, 0.01) }, flat = close with { Skill = new FitSkill(0.9, 0.89, 0.01) };
        Message.Mentions($"{close}", "accuracy", "worse by 0.005", "standard error 0.005");
        Message.Mentions(LearningCurveText.Of(close), "(--validation-fraction)", "(--l2)", "(--layers 64,relu,dropout:0.2)", "(--layers)");
        Assert.DoesNotContain("--validation-fraction", LearningCurveText.Of(close with { ChoseEpoch = true }), StringComparison.Ordinal);
        Message.Mentions(LearningCurveText.Of(flat), "more informative inputs", "a larger network", "(--layers)");
        Assert.EndsWith("(HiddenLayers).", $"{flat}", StringComparison.Ordinal);
        LearningCurve unsure = new("accuracy", true, 2, [points[0], new(200, [0.99, 0.99], [0.8, 0.95])]);
        Message.Mentions(LearningCurveText.Of(unsure), "improved accuracy", "by 0.07");
        Assert.EndsWith("Try: more folds (--cv).", LearningCurveText.Of(unsure), StringComparison.Ordinal);
        string meaning = ToolRun.Of(Quick("--json")).EndsWith(0).Json().GetProperty("meaning").GetString()!;
        Assert.DoesNotContain("HiddenLayers", meaning, StringComparison.Ordinal);
        Assert.Contains("Try: ", meaning, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--sizes", "0,50")]
    [InlineData("--sizes", "50,x")]
    [InlineData("--sizes", "101")]
    [InlineData("--score", "accurate")]
    [InlineData("--cv", "1")]
    [InlineData("--cv", "151")]
    [InlineData("--group", "nobody")]
    [InlineData("--test-fraction", "0.1")]
    public void OptionsThatCannotBeAreRefused(string name, string value)
    {
        ToolRun run = ToolRun.Of("learning-curve", ToolRun.Iris, "--target", "species", "--epochs", "1", name, value).EndsWith(ExitCode.Usage);
        Assert.DoesNotContain("   at ", run.Errors, StringComparison.Ordinal);
    }
}
