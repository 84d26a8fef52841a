using static Descent.Cli.Reports.PlotFrame;

namespace Descent.Cli.Reports;

/// <summary>Draws paths over a loss surface with lines of equal loss, as SVG.</summary>
internal static class LandscapePlot
{
    private const double Width = 640, Height = 400, Left = 70, Right = 616, Top = 66, Bottom = 346, Room = 0.12, Reach = 6;

    // Cells of the grid on which lines of equal loss are found.
    private const int Across = 72, Up = 40;

    private static readonly double[] s_levels = [0.002, 0.02, 0.08, 0.2, 0.4, 0.7, 1, 1.5, 2.5];

    /// <summary>Axes around the paths and the minimum, with some room; a path that leaves for far away is cut off.</summary>
    public static (Axis X, Axis Y) Axes(Landscape landscape)
    {
        (double X, double Y) start = landscape.Surface.Start, minimum = landscape.Surface.Minimum;
        (double X, double Y)[] places = [.. landscape.Walks.SelectMany(walk => walk.Places).Where(place => Math.Abs(place.X) <= Reach && Math.Abs(place.Y) <= Reach), start, minimum];
        return (Around([.. places.Select(place => place.X)]), Around([.. places.Select(place => place.Y)]));

        static Axis Around(double[] values) => Axis.Around(values.Append(values.Min() - (Room * (values.Max() - values.Min()))), 0, 1, Room, mayBeLogarithmic: false);
    }

    public static string Render(Landscape landscape, string id)
    {
        (Axis horizontal, Axis vertical) = Axes(landscape);
        (horizontal, vertical) = (horizontal with { Start = Left, End = Right }, vertical with { Start = Bottom, End = Top });
        Surface surface = landscape.Surface;
        PlotFrame frame = new(horizontal, vertical, Width, Height);
        StringBuilder svg = frame.Open(id, $"Paths on the {surface.Name}", $"{string.Join("; ", landscape.Walks.Select(walk => $"{walk.Name} ends at a loss of {Markup.Number(surface.Height(walk.Places[^1].X, walk.Places[^1].Y))}"))}.", isFile: false);
        svg.Append($"""<clipPath id="{id}-clip"><path d="M{Place(Left)} {Place(Top)}H{Place(Right)}V{Place(Bottom)}H{Place(Left)}Z"/></clipPath>""");
        frame.AppendGrid(svg, "x", "y");
        svg.Append($"""<g clip-path="url(#{id}-clip)">""");
        double beginning = surface.Height(surface.Start.X, surface.Start.Y);
        svg.AppendJoin("", s_levels.Select(level => $"""<path class="ring" d="{Contour(surface, horizontal, vertical, level * beginning)}"/>"""));
        for (int i = landscape.Walks.Count - 1; i >= 0; i--)
        {
            (double X, double Y)[] places = [.. landscape.Walks[i].Places.Select(place => (horizontal.Map(place.X), vertical.Map(place.Y))).Where(place => Math.Abs(place.Item1) < 1e5 && Math.Abs(place.Item2) < 1e5)];
            svg.Append($"""<path class="curve" stroke="{Color(i)}" d="{PlotFrame.Path(places)}"/><path class="curve dots" stroke="{Color(i)}" d="{string.Concat(places.Select(place => $"M{Place(place.X)} {Place(place.Y)}h0"))}"/>""");
        }

        svg.Append("</g>");
        AppendMark(svg, horizontal.Map(surface.Start.X), vertical.Map(surface.Start.Y), "start");
        AppendMark(svg, horizontal.Map(surface.Minimum.X), vertical.Map(surface.Minimum.Y), "minimum");
        AppendNames(svg, landscape);
        return svg.Append("</svg>").ToString();
    }

    private static void AppendMark(StringBuilder svg, double x, double y, string name)
    {
        (string anchor, double shift) = x > (Left + Right) / 2 ? ("end", -8) : ("start", 8);
        svg.Append($"""<g class="mark"><circle cx="{Place(x)}" cy="{Place(y)}" r="4.5"/><text x="{Place(x + shift)}" y="{Place(y)}" dy="-.5em" text-anchor="{anchor}">{name}</text></g>""");
    }

    // Rows of three names. Each row is one text, so that its names do not overlap in any size of letters.
    private static void AppendNames(StringBuilder svg, Landscape landscape)
    {
        foreach ((int row, (int Index, (string Name, IReadOnlyList<(double X, double Y)>) Item)[] names) in landscape.Walks.Index().Chunk(3).Index())
        {
            svg.Append($"""<text class="name" x="{Place(Left)}" y="{Place(24 + (row * 22))}">{string.Concat(names.Select((name, i) => $"<tspan fill=\"{Color(name.Index)}\"{(i > 0 ? " dx=\"18\"" : "")}>\u2014 {Markup.Escape(name.Item.Name)}</tspan>"))}</text>""");
        }
    }

    /// <summary>The line of equal height, by marching squares: a stretch in every cell whose corners lie on both sides.</summary>
    private static string Contour(Surface surface, Axis across, Axis up, double level)
    {
        double[,] heights = new double[Across + 1, Up + 1];
        double X(int i) => across.Low + ((across.High - across.Low) * i / Across);
        double Y(int j) => up.Low + ((up.High - up.Low) * j / Up);
        for (int i = 0; i <= Across; i++)
        {
            for (int j = 0; j <= Up; j++)
            {
                heights[i, j] = surface.Height(X(i), Y(j)) - level;
            }
        }

        StringBuilder path = new();
        for (int i = 0; i < Across; i++)
        {
            for (int j = 0; j < Up; j++)
            {
                List<(double X, double Y)> crossings = [];
                Add(crossings, i, j, i + 1, j);
                Add(crossings, i + 1, j, i + 1, j + 1);
                Add(crossings, i + 1, j + 1, i, j + 1);
                Add(crossings, i, j + 1, i, j);
                for (int c = 0; c + 1 < crossings.Count; c += 2)
                {
                    path.Append($"M{Place(across.Map(crossings[c].X))} {Place(up.Map(crossings[c].Y))}L{Place(across.Map(crossings[c + 1].X))} {Place(up.Map(crossings[c + 1].Y))}");
                }
            }
        }

        return path.ToString();

        // Where the line crosses the edge between two corners, if it does.
        void Add(List<(double X, double Y)> crossings, int i, int j, int k, int l)
        {
            double from = heights[i, j], to = heights[k, l];
            if (from < 0 != to < 0)
            {
                double share = from / (from - to);
                crossings.Add((X(i) + (share * (X(k) - X(i))), Y(j) + (share * (Y(l) - Y(j)))));
            }
        }
    }
}
