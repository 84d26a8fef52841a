using System.Text;
using Descent.Training;
using static Descent.Cli.Reports.Markup;

namespace Descent.Cli.Reports;

/// <summary>Draws the scores on training rows and on unseen rows over the number of training rows, each with a band of one standard deviation.</summary>
internal static class LearningCurveChart
{
    private const double Width = 640, Height = 376, Left = 82, Right = 610, Top = 16, Bottom = 344, Line = 20;

    /// <summary>The chart as a file of its own.</summary>
    public static string File(LearningCurve curve, string title) => $"""
        <?xml version="1.0" encoding="UTF-8"?>
        {Render(curve, title).Replace("<svg ", $"<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{At(Width)}\" height=\"{At(Height)}\" ", StringComparison.Ordinal).Replace("<title", $"<style><![CDATA[{ReportStyle.Sheet} svg {{ background: var(--panel); }}]]></style><title", StringComparison.Ordinal)}

        """;

    /// <summary>The chart as SVG for a page that has the report's style.</summary>
    public static string Render(LearningCurve curve, string title)
    {
        Axis vertical = Axis.Around(curve.Points.SelectMany(Heights), Bottom, Top, 0.08, mayBeLogarithmic: false);
        int first = curve.Points[0].Rows, last = curve.Points[^1].Rows;
        Axis horizontal = first == last ? new Axis(first - 1, last + 1, Left, Right) : new Axis(0, last, Left, Right);
        StringBuilder svg = new();
        svg.Append($"""<svg class="chart" viewBox="0 0 {At(Width)} {At(Height)}" role="img" aria-labelledby="curve-title curve-description">""");
        svg.Append($"""<title id="curve-title">Learning curve: {Escape(title)}</title>""");
        svg.Append($"""<desc id="curve-description">{Escape(curve.ToString())}</desc>""");
        AppendAxes(svg, horizontal, vertical);
        AppendSeries(svg, "train", curve.Points, horizontal, vertical, point => (point.MeanTrain, point.DeviationTrain));
        AppendSeries(svg, "validation", curve.Points, horizontal, vertical, point => (point.MeanValidation, point.DeviationValidation));
        AppendNames(svg, curve.Points[^1], vertical);
        return svg.Append("</svg>").ToString();
    }

    private static IEnumerable<double> Heights(LearningCurvePoint point) =>
    [
        point.MeanTrain - point.DeviationTrain, point.MeanTrain + point.DeviationTrain,
        point.MeanValidation - point.DeviationValidation, point.MeanValidation + point.DeviationValidation,
    ];

    private static void AppendAxes(StringBuilder svg, Axis horizontal, Axis vertical)
    {
        svg.Append("""<g class="grid">""");
        foreach (double tick in vertical.Ticks(5))
        {
            string y = At(vertical.Map(tick));
            svg.Append($"""<path d="M{At(Left)} {y}H{At(Right)}"/><text x="{At(Left - 8)}" y="{y}" dy=".35em" text-anchor="end">{Number(tick)}</text>""");
        }

        foreach (double tick in horizontal.Ticks(6).Where(tick => double.IsInteger(tick) && tick > 0))
            svg.Append($"""<text x="{At(horizontal.Map(tick))}" y="{At(Bottom + 8)}" dy=".8em" text-anchor="middle">{Count((long)tick)}</text>""");
        svg.Append($"""<path class="base" d="M{At(Left)} {At(Bottom)}H{At(Right)}"/>""");
        svg.Append($"""<text x="{At(Left - 8)}" y="{At(Bottom + 8)}" dy=".8em" text-anchor="end">rows</text></g>""");
    }

    private static void AppendSeries(
        StringBuilder svg, string name, IReadOnlyList<LearningCurvePoint> points, Axis horizontal, Axis vertical, Func<LearningCurvePoint, (double Mean, double Deviation)> value)
    {
        LearningCurvePoint[] visible = [.. points.Where(point => double.IsFinite(value(point).Mean) && double.IsFinite(value(point).Deviation))];
        if (visible.Length == 0)
            return;
        IEnumerable<string> upper = visible.Select(point => Place(point, value(point).Mean + value(point).Deviation));
        IEnumerable<string> lower = visible.Reverse().Select(point => Place(point, value(point).Mean - value(point).Deviation));
        svg.Append($"""<path class="band {name}" d="M{string.Join('L', upper.Concat(lower))}Z"/>""");
        svg.Append($"""<path class="curve {name}" d="M{string.Join('L', visible.Select(point => Place(point, value(point).Mean)))}"/>""");
        svg.Append($"""<path class="curve dots {name}" d="{string.Concat(visible.Select(point => $"M{Place(point, value(point).Mean)}h0"))}"/>""");

        string Place(LearningCurvePoint point, double height) => $"{At(horizontal.Map(point.Rows))} {At(vertical.Map(height))}";
    }

    private static void AppendNames(StringBuilder svg, LearningCurvePoint last, Axis vertical)
    {
        bool trainAbove = vertical.Map(last.MeanTrain) <= vertical.Map(last.MeanValidation);
        AppendName(svg, "train", "training rows", vertical.Map(last.MeanTrain), trainAbove);
        AppendName(svg, "validation", "rows never seen", vertical.Map(last.MeanValidation), !trainAbove);
    }

    private static void AppendName(StringBuilder svg, string name, string text, double height, bool above)
    {
        if (double.IsFinite(height))
            svg.Append($"""<text class="name {name}" x="{At(Right - 2)}" y="{At(Math.Clamp(above ? height - 8 : height + Line, Top + Line, Bottom - 6))}" text-anchor="end">{text}</text>""");
    }
}
