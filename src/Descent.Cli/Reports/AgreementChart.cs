using System.Text;
using static Descent.Cli.Reports.Markup;
using static Descent.Cli.Reports.PlotFrame;

namespace Descent.Cli.Reports;

/// <summary>Draws what was predicted and what was true against each other; on the dashed diagonal both are equal.</summary>
internal static class AgreementChart
{
    /// <summary>More points are thinned to this many.</summary>
    public const int MostPoints = 2000;

    private const double Side = 424, Left = 96, Right = 406, Top = 16, Bottom = 326, Height = 380;

    /// <summary>Every predicted number over the actual one; pairs that are not finite are left out.</summary>
    /// <param name="series">The values of one output.</param>
    /// <param name="number">Tells apart the charts of one page.</param>
    public static string Scatter(ScatterSeries series, int number)
    {
        (double Actual, double Predicted)[] all = [.. series.Actual.Zip(series.Predicted).Where(pair => double.IsFinite(pair.First) && double.IsFinite(pair.Second))];
        // Evenly spaced pairs: the same points in every run.
        (double X, double Y)[] shown = all.Length <= MostPoints ? all : [.. Enumerable.Range(0, MostPoints).Select(i => all[(int)((long)i * all.Length / MostPoints)])];
        Axis both = Axis.Around(shown.SelectMany(pair => new[] { pair.X, pair.Y }), 0, 1, 0.04, mayBeLogarithmic: false);
        string count = $"{Count(shown.Length)} of {Count(series.Actual.Count)} points";
        return Render($"scatter-{Count(number)}", $"{series.Name}: predicted against actual", $"{count}.", both, "actual", "predicted", shown, [], opacity: ".5", shown.Length < series.Actual.Count ? count : "");
    }

    /// <summary>How often predictions came true, with intervals.</summary>
    /// <param name="calibration">What is drawn.</param>
    /// <param name="number">Tells apart the charts of one page.</param>
    /// <param name="isShare">Whether predictions are probabilities.</param>
    public static string Calibration(Calibration calibration, int number, bool isShare)
    {
        CalibrationBin[] bins = [.. calibration.Bins.Where(bin => double.IsFinite(bin.Predicted) && double.IsFinite(bin.Observed))];
        Axis both = isShare ? new Axis(0, 1) : Axis.Around(bins.SelectMany(bin => new[] { bin.Predicted, bin.Observed, bin.Low, bin.High }), 0, 1, 0.04, mayBeLogarithmic: false);
        return Render(
            $"calibration-{Count(number)}", $"{calibration.Name}: predicted and actual",
            $"Expected calibration error {Measure(calibration.Error, 3)}; {string.Join("; ", bins.Select(bin => $"{Measure(bin.Predicted, 2)} came to {Measure(bin.Observed, 2)} in {Data.Wording.Count(bin.Rows, "row")}"))}.",
            both, isShare ? "predicted probability" : "predicted", isShare ? "how often it came true" : "actual mean",
            bins.Select(bin => (bin.Predicted, bin.Observed)), bins.Where(bin => double.IsFinite(bin.Low) && double.IsFinite(bin.High)).Select(bin => (bin.Predicted, bin.Low, bin.High)), opacity: "1", note: "");
    }

    private static string Render(
        string id, string title, string description, Axis both, string horizontal, string vertical, IEnumerable<(double X, double Y)> points, IEnumerable<(double X, double Low, double High)> intervals, string opacity, string note)
    {
        Axis across = both with { Start = Left, End = Right }, up = both with { Start = Bottom, End = Top };
        PlotFrame frame = new(across, up, Side, Height);
        StringBuilder svg = frame.Open(id, title, description, isFile: false);
        frame.AppendGrid(svg, horizontal, vertical);
        string lines = string.Concat(intervals.Select(line => $"M{Place(across.Map(line.X))} {Place(up.Map(line.Low))}V{Place(up.Map(line.High))}")), dots = string.Concat(points.Select(point => $"M{Place(across.Map(point.X))} {Place(up.Map(point.Y))}h0"));
        svg.Append($"""<g class="mark"><path d="M{Place(Left)} {Place(Bottom)}L{Place(Right)} {Place(Top)}"/></g>""")
            .Append(lines.Length > 0 ? $"""<path class="curve" stroke-opacity=".55" stroke="{Color(0)}" d="{lines}"/>""" : "")
            .Append(dots.Length > 0 ? $"""<path class="curve dots" stroke-opacity="{opacity}" stroke="{Color(0)}" d="{dots}"/>""" : "")
            .Append(note.Length > 0 ? $"""<text x="{Place(Right - 4)}" y="{Place(Bottom - 8)}" text-anchor="end">{note}</text>""" : "");
        return svg.Append("</svg>").ToString();
    }
}
