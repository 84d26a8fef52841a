using static Descent.Cli.Reports.Markup;

namespace Descent.Cli.Reports;

/// <summary>Draws a network: columns of circles for a page, a chain of words for a terminal.</summary>
internal static class NetworkDrawing
{
    private const int MostCircles = 8, MostColumns = 9, LongestName = 13;
    private const double ColumnWidth = 108, Step = 26, Radius = 8, Top = 34;
    private static readonly NetworkColumn s_gap = new("…", 0);

    /// <summary>The drawing as SVG; wide layers and long chains are shortened with dots.</summary>
    public static string Render(IReadOnlyList<NetworkColumn> columns)
    {
        IReadOnlyList<NetworkColumn> drawn = columns.Count <= MostColumns
            ? columns
            : [.. columns.Take(MostColumns - 4), s_gap, .. columns.TakeLast(3)];
        double width = drawn.Count * ColumnWidth, height = Top + (MostCircles * Step) + 30;

        StringBuilder svg = new();
        svg.Append($"""<svg class="network{(drawn.Count > 5 ? " large" : "")}" viewBox="0 0 {At(width)} {At(height)}" style="width:{At(width)}px" role="img" aria-label="Network: {Escape(Text(columns, int.MaxValue))}">""");
        svg.Append("""<g class="edges">""").AppendJoin("", Edges(drawn)).Append("</g>");
        for (int i = 0; i < drawn.Count; i++)
        {
            AppendColumn(svg, drawn[i], CenterOf(i), i == 0, height);
        }

        return svg.Append("</svg>").ToString();
    }

    /// <summary>The layers as a chain, such as <c>4 inputs → 12 PReLU → 3 Softmax</c>, broken into lines of a terminal's width.</summary>
    public static string Text(IReadOnlyList<NetworkColumn> columns, int width)
    {
        StringBuilder text = new();
        int used = 0;
        for (int i = 0; i < columns.Count; i++)
        {
            string link = i == 0 ? "" : " → ", part = $"{Count(columns[i].Units)} {columns[i].Name}";
            if (i > 0 && used + link.Length + part.Length > width)
            {
                text.Append('\n');
                (link, used) = ("  → ", 0);
            }

            text.Append(link).Append(part);
            used += link.Length + part.Length;
        }

        return text.ToString();
    }

    private static IEnumerable<string> Edges(IReadOnlyList<NetworkColumn> columns) =>
        from column in Enumerable.Range(0, Math.Max(0, columns.Count - 1))
        from start in Circles(columns[column].Units)
        from end in Circles(columns[column + 1].Units)
        select $"""<path d="M{At(CenterOf(column) + Radius)} {At(start)}L{At(CenterOf(column + 1) - Radius)} {At(end)}"/>""";

    private static void AppendColumn(StringBuilder svg, NetworkColumn column, double x, bool isInput, double height)
    {
        double middle = Top + (MostCircles * Step / 2);
        if (ReferenceEquals(column, s_gap))
        {
            svg.Append($"""<text class="dots" x="{At(x)}" y="{At(middle)}" text-anchor="middle">…</text>""");
            return;
        }

        svg.Append($"""<text class="units" x="{At(x)}" y="16" text-anchor="middle">{Count(column.Units)}</text><g class="{(isInput ? "inputs" : "units")}">""");
        svg.AppendJoin("", Circles(column.Units).Select(y => $"""<circle cx="{At(x)}" cy="{At(y)}" r="{At(Radius)}"/>""")).Append("</g>");
        svg.Append(column.Units > MostCircles ? $"""<text class="dots" x="{At(x)}" y="{At(middle)}" dy=".35em" text-anchor="middle">⋮</text>""" : "");
        svg.Append($"""<text x="{At(x)}" y="{At(height - 8)}" text-anchor="middle"><title>{Escape(column.Name)}</title>{Shorten(column.Name, LongestName)}</text>""");
    }

    /// <summary>The heights of the circles of one column; if there are too many, dots replace the middle.</summary>
    private static IEnumerable<double> Circles(int units)
    {
        bool cut = units > MostCircles;
        int places = cut ? MostCircles - 1 : units;
        double first = Top + (MostCircles * Step / 2) - ((places - 1) * Step / 2);
        return Enumerable.Range(0, places).Where(place => !cut || place != places / 2).Select(place => first + (place * Step));
    }

    private static double CenterOf(int column) => (column + 0.5) * ColumnWidth;
}
