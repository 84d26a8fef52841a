namespace Descent.Cli.Screens;

/// <summary>A picture of characters: a sign per character, or eight dots of braille.</summary>
/// <param name="columns">Characters across.</param>
/// <param name="rows">Characters down.</param>
/// <param name="isBraille">Whether a character holds two dots across and four down.</param>
internal sealed class Raster(int columns, int rows, bool isBraille = false)
{
    /// <summary>The sign that every other replaces.</summary>
    public const char Faint = '.';

    // The bits of a braille character, row by row, left and right.
    private static readonly int[,] s_brailleBits = { { 0x01, 0x08 }, { 0x02, 0x10 }, { 0x04, 0x20 }, { 0x40, 0x80 } };

    private readonly char[,] dots = new char[columns * (isBraille ? 2 : 1), rows * (isBraille ? 4 : 1)];

    public int Width => dots.GetLength(0);

    public int Height => dots.GetLength(1);

    /// <summary>Marks a dot; what lies outside is ignored.</summary>
    public void Mark(double x, double y, char sign)
    {
        if (Math.Round(x) is var column && column >= 0 && column < Width && Math.Round(y) is var row && row >= 0 && row < Height && (sign != Faint || dots[(int)column, (int)row] == 0))
        {
            dots[(int)column, (int)row] = sign;
        }
    }

    /// <summary>Connects places from left to right; gaps where one is not finite.</summary>
    /// <param name="places">The places in dots, counted from the upper left.</param>
    /// <param name="sign">The sign.</param>
    /// <param name="isUpright">Whether the rows between two neighbors are filled, so that steps are connected.</param>
    public void Line(IEnumerable<(double X, double Y)> places, char sign, bool isUpright = false)
    {
        (double X, double Y)? before = null;
        int? last = null;
        foreach ((double x, double y) in places)
        {
            if (!double.IsFinite(y))
            {
                (before, last) = (null, null);
                continue;
            }

            (double X, double Y) from = before ?? (x, y);
            for (int column = (int)Math.Ceiling(from.X - 0.5); column <= x + 0.5; column++)
            {
                double share = x > from.X ? Math.Clamp((column - from.X) / (x - from.X), 0, 1) : 1;
                int row = (int)Math.Round(from.Y + (share * (y - from.Y))), step = isUpright ? Math.Sign(row - (last ?? row)) : 0;
                for (int between = (last ?? row) + step; step != 0 && between != row; between += step)
                {
                    Mark(column, between, sign);
                }

                Mark(column, row, sign);
                last = row;
            }

            before = (x, y);
        }
    }

    /// <summary>The character at a place; null where nothing was drawn.</summary>
    public char? this[int column, int row]
    {
        get
        {
            if (!isBraille)
            {
                return dots[column, row] is > '\0' and var sign ? sign : null;
            }

            int bits = 0;
            for (int i = 0; i < s_brailleBits.Length; i++)
            {
                bits |= dots[(2 * column) + (i % 2), (4 * row) + (i / 2)] > 0 ? s_brailleBits[i / 2, i % 2] : 0;
            }

            return bits == 0 ? null : (char)(0x2800 + bits);
        }
    }
}
