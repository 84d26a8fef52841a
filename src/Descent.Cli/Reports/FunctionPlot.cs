using System.Text;
using Descent.Cli.Explanations;
using static Descent.Cli.Reports.PlotFrame;

namespace Descent.Cli.Reports;

/// <summary>Draws the curves of a <see cref="Drawing"/> as an SVG file of its own.</summary>
internal static class FunctionPlot
{
    private const int Samples = 321;

    // Points nearer to a straight line than this are left out: nobody sees them.
    private const double Flatness = 0.06;

    /// <summary>The file's text.</summary>
    public static string Render(string name, Drawing drawing)
    {
        (double X, double Y)[][] points = [.. drawing.Curves.Select(curve => Points(curve, drawing))];
        double[] heights = [.. points.SelectMany(curve => curve).Select(point => point.Y).Where(double.IsFinite)];
        double low = Math.Min(0, heights.Min()), high = Math.Max(0, heights.Max()), room = high > low ? 0.04 * (high - low) : 1;
        Axis horizontal = new(drawing.Low, drawing.High, Left, Right), vertical = new(low < 0 ? low - room : 0, high + room, Bottom, Top);

        StringBuilder svg = Open(name, string.Join("; ", drawing.Curves.Select(curve => curve.Title)));
        AppendGrid(svg, horizontal, vertical, drawing.Across);
        // The first curve is drawn last, on top.
        for (int i = points.Length - 1; i >= 0; i--)
        {
            string path = Path(Simplified([.. points[i].Where(point => double.IsFinite(point.Y)).Select(point => (horizontal.Map(point.X), vertical.Map(point.Y)))]));
            string zero = Place(vertical.Map(0));
            if (drawing.Filled)
            {
                svg.Append($"""<path class="area f{Color(i)}" d="{path}V{zero}H{Place(Left)}Z"/>""");
            }

            svg.Append($"""<path class="curve {Color(i)}" d="{path}"/>""");
        }

        AppendNames(svg, [.. drawing.Curves.Select(curve => curve.Name)]);
        return svg.Append("</svg>\n").ToString();
    }

    private static (double X, double Y)[] Points(FunctionCurve curve, Drawing drawing) =>
        [.. Enumerable.Range(0, Samples).Select(i => drawing.Low + ((drawing.High - drawing.Low) * i / (Samples - 1))).Select(x => (x, curve.At(x)))];

    /// <summary>A path through points that are places already.</summary>
    public static string Path(IEnumerable<(double X, double Y)> points) =>
        "M" + string.Join('L', points.Select(point => $"{Place(point.X)} {Place(point.Y)}"));

    /// <summary>Leaves out every point that lies on the line between its neighbors (Ramer, Douglas and Peucker).</summary>
    private static (double X, double Y)[] Simplified((double X, double Y)[] points)
    {
        bool[] kept = new bool[points.Length];
        kept[0] = kept[^1] = true;
        Stack<(int From, int To)> open = new([(0, points.Length - 1)]);
        while (open.TryPop(out (int From, int To) part))
        {
            ((double x0, double y0), (double x1, double y1)) = (points[part.From], points[part.To]);
            (int farthest, double distance) = (part.From, Flatness);
            for (int i = part.From + 1; i < part.To; i++)
            {
                double off = Math.Abs(points[i].Y - (y0 + ((y1 - y0) * (points[i].X - x0) / (x1 - x0))));
                // Not by the last bits: of two points as far away the first is taken.
                if (off > distance + 1e-6)
                {
                    (farthest, distance) = (i, off);
                }
            }

            if (farthest > part.From)
            {
                kept[farthest] = true;
                open.Push((part.From, farthest));
                open.Push((farthest, part.To));
            }
        }

        return [.. points.Where((_, i) => kept[i])];
    }
}
