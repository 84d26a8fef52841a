using static Descent.Cli.Reports.Markup;

namespace Descent.Cli.Reports;

/// <summary>
/// Draws a confusion matrix: rows are actual classes, columns predicted ones. The darker a cell, the larger its share of the
/// row; correct predictions and mistakes have different colors. Recall is at the right, precision below, in percent.
/// </summary>
internal static class ConfusionChart
{
    private const int LongestLabel = 14;
    private const double CharacterWidth = 7.2;

    /// <summary>The opacity of cells. Above the strongest, the contrast of the count would be below 4.5 to 1 (WCAG 1.4.3), light or dark.</summary>
    internal const double Weakest = 0.08, Strongest = 0.45;

    public static string Render(ConfusionTable matrix)
    {
        int n = matrix.Labels.Count;
        double cell = Math.Clamp(440.0 / Math.Max(n, 1), 30, 76);
        int longest = matrix.Labels.Select(label => Math.Min(label.Length, LongestLabel)).DefaultIfEmpty(0).Max();
        // Names that are wider than their column are rotated.
        bool turned = longest * CharacterWidth > cell - 4;
        double left = Math.Max((longest * CharacterWidth) + 42, 90), top = turned ? (longest * CharacterWidth * 0.75) + 46 : 56;
        double width = left + (n * cell) + 72 + (turned ? 24 : 0), height = top + (n * cell) + 34;

        StringBuilder svg = new();
        svg.Append($"""<svg class="confusion{(n > 8 ? " large" : "")}" viewBox="0 0 {At(width)} {At(height)}" style="width:{At(width)}px" role="img" aria-labelledby="confusion-title confusion-description">""");
        svg.Append($"""<title id="confusion-title">Confusion matrix</title><desc id="confusion-description">{Describe(matrix)}</desc>""");
        double middle = left + (n * cell / 2), center = top + (n * cell / 2);
        svg.Append($"""<text class="axis" x="{At(middle)}" y="16" text-anchor="middle">predicted</text>""");
        svg.Append($"""<text class="axis" transform="translate(14 {At(center)}) rotate(-90)" text-anchor="middle">actual</text>""");
        for (int i = 0; i < n; i++)
        {
            double at = (i + 0.5) * cell;
            string label = $"<title>{Escape(matrix.Labels[i])}</title>{Shorten(matrix.Labels[i], LongestLabel)}";
            svg.Append($"""<text x="{At(left - 10)}" y="{At(top + at)}" dy=".35em" text-anchor="end">{label}</text>""");
            svg.Append(turned
                ? $"""<text transform="translate({At(left + at)} {At(top - 10)}) rotate(-45)">{label}</text>"""
                : $"""<text x="{At(left + at)}" y="{At(top - 10)}" text-anchor="middle">{label}</text>""");
            AppendRow(svg, matrix, i, left, top, cell);
        }

        AppendMargins(svg, matrix, left, top, cell);
        return svg.Append("</svg>").ToString();
    }

    private static string Describe(ConfusionTable matrix)
    {
        long right = matrix.Counts.Select((row, i) => row[i]).Sum(), all = matrix.Counts.Sum(row => row.Sum());
        return $"{Data.Wording.Part(right, all, "row", "was", "were")} predicted correctly, in {matrix.Labels.Count} classes.";
    }

    private static void AppendRow(StringBuilder svg, ConfusionTable matrix, int actual, double left, double top, double cell)
    {
        long total = matrix.Counts[actual].Sum();
        for (int predicted = 0; predicted < matrix.Labels.Count; predicted++)
        {
            long count = matrix.Counts[actual][predicted];
            double share = total == 0 ? 0 : (double)count / total;
            double x = left + (predicted * cell), y = top + (actual * cell);
            string kind = actual == predicted ? "right" : "wrong";
            // The square root shows rare mistakes, which matter most.
            double strength = count == 0 ? 0 : Weakest + ((Strongest - Weakest) * (kind == "right" ? share : Math.Sqrt(share)));
            svg.Append($"""<g><title>{Escape(matrix.Labels[actual])} predicted as {Escape(matrix.Labels[predicted])}: {Count(count)} ({Number(100 * share)}% of the row)</title>""");
            svg.Append($"""<rect class="back" x="{At(x + 1)}" y="{At(y + 1)}" width="{At(cell - 2)}" height="{At(cell - 2)}" rx="3"/>""");
            svg.Append($"""<rect class="{kind}" x="{At(x + 1)}" y="{At(y + 1)}" width="{At(cell - 2)}" height="{At(cell - 2)}" rx="3" fill-opacity="{At(strength)}"/>""");
            svg.Append($"""<text class="count{(count == 0 ? " none" : "")}" x="{At(x + (cell / 2))}" y="{At(y + (cell / 2))}" dy=".35em" text-anchor="middle">{Brief(count)}</text></g>""");
        }
    }

    private static void AppendMargins(StringBuilder svg, ConfusionTable matrix, double left, double top, double cell)
    {
        int n = matrix.Labels.Count;
        double right = left + (n * cell) + 10, bottom = top + (n * cell) + 20;
        svg.Append($"""<g class="margin"><text x="{At(right)}" y="{At(top - 10)}">recall %</text><text x="{At(left - 10)}" y="{At(bottom)}" text-anchor="end">precision %</text>""");
        for (int i = 0; i < n; i++)
        {
            double at = (i + 0.5) * cell;
            svg.Append($"""<text x="{At(right)}" y="{At(top + at)}" dy=".35em">{Percent(matrix.Counts[i][i], matrix.Counts[i].Sum())}</text>""");
            svg.Append($"""<text x="{At(left + at)}" y="{At(bottom)}" text-anchor="middle">{Percent(matrix.Counts[i][i], matrix.Counts.Sum(row => row[i]))}</text>""");
        }

        svg.Append("</g>");
    }

    private static string Percent(long part, long whole) => whole == 0 ? "–" : $"{Math.Round(100.0 * part / whole)}";

    private static string Brief(long count) => count switch
    {
        < 10_000 => At(count),
        < 1_000_000 => $"{Math.Round(count / 1000.0)}k",
        _ => $"{Math.Round(count / 1e6)}M",
    };
}
