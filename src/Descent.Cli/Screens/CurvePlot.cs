namespace Descent.Cli.Screens;

/// <summary>Draws several curves with a letter each; where they meet, the first is on top.</summary>
internal static class CurvePlot
{
    /// <summary>The least useful width.</summary>
    public const int Narrowest = 20 + LabelWidth + 3;

    private const int Height = 15, LabelWidth = 8;

    /// <summary>The sign of a curve: a, b, c … z, then A … Z, then again.</summary>
    public static char Sign(int index) => index % 52 is var place && place < 26 ? (char)('a' + place) : (char)('A' + place - 26);

    /// <summary>The drawing in lines.</summary>
    /// <param name="curves">The curves; a single one is drawn with stars, one with dots by its points, faintly connected.</param>
    /// <param name="horizontal">What the horizontal axis counts.</param>
    /// <param name="width">Columns of the terminal.</param>
    /// <param name="isLogarithmic">Whether the horizontal axis is logarithmic.</param>
    /// <param name="landmark">A place to mark.</param>
    /// <param name="signs">A sign for each curve, instead of letters.</param>
    public static IReadOnlyList<string> Lines(IReadOnlyList<Curve> curves, string horizontal, int width, bool isLogarithmic = false, Landmark? landmark = null, string? signs = null)
    {
        int columns = Math.Max(Narrowest, width) - LabelWidth - 3;
        Axis y = Axis.Around(curves.SelectMany(curve => curve.Points.Select(point => point.Y)), Height - 1, 0, 0.02, true);
        Axis x = Curve.Across(curves, isLogarithmic) with { Start = 0, End = columns - 1 };
        Raster raster = new(columns, Height);
        for (int row = 0; landmark is not null && row < Height; row++)
        {
            raster.Mark(x.Map(landmark.X), row, ':');
        }

        for (int i = curves.Count - 1; i >= 0; i--)
        {
            char sign = signs?[i] ?? (curves.Count == 1 ? '*' : Sign(i));
            (double X, double Y)[] places = [.. curves[i].Points.Select(point => (x.Map(point.X), y.Map(point.Y)))];
            raster.Line(places, curves[i].HasDots ? Raster.Faint : sign);
            foreach ((double across, double down) in places.Where(place => double.IsFinite(place.Y)))
            {
                raster.Mark(across, down, sign);
            }
        }

        Dictionary<int, double> labels = [];
        foreach (double tick in y.Ticks(5))
        {
            labels.TryAdd((int)Math.Round(y.Map(tick)), tick);
        }

        return
        [
            .. Enumerable.Range(0, Height).Select(row => $"{(labels.TryGetValue(row, out double tick) ? Label(tick) : "").PadLeft(LabelWidth)} |{string.Concat(Enumerable.Range(0, columns).Select(column => raster[column, row] ?? ' ')).TrimEnd()}"),
            $"{new string(' ', LabelWidth)} +{new string('-', columns)}",
            new string(' ', LabelWidth + 2) + Foot(x, horizontal, columns),
        ];
    }

    private static string Foot(Axis x, string horizontal, int columns)
    {
        string left = Label(x.Low), right = Label(x.High);
        int room = columns - left.Length - right.Length;
        string middle = horizontal.Length + 2 <= room ? horizontal : "";
        int before = (room - middle.Length) / 2;
        return left + new string(' ', Math.Max(1, before)) + middle + new string(' ', Math.Max(1, room - before - middle.Length)) + right;
    }

    private static string Label(double value) => Fixed.Number(value, 3) is { Length: <= LabelWidth } text ? text : Fixed.Exponent(value, 3);
}
