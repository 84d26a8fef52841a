namespace Descent.Cli.Screens;

internal static class MatrixText
{
    /// <summary>The lines of a matrix, four digits of each number.</summary>
    public static IEnumerable<string> Lines(float[] values, int rows, int columns)
    {
        string[] texts = Array.ConvertAll(values, value => Fixed.Number(value));
        int size = 2 + texts.Max(text => text.Length);
        return Enumerable.Range(0, rows).Select(row => string.Concat(texts.Skip(row * columns).Take(columns).Select(text => text.PadLeft(size))));
    }
}
