using System.Xml.Linq;
using Descent.Cli.Reports;

namespace Descent.Tests.Cli.Reports;

public class ChartTests
{
    [Fact]
    public void AnEmptyHistoryAndOneEpochAreDrawn()
    {
        Assert.Contains("No epoch was trained.", Charts.Losses([], null), StringComparison.Ordinal);
        XElement one = XElement.Parse(Charts.Losses([SampleReports.Epoch(1, 0.5, 0.6)], 1));
        Assert.Equal(2, one.Elements().Count(element => element.Attribute("class")?.Value == "curve dots"));
        Assert.Contains("best: epoch 1, 0.6000", one.Value, StringComparison.Ordinal);
    }

    [Fact]
    public void ALossThatIsNotANumberLeavesAGap()
    {
        XElement chart = XElement.Parse(Charts.Losses([.. ((double[])[4, 3, double.NaN, 2, double.PositiveInfinity, 1, 1]).Select((loss, i) => SampleReports.Epoch(i + 1, loss))], null));
        string path = Curve(chart, "curve");
        Assert.Equal(3, path.Count(letter => letter == 'M'));
        Assert.DoesNotContain("NaN", path, StringComparison.Ordinal);
        Assert.Single(Curve(chart, "curve dots"), letter => letter == 'M');
    }

    [Fact]
    public void AWideRangeIsLogarithmicAndSaysSo()
    {
        Assert.Contains("Logarithmic scale.", Chart(100, 0.01), StringComparison.Ordinal);
        Assert.DoesNotContain("Logarithmic", Chart(2, 1), StringComparison.Ordinal);
        Assert.DoesNotContain("Logarithmic", Chart(100, 0), StringComparison.Ordinal);

        static string Chart(double first, double second) => Charts.Losses([SampleReports.Epoch(1, first), SampleReports.Epoch(2, second)], null);
    }

    [Fact]
    public void ALongHistoryIsThinnedButKeepsItsEnd()
    {
        EpochRecord[] losses = SampleReports.Losses(100_000, 1, 0.5);
        Assert.InRange(Charts.Losses(losses, 99_999).Length, 1000, 100_000);
        Assert.Contains("L514 ", XElement.Parse(Charts.Losses(losses, null)).Elements().First(element => element.Attribute("class")?.Value == "curve").Attribute("d")!.Value, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0, 1, "0 0.2 0.4 0.6 0.8 1")]
    [InlineData(-3, 17, "0 5 10 15")]
    [InlineData(0, 5e-324, "0")]
    [InlineData(-double.MaxValue, double.MaxValue, "−1e+308 0 1e+308")]
    [InlineData(7, 7, "7")]
    [InlineData(1e16, 1e16 + 2, "1e+16")]
    public void EvenTicksAreRound(double low, double high, string expected) =>
        Assert.Equal(expected, string.Join(' ', new Axis(low, high).Ticks(5).Select(Markup.Number).Distinct()));

    [Theory]
    [InlineData(0.01, 100, "0.01 0.1 1 10 100")]
    [InlineData(0.9, 60, "1 2 5 10 20 50")]
    [InlineData(1e-300, 1e300, "1e−300 1e−180 1e−60 1e+60 1e+180 1e+300")]
    public void LogarithmicTicksArePowers(double low, double high, string expected) =>
        Assert.Equal(expected, string.Join(' ', new Axis(low, high, Logarithmic: true).Ticks(5).Select(Markup.Number)));

    [Theory]
    [InlineData(0.95652, "0.9565")]
    [InlineData(0.91, "0.9100")]
    [InlineData(26, "26.00")]
    [InlineData(-4568.41, "−4,568")]
    [InlineData(0, "0")]
    [InlineData(1.234e-9, "1.234e−9")]
    [InlineData(double.NaN, "undefined")]
    public void MeasuredNumbersHaveFourDigits(double value, string expected) => Assert.Equal(expected, Markup.Measure(value));

    [Fact]
    public void AConfusionMatrixShowsEveryCountWithRecallAndPrecision()
    {
        XElement chart = XElement.Parse(ConfusionChart.Render(new ConfusionTable(["yes", "no"], [[9, 1], [0, 0]])));
        string[] texts = [.. chart.Descendants("text").Select(text => text.Nodes().OfType<XText>().Last().Value)];
        foreach (string expected in new[] { "9", "1", "90", "100", "–", "0" })
        {
            Assert.Contains(expected, texts);
        }

        Assert.Contains("9 of 10 rows were predicted correctly, in 2 classes", chart.Element("desc")!.Value, StringComparison.Ordinal);
        Assert.Contains("yes predicted as no: 1 (10% of the row)", chart.Descendants("title").Select(title => title.Value));
    }

    [Fact]
    public void AScatterIsThinnedAndSaysSo()
    {
        double[] values = [.. Enumerable.Range(0, 12_345).Select(i => (double)i)];
        XElement chart = XElement.Parse(AgreementChart.Scatter(new ScatterSeries("y", values, values), 0));
        Assert.Equal(AgreementChart.MostPoints, Dots(chart));
        Assert.Contains("2,000 of 12,345 points", chart.Value, StringComparison.Ordinal);
        Assert.Equal(0, Dots(XElement.Parse(AgreementChart.Scatter(new ScatterSeries("y", [], []), 1))));
    }

    [Fact]
    public void AnIntervalHasTheColorOfWhetherItHoldsTheActualValue()
    {
        // Every fourth interval ends below the actual value; the last row is not finite.
        (double, double, double, double)[] rows = [.. Enumerable.Range(0, 1_000).Select(i => (i / 10.0, (i / 10.0) - 5, (i / 10.0) - 3, (i / 10.0) + (i % 4 == 0 ? -1 : 1))), (double.NaN, 0, 1, 2)];
        XElement chart = XElement.Parse(AgreementChart.Intervals(new IntervalSeries("y", 0.05, 0.95, 0.75, rows[..80]), 0));
        Assert.Equal([60, 20], Marks(chart, "curve", "V"));
        Assert.Equal([60, 20], Marks(chart, "curve dots", "h0"));
        Message.Mentions(chart.Element("desc")!.Value, "75.0\u00A0%", "0.05 and 0.95", "90.0\u00A0%");
        XElement thinned = XElement.Parse(AgreementChart.Intervals(new IntervalSeries("y", 0.05, 0.95, 0.75, rows), 0));
        Assert.Equal(AgreementChart.MostIntervals, Dots(thinned));
        Assert.EndsWith(" 120 of 1,001 rows are drawn.", thinned.Element("desc")!.Value, StringComparison.Ordinal);
        Assert.Equal(0, Dots(XElement.Parse(AgreementChart.Intervals(new IntervalSeries("y", 0.1, 0.9, double.NaN, []), 1))));

        // By the color of the first curve and of the second.
        static int[] Marks(XElement chart, string kind, string mark) => [.. chart.Elements().Where(element => element.Attribute("class")?.Value == kind && element.Attribute("d")!.Value.Contains(mark, StringComparison.Ordinal))
            .OrderBy(element => element.Attribute("stroke")!.Value).Select(element => element.Attribute("d")!.Value.Split(mark).Length - 1)];
    }

    [Fact]
    public void WideLayersAndLongChainsAreCutShort()
    {
        XElement wide = XElement.Parse(NetworkDrawing.Render([new("inputs", 3), new("ReLU", 1_000_000), new("Softmax", 1)]));
        Assert.Equal(3 + 6 + 1, wide.Descendants("circle").Count());
        Assert.Equal((3 * 6) + (6 * 1), wide.Descendants("path").Count());
        Assert.Contains("1,000,000", wide.Value, StringComparison.Ordinal);
        XElement chain = XElement.Parse(NetworkDrawing.Render([.. Enumerable.Range(1, 40).Select(_ => new NetworkColumn("ReLU", 1))]));
        Assert.Equal(8, chain.Descendants("circle").Count());
    }

    [Fact]
    public void TheTextDrawingFitsTheTerminal()
    {
        NetworkColumn[] columns = [new("inputs", 4), new("PReLU", 12), new("PReLU", 12), new("Softmax", 3)];
        Assert.Equal("4 inputs → 12 PReLU → 12 PReLU → 3 Softmax", NetworkDrawing.Text(columns, 80));
        Assert.Equal("4 inputs → 12 PReLU\n  → 12 PReLU → 3 Softmax", NetworkDrawing.Text(columns, 25));
        Assert.All(NetworkDrawing.Text(columns, 25).Split('\n'), line => Assert.InRange(line.Length, 1, 25));
    }

    private static int Dots(XElement chart) => chart.Elements().Where(element => element.Attribute("class")?.Value == "curve dots").Sum(dots => dots.Attribute("d")!.Value.Count(letter => letter == 'M'));

    private static string Curve(XElement chart, string kind) =>
        chart.Elements().Single(element => element.Attribute("class")?.Value == kind).Attribute("d")!.Value;
}
