namespace Descent.Cli.Screens;

/// <summary>Draws a function with its axes: in braille, or with stars in ASCII.</summary>
internal sealed class TextPlot(string title, Func<double, double> curve, double low, double high)
{
    // Side by side when both fit; wider drawings would only be flatter.
    private const int LabelWidth = 6, Height = 9, WidestPair = 80, NarrowestPair = 70, Widest = 60;
    private const string Gap = "  ";

    public string Title => title;

    /// <summary>Writes drawings one below the other, or two side by side if there is room.</summary>
    public static void Write(Screen screen, IReadOnlyList<TextPlot> plots)
    {
        int width = Math.Min(screen.Width, WidestPair), half = (width - Gap.Length) / 2;
        bool isPair = plots.Count == 2 && width >= NarrowestPair && plots.All(plot => plot.Title.Length <= half);
        string[][] drawings = [.. plots.Select(plot => plot.Lines(isPair ? half : Math.Min(width, Widest), screen.Terminal.Unicode).ToArray())];
        foreach (IEnumerable<string> lines in isPair ? [drawings[0].Zip(drawings[1], (left, right) => left + Gap + right)] : (IEnumerable<IEnumerable<string>>)drawings)
        {
            screen.Line();
            screen.Lines(lines.Select(line => line.TrimEnd()));
        }
    }

    /// <summary>The drawing in lines of the same length, at least 20.</summary>
    public IReadOnlyList<string> Lines(int width, bool unicode)
    {
        int columns = Math.Max(20, width) - LabelWidth - 1;
        Raster raster = new(columns, Height, unicode);
        double[] values = [.. Sampling.Points(curve, low, high, raster.Width).Select(point => point.Y)];
        // Zero is always included: where a curve crosses it, or how far away it stays, matters most.
        double least = Math.Min(0, values.Where(double.IsFinite).DefaultIfEmpty().Min()), most = Math.Max(0, values.Where(double.IsFinite).DefaultIfEmpty().Max());
        if (most - least < double.Epsilon)
        {
            most = 1;
        }

        double Place(double value) => Math.Round((most - value) / (most - least) * (raster.Height - 1));
        raster.Line(values.Select((value, i) => ((double)i, Place(value))), '*', isUpright: true);
        int zeroRow = (int)Place(0) * Height / raster.Height, zeroColumn = low < 0 && high > 0 ? (int)(-low / (high - low) * columns) : -1;
        List<string> lines = [title.PadRight(columns + LabelWidth + 1)];
        for (int row = 0; row < Height; row++)
        {
            StringBuilder line = new((row == zeroRow ? "0" : row == 0 ? Label(most) : row == Height - 1 ? Label(least) : "").PadLeft(LabelWidth) + ' ');
            for (int column = 0; column < columns; column++)
            {
                line.Append(raster[column, row] ?? Axis(row == zeroRow, column == zeroColumn, unicode));
            }

            lines.Add(line.ToString());
        }

        lines.Add(Foot(columns, zeroColumn));
        return lines;
    }

    private static char Axis(bool horizontal, bool vertical, bool unicode) => (horizontal, vertical) switch
    {
        (true, true) => unicode ? '┼' : '+',
        (true, false) => unicode ? '─' : '-',
        (false, true) => unicode ? '│' : '|',
        _ => ' ',
    };

    private string Foot(int columns, int zeroColumn)
    {
        string right = Label(high);
        char[] foot = new string(' ', columns + LabelWidth + 1).ToCharArray();
        Label(low).CopyTo(foot.AsSpan(LabelWidth + 1));
        right.CopyTo(foot.AsSpan(foot.Length - right.Length));
        if (zeroColumn > 0)
        {
            foot[LabelWidth + 1 + zeroColumn] = '0';
        }

        return new string(foot);
    }

    private static string Label(double value) => Fixed.Number(value, 3) is { Length: <= LabelWidth } text ? text : Fixed.Exponent(value, 2);
}
