using System.Text.Json;
using System.Xml.Linq;
using Descent.Cli;
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
        Assert.Contains("x rows never seen", run.Output, StringComparison.Ordinal);
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
        // Noise that is learnt by heart.
        double[] noise = Laws.Samples.Targets("real", 240, 4, 3);
        string data = folder.Write("noise.csv", "a,b,c,y\n" + string.Concat(noise.Chunk(4).Select(row => FormattableString.Invariant($"{row[0]:F3},{row[1]:F3},{row[2]:F3},{row[3]:F3}\n"))));
        string[] curve = ["learning-curve", data, "--target", "y", "--cv", "3", "--epochs", "120", "--l2", "0", "--sizes", "50,100"];
        string output = string.Join(' ', ToolRun.Of(curve).EndsWith(0).Output.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        Assert.Matches("The last doubling of the rows (improved r2 on rows never seen|made r2 on rows never seen worse) by ", output);
        Assert.Contains("Try: early stopping on validation rows (--validation-fraction); a stronger penalty (--l2); dropout (--layers 64,relu,dropout:0.2); fewer or narrower layers (--layers).", output, StringComparison.Ordinal);
        Assert.DoesNotContain("early stopping", ToolRun.Of([.. curve, "--validation-fraction", "0.2"]).EndsWith(0).Output, StringComparison.Ordinal);
        Assert.Contains("(--l2)", ToolRun.Of([.. curve, "--json"]).EndsWith(0).Json().GetProperty("meaning").GetString(), StringComparison.Ordinal);
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
