using System.Text.Json;
using System.Xml.Linq;
using Descent.Cli;
using Descent.Cli.Reports;
using Descent.Cli.Screens;
using Descent.Data;

namespace Descent.Tests.Cli.Verbs;

public class FindLearningRateVerbTests
{
    private static readonly string[] s_iris = ["find-learning-rate", ToolRun.Iris, "--target", "species"];

    [Fact]
    public void ARateInTheOptimizerIsSaidToBeUnused()
    {
        const string said = "The learning rate in --optimizer is not used";
        string[] few = [.. s_iris, "--steps", "10", "--optimizer"];
        Assert.Contains(said, ToolRun.Of([.. few, "adam(learning-rate=0.01)"]).EndsWith(0).Errors, StringComparison.Ordinal);
        Assert.DoesNotContain(said, ToolRun.Of([.. few, "adam(beta1=0.8)"]).EndsWith(0).Errors, StringComparison.Ordinal);
    }

    [Fact]
    public void JsonAndDrawingShowWhatTheLibraryFinds()
    {
        using TemporaryFolder folder = new();
        JsonElement json = ToolRun.Of([.. s_iris, "--json", "--optimizer", "momentum", "--steps", "50", "--out", folder["rates.svg"]]).EndsWith(0).Json();
        LearningRateCurve curve = TableTrainer.Prepare(Table.Read(ToolRun.Iris), ["species"], new TableOptions { Optimizer = new Momentum() }).FindLearningRate(new LearningRateRange(Steps: 50));
        Assert.Equal(curve.Suggested, json.GetProperty("suggested").GetDouble());
        Assert.Equal(curve.Points.Select(point => point.Smoothed), json.GetProperty("points").EnumerateArray().Select(point => point.GetProperty("smoothed").GetDouble()));
        XElement drawing = XElement.Parse(File.ReadAllText(folder["rates.svg"]));
        Assert.Equal("svg", drawing.Name.LocalName);
        Assert.Contains("suggested: ", drawing.Value, StringComparison.Ordinal);
        Assert.DoesNotContain("NaN", drawing.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void TheCurveFitsATerminalAndTheSuggestionTrainsWell()
    {
        ToolRun run = ToolRun.With(new TerminalInfo(80, Color: false, Unicode: false), "", s_iris).EndsWith(0);
        Assert.All(run.Output.Split('\n'), line => Assert.True(line.Length <= 80, line));
        string said = string.Join(' ', run.Output.Split((char[])[' ', '\n'], StringSplitOptions.RemoveEmptyEntries));
        Assert.Contains(", a tenth of the rate with the smallest loss, ", said, StringComparison.Ordinal);
        Assert.Contains("where the loss fell fastest; this is the other usual choice", said, StringComparison.Ordinal);
        string rate = run.Output.Split("--learning-rate ")[1].Split(',')[0];
        double accuracy = ToolRun.Of("train", ToolRun.Iris, "--target", "species", "--cv", "5", "--epochs", "30", "--json", "--learning-rate", rate).EndsWith(0).Json().GetProperty("metrics").GetProperty("accuracy").GetDouble();
        Assert.InRange(accuracy, 0.92, 1);
    }

    [Fact]
    public void NothingIsSuggestedThatWasNotTested()
    {
        string[] narrow = [.. s_iris, "--lowest", "1e-9", "--highest", "1e-8", "--steps", "20"];
        string said = ToolRun.Of(narrow).EndsWith(0).Output;
        Assert.Contains("suggested: none: a tenth of the rate with the smallest loss", said, StringComparison.Ordinal);
        Assert.Contains("Repeat with a smaller --lowest and a larger --highest", said, StringComparison.Ordinal);
        Assert.DoesNotContain("--learning-rate ", said, StringComparison.Ordinal);
        Assert.DoesNotContain("diverges", said, StringComparison.Ordinal);
        Assert.Equal(JsonValueKind.Null, ToolRun.Of([.. narrow, "--json"]).EndsWith(0).Json().GetProperty("suggested").ValueKind);
    }

    [Theory]
    [InlineData("--lowest 1 --highest 0.1", "must be above the lowest, 1")]
    [InlineData("--steps 3", "--steps must be a whole number of at least 10")]
    [InlineData("--optimizer adma", "Did you mean \"adam\"")]
    [InlineData("--loss hinge", "hinge is for two classes")]
    public void WrongOptionsAreRefused(string options, string expected) =>
        Assert.Contains(expected, ToolRun.Of([.. s_iris, .. options.Split(' ')]).EndsWith(ExitCode.Usage).Errors, StringComparison.Ordinal);

    [Fact]
    public void CurvesOfAnyShapeAreDrawn()
    {
        Curve[] curves = [.. Enumerable.Range(0, 30).Select(i => new Curve($"<{i}> a name that is long enough to be cut somewhere", [(1, i), (2, double.NaN), (3, 1e9 * i), (4, 0.5)])), new Curve("empty", []), new Curve("gap", [(1, double.PositiveInfinity)])];
        XElement chart = XElement.Parse(Charts.Courses(curves, "epoch & more", "loss"));
        Assert.Equal(32, chart.Elements().Count(element => element.Attribute("class")?.Value == "curve"));
        Assert.DoesNotContain("NaN", chart.ToString(), StringComparison.Ordinal);
        double[] heights = [.. chart.Elements().Where(element => element.Name.LocalName == "text" && element.Attribute("style") is not null).Select(text => double.Parse(text.Attribute("y")!.Value, System.Globalization.CultureInfo.InvariantCulture)).Order()];
        Assert.All(heights.Zip(heights.Skip(1)), pair => Assert.True(pair.Second - pair.First >= 16.9, $"{pair}"));
        Assert.All(CurvePlot.Lines(curves, "epoch", 80), line => Assert.True(line.Length <= 80, line));
        Assert.NotEmpty(CurvePlot.Lines([], "epoch", 20));
        Assert.NotEmpty(Charts.Courses([], "epoch", "loss"));
    }

    [Fact]
    public void PlotsShowEachCurveWhereItIs()
    {
        IReadOnlyList<string> lines = CurvePlot.Lines([new Curve("up", [(0, 1), (10, 2)]), new Curve("down", [(0, 2), (10, 1)])], "x", 61);
        Assert.Equal('b', lines[0][10]);
        Assert.Equal('a', lines[0][^1]);
        Assert.Equal('a', lines[14][10]);
        Assert.Equal('b', lines[14][^1]);
        Curve[] cropped = [.. Curve.Cropped([new Curve("good", [(1, 2), (2, 1)]), new Curve("left", [(1, 3), (2, 1e6)])])];
        Assert.Equal([3, double.NaN], cropped[1].Points.Select(point => point.Y));
        Assert.Equal([2, 1], cropped[0].Points.Select(point => point.Y));
    }
}
