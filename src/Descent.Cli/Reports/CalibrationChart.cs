using System.Text;
using static Descent.Cli.Reports.Markup;
using static Descent.Cli.Reports.PlotFrame;

namespace Descent.Cli.Reports;

/// <summary>Draws how often predictions came true, with intervals; on the diagonal they mean what they say.</summary>
internal static class CalibrationChart
{
    private const double Side = 424, Left = 96, Right = 406, Top = 16, Bottom = 326, Height = 380;

    /// <summary>The chart as SVG.</summary>
    /// <param name="calibration">What is drawn.</param>
    /// <param name="number">Tells apart the charts of one page.</param>
    /// <param name="isShare">Whether predictions are probabilities.</param>
    public static string Render(Calibration calibration, int number, bool isShare)
    {
        CalibrationBin[] bins = [.. calibration.Bins.Where(bin => double.IsFinite(bin.Predicted) && double.IsFinite(bin.Observed))];
        Axis both = isShare ? new Axis(0, 1) : Axis.Around(bins.SelectMany(bin => new[] { bin.Predicted, bin.Observed, bin.Low, bin.High }), 0, 1, 0.04, mayBeLogarithmic: false);
        Axis across = both with { Start = Left, End = Right }, up = both with { Start = Bottom, End = Top };
        PlotFrame frame = new(across, up, Side, Height);
        StringBuilder svg = frame.Open(
            $"calibration-{Count(number)}",
            $"{calibration.Name}: predicted and actual",
            $"Expected calibration error {Measure(calibration.Error, 3)}; {string.Join("; ", bins.Select(bin => $"{Measure(bin.Predicted, 2)} came to {Measure(bin.Observed, 2)} in {Data.Wording.Count(bin.Rows, "row")}"))}.",
            isFile: false);
        frame.AppendGrid(svg, isShare ? "predicted probability" : "predicted", isShare ? "how often it came true" : "actual mean");
        svg.Append($"""<g class="mark"><path d="M{Place(Left)} {Place(Bottom)}L{Place(Right)} {Place(Top)}"/></g>""");
        StringBuilder intervals = new(), dots = new();
        foreach (CalibrationBin bin in bins)
        {
            string x = Place(across.Map(bin.Predicted));
            dots.Append($"M{x} {Place(up.Map(bin.Observed))}h0");
            if (double.IsFinite(bin.Low) && double.IsFinite(bin.High))
            {
                intervals.Append($"M{x} {Place(up.Map(bin.Low))}V{Place(up.Map(bin.High))}");
            }
        }

        string color = $"stroke=\"{Color(0)}\"";
        svg.Append(intervals.Length > 0 ? $"""<path class="curve" stroke-opacity=".55" {color} d="{intervals}"/>""" : "").Append(dots.Length > 0 ? $"""<path class="curve dots" {color} d="{dots}"/>""" : "");
        return svg.Append("</svg>").ToString();
    }
}
