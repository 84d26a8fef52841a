using static Descent.Cli.Reports.Markup;
using static Descent.Cli.Reports.PlotFrame;

namespace Descent.Cli.Reports;

/// <summary>
/// Draws curves over two axes, linear or logarithmic, as SVG. Curves differ in color and, beyond eight of them, in their dashes; a
/// curve may have a band around it, dots at its points, or its area filled.
/// </summary>
/// <param name="Title">What it shows.</param>
/// <param name="Curves">The curves, the first on top of the others; gaps where a value is not finite.</param>
/// <param name="Across">Range and kind of the horizontal axis; the chart places it.</param>
/// <param name="Up">Range and kind of the vertical axis; the chart places it.</param>
internal sealed record LineChart(string Title, IReadOnlyList<Curve> Curves, Axis Across, Axis Up)
{
    private const double Top = 18, Foot = 54, NameHeight = 17, CharacterWidth = 9;
    private const int LongestName = 30, MostPoints = 1000;

    // Points closer to a straight line than this are left out: nobody sees them.
    private const double Flatness = 0.06;

    private static readonly string[] s_dashes = ["", "7 5", "2 4"];

    /// <summary>Distinguishes its parts from those of other drawings on the same page.</summary>
    public string Id { get; init; } = "chart";

    /// <summary>What can be seen, for screen readers; by default where each curve ends.</summary>
    public string? Description { get; init; }

    /// <summary>What the horizontal axis counts.</summary>
    public string Horizontal { get; init; } = "";

    /// <summary>What the vertical axis measures.</summary>
    public string Vertical { get; init; } = "";

    /// <summary>Whether the horizontal axis has whole numbers only.</summary>
    public bool IsWhole { get; init; }

    /// <summary>Whether the names are in a row above the plot, not at the ends of their curves.</summary>
    public bool HasNamesAbove { get; init; }

    /// <summary>Whether it is a file of its own.</summary>
    public bool IsFile { get; init; }

    public Landmark? Landmark { get; init; }

    public double Width { get; init; } = 760;

    /// <summary>The least height; many names make it higher.</summary>
    public double Height { get; init; } = 392;

    public string Render()
    {
        bool isNamed = Curves.Count > 1 && !HasNamesAbove;
        double names = isNamed ? (Curves.Max(curve => Math.Min(curve.Name.Length, LongestName)) * CharacterWidth) + 22 : 10;
        double top = HasNamesAbove ? Top + 30 : Top, height = Math.Max(Height, top + (isNamed ? Curves.Count * NameHeight : 0) + Foot);
        Axis across = Across with { Start = Vertical.Length > 0 ? 96 : 70, End = Width - 14 - names }, up = Up with { Start = height - Foot, End = top };
        PlotFrame frame = new(across, up, Width, height);
        StringBuilder svg = frame.Open(Id, Title, Description ?? Describe(), IsFile);
        frame.AppendGrid(svg, Horizontal, Vertical, IsWhole);
        AppendLandmark(svg, across, up);
        for (int i = Curves.Count - 1; i >= 0; i--)
        {
            AppendCurve(svg, Curves[i], i, across, up);
        }

        if (HasNamesAbove)
        {
            frame.AppendNames(svg, [.. Curves.Select(curve => curve.Name)]);
        }
        else if (isNamed)
        {
            AppendNames(svg, across, up);
        }

        return svg.Append(IsFile ? "</svg>\n" : "</svg>").ToString();
    }

    private static (double X, double Y) End(Curve curve) => curve.Points.Where(point => double.IsFinite(point.Y)).DefaultIfEmpty((double.NaN, double.NaN)).Last();

    private string Describe()
    {
        IEnumerable<string> ends = Curves.Select(curve => End(curve).Y is var end && double.IsFinite(end)
            ? $"{curve.Name} ends at {Measure(end)}"
            : $"{curve.Name} has no finite value");
        return $"{string.Join("; ", Landmark is { } place ? ends.Append(place.Text) : ends)}.{(Up.Logarithmic ? " Logarithmic scale." : "")}";
    }

    private void AppendLandmark(StringBuilder svg, Axis across, Axis up)
    {
        if (Landmark is { } place)
        {
            double x = across.Map(place.X);
            (string anchor, double shift) = x > (across.Start + across.End) / 2 ? ("end", -7) : ("start", 7);
            string dot = double.IsFinite(place.Y) ? $"""<circle cx="{Place(x)}" cy="{Place(up.Map(place.Y))}" r="4.5"/>""" : "";
            svg.Append($"""<g class="mark"><path d="M{Place(x)} {Place(up.End)}V{Place(up.Start)}"/>{dot}<text x="{Place(x + shift)}" y="{Place(up.End)}" dy=".9em" text-anchor="{anchor}">{Escape(place.Text)}</text></g>""");
        }
    }

    private static void AppendCurve(StringBuilder svg, Curve curve, int index, Axis across, Axis up)
    {
        StringBuilder path = new(), area = new(), dots = new();
        foreach ((double X, double Y, double Margin)[] stretch in Stretches(curve))
        {
            (double X, double Y)[] all = [.. stretch.Select(point => (across.Map(point.X), up.Map(point.Y)))], places = Simplified(all);
            path.Append(PlotFrame.Path(places));
            if (curve.IsFilled)
            {
                string zero = Place(up.Map(0));
                area.Append($"{PlotFrame.Path(places)}V{zero}H{Place(places[0].X)}Z");
            }
            else if (curve.Margins is not null)
            {
                area.Append(PlotFrame.Path([.. stretch.Select(point => (across.Map(point.X), up.Map(point.Y + point.Margin))), .. stretch.Reverse().Select(point => (across.Map(point.X), up.Map(point.Y - point.Margin)))])).Append('Z');
            }

            // A point between two gaps has no line to be seen by.
            foreach ((double X, double Y) place in curve.HasDots || all.Length == 1 ? all : [])
            {
                dots.Append($"M{Place(place.X)} {Place(place.Y)}h0");
            }
        }

        string stroke = $"stroke=\"{Color(index)}\"";
        svg.Append(area.Length > 0 ? $"""<path class="area" fill="{Color(index)}" d="{area}"/>""" : "");
        svg.Append($"""<path class="curve" {stroke} stroke-dasharray="{s_dashes[index / Colors % s_dashes.Length]}" d="{path}"><title>{Escape(curve.Name)}</title></path>""");
        svg.Append(dots.Length > 0 ? $"""<path class="curve dots" {stroke} d="{dots}"/>""" : "");
    }

    /// <summary>The stretches between the gaps.</summary>
    private static IEnumerable<(double X, double Y, double Margin)[]> Stretches(Curve curve)
    {
        List<(double X, double Y, double Margin)> open = [];
        foreach (int i in Curve.Thinned([.. Enumerable.Range(0, curve.Points.Count)], MostPoints))
        {
            (double x, double y) = curve.Points[i];
            double margin = curve.Margins?[i] ?? 0;
            if (double.IsFinite(y) && double.IsFinite(margin))
            {
                open.Add((x, y, margin));
            }
            else if (open.Count > 0)
            {
                yield return [.. open];
                open.Clear();
            }
        }

        if (open.Count > 0)
        {
            yield return [.. open];
        }
    }

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

    /// <summary>Names beside the ends, moved apart where they would cover each other, with a thin line to their curve.</summary>
    private void AppendNames(StringBuilder svg, Axis across, Axis up)
    {
        (int Index, double X, double Y)[] ends = [.. Curves
            .Select((curve, i) => (i, End: End(curve)))
            .Select(pair => double.IsFinite(pair.End.Y) ? (pair.i, across.Map(pair.End.X), up.Map(pair.End.Y)) : (pair.i, across.End, up.End))
            .OrderBy(end => end.Item3)];
        double[] heights = [.. ends.Select(end => end.Y)];
        for (int i = 0; i < heights.Length; i++)
        {
            heights[i] = Math.Max(heights[i], i == 0 ? up.End + 4 : heights[i - 1] + NameHeight);
        }

        for (int i = heights.Length - 1; i >= 0; i--)
        {
            heights[i] = Math.Min(heights[i], i == heights.Length - 1 ? up.Start : heights[i + 1] - NameHeight);
        }

        for (int i = 0; i < ends.Length; i++)
        {
            (int index, double x, double y) = ends[i];
            svg.Append($"""<path class="lead" stroke="{Color(index)}" d="M{Place(x)} {Place(y)}L{Place(across.End + 16)} {Place(heights[i])}"/>""");
            svg.Append($"""<text class="name" x="{Place(across.End + 20)}" y="{Place(heights[i])}" dy=".35em"><tspan fill="{Color(index)}">{Shorten(Curves[index].Name, LongestName)}</tspan></text>""");
        }
    }
}
