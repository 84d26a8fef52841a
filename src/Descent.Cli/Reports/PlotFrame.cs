using System.Text;
using static Descent.Cli.Reports.Markup;

namespace Descent.Cli.Reports;

/// <summary>The panel of a drawing that stands alone in a file: its colors, its grid, its names of curves.</summary>
internal static class PlotFrame
{
    /// <summary>Size of the drawing and edges of its plot.</summary>
    public const double Width = 640, Height = 360, Left = 70, Right = 616, Top = 48, Bottom = 306;

    // The colors of the report. The panel is painted, so that the curves are readable on whatever page shows the file.
    private const string Style =
        ".panel{fill:#fff;stroke:#e3e4e0}.grid{stroke:#e3e4e0}.zero{stroke:#626a75}text{font:13px system-ui,-apple-system,\"Segoe UI\",Roboto,\"Helvetica Neue\",sans-serif;fill:#626a75}"
        + ".curve{fill:none;stroke-width:2.2;stroke-linejoin:round;stroke-linecap:round}.area{fill-opacity:.16}.a{stroke:#0067a8}.b{stroke:#c2540a}.fa{fill:#0067a8}.fb{fill:#c2540a}.name{font-weight:600}.ring{fill:none;stroke:#626a75;stroke-opacity:.35}"
        + "@media(prefers-color-scheme:dark){.panel{fill:#1c2026;stroke:#31363e}.grid{stroke:#31363e}.zero{stroke:#9ca4ae}text{fill:#9ca4ae}.a{stroke:#62b5ee}.b{stroke:#f0a04b}.fa{fill:#62b5ee}.fb{fill:#f0a04b}.ring{stroke:#9ca4ae}}";

    /// <summary>Opens a drawing.</summary>
    public static StringBuilder Open(string title, string description) => new StringBuilder()
        .Append($"""<svg xmlns="http://www.w3.org/2000/svg" width="{Place(Width)}" height="{Place(Height)}" viewBox="0 0 {Place(Width)} {Place(Height)}" role="img" aria-labelledby="t d">""")
        .Append($"""<title id="t">{Escape(title)}</title><desc id="d">{Escape(description)}</desc><style>{Style}</style>""")
        .Append($"""<rect class="panel" x=".5" y=".5" width="{Place(Width - 1)}" height="{Place(Height - 1)}" rx="10"/>""");

    /// <summary>Grid lines with their numbers, and what the horizontal axis counts.</summary>
    public static void AppendGrid(StringBuilder svg, Axis horizontal, Axis vertical, string across)
    {
        foreach (double tick in vertical.Ticks(5))
        {
            string y = Place(vertical.Map(tick));
            svg.Append($"""<path class="{(tick == 0 ? "zero" : "grid")}" d="M{Place(Left)} {y}H{Place(Right)}"/><text x="{Place(Left - 9)}" y="{y}" dy=".35em" text-anchor="end">{Number(tick)}</text>""");
        }

        foreach (double tick in horizontal.Ticks(8))
        {
            string x = Place(horizontal.Map(tick));
            svg.Append($"""<path class="{(tick == 0 ? "zero" : "grid")}" d="M{x} {Place(Top)}V{Place(Bottom)}"/><text x="{x}" y="{Place(Bottom + 19)}" text-anchor="middle">{Number(tick)}</text>""");
        }

        svg.Append($"""<text x="{Place((Left + Right) / 2)}" y="{Place(Height - 13)}" text-anchor="middle">{Escape(across)}</text>""");
    }

    /// <summary>The names of the curves in their colors, above the plot.</summary>
    public static void AppendNames(StringBuilder svg, IReadOnlyList<string> names)
    {
        double x = Left;
        for (int i = 0; i < names.Count; i++)
        {
            svg.Append($"""<path class="curve {Color(i)}" d="M{Place(x)} 29h18"/><text class="name f{Color(i)}" x="{Place(x + 25)}" y="33">{Escape(names[i])}</text>""");
            x += 58 + (8 * names[i].Length);
        }
    }

    /// <summary>The class of a curve's color.</summary>
    public static string Color(int index) => index == 0 ? "a" : "b";

    /// <summary>
    /// A coordinate with one place. What lies in the middle between two places always goes up: machines whose last bits
    /// differ write the same file.
    /// </summary>
    public static string Place(double value) => At(Math.Floor((value * 10) + 0.5 + 1e-6) / 10);
}
