using static Descent.Cli.Reports.PlotFrame;

namespace Descent.Cli.Reports;

/// <summary>Draws the path of an optimizer down a ravine with lines of equal loss, as an SVG file.</summary>
internal static class RavinePlot
{
    private const double Wide = 5, High = 1.5, Width = 640, Height = 360, Left = 70, Right = 616, Top = 48, Bottom = 306;

    private static readonly double[] s_levels = [0.5, 2, 5, 10, 18];

    public static string Render(string name, Drawing drawing, RavineWalk walk)
    {
        Axis horizontal = new(-Wide, Wide, Left, Right), vertical = new(-High, High, Bottom, Top);
        PlotFrame frame = new(horizontal, vertical, Width, Height);
        StringBuilder svg = frame.Open("ravine", name, drawing.Remark, isFile: true);
        svg.Append($"""<clipPath id="c"><path d="M{Place(Left)} {Place(Top)}H{Place(Right)}V{Place(Bottom)}H{Place(Left)}Z"/></clipPath>""");
        frame.AppendGrid(svg, "x");
        svg.Append("""<g clip-path="url(#c)">""");
        foreach (double level in s_levels)
        {
            // Half-axes of the ellipse on which the ravine is that high.
            double across = Math.Sqrt(level / OptimizerDrawing.Height(1, 0)), along = Math.Sqrt(level / OptimizerDrawing.Height(0, 1));
            svg.Append($"""<ellipse class="ring" cx="{Place(horizontal.Map(0))}" cy="{Place(vertical.Map(0))}" rx="{Place(horizontal.Map(across) - horizontal.Map(0))}" ry="{Place(vertical.Map(0) - vertical.Map(along))}"/>""");
        }

        (double X, double Y)[] places = [.. walk.Places.Select(place => (horizontal.Map(place.X), vertical.Map(place.Y)))];
        svg.Append($"""<path class="curve" stroke="{Color(0)}" d="{PlotFrame.Path(places)}"/><g fill="{Color(0)}">""");
        svg.AppendJoin("", places.Select(place => $"""<circle cx="{Place(place.X)}" cy="{Place(place.Y)}" r="2.6"/>"""));
        svg.Append($"""</g></g><circle fill="{Color(1)}" cx="{Place(horizontal.Map(0))}" cy="{Place(vertical.Map(0))}" r="4"/>""");
        frame.AppendNames(svg, [$"{walk.Places.Count - 1} steps of {name}", "minimum"]);
        return svg.Append("</svg>\n").ToString();
    }
}
