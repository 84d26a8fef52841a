using System.Globalization;
using System.Text;
using Descent.Cli.Explanations;

namespace Descent.Cli.Screens;

/// <summary>A curve drawn with characters: eight dots per character in braille, or one star where only ASCII is understood.</summary>
/// <param name="title">What stands above it.</param>
/// <param name="curve">The curve; gaps where it is not finite.</param>
/// <param name="low">Where it begins.</param>
/// <param name="high">Where it ends.</param>
internal sealed class TextPlot(string title, Func<double, double> curve, double low, double high)
{
    private const int LabelWidth = 6, Height = 9;

    // The bits of a braille character, row by row, left and right.
    private static readonly int[,] BrailleBits = { { 0x01, 0x08 }, { 0x02, 0x10 }, { 0x04, 0x20 }, { 0x40, 0x80 } };

    /// <summary>What stands above it.</summary>
    public string Title => title;

    /// <summary>The drawing in lines of the same number of characters, at least 20.</summary>
    public IReadOnlyList<string> Lines(int width, bool unicode)
    {
        int columns = Math.Max(20, width) - LabelWidth - 1;
        (int across, int down) = unicode ? (2, 4) : (1, 1);
        double[] values = [.. Sampling.Points(curve, low, high, columns * across).Select(point => point.Y)];
        // Zero is always in sight: where a curve crosses it, or how far away it stays, is half of what it says.
        double least = Math.Min(0, values.Where(double.IsFinite).DefaultIfEmpty().Min()), most = Math.Max(0, values.Where(double.IsFinite).DefaultIfEmpty().Max());
        if (most - least < double.Epsilon)
        {
            most = 1;
        }

        bool[,] dots = Dots(values, least, most, Height * down);
        int zeroRow = Place(0, least, most, Height * down) / down;
        int zeroColumn = low < 0 && high > 0 ? (int)(-low / (high - low) * columns) : -1;
        List<string> lines = [title.PadRight(columns + LabelWidth + 1)];
        for (int row = 0; row < Height; row++)
        {
            string label = row == zeroRow ? "0" : row == 0 ? Label(most) : row == Height - 1 ? Label(least) : "";
            StringBuilder line = new(label.PadLeft(LabelWidth) + ' ');
            for (int column = 0; column < columns; column++)
            {
                line.Append(Cell(dots, column * across, row * down, across, down) ?? Axis(row == zeroRow, column == zeroColumn, unicode));
            }

            lines.Add(line.ToString());
        }

        lines.Add(Foot(columns, zeroColumn));
        return lines;
    }

    /// <summary>Columns × rows of dots; neighbors are joined, so that steps are lines too.</summary>
    private static bool[,] Dots(double[] values, double least, double most, int rows)
    {
        bool[,] dots = new bool[values.Length, rows];
        int? before = null;
        for (int i = 0; i < values.Length; i++)
        {
            if (!double.IsFinite(values[i]))
            {
                before = null;
                continue;
            }

            int place = Place(values[i], least, most, rows), step = Math.Sign(place - (before ?? place));
            for (int row = (before ?? place) + step; row != place; row += step)
            {
                dots[i, row] = true;
            }

            dots[i, place] = true;
            before = place;
        }

        return dots;
    }

    /// <summary>The row of a value, counted from the top.</summary>
    private static int Place(double value, double least, double most, int rows) => (int)Math.Round((most - value) / (most - least) * (rows - 1));

    private static char? Cell(bool[,] dots, int left, int top, int across, int down)
    {
        int bits = 0;
        for (int x = 0; x < across; x++)
        {
            for (int y = 0; y < down; y++)
            {
                bits |= dots[left + x, top + y] ? BrailleBits[y, x] : 0;
            }
        }

        return bits == 0 ? null : down == 1 ? '*' : (char)(0x2800 + bits);
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
        string left = Label(low), right = Label(high);
        char[] foot = new string(' ', columns + LabelWidth + 1).ToCharArray();
        left.CopyTo(foot.AsSpan(LabelWidth + 1));
        right.CopyTo(foot.AsSpan(foot.Length - right.Length));
        if (zeroColumn > 0)
        {
            foot[LabelWidth + 1 + zeroColumn] = '0';
        }

        return new string(foot);
    }

    private static string Label(double value)
    {
        string text = value.ToString("G3", CultureInfo.InvariantCulture);
        return text.Length <= LabelWidth ? text : value.ToString("0.#e0", CultureInfo.InvariantCulture);
    }
}
