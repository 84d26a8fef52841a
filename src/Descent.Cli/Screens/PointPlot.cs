using System.Globalization;

namespace Descent.Cli.Screens;

/// <summary>Two series of points over one axis, drawn with characters: o and x, joined by dots; where both are, x.</summary>
/// <param name="first">What o stands for.</param>
/// <param name="second">What x stands for.</param>
/// <param name="points">Place, first and second value, by rising place; gaps where a value is not finite.</param>
internal sealed class PointPlot(string first, string second, IReadOnlyList<(double Place, double First, double Second)> points)
{
    /// <summary>Wider drawings would only be flatter.</summary>
    public const int Widest = 72;

    /// <summary>Narrower ones show nothing.</summary>
    public const int Narrowest = 30;

    private const int LabelWidth = 8, Height = 12;

    /// <summary>The drawing, of at most the given width where that is <see cref="Narrowest"/> or more.</summary>
    public IReadOnlyList<string> Lines(int width)
    {
        int columns = Math.Max(Narrowest, width) - LabelWidth - 1;
        double[] values = [.. points.SelectMany(point => new[] { point.First, point.Second }).Where(double.IsFinite)];
        (double least, double most) = values.Length == 0 ? (0, 1) : (values.Min(), values.Max());
        (least, most) = most > least ? (least, most) : (least - 0.5, most + 0.5);
        char[][] dots = [.. Enumerable.Range(0, Height).Select(_ => new string(' ', columns).ToCharArray())];
        Draw(dots, [.. points.Select(point => (point.Place, point.First))], least, most, 'o');
        Draw(dots, [.. points.Select(point => (point.Place, point.Second))], least, most, 'x');
        List<string> lines = [.. dots.Select((row, i) => $"{(i == 0 ? Label(most) : i == Height - 1 ? Label(least) : "").PadLeft(LabelWidth)} {new string(row)}".TrimEnd())];
        if (points.Count > 0)
        {
            string left = Rows(points[0].Place), right = points.Count > 1 ? Rows(points[^1].Place) : "";
            lines.Add($"{new string(' ', LabelWidth + 1)}{left}{right.PadLeft(Math.Max(right.Length + 1, columns - left.Length))}");
        }

        lines.Add($"{new string(' ', LabelWidth + 1)}o {first}");
        lines.Add($"{new string(' ', LabelWidth + 1)}x {second}");
        return lines;
    }

    private void Draw(char[][] dots, (double Place, double Value)[] series, double least, double most, char mark)
    {
        (int X, int Y)? before = null;
        foreach ((double place, double value) in series)
        {
            if (!double.IsFinite(value))
            {
                before = null;
                continue;
            }

            (int x, int y) = (Across(place, dots[0].Length), (int)Math.Round((most - value) / (most - least) * (Height - 1)));
            if (before is { } from)
            {
                for (int between = from.X + 1; between < x; between++)
                {
                    int row = (int)Math.Round(from.Y + ((double)(y - from.Y) * (between - from.X) / (x - from.X)));
                    dots[row][between] = dots[row][between] == ' ' ? '.' : dots[row][between];
                }
            }

            dots[y][x] = mark;
            before = (x, y);
        }
    }

    private int Across(double place, int columns)
    {
        double low = points[0].Place, high = points[^1].Place;
        return high > low ? (int)Math.Round((place - low) / (high - low) * (columns - 1)) : 0;
    }

    private static string Label(double value) => value.ToString("G4", CultureInfo.InvariantCulture);

    private static string Rows(double place) => place.ToString("#,0", CultureInfo.InvariantCulture);
}
