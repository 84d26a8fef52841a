using static Descent.Cli.Reports.Markup;

namespace Descent.Cli.Reports;

/// <summary>
/// The panel of a drawing: its colors, its grid, the names of its curves. The style is included, so that a drawing can be part of a
/// page or a file of its own; its colors follow the reader's light or dark setting, and print is light.
/// </summary>
internal sealed record PlotFrame(Axis Across, Axis Up, double Width, double Height)
{
    /// <summary>The number of colors; further curves repeat them, dashed.</summary>
    public const int Colors = 8;

    // Blue and orange come first, as every kind of color vision distinguishes them. The panel is opaque, so that curves are readable
    // on every page that shows the file.
    private const string Style = """
        .plot{--c0:#0067a8;--c1:#c2540a;--c2:#00785a;--c3:#8a3fa0;--c4:#b3261e;--c5:#7a6a00;--c6:#00808c;--c7:#5b6068;--back:#fff;--text:#1b1f24;--pale:#626a75;--rule:#e3e4e0;max-width:100%;height:auto}
        @media screen and (prefers-color-scheme:dark){.plot{--c0:#62b5ee;--c1:#f0a04b;--c2:#4cc9a0;--c3:#cf8fe6;--c4:#ff8a80;--c5:#d6c34a;--c6:#56cfdb;--c7:#aab1ba;--back:#1c2026;--text:#e8e9eb;--pale:#9ca4ae;--rule:#31363e}}
        .plot .panel{fill:var(--back)}.plot .file{stroke:var(--rule)}
        .plot text{font:13px system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",sans-serif;font-variant-numeric:tabular-nums;fill:var(--pale)}
        .plot .grid{stroke:var(--rule)}.plot .zero{stroke:var(--pale)}
        .plot .curve{fill:none;stroke-width:2.2;stroke-linejoin:round;stroke-linecap:round}.plot .dots{stroke-width:6}
        .plot .area{fill-opacity:.15}.plot .name{font-weight:600}.plot .lead{fill:none;stroke-width:1;stroke-opacity:.5}
        .plot .mark path{stroke:var(--pale);stroke-dasharray:3 4}.plot .mark circle{fill:var(--back);stroke:var(--text);stroke-width:2}
        .plot .mark text{fill:var(--text);paint-order:stroke;stroke:var(--back);stroke-width:4px}.plot .ring{fill:none;stroke:var(--pale);stroke-opacity:.35}
        @media(max-width:600px){.plot text{font-size:19px}}
        """;

    /// <summary>Opens a drawing.</summary>
    /// <param name="id">Distinguishes its parts from those of other drawings on the same page.</param>
    /// <param name="title">What it shows.</param>
    /// <param name="description">What can be seen, for screen readers.</param>
    /// <param name="isFile">Whether it is a file of its own: then it has a border.</param>
    public StringBuilder Open(string id, string title, string description, bool isFile) => new StringBuilder()
        .Append($"""<svg class="plot"{(isFile ? " xmlns=\"http://www.w3.org/2000/svg\"" : "")} width="{Place(Width)}" height="{Place(Height)}" viewBox="0 0 {Place(Width)} {Place(Height)}" role="img" aria-labelledby="{id}-title {id}-description">""")
        .Append($"""<title id="{id}-title">{Escape(title)}</title><desc id="{id}-description">{Escape(description)}</desc><style>{Style}</style>""")
        .Append($"""<rect class="panel{(isFile ? " file" : "")}" x=".5" y=".5" width="{Place(Width - 1)}" height="{Place(Height - 1)}" rx="10"/>""");

    /// <summary>Grid lines with their numbers, and what the axes count.</summary>
    public void AppendGrid(StringBuilder svg, string horizontal, string vertical = "", bool isWhole = false)
    {
        (string left, string right, string top, string bottom) = (Place(Across.Start), Place(Across.End), Place(Up.End), Place(Up.Start));
        foreach (double tick in Up.Ticks(5))
        {
            string y = Place(Up.Map(tick));
            svg.Append($"""<path class="{Line(tick)}" d="M{left} {y}H{right}"/><text x="{Place(Across.Start - 9)}" y="{y}" dy=".35em" text-anchor="end">{Number(tick)}</text>""");
        }

        foreach (double tick in AcrossTicks(isWhole))
        {
            string x = Place(Across.Map(tick));
            svg.Append($"""<path class="{Line(tick)}" d="M{x} {top}V{bottom}"/><text x="{x}" y="{Place(Up.Start + 19)}" text-anchor="middle">{Number(tick)}</text>""");
        }

        svg.Append($"""<path class="grid" d="M{left} {bottom}H{right}"/><text x="{Place((Across.Start + Across.End) / 2)}" y="{Place(Height - 13)}" text-anchor="middle">{Escape(horizontal)}</text>""");
        if (vertical.Length > 0)
        {
            svg.Append($"""<text transform="translate(17 {Place((Up.Start + Up.End) / 2)}) rotate(-90)" text-anchor="middle">{Escape(vertical)}</text>""");
        }
    }

    /// <summary>The ticks of the horizontal axis: fewer if their numbers would run together on a phone, where text is larger.</summary>
    private double[] AcrossTicks(bool isWhole)
    {
        const double character = 10.5, gap = 12;
        for (int count = 8; ; count--)
        {
            double[] ticks = [.. Across.Ticks(count).Where(tick => !isWhole || double.IsInteger(tick))];
            if (count == 2 || ticks.Zip(ticks.Skip(1)).All(pair => Math.Abs(Across.Map(pair.Second) - Across.Map(pair.First)) >= (character * (Number(pair.First).Length + Number(pair.Second).Length) / 2) + gap))
            {
                return ticks;
            }
        }
    }

    /// <summary>The names of the curves in their colors, above the plot. They are one text, so that they do not overlap in any size of letters.</summary>
    public void AppendNames(StringBuilder svg, IReadOnlyList<string> names) => svg.Append(names.Count == 0 ? "" : $"""<text class="name" x="{Place(Across.Start)}" y="33">{string.Concat(
        names.Select((name, i) => $"<tspan fill=\"{Color(i)}\"{(i > 0 ? " dx=\"18\"" : "")}>\u2014 {Escape(name)}</tspan>"))}</text>""");

    /// <summary>The names of marks that are not all lines, each with its mark in its color.</summary>
    public void AppendNames(StringBuilder svg, IReadOnlyList<PlotName> names) => svg.Append(names.Count == 0 ? "" : $"""<text class="name" x="{Place(Across.Start)}" y="33">{string.Concat(
        names.Select((name, i) => $"<tspan fill=\"{Color(name.Color)}\"{(i > 0 ? " dx=\"18\"" : "")}>{name.Mark} {Escape(name.Name)}</tspan>"))}</text>""");

    /// <summary>The color of a curve.</summary>
    public static string Color(int index) => $"var(--c{Count(index % Colors)})";

    /// <summary>
    /// A coordinate with one decimal. Halves are always rounded up, so that machines whose last bits differ write the same file.
    /// </summary>
    public static string Place(double value) => At(Math.Floor((value * 10) + 0.5 + 1e-6) / 10);

    /// <summary>A path through points that are places already.</summary>
    public static string Path(IEnumerable<(double X, double Y)> points) =>
        "M" + string.Join('L', points.Select(point => $"{Place(point.X)} {Place(point.Y)}"));

    private static string Line(double tick) => tick == 0 ? "zero" : "grid";
}

/// <summary>What a mark of a drawing means.</summary>
internal sealed record PlotName(string Name, int Color, char Mark)
{
    public const char Line = '\u2014', Dot = '\u25cf', Box = '\u25a0';
}
