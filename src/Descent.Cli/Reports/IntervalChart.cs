using System.Globalization;
using System.Text;
using static Descent.Cli.Reports.Markup;
using static Descent.Cli.Reports.PlotFrame;

namespace Descent.Cli.Reports;

/// <summary>Draws predicted intervals over the actual values; an interval that crosses the dashed diagonal contains the actual value.</summary>
internal static class IntervalChart
{
    /// <summary>More rows are thinned to this many, evenly spaced in the order of their actual values, so that single lines can be told apart.</summary>
    public const int MostRows = 120;

    private const double Side = 424, Left = 96, Right = 406, Top = 46, Bottom = 356, Height = 410;

    /// <summary>How many actual values lie inside, how many should, and how many rows are drawn.</summary>
    public static string Caption(IntervalSeries series)
    {
        string drawn = series.Rows.Count > MostRows ? $" {Count(MostRows)} of {Count(series.Rows.Count)} rows are drawn." : "";
        return string.Create(CultureInfo.InvariantCulture, $"{series.Inside:0.0 %} of the actual values lie between the quantiles {series.Lower} and {series.Upper}, {series.Upper - series.Lower:0.0 %} are expected.{drawn}");
    }

    /// <summary>A line for every interval; rows whose values are not finite are left out.</summary>
    /// <param name="series">The rows of one output.</param>
    /// <param name="number">Tells apart the charts of one page.</param>
    public static string Render(IntervalSeries series, int number)
    {
        (double Actual, double Low, double Middle, double High)[] all = [.. series.Rows.Where(row => double.IsFinite(row.Actual) && double.IsFinite(row.Low) && double.IsFinite(row.Middle) && double.IsFinite(row.High)).OrderBy(row => row.Actual)];
        (double Actual, double Low, double Middle, double High)[] shown = all.Length <= MostRows ? all : [.. Enumerable.Range(0, MostRows).Select(i => all[(int)((long)i * (all.Length - 1) / (MostRows - 1))])];
        Axis both = Axis.Around(shown.SelectMany(row => new[] { row.Actual, row.Low, row.Middle, row.High }), 0, 1, 0.04, mayBeLogarithmic: false);
        Axis across = both with { Start = Left, End = Right }, up = both with { Start = Bottom, End = Top };
        PlotFrame frame = new(across, up, Side, Height);
        StringBuilder svg = frame.Open($"intervals-{Count(number)}", $"{series.Name}: predicted intervals against actual values", Caption(series), isFile: false);
        frame.AppendGrid(svg, "actual", "predicted");
        frame.AppendNames(svg, ["inside", "outside"]);
        svg.Append($"""<g class="mark"><path d="M{Place(Left)} {Place(Bottom)}L{Place(Right)} {Place(Top)}"/></g>""");
        foreach (IGrouping<bool, (double Actual, double Low, double Middle, double High)> rows in shown.GroupBy(row => row.Low <= row.Actual && row.Actual <= row.High))
        {
            string color = Color(rows.Key ? 0 : 1);
            svg.Append($"""<path class="curve" stroke-opacity=".45" stroke="{color}" d="{string.Concat(rows.Select(row => $"M{Place(across.Map(row.Actual))} {Place(up.Map(row.Low))}V{Place(up.Map(row.High))}"))}"/>""")
                .Append($"""<path class="curve dots" stroke="{color}" d="{string.Concat(rows.Select(row => $"M{Place(across.Map(row.Actual))} {Place(up.Map(row.Middle))}h0"))}"/>""");
        }

        return svg.Append("</svg>").ToString();
    }
}
