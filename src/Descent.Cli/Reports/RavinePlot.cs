using System.Text;
using Descent.Cli.Explanations;
using static Descent.Cli.Reports.PlotFrame;

namespace Descent.Cli.Reports;

/// <summary>Draws the way of an optimizer through a ravine over lines of equal loss, as an SVG file of its own.</summary>
internal static class RavinePlot
{
    private const double Wide = 5, High = 1.5;

    private static readonly double[] Levels = [0.5, 2, 5, 10, 18];

    /// <summary>The file's text.</summary>
    public static string Render(string name, Drawing drawing, RavineWalk walk)
    {
        Axis horizontal = new(-Wide, Wide, Left, Right), vertical = new(-High, High, Bottom, Top);
        StringBuilder svg = Open(name, drawing.Remark);
        svg.Append($"""<clipPath id="c"><path d="M{Place(Left)} {Place(Top)}H{Place(Right)}V{Place(Bottom)}H{Place(Left)}Z"/></clipPath>""");
        AppendGrid(svg, horizontal, vertical, "x");
        svg.Append("""<g clip-path="url(#c)">""");
        foreach (double level in Levels)
        {
            // Half-axes of the ellipse on which the ravine is that high.
            double across = Math.Sqrt(level / OptimizerDrawing.Height(1, 0)), along = Math.Sqrt(level / OptimizerDrawing.Height(0, 1));
            svg.Append($"""<ellipse class="ring" cx="{Place(horizontal.Map(0))}" cy="{Place(vertical.Map(0))}" rx="{Place(horizontal.Map(across) - horizontal.Map(0))}" ry="{Place(vertical.Map(0) - vertical.Map(along))}"/>""");
        }

        (double X, double Y)[] places = [.. walk.Places.Select(place => (horizontal.Map(place.X), vertical.Map(place.Y)))];
        svg.Append($"""<path class="curve a" d="{FunctionPlot.Path(places)}"/><g class="fa">""");
        foreach ((double x, double y) in places)
        {
            svg.Append($"""<circle cx="{Place(x)}" cy="{Place(y)}" r="2.6"/>""");
        }

        svg.Append($"""</g></g><circle class="fb" cx="{Place(horizontal.Map(0))}" cy="{Place(vertical.Map(0))}" r="4"/>""");
        AppendNames(svg, [$"{walk.Places.Count - 1} steps of {name}", "minimum"]);
        return svg.Append("</svg>\n").ToString();
    }
}
