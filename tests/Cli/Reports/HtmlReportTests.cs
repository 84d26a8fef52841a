using System.Globalization;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Descent.Cli.Reports;
using Descent.Data;

namespace Descent.Tests.Cli.Reports;

public class HtmlReportTests
{
    private const string Hostile = "</title><script>alert('1')</script>\"'&\u0000\u202e\ud800=cmd|' /C calc'!A1";

    public static TheoryData<string> Pages => new(
        HtmlReport.Render(SampleReports.Classification()),
        HtmlReport.Render(SampleReports.Classification(20)),
        HtmlReport.Render(SampleReports.Regression()),
        HtmlReport.Render(HostileReport()),
        HtmlReport.Render(new RunReport { Title = "", Task = "", Created = DateTimeOffset.UnixEpoch }));

    [Theory]
    [MemberData(nameof(Pages))]
    public void DrawingsAreWellFormedAndHaveADescription(string page)
    {
        foreach (XElement svg in Drawings(page))
        {
            Assert.Equal("img", svg.Attribute("role")?.Value);
            Assert.True(svg.Attribute("aria-label") is not null || (svg.Element("title") is not null && svg.Element("desc") is not null));
            Assert.DoesNotContain("NaN", string.Concat(svg.Descendants().Attributes().Select(attribute => attribute.Value)), StringComparison.Ordinal);
        }
    }

    [Theory]
    [MemberData(nameof(Pages))]
    public void ThePageNeedsNothingElseAndRunsNothing(string page)
    {
        Assert.DoesNotContain("<script", page, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("://", page, StringComparison.Ordinal);
        Assert.DoesNotContain("url(", page, StringComparison.Ordinal);
        Assert.Contains("default-src 'none'", page, StringComparison.Ordinal);
        string[] ids = [.. Regex.Matches(page, " id=\"([^\"]*)\"").Select(match => match.Groups[1].Value)];
        Assert.Equal(ids.Distinct(StringComparer.Ordinal), ids);
    }

    [Fact]
    public void HostileTextStaysText()
    {
        string page = HtmlReport.Render(HostileReport());
        Assert.DoesNotContain("alert('", page, StringComparison.Ordinal);
        Assert.DoesNotContain('\u0000', page);
        Assert.Contains("&lt;/title&gt;&lt;script&gt;alert(&#39;1&#39;)&lt;/script&gt;&quot;&#39;&amp;\uFFFD", page, StringComparison.Ordinal);
        // Everything but the head is well-formed, so no text has opened or closed an element.
        Assert.Equal("main", XElement.Parse(page[page.IndexOf("<main>", StringComparison.Ordinal)..(page.IndexOf("</main>", StringComparison.Ordinal) + 7)]).Name);
    }

    [Fact]
    public void EverySectionIsThereWhenItHasContentAndOnlyThen()
    {
        Assert.Equal(["Data and decisions", "Network", "Loss", "Scores", "Confusion matrix", "Settings"], Headings(HtmlReport.Render(SampleReports.Classification())));
        Assert.Equal(["Network", "Loss", "Scores", "Folds", "Predicted and actual", "Settings"], Headings(HtmlReport.Render(SampleReports.Regression())));
        Assert.Empty(Headings(HtmlReport.Render(new RunReport { Title = "t", Task = "t", Created = DateTimeOffset.UnixEpoch })));
    }

    [Fact]
    public void NumbersAndDatesDoNotDependOnTheMachine()
    {
        string expected = HtmlReport.Render(SampleReports.Regression());
        CultureInfo before = CultureInfo.DefaultThreadCurrentCulture ?? CultureInfo.InvariantCulture;
        CultureInfo comma = (CultureInfo)CultureInfo.InvariantCulture.Clone();
        comma.NumberFormat.NumberDecimalSeparator = ",";
        comma.NumberFormat.NegativeSign = "~";
        try
        {
            Thread.CurrentThread.CurrentCulture = comma;
            Assert.Equal(expected, HtmlReport.Render(SampleReports.Regression()));
        }
        finally
        {
            Thread.CurrentThread.CurrentCulture = before;
        }

        Assert.Contains("0.9120", expected, StringComparison.Ordinal);
        Assert.Contains("14 March 2026, 15:09", expected, StringComparison.Ordinal);
        Assert.Contains("± 0.013", expected, StringComparison.Ordinal);
    }

    internal static IReadOnlyList<XElement> Drawings(string page) =>
        [.. Regex.Matches(page, "<svg.*?</svg>", RegexOptions.Singleline).Select(match => XElement.Parse(match.Value))];

    private static string[] Headings(string page) => [.. Regex.Matches(page, "<h2>(.*?)</h2>").Select(match => match.Groups[1].Value)];

    private static RunReport HostileReport() => new()
    {
        Title = Hostile,
        Task = Hostile,
        Created = DateTimeOffset.UnixEpoch,
        Summary = [new(Hostile, Hostile)],
        Explanation = new()
        {
            Measure = Hostile,
            Bars = [new([Hostile], double.NaN, double.NaN, 0, 0), new([""], double.MaxValue, double.PositiveInfinity, 0, 0)],
            Remarks = [Hostile],
            Output = Hostile,
            Dependences =
            [
                new(Hostile, true, [Hostile, ""], [new(Hostile, 1, double.NaN, [double.NaN, 1]), new(Hostile, 2, double.NaN, [double.MaxValue, 2]), new(Hostile, double.NaN, 0.5, [1, 2])], 3),
                new(Hostile, false, [Hostile], [new(Hostile, double.NaN, 1, [double.NaN])], 1),
                new("", true, ["y"], [], 0),
            ],
            Interactions = [[Hostile, Hostile, Hostile, Hostile]],
            Calibrations = [new(Hostile, [new(1, double.NaN, 0, 0, 1), new(1, double.MaxValue, -double.MaxValue, double.NaN, double.NaN)], double.NaN), new("", [], double.NaN)],
            WorstHeads = [Hostile, Hostile],
            Worst = [[Hostile, Hostile]],
        },
        Facts = [new(Hostile, Hostile)],
        Notices = [Notice.Warning(Hostile, Remedy.FromAdvice(Hostile))],
        Layers = [new(Hostile, Hostile, -1)],
        Network = [new(Hostile, 2), new(Hostile, 0), new(Hostile, int.MaxValue)],
        Scores = [new(Hostile, double.NaN, double.PositiveInfinity)],
        Losses = [SampleReports.Epoch(1, double.NaN, double.NegativeInfinity)],
        BestEpoch = 1,
        Confusion = new([Hostile, ""], [[0, long.MaxValue / 4], [0, 0]]),
        Scatters = [new(Hostile, [double.NaN, double.MaxValue, -double.MaxValue], [1, double.MaxValue, 0])],
        Intervals = [new(Hostile, 0.1, 0.9, double.NaN, [(double.NaN, 0, 0, 0), (1, -double.MaxValue, 0, double.MaxValue), (2, 3, 1, -1)])],
        Folds = new([Hostile], [[double.NaN]]),
        Settings = [new(Hostile, Hostile)],
    };
}
