namespace Descent.Cli.Learning;

internal static class PartText
{
    private const int WidestPlot = 72, LandscapeHeight = 15, Indent = 2;

    public static void Write(Screen screen, LessonStep step, int number, int count)
    {
        screen.Heading($"{number}/{count} {step.Title}");
        foreach ((int i, Part part) in step.Parts.Index())
        {
            if (i > 0)
            {
                screen.Line();
            }

            Write(screen, part);
        }
    }

    private static void Write(Screen screen, Part part)
    {
        switch (part)
        {
            case Paragraph paragraph:
                screen.Line(paragraph.Text);
                break;
            case Formulas formulas:
                screen.Lines(formulas.Lines.Select(line => new string(' ', Indent) + line), Ink.Cyan, 2 * Indent);
                break;
            case Grid grid:
                Write(screen, grid);
                break;
            case Plot plot:
                Write(screen, plot);
                break;
            case Landscape landscape:
                Write(screen, landscape);
                break;
            case Commands commands:
                Write(screen, commands.Examples);
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(part), part, "This part has no text yet.");
        }
    }

    private static void Write(Screen screen, Grid grid)
    {
        int end = grid.Columns.Count - (grid.EndsInSentences ? 1 : 0);
        screen.Table([.. grid.Columns], grid.Rows, grid.Texts..Math.Max(grid.Texts, end), grid.EndsInSentences);
    }

    private static void Write(Screen screen, Plot plot)
    {
        screen.Line($"{plot.Title}:", Ink.Dim);
        if (screen.Width >= CurvePlot.Narrowest)
        {
            screen.Lines(CurvePlot.Lines(plot.Curves, plot.Across, Math.Min(screen.Width, WidestPlot), plot.IsLogarithmic));
        }

        if (plot.Curves.Count > 1)
        {
            WriteSigns(screen, plot.Curves.Select(curve => curve.Name));
        }
    }

    private static void WriteSigns(Screen screen, IEnumerable<string> names) => screen.Line($"  {string.Join(", ", names.Select((name, i) => $"{CurvePlot.Sign(i)} {name}"))}", indent: Indent);

    /// <summary>The places of all paths, seen from above; where they meet, the first is on top.</summary>
    private static void Write(Screen screen, Landscape landscape)
    {
        (Axis x, Axis y) = LandscapePlot.Axes(landscape);
        int columns = Math.Min(screen.Width, WidestPlot) - 4;
        if (columns < CurvePlot.Narrowest)
        {
            return;
        }

        (x, y) = (x with { Start = 0, End = columns - 1 }, y with { Start = LandscapeHeight - 1, End = 0 });
        Raster raster = new(columns, LandscapeHeight);
        foreach ((int i, (_, IReadOnlyList<(double X, double Y)> places)) in landscape.Walks.Index().Reverse())
        {
            foreach ((double across, double up) in places)
            {
                raster.Mark(x.Map(across), y.Map(up), CurvePlot.Sign(i));
            }
        }

        raster.Mark(x.Map(landscape.Surface.Minimum.X), y.Map(landscape.Surface.Minimum.Y), '*');
        raster.Mark(x.Map(landscape.Surface.Start.X), y.Map(landscape.Surface.Start.Y), 'o');
        screen.Line($"the paths from above (o start, * a minimum), x from {Fixed.Number(x.Low, 2)} to {Fixed.Number(x.High, 2)}, y from {Fixed.Number(y.Low, 2)} to {Fixed.Number(y.High, 2)}:", Ink.Dim);
        string rule = $"  +{new string('-', columns)}+";
        screen.Lines([rule, .. Enumerable.Range(0, LandscapeHeight).Select(row => $"  |{string.Concat(Enumerable.Range(0, columns).Select(column => raster[column, row] ?? ' '))}|"), rule]);
        WriteSigns(screen, landscape.Walks.Select(walk => walk.Name));
    }

    private static void Write(Screen screen, IReadOnlyList<Example> examples)
    {
        foreach (Example example in examples)
        {
            screen.Line(example.Deed, indent: Indent);
            screen.Line($"  descent {example.Arguments}", Ink.Cyan, indent: 2 * Indent);
        }
    }

    public static void Write(Screen screen, Concept concept)
    {
        screen.Line(concept.Name, Ink.Bold);
        screen.Line(concept.Meaning);
        if (concept.Text.Length > 0)
        {
            screen.Line();
            screen.Line(concept.Text);
        }

        if (concept.Formulas.Count > 0)
        {
            screen.Line();
            Write(screen, new Formulas(concept.Formulas));
        }

        screen.Line();
        foreach ((string name, string text) in concept.Facts)
        {
            screen.Fact(name, text);
        }
    }
}
