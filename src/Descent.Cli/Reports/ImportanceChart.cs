using System.Text;
using static Descent.Cli.Reports.Markup;

namespace Descent.Cli.Reports;

/// <summary>A bar.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Value">Its length.</param>
/// <param name="Low">The lower end of its interval.</param>
/// <param name="High">The upper end.</param>
/// <param name="IsCertain">Whether it is more than chance may explain.</param>
internal sealed record ImportanceBar(string Name, double Value, double Low, double High, bool IsCertain);

/// <summary>Draws importance as bars with their intervals, the most important first.</summary>
internal static class ImportanceChart
{
    private const double Width = 460, BarHeight = 13, RowHeight = 27, Left = 160, Right = 388, Top = 6, Foot = 26;
    private const int LongestName = 14;

    // A number with more digits would reach into its bar.
    private static string Value(double value) => Math.Abs(value) >= 1e6 ? value.ToString("0.0e0", System.Globalization.CultureInfo.InvariantCulture) : Measure(value, 2);

    /// <summary>The importance of columns as SVG.</summary>
    /// <param name="columns">The columns.</param>
    /// <param name="what">What is measured, under the axis.</param>
    public static string Render(IReadOnlyList<ColumnImportance> columns, string what) => Render(
        [.. columns.Select(column => new ImportanceBar(column.Name, column.LossIncrease, column.Low, column.High, column.IsCertain))],
        what, increase => $"{(increase < 0 ? "" : "+")}{Value(increase)}");

    /// <summary>The chart as SVG.</summary>
    /// <param name="bars">The bars.</param>
    /// <param name="what">What is measured, under the axis.</param>
    /// <param name="text">Writes a value.</param>
    /// <param name="id">What tells it from other drawings of the page.</param>
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
            double middle = Top + ((i + 0.5) * RowHeight), zero = across.Map(0), end = double.IsFinite(bar.Value) ? across.Map(bar.Value) : zero;
            svg.Append($"""<g><title>{Escape(bar.Name)}</title><text x="{At(Left - 10)}" y="{At(middle)}" dy=".35em" text-anchor="end">{Shorten(bar.Name, LongestName)}</text>""");
            svg.Append($"""<rect class="{(bar.IsCertain ? "sure" : "unsure")}" x="{At(Math.Min(zero, end))}" y="{At(middle - (BarHeight / 2))}" width="{At(Math.Abs(end - zero))}" height="{At(BarHeight)}" rx="2"/>""");
            if (double.IsFinite(bar.Low) && double.IsFinite(bar.High))
            {
                (string low, string high) = (At(across.Map(bar.Low)), At(across.Map(bar.High)));
                svg.Append($"""<path class="interval" d="M{low} {At(middle)}H{high}M{low} {At(middle - 4)}v8M{high} {At(middle - 4)}v8"/>""");
            }

            svg.Append($"""<text class="value" x="{At(Width - 2)}" y="{At(middle)}" dy=".35em" text-anchor="end">{Escape(text(bar.Value))}</text></g>""");
        }

        string bottom = At(height - Foot);
        svg.Append($"""<path class="zero" d="M{At(across.Map(0))} {At(Top)}V{bottom}"/><text class="note" x="{At(Width / 2)}" y="{At(height - 7)}" text-anchor="middle">{Escape(what)}</text>""");
        return svg.Append("</svg>").ToString();
    }
}
