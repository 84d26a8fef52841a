using System.Text;
using static Descent.Cli.Reports.Markup;

namespace Descent.Cli.Reports;

/// <summary>Draws training and validation loss over the epochs.</summary>
internal static class LineChart
{
    private const double Width = 640, Height = 376, Left = 82, Right = 610, Top = 16, Bottom = 344;
    private const int MostPoints = 1500;

    /// <summary>The chart as SVG; epochs whose loss is not a number leave a gap.</summary>
    public static string Render(IReadOnlyList<LossPoint> losses, int? bestEpoch)
    {
        bool validated = losses.Any(point => point.Validation is not null);
        Axis vertical = Axis.Around(losses.SelectMany(point => new[] { point.Train, point.Validation ?? double.NaN }), Bottom, Top, 0.1, true);
        int first = losses.Count == 0 ? 0 : losses[0].Epoch, last = losses.Count == 0 ? 1 : losses[^1].Epoch;
        Axis horizontal = first == last ? new Axis(first - 1, last + 1, Left, Right) : new Axis(first, last, Left, Right);

        StringBuilder svg = new();
        svg.Append($"""<svg class="chart" viewBox="0 0 {At(Width)} {At(Height)}" role="img" aria-labelledby="loss-title loss-description">""");
        svg.Append("""<title id="loss-title">Loss over the epochs</title>""");
        svg.Append($"""<desc id="loss-description">{Escape(Describe(losses, bestEpoch, vertical.Logarithmic))}</desc>""");
        AppendAxes(svg, horizontal, vertical);
        AppendBest(svg, losses, bestEpoch, horizontal, vertical);
        IReadOnlyList<LossPoint> drawn = Thin(losses);
        AppendCurve(svg, "train", drawn, point => point.Train, horizontal, vertical);
        if (validated)
            AppendCurve(svg, "validation", drawn, point => point.Validation, horizontal, vertical);
        AppendNames(svg, drawn, vertical);
        return svg.Append("</svg>").ToString();
    }

    private static string Describe(IReadOnlyList<LossPoint> losses, int? bestEpoch, bool logarithmic)
    {
        if (losses.Count == 0)
            return "No epoch was trained.";
        LossPoint end = losses[^1];
        string validation = end.Validation is double value ? $", validation loss {Measure(value)}" : "";
        string best = bestEpoch is int epoch ? $" Best epoch: {epoch}." : "";
        string scale = logarithmic ? " Logarithmic scale." : "";
        return $"{losses.Count} epochs; at the end training loss {Measure(end.Train)}{validation}.{best}{scale}";
    }

    private static void AppendAxes(StringBuilder svg, Axis horizontal, Axis vertical)
    {
        svg.Append("""<g class="grid">""");
        foreach (double tick in vertical.Ticks(5))
        {
            string y = At(vertical.Map(tick));
            svg.Append($"""<path d="M{At(Left)} {y}H{At(Right)}"/><text x="{At(Left - 8)}" y="{y}" dy=".35em" text-anchor="end">{Number(tick)}</text>""");
        }

        foreach (double tick in horizontal.Ticks(6).Where(double.IsInteger))
            svg.Append($"""<text x="{At(horizontal.Map(tick))}" y="{At(Bottom + 8)}" dy=".8em" text-anchor="middle">{Count((long)tick)}</text>""");
        svg.Append($"""<path class="base" d="M{At(Left)} {At(Bottom)}H{At(Right)}"/>""");
        svg.Append($"""<text x="{At(Left - 8)}" y="{At(Bottom + 8)}" dy=".8em" text-anchor="end">epoch</text></g>""");
    }

    private static void AppendBest(StringBuilder svg, IReadOnlyList<LossPoint> losses, int? bestEpoch, Axis horizontal, Axis vertical)
    {
        if (losses.FirstOrDefault(point => point.Epoch == bestEpoch) is not LossPoint best)
            return;
        double x = horizontal.Map(best.Epoch), loss = best.Validation ?? best.Train;
        (string anchor, double shift) = x > (Left + Right) / 2 ? ("end", -7) : ("start", 7);
        svg.Append($"""<g class="best"><path d="M{At(x)} {At(Top)}V{At(Bottom)}"/>""");
        if (double.IsFinite(loss))
            svg.Append($"""<circle cx="{At(x)}" cy="{At(vertical.Map(loss))}" r="4.5"/>""");
        svg.Append($"""<text x="{At(x + shift)}" y="{At(Top)}" dy=".75em" text-anchor="{anchor}">best: epoch {Count(best.Epoch)}, {Measure(loss)}</text></g>""");
    }

    private static void AppendCurve(
        StringBuilder svg, string name, IReadOnlyList<LossPoint> points, Func<LossPoint, double?> loss, Axis horizontal, Axis vertical)
    {
        StringBuilder path = new(), dots = new();
        bool drawing = false;
        for (int i = 0; i < points.Count; i++)
        {
            bool visible = IsVisible(loss(points[i]));
            if (visible)
            {
                string place = $"{At(horizontal.Map(points[i].Epoch))} {At(vertical.Map(loss(points[i])!.Value))}";
                path.Append(drawing ? 'L' : 'M').Append(place);
                // A point between two gaps has no line to be seen by.
                if (!drawing && (i + 1 == points.Count || !IsVisible(loss(points[i + 1]))))
                    dots.Append($"M{place}h0");
            }

            drawing = visible;
        }

        svg.Append($"""<path class="curve {name}" d="{path}"/>""");
        if (dots.Length > 0)
            svg.Append($"""<path class="curve dots {name}" d="{dots}"/>""");
    }

    /// <summary>Names the curves where they end: the upper one above, the lower one below, or both above when there is no room.</summary>
    private static void AppendNames(StringBuilder svg, IReadOnlyList<LossPoint> points, Axis vertical)
    {
        const double line = 20;
        LossPoint[] tail = [.. points.Skip(points.Count * 3 / 4)];
        (string Class, string Text, double[] Heights)[] curves =
        [
            .. new[]
            {
                ("train", "training", Heights(tail.Select(point => (double?)point.Train), vertical)),
                ("validation", "validation", Heights(tail.Select(point => point.Validation), vertical)),
            }.Where(curve => curve.Item3.Length > 0).OrderBy(curve => curve.Item3.Average()),
        ];
        if (curves.Length == 0)
            return;

        double above = curves.Min(curve => curve.Heights.Min()) - 8, below = curves[^1].Heights.Max() + line;
        bool hasRoomBelow = curves.Length > 1 && below < Bottom - 4;
        for (int i = 0; i < curves.Length; i++)
        {
            double y = hasRoomBelow && i == 1 ? below : above - (hasRoomBelow ? 0 : (curves.Length - 1 - i) * line);
            svg.Append($"""<text class="name {curves[i].Class}" x="{At(Right - 2)}" y="{At(Math.Max(y, Top + ((i + 1) * line)))}" text-anchor="end">{curves[i].Text}</text>""");
        }
    }

    private static double[] Heights(IEnumerable<double?> losses, Axis vertical) =>
        [.. losses.Where(IsVisible).Select(loss => vertical.Map(loss!.Value))];

    private static bool IsVisible(double? loss) => loss is double value && double.IsFinite(value);

    private static LossPoint[] Thin(IReadOnlyList<LossPoint> losses)
    {
        int stride = (losses.Count + MostPoints - 1) / MostPoints;
        return [.. losses.Where((_, index) => index % stride == 0 || index == losses.Count - 1)];
    }
}
