using System.Text;
using static Descent.Cli.Reports.Markup;

namespace Descent.Cli.Reports;

/// <summary>Draws predicted against actual values; on the diagonal both are equal.</summary>
internal static class ScatterChart
{
    /// <summary>More points are thinned to this many.</summary>
    public const int MostPoints = 2000;

    private const double Side = 424, Left = 70, Right = 400, Top = 12, Bottom = 342, Height = 390;

    /// <summary>The chart as SVG; pairs that are not finite are left out.</summary>
    /// <param name="series">The values of one output.</param>
    /// <param name="number">Tells apart the charts of one page.</param>
    public static string Render(ScatterSeries series, int number)
    {
        (double Actual, double Predicted)[] all =
            [.. series.Actual.Zip(series.Predicted).Where(pair => double.IsFinite(pair.First) && double.IsFinite(pair.Second))];
        (double Actual, double Predicted)[] shown = Thin(all);
        Axis horizontal = Axis.Around(shown.SelectMany(pair => new[] { pair.Actual, pair.Predicted }), Left, Right, 0.04, false);
        Axis vertical = horizontal with { Start = Bottom, End = Top };

        StringBuilder svg = new();
        string id = Count(number);
        svg.Append($"""<svg class="chart scatter" viewBox="0 0 {At(Side)} {At(Height)}" role="img" aria-labelledby="scatter-title-{id} scatter-description-{id}">""");
        svg.Append($"""<title id="scatter-title-{id}">{Escape(series.Name)}: predicted against actual</title>""");
        svg.Append($"""<desc id="scatter-description-{id}">{Count(shown.Length)} of {Count(series.Actual.Count)} points.</desc>""");
        AppendAxes(svg, horizontal, vertical);
        svg.Append($"""<path class="identity" d="M{At(Left)} {At(Bottom)}L{At(Right)} {At(Top)}"/>""");
        svg.Append("""<g class="points">""");
        foreach ((double actual, double predicted) in shown)
            svg.Append($"""<circle cx="{At(horizontal.Map(actual))}" cy="{At(vertical.Map(predicted))}" r="2.8"/>""");
        svg.Append("</g>");
        if (shown.Length < series.Actual.Count)
            svg.Append($"""<text class="note" x="{At(Right - 4)}" y="{At(Bottom - 8)}" text-anchor="end">{Count(shown.Length)} of {Count(series.Actual.Count)} points</text>""");
        return svg.Append("</svg>").ToString();
    }

    private static void AppendAxes(StringBuilder svg, Axis horizontal, Axis vertical)
    {
        svg.Append("""<g class="grid">""");
        foreach (double tick in horizontal.Ticks(5))
        {
            string x = At(horizontal.Map(tick)), y = At(vertical.Map(tick));
            svg.Append($"""<path d="M{At(Left)} {y}H{At(Right)}M{x} {At(Top)}V{At(Bottom)}"/>""");
            svg.Append($"""<text x="{At(Left - 8)}" y="{y}" dy=".35em" text-anchor="end">{Number(tick)}</text>""");
            svg.Append($"""<text x="{x}" y="{At(Bottom + 8)}" dy=".8em" text-anchor="middle">{Number(tick)}</text>""");
        }

        svg.Append($"""<text x="{At((Left + Right) / 2)}" y="{At(Height - 4)}" text-anchor="middle">actual</text>""");
        svg.Append($"""<text transform="translate(13 {At((Top + Bottom) / 2)}) rotate(-90)" text-anchor="middle">predicted</text></g>""");
    }

    /// <summary>Evenly spaced pairs: the same points in every run.</summary>
    private static (double Actual, double Predicted)[] Thin((double Actual, double Predicted)[] all) => all.Length <= MostPoints
        ? all
        : [.. Enumerable.Range(0, MostPoints).Select(i => all[(int)((long)i * all.Length / MostPoints)])];
}
