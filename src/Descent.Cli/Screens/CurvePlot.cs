using System.Globalization;
using Descent.Cli.Reports;

namespace Descent.Cli.Screens;

/// <summary>Several curves drawn with a letter each; where they meet, the first one is seen.</summary>
internal static class CurvePlot
{
    private const int Height = 15, LabelWidth = 8;

    /// <summary>The sign of a curve: a, b, c … z, then A … Z, then again.</summary>
    public static char Sign(int index) => index % 52 is var place && place < 26 ? (char)('a' + place) : (char)('A' + place - 26);

    /// <summary>The drawing in lines.</summary>
    /// <param name="curves">The curves; a single one is drawn with stars.</param>
    /// <param name="horizontal">What X is.</param>
    /// <param name="width">Characters per line.</param>
    /// <param name="isLogarithmic">Whether X is shown by its logarithm.</param>
    /// <param name="landmark">A place to mark.</param>
    public static IReadOnlyList<string> Lines(IReadOnlyList<Curve> curves, string horizontal, int width, bool isLogarithmic = false, Landmark? landmark = null)
    {
        int columns = Math.Max(20, width - LabelWidth - 3);
        Axis y = Axis.Around(curves.SelectMany(curve => curve.Points.Select(point => point.Y)), Height - 1, 0, 0.02, true);
        Axis x = Curve.Across(curves, isLogarithmic) with { Start = 0, End = columns - 1 };
        char[][] picture = [.. Enumerable.Range(0, Height).Select(_ => new string(' ', columns).ToCharArray())];
        if (landmark is { } place && Column(x.Map(place.X), columns) is { } marked)
        {
            foreach (char[] row in picture)
            {
                row[marked] = ':';
            }
        }

        for (int i = curves.Count - 1; i >= 0; i--)
        {
            Draw(picture, curves[i], x, y, curves.Count == 1 ? '*' : Sign(i));
        }

        Dictionary<int, double> labels = [];
        foreach (double tick in y.Ticks(5))
        {
            labels.TryAdd((int)Math.Round(y.Map(tick)), tick);
        }

        return
        [
            .. picture.Select((row, i) => $"{(labels.TryGetValue(i, out double tick) ? Label(tick) : "").PadLeft(LabelWidth)} |{new string(row).TrimEnd()}"),
            $"{new string(' ', LabelWidth)} +{new string('-', columns)}",
            new string(' ', LabelWidth + 2) + Foot(x, horizontal, columns),
        ];
    }

    private static void Draw(char[][] picture, Curve curve, Axis x, Axis y, char sign)
    {
        (double X, double Y)? before = null;
        foreach ((double at, double value) in curve.Points)
        {
            if (!double.IsFinite(value))
            {
                before = null;
                continue;
            }

            (double X, double Y) here = (x.Map(at), y.Map(value));
            (double X, double Y) from = before ?? here;
            // Every column between two points has its sign, so that few epochs are a line too.
            for (int column = (int)Math.Ceiling(from.X - 0.5); column <= here.X + 0.5; column++)
            {
                double share = here.X > from.X ? Math.Clamp((column - from.X) / (here.X - from.X), 0, 1) : 1;
                int row = (int)Math.Round(from.Y + (share * (here.Y - from.Y)));
                if (column >= 0 && column < picture[0].Length && row >= 0 && row < picture.Length)
                {
                    picture[row][column] = sign;
                }
            }

            before = here;
        }
    }

    private static int? Column(double place, int columns) => double.IsFinite(place) && Math.Round(place) is var column && column >= 0 && column < columns ? (int)column : null;

    private static string Foot(Axis x, string horizontal, int columns)
    {
        string left = Label(x.Low), right = Label(x.High);
        int room = columns - left.Length - right.Length;
        string middle = horizontal.Length + 2 <= room ? horizontal : "";
        int before = (room - middle.Length) / 2;
        return left + new string(' ', Math.Max(1, before)) + middle + new string(' ', Math.Max(1, room - before - middle.Length)) + right;
    }

    private static string Label(double value) => value.ToString("G3", CultureInfo.InvariantCulture);
}
