using System.Globalization;

namespace Descent.Cli.Screens;

/// <summary>Writes a matrix of numbers in aligned columns; a large one shows its corners.</summary>
internal static class MatrixText
{
    private const int MostShown = 12, Digits = 4;

    /// <summary>The lines of a matrix.</summary>
    /// <param name="values">Its numbers, row after row.</param>
    /// <param name="rows">Rows.</param>
    /// <param name="columns">Columns.</param>
    /// <param name="width">Characters per line.</param>
    /// <param name="full">Whether everything is written, however much it is.</param>
    public static IEnumerable<string> Lines(float[] values, int rows, int columns, int width, bool full)
    {
        int[] shownRows = Shown(rows, full ? rows : MostShown);
        int[] shownColumns = Shown(columns, full ? columns : MostShown);
        int size = Size();
        while (!full && size * shownColumns.Length > width && shownColumns.Length > 3)
        {
            shownColumns = Shown(columns, shownColumns.Length - 1);
            size = Size();
        }

        return shownRows.Select(row => string.Concat(shownColumns.Select(column => Text(row, column).PadLeft(size))));

        int Size() => 2 + shownRows.Max(row => shownColumns.Max(column => Text(row, column).Length));

        string Text(int row, int column) => row < 0 || column < 0 ? "…" : values[(row * columns) + column].ToString($"G{Digits}", CultureInfo.InvariantCulture);
    }

    // The numbers of what is shown, from 0; −1 stands for those that are left out between.
    private static int[] Shown(int count, int most) => count <= most
        ? [.. Enumerable.Range(0, count)]
        : [.. Enumerable.Range(0, most / 2), -1, .. Enumerable.Range(count - ((most - 1) / 2), (most - 1) / 2)];
}
