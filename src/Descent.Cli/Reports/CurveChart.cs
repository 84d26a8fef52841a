using System.Text;
using static Descent.Cli.Reports.Markup;

namespace Descent.Cli.Reports;

/// <summary>
/// Draws curves with their names at their ends. Curves differ in color and, beyond eight of them, in their dashes; the style is inside,
/// so that the drawing can stand in a page or be a file of its own.
/// </summary>
internal static class CurveChart
{
    private const double Width = 760, Left = 76, Top = 16, UsualHeight = 330, Line = 17, CharacterWidth = 8;
    private const int Colors = 8, LongestName = 30, MostPoints = 1000;

    private const string Style = """
        .curves{--c0:#0067a8;--c1:#c2540a;--c2:#00785a;--c3:#8a3fa0;--c4:#b3261e;--c5:#7a6a00;--c6:#00808c;--c7:#5b6068;--back:#ffffff;--text:#1b1f24;--pale:#626a75;--rule:#e3e4e0;max-width:760px}
        @media screen and (prefers-color-scheme:dark){.curves{--c0:#62b5ee;--c1:#f0a04b;--c2:#4cc9a0;--c3:#cf8fe6;--c4:#ff8a80;--c5:#d6c34a;--c6:#56cfdb;--c7:#aab1ba;--back:#1c2026;--text:#e8e9eb;--pale:#9ca4ae;--rule:#31363e}}
        .curves text{font:12px system-ui,-apple-system,"Segoe UI",Roboto,sans-serif;fill:var(--text)}
        .curves .grid path{stroke:var(--rule);fill:none}.curves .grid text{fill:var(--pale)}
        .curves .curve{fill:none;stroke-width:2;stroke-linejoin:round;stroke-linecap:round}.curves .name{font-weight:600}
        .curves .lead{fill:none;stroke-width:1;stroke-opacity:.5}.curves .mark{stroke:var(--pale);stroke-dasharray:3 4}
        """;

    private static readonly string[] Dashes = ["", "7 5", "2 4"];

    /// <summary>The drawing as SVG.</summary>
    /// <param name="curves">The curves, the first on top of the others.</param>
    /// <param name="horizontal">What X is.</param>
    /// <param name="vertical">What Y is.</param>
    /// <param name="isLogarithmic">Whether X is shown by its logarithm.</param>
    /// <param name="landmark">A place to mark.</param>
    public static string Render(IReadOnlyList<Curve> curves, string horizontal, string vertical, bool isLogarithmic = false, Landmark? landmark = null)
    {
        bool isNamed = curves.Count > 1;
        double names = isNamed ? curves.Max(curve => Math.Min(curve.Name.Length, LongestName)) * CharacterWidth : 0;
        double right = Width - 14 - (isNamed ? names + 22 : 0), bottom = Top + Math.Max(UsualHeight, curves.Count * Line), height = bottom + 46;
        Axis y = Axis.Around(curves.SelectMany(curve => curve.Points.Select(point => point.Y)), bottom, Top, 0.05, true);
        Axis x = Horizontal(curves, Left, right, isLogarithmic);

        StringBuilder svg = new();
        svg.Append($"""<svg xmlns="http://www.w3.org/2000/svg" class="curves" viewBox="0 0 {At(Width)} {At(height)}" role="img" aria-labelledby="curves-title curves-description"><style>{Style}</style>""");
        svg.Append($"""<title id="curves-title">{Escape(vertical)} by {Escape(horizontal)}</title><desc id="curves-description">{Escape(Describe(curves, y.Logarithmic))}</desc>""");
        svg.Append($"""<rect width="{At(Width)}" height="{At(height)}" fill="var(--back)"/>""");
        AppendAxes(svg, x, y, horizontal, vertical);
        if (landmark is { } place)
        {
            AppendLandmark(svg, place, x.Map(place.X), bottom);
        }

        for (int i = curves.Count - 1; i >= 0; i--)
        {
            svg.Append($"""<path class="curve" stroke="{Color(i)}" stroke-dasharray="{Dashes[i / Colors % Dashes.Length]}" d="{Path(curves[i], x, y)}"><title>{Escape(curves[i].Name)}</title></path>""");
        }

        if (isNamed)
        {
            AppendNames(svg, curves, x, y);
        }

        return svg.Append("</svg>").ToString();
    }

    /// <summary>The axis of X, from the first point to the last.</summary>
    public static Axis Horizontal(IReadOnlyList<Curve> curves, double start, double end, bool isLogarithmic)
    {
        double[] all = [.. curves.SelectMany(curve => curve.Points.Select(point => point.X)).DefaultIfEmpty(isLogarithmic ? 1 : 0)];
        (double low, double high) = (all.Min(), all.Max());
        return low < high ? new Axis(low, high, start, end, isLogarithmic) : isLogarithmic ? new Axis(low / 2, low * 2, start, end, true) : new Axis(low - 1, low + 1, start, end);
    }

    private static string Describe(IReadOnlyList<Curve> curves, bool isLogarithmic) =>
        string.Join("; ", curves.Select(curve => End(curve).Y is var end && double.IsFinite(end) ? $"{curve.Name} ends at {Measure(end)}" : $"{curve.Name} has no finite value"))
        + (isLogarithmic ? ". Logarithmic scale." : ".");

    private static (double X, double Y) End(Curve curve) => curve.Points.Where(point => double.IsFinite(point.Y)).DefaultIfEmpty((double.NaN, double.NaN)).Last();

    private static void AppendAxes(StringBuilder svg, Axis x, Axis y, string horizontal, string vertical)
    {
        svg.Append("""<g class="grid">""");
        foreach (double tick in y.Ticks(6))
        {
            string at = At(y.Map(tick));
            svg.Append($"""<path d="M{At(x.Start)} {at}H{At(x.End)}"/><text x="{At(x.Start - 8)}" y="{at}" dy=".35em" text-anchor="end">{Number(tick)}</text>""");
        }

        foreach (double tick in x.Ticks(7))
        {
            string at = At(x.Map(tick));
            svg.Append($"""<path d="M{at} {At(y.Start)}v5"/><text x="{at}" y="{At(y.Start + 9)}" dy=".8em" text-anchor="middle">{Number(tick)}</text>""");
        }

        svg.Append($"""<path d="M{At(x.Start)} {At(y.Start)}H{At(x.End)}"/><text x="{At((x.Start + x.End) / 2)}" y="{At(y.Start + 40)}" text-anchor="middle">{Escape(horizontal)}</text>""");
        svg.Append($"""<text transform="translate(14 {At((y.Start + y.End) / 2)}) rotate(-90)" text-anchor="middle">{Escape(vertical)}</text></g>""");
    }

    private static void AppendLandmark(StringBuilder svg, Landmark place, double x, double bottom)
    {
        (string anchor, double shift) = x > Width / 2 ? ("end", -7) : ("start", 7);
        svg.Append($"""<path class="mark" d="M{At(x)} {At(Top)}V{At(bottom)}"/><text class="name" x="{At(x + shift)}" y="{At(Top)}" dy=".9em" text-anchor="{anchor}">{Escape(place.Text)}</text>""");
    }

    private static string Color(int index) => $"var(--c{Count(index % Colors)})";

    private static string Path(Curve curve, Axis x, Axis y)
    {
        int stride = Math.Max(1, (curve.Points.Count + MostPoints - 1) / MostPoints);
        StringBuilder path = new();
        bool isDrawing = false;
        for (int i = 0; i < curve.Points.Count; i++)
        {
            (double at, double value) = curve.Points[i];
            if (!double.IsFinite(value))
            {
                isDrawing = false;
            }
            else if (!isDrawing || i % stride == 0 || i == curve.Points.Count - 1)
            {
                path.Append(isDrawing ? 'L' : 'M').Append($"{At(x.Map(at))} {At(y.Map(value))}");
                // A point between two gaps is a dot.
                path.Append(!isDrawing && (i + 1 == curve.Points.Count || !double.IsFinite(curve.Points[i + 1].Y)) ? "h0" : "");
                isDrawing = true;
            }
        }

        return path.ToString();
    }

    /// <summary>Names beside the ends, moved apart where they would cover each other, with a thin line to their curve.</summary>
    private static void AppendNames(StringBuilder svg, IReadOnlyList<Curve> curves, Axis x, Axis y)
    {
        (int Index, double X, double Y)[] ends = [.. curves
            .Select((curve, i) => (i, End: End(curve)))
            .Select(pair => double.IsFinite(pair.End.Y) ? (pair.i, x.Map(pair.End.X), y.Map(pair.End.Y)) : (pair.i, x.End, y.End))
            .OrderBy(end => end.Item3)];
        double[] heights = [.. ends.Select(end => end.Y)];
        for (int i = 0; i < heights.Length; i++)
        {
            heights[i] = Math.Max(heights[i], i == 0 ? y.End + 4 : heights[i - 1] + Line);
        }

        for (int i = heights.Length - 1; i >= 0; i--)
        {
            heights[i] = Math.Min(heights[i], i == heights.Length - 1 ? y.Start : heights[i + 1] - Line);
        }

        for (int i = 0; i < ends.Length; i++)
        {
            (int index, double atX, double atY) = ends[i];
            string color = Color(index);
            svg.Append($"""<path class="lead" stroke="{color}" d="M{At(atX)} {At(atY)}L{At(x.End + 16)} {At(heights[i])}"/>""");
            svg.Append($"""<text class="name" style="fill:{color}" x="{At(x.End + 20)}" y="{At(heights[i])}" dy=".35em">{Shorten(curves[index].Name, LongestName)}</text>""");
        }
    }
}
