using System.Globalization;

namespace Descent.Cli.Screens;

/// <summary>Writes a matrix of numbers in aligned columns.</summary>
internal static class MatrixText
{
    private const double Small = 1e-4;

    /// <summary>The lines of a matrix, four digits of each number.</summary>
    /// <param name="values">Its numbers, row after row.</param>
    /// <param name="rows">Rows.</param>
    /// <param name="columns">Columns.</param>
    public static IEnumerable<string> Lines(float[] values, int rows, int columns)
    {
        string[] texts = Array.ConvertAll(values, Text);
        int size = 2 + texts.Max(text => text.Length);
        return Enumerable.Range(0, rows).Select(row => string.Concat(texts.Skip(row * columns).Take(columns).Select(text => text.PadLeft(size))));
    }

    private static string Text(float value) => value.ToString(Math.Abs(value) is > 0 and < (float)Small ? "0.###e+0" : "G4", CultureInfo.InvariantCulture);
}
