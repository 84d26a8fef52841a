using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Descent.Tests.Cli.Reports;

/// <summary>The first screen of a report, and the sections that explain the model, in reports of real runs.</summary>
public sealed class ExplanationReportTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    private string Report(params string[] arguments)
    {
        ToolRun.Of(["train", .. arguments, "--epochs", "20", "--out", folder["run"], "--force"]).EndsWith(0);
        return File.ReadAllText(folder["run/report.html"]);
    }

    [Fact]
    public void TheFirstScreenIsForTheOwnerOfTheTable()
    {
        string page = Report(ToolRun.Iris, "--target", "species");
        Assert.Equal(["In short", "What matters", "How predictions depend on the columns", "Calibration", "Worst rows", "Data and decisions"], Headings(page)[..6]);
        Assert.True(page.IndexOf("What matters", StringComparison.Ordinal) < page.IndexOf("class=\"tiles\"", StringComparison.Ordinal));
        string text = Text(page);
        foreach (string expected in (string[])["How good Of 30 rows that training never saw,", "Against what A guess that ignores all columns", "How sure With 30 test rows, the share of correct answers among new rows", "What to do next", "among the 30 rows that training never saw", "go together, and each alone looks less important than it is"])
        {
            Assert.Contains(expected, text, StringComparison.Ordinal);
        }

        XElement bars = HtmlReportTests.Drawings(page).First(svg => svg.Attribute("class")?.Value.Contains("importance", StringComparison.Ordinal) == true);
        // Four columns, and those that go together as a bar of their own.
        Assert.Equal(5, bars.Elements("g").Count());
        Assert.Contains(bars.Elements("g"), bar => bar.Value.Contains("together", StringComparison.Ordinal));
        Message.Mentions(text, "4 columns numeric", "sepal_length, sepal_width, petal_length, petal_width");
        Assert.Equal(4, Regex.Count(page, "id=\"dependence-[0-3]\"|id=\"dependence-[0-3]-title\""));
    }

    /// <summary>The worst rows of numbers say how far off they are, with separated thousands; a currency stands as it is.</summary>
    [Theory]
    [InlineData("", @"Line Actual Predicted Error x (?:1?\d\d) [\d,]+,\d{3} [\d,]+,\d{3} −?\d+")]
    [InlineData("$", @"Line Actual Predicted Error x (?:1?\d\d) \$\d+ [\d,]+,\d{3} ")]
    public void TheWorstRowsSayTheirErrors(string sign, string expected)
    {
        string data = folder.Write("p.csv", "x,price\n" + string.Concat(Enumerable.Range(0, 150).Select(i => $"{i * 7 % 150},{sign}{400_000 + (1000 * (i * 7 % 150)) + (i * 37 % 11)}\n")));
        Assert.Matches(expected, Text(Report(data, "--target", "price")));
    }

    [Fact]
    public void NumbersAreSaidInTheirUnit()
    {
        string text = Text(Report(ToolRun.Iris, "--target", "sepal_length"));
        Assert.Matches("it explains [0-9.]+.% of the variation of sepal_length \\(R²\\)\\. Half of the predictions are off by at most 0\\.[0-9]+", text);
        Assert.Contains("rmse", text, StringComparison.Ordinal);
        Assert.Contains("decrease of R² when the values are shuffled", text, StringComparison.Ordinal);
        Assert.Contains("Predicted and actual means", text, StringComparison.Ordinal);
        Assert.Contains("Line Actual Predicted Error", text, StringComparison.Ordinal);
    }

    /// <summary>Costs of errors are what counts, so they come first.</summary>
    [Fact]
    public void CostsComeFirst()
    {
        string data = folder.Write("two.csv", "a,y\n" + string.Concat(Enumerable.Range(0, 100).Select(i => $"{i * 37 % 101},{(i * 37 % 101 > 50 ^ i % 9 == 0 ? "yes" : "no")}\n")));
        string page = Report(data, "--target", "y", "--positive", "yes", "--costs", "fn=10,fp=1"), text = Text(page);
        Assert.Matches("How good The mean cost of a row is [0-9.]+, by the given costs of errors\\. Of 20 rows", text);
        Assert.Contains("of the rows predicted as \"yes\" are correct", text, StringComparison.Ordinal);
        Assert.Matches("class=\"tiles\">\\s*<div><dt>mean_cost", page);
    }

    [Fact]
    public void OfFoldsTheFirstIsExplained()
    {
        string text = Text(Report(ToolRun.Iris, "--target", "species", "--cv", "3"));
        Assert.Contains("Of 150 rows that training never saw", text, StringComparison.Ordinal);
        Assert.Contains("Over 3 folds, accuracy is", text, StringComparison.Ordinal);
        Assert.Contains("among the first fold's 50 rows", text, StringComparison.Ordinal);
    }

    [Fact]
    public void WithoutTestRowsNothingIsSaid() => Assert.DoesNotContain(Headings(Report(ToolRun.Iris, "--target", "species", "--test-fraction", "0")), heading => heading is "In short" or "What matters");

    [Fact]
    public void ManyColumnsAreLeftToTheVerb()
    {
        const int Columns = 3000;
        string data = folder.Write("wide.csv", string.Join(',', Enumerable.Range(0, Columns).Select(i => $"x{i}")) + ",y\n" + string.Concat(Enumerable.Range(0, 300).Select(row =>
            string.Join(',', Enumerable.Range(0, Columns).Select(column => $"{(row * 7919 * (column + 1)) % 1013}")) + $",{row % 7}.5\n")));
        string page = Report(data, "--target", "y", "--layers", "2", "--batch-size", "300");
        Assert.DoesNotContain("What matters", Headings(page));
        Assert.Contains("What matters was not measured", Text(page), StringComparison.Ordinal);
        Assert.Contains("In short", Headings(page));
    }

    /// <summary>Each row misses the label of one target, so none can be explained; the scores of the other target remain.</summary>
    [Fact]
    public void WithoutARowOfKnownLabelsThereIsAReport()
    {
        string train = folder.Write("train.csv", "x,a,b\n" + string.Concat(Enumerable.Range(0, 60).Select(i => $"{i},{(i < 30 ? "yes" : "no")},{(i % 2 == 0 ? "on" : "off")}\n")));
        string test = folder.Write("test.csv", "x,a,b\n5,maybe,on\n40,perhaps,off\n");
        Assert.Contains("The model is not explained", Text(Report(train, "--target", "a,b", "--test", test)), StringComparison.Ordinal);
    }

    private static string[] Headings(string page) => [.. Regex.Matches(page, "<h2>(.*?)</h2>").Select(match => match.Groups[1].Value)];

    private static string Text(string page) => Regex.Replace(System.Net.WebUtility.HtmlDecode(Regex.Replace(page, "<[^>]*>", " ")), "\\s+", " ");
}
