using static Descent.Cli.Reports.Markup;
using static Descent.Cli.Reports.PlotFrame;

namespace Descent.Cli.Reports;

/// <summary>The actual value of each row, its lowest and highest predicted quantile, and the median between them.</summary>
/// <param name="Name">The output.</param>
/// <param name="Lower">The lowest level.</param>
/// <param name="Upper">The highest level.</param>
/// <param name="Inside">The fraction of the actual values between the two.</param>
/// <param name="Rows">The rows.</param>
internal sealed record IntervalSeries(
    string Name, double Lower, double Upper, double Inside, IReadOnlyList<(double Actual, double Low, double Middle, double High)> Rows);

/// <summary>Draws predicted and actual values against each other; on the dashed diagonal both are equal.</summary>
internal static class AgreementChart
{
    /// <summary>More points, or more intervals, are thinned to this many: single lines must remain distinguishable.</summary>
    public const int MostPoints = 2000, MostIntervals = 120;

    private const double Side = 424, Left = 96, Right = 406, Top = 16, Bottom = 326, Names = 30;

    /// <summary>Every predicted value over the actual one; pairs that are not finite are left out.</summary>
    public static string Scatter(ScatterSeries series, int number)
    {
        (double X, double Y)[] all = [.. series.Actual.Zip(series.Predicted).Where(pair => double.IsFinite(pair.First) && double.IsFinite(pair.Second))];
        IReadOnlyList<(double X, double Y)> shown = Curve.Thinned(all, MostPoints);
        PlotFrame frame = Frame(shown.SelectMany(pair => new[] { pair.X, pair.Y }));
        string count = $"{Count(shown.Count)} of {Count(series.Actual.Count)} points";
        StringBuilder svg = Open(frame, $"scatter-{Count(number)}", $"{series.Name}: predicted against actual", $"{count}.", "actual", "predicted");
        AppendDots(svg, frame, shown, 0, "stroke-opacity=\".5\"");
        string note = shown.Count < series.Actual.Count ? $"""<text x="{Place(Right - 4)}" y="{Place(Bottom - 8)}" text-anchor="end">{count}</text>""" : "";
        return $"{svg}{note}</svg>";
    }

    /// <summary>Mean predictions and mean actual values, with the intervals of the latter.</summary>
    public static string Calibration(Calibration calibration, int number, bool isShare)
    {
        CalibrationBin[] bins = [.. calibration.Bins.Where(bin => double.IsFinite(bin.Predicted) && double.IsFinite(bin.Observed))];
        PlotFrame frame = Frame(bins.SelectMany(bin => new[] { bin.Predicted, bin.Observed, bin.Low, bin.High }), isShare ? new Axis(0, 1) : null);
        IEnumerable<string> texts = bins.Select(bin =>
            $"predicted {Measure(bin.Predicted, 2)}, actual {Measure(bin.Observed, 2)} in {Data.Wording.Count(bin.Rows, "row")}");
        StringBuilder svg = Open(
            frame, $"calibration-{Count(number)}", $"{calibration.Name}: predicted and actual",
            $"Expected calibration error {Measure(calibration.Error, 3)}; {string.Join("; ", texts)}.",
            isShare ? "predicted probability" : "predicted", isShare ? "actual share" : "actual mean");
        AppendIntervals(svg, frame, bins.Where(bin => double.IsFinite(bin.Low) && double.IsFinite(bin.High)).Select(bin => (bin.Predicted, bin.Low, bin.High)), 0);
        AppendDots(svg, frame, bins.Select(bin => (bin.Predicted, bin.Observed)), 0);
        return $"{svg}</svg>";
    }

    /// <summary>Predicted intervals over the actual values; an interval that crosses the diagonal contains the actual value.</summary>
    public static string Intervals(IntervalSeries series, int number)
    {
        (double Actual, double Low, double Middle, double High)[] all =
        [
            .. series.Rows.Where(row => double.IsFinite(row.Actual) && double.IsFinite(row.Low) && double.IsFinite(row.Middle) && double.IsFinite(row.High))
                .OrderBy(row => row.Actual),
        ];
        IReadOnlyList<(double Actual, double Low, double Middle, double High)> shown = Curve.Thinned(all, MostIntervals);
        PlotFrame frame = Frame(shown.SelectMany(row => new[] { row.Actual, row.Low, row.Middle, row.High }), names: Names);
        StringBuilder svg = Open(
            frame, $"intervals-{Count(number)}", $"{series.Name}: predicted intervals against actual values", Caption(series), "actual", "predicted");
        frame.AppendNames(svg, ["inside", "outside"]);
        foreach (IGrouping<bool, (double Actual, double Low, double Middle, double High)> rows in shown.GroupBy(row => row.Low <= row.Actual && row.Actual <= row.High))
        {
            AppendIntervals(svg, frame, rows.Select(row => (row.Actual, row.Low, row.High)), rows.Key ? 0 : 1);
            AppendDots(svg, frame, rows.Select(row => (row.Actual, row.Middle)), rows.Key ? 0 : 1);
        }

        return $"{svg}</svg>";
    }

    /// <summary>How many actual values are inside the intervals, how many are expected, and how many rows are drawn.</summary>
    public static string Caption(IntervalSeries series)
    {
        string drawn = series.Rows.Count > MostIntervals ? $" {Count(MostIntervals)} of {Count(series.Rows.Count)} rows are drawn." : "";
        string quantiles = string.Create(CultureInfo.InvariantCulture, $"the quantiles {series.Lower} and {series.Upper}, {series.Upper - series.Lower:0.0 %} are expected");
        return string.Create(CultureInfo.InvariantCulture, $"{series.Inside:0.0 %} of the actual values lie between {quantiles}.{drawn}");
    }

    private static PlotFrame Frame(IEnumerable<double> values, Axis? axis = null, double names = 0)
    {
        Axis both = axis ?? Axis.Around(values, 0, 1, 0.04, mayBeLogarithmic: false);
        double bottom = Bottom + names;
        return new(both with { Start = Left, End = Right }, both with { Start = bottom, End = Top + names }, Side, bottom + 54);
    }

    private static StringBuilder Open(PlotFrame frame, string id, string title, string description, string horizontal, string vertical)
    {
        StringBuilder svg = frame.Open(id, title, description, isFile: false);
        frame.AppendGrid(svg, horizontal, vertical);
        return svg.Append($"""<g class="mark"><path d="M{Place(Left)} {Place(frame.Up.Start)}L{Place(Right)} {Place(frame.Up.End)}"/></g>""");
    }

    private static void AppendDots(StringBuilder svg, PlotFrame frame, IEnumerable<(double X, double Y)> points, int color, string style = "") => Append(
        svg, "curve dots", color, style, points.Select(point => $"M{Place(frame.Across.Map(point.X))} {Place(frame.Up.Map(point.Y))}h0"));

    private static void AppendIntervals(StringBuilder svg, PlotFrame frame, IEnumerable<(double X, double Low, double High)> intervals, int color) => Append(
        svg, "curve", color, "stroke-opacity=\".5\"",
        intervals.Select(line => $"M{Place(frame.Across.Map(line.X))} {Place(frame.Up.Map(line.Low))}V{Place(frame.Up.Map(line.High))}"));

    private static void Append(StringBuilder svg, string kind, int color, string style, IEnumerable<string> marks)
    {
        string path = string.Concat(marks);
        svg.Append(path.Length > 0 ? $"""<path class="{kind}" {style} stroke="{Color(color)}" d="{path}"/>""" : "");
    }
}
