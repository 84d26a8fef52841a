using static Descent.Cli.Reports.Markup;

namespace Descent.Cli.Reports;

/// <summary>A bar.</summary>
internal sealed record ImportanceBar(string Name, double Value, double Low, double High, bool IsCertain);

/// <summary>Draws importance as bars with their intervals, the most important first. A name stands above its bar, so that long ones have room on a phone, too.</summary>
internal static class ImportanceChart
{
    private const double Width = 460, BarHeight = 13, RowHeight = 42, NameHeight = 15, Left = 2, Right = 388, Top = 6, Foot = 4;
    private const int LongestName = 40;

    // A number with more digits would reach into its bar.
    private static string Value(double value) => Math.Abs(value) >= 1e6 ? value.ToString("0.0e0", System.Globalization.CultureInfo.InvariantCulture) : Measure(value, 2);

    /// <summary>The importance of columns as SVG, with a caption.</summary>
    public static string Render(IReadOnlyList<ColumnImportance> columns, string what) => Render(
        [.. columns.Select(column => new ImportanceBar(column.Name, column.LossIncrease, column.Low, column.High, column.IsCertain))],
        what, increase => $"{(increase < 0 ? "" : "+")}{Value(increase)}");

    /// <summary>The chart as SVG, with a caption.</summary>
    public static string Render(IReadOnlyList<ImportanceBar> bars, string what, Func<double, string> text, string id = "importance")
    {
        double height = Top + (bars.Count * RowHeight) + Foot;
        double[] ends = [.. bars.SelectMany(bar => new[] { bar.Value, bar.Low, bar.High }).Where(double.IsFinite).Append(0)];
        Axis across = new(ends.Min(), ends.Max() > ends.Min() ? ends.Max() : ends.Min() + 1, Left, Right);
        StringBuilder svg = new();
        svg.Append($"""<svg class="chart importance" viewBox="0 0 {At(Width)} {At(height)}" role="img" aria-labelledby="{id}-title {id}-description">""");
        svg.Append($"""<title id="{id}-title">What matters: {Escape(what)}</title><desc id="{id}-description">{Escape(string.Join("; ", bars.Select(bar => $"{bar.Name} {Measure(bar.Value, 3)}")))}</desc>""");
        for (int i = 0; i < bars.Count; i++)
        {
            ImportanceBar bar = bars[i];
            double top = Top + (i * RowHeight), middle = top + NameHeight + 6 + (BarHeight / 2), zero = across.Map(0), end = double.IsFinite(bar.Value) ? across.Map(bar.Value) : zero;
            svg.Append($"""<g><title>{Escape(bar.Name)}</title><text x="{At(Left)}" y="{At(top + NameHeight)}">{Shorten(bar.Name, LongestName)}</text>""");
            svg.Append($"""<path class="zero" d="M{At(zero)} {At(middle - 9)}v18"/>""");
            svg.Append($"""<rect class="{(bar.IsCertain ? "sure" : "unsure")}" x="{At(Math.Min(zero, end))}" y="{At(middle - (BarHeight / 2))}" width="{At(Math.Abs(end - zero))}" height="{At(BarHeight)}" rx="2"/>""");
            if (double.IsFinite(bar.Low) && double.IsFinite(bar.High))
            {
                (string low, string high) = (At(across.Map(bar.Low)), At(across.Map(bar.High)));
                svg.Append($"""<path class="interval" d="M{low} {At(middle)}H{high}M{low} {At(middle - 4)}v8M{high} {At(middle - 4)}v8"/>""");
            }

            svg.Append($"""<text class="value" x="{At(Width - 2)}" y="{At(middle)}" dy=".35em" text-anchor="end">{Escape(text(bar.Value))}</text></g>""");
        }

        return svg.Append($"""</svg><figcaption class="remark">{Escape(what)}</figcaption>""").ToString();
    }
}
