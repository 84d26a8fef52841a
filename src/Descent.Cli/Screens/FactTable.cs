namespace Descent.Cli.Screens;

/// <summary>
/// A table of sentences: every cell is broken into lines within its column. Where the terminal is too narrow for columns, the
/// cells of a row stand one below the other; without a terminal each row is one line.
/// </summary>
internal sealed class FactTable(params string[] headers)
{
    private const string Gap = "  ";
    private const int NarrowestColumn = 14;

    private readonly string[] headers = [.. headers.Select(header => header.ReplaceLineEndings(" "))];
    private readonly List<string[]> rows = [];

    /// <summary>Adds a row with one text per header; the name in the first column may have several lines.</summary>
    public void Add(params string[] cells) => rows.Add([cells[0].ReplaceLineEndings("\n"), .. cells.Skip(1).Select(cell => cell.ReplaceLineEndings(" "))]);

    /// <summary>The header and the rows as lines of at most <paramref name="width"/> characters.</summary>
    public IEnumerable<string> Lines(int width)
    {
        int[] natural = [.. Enumerable.Range(0, headers.Length).Select(column => rows.Append(headers).Max(row => row[column].Split('\n').Max(line => line.Length)))];
        int room = (int)Math.Min(int.MaxValue, width - ((headers.Length - 1L) * Gap.Length));
        return natural.Sum(size => (long)size) <= room ? InColumns(natural)
            : Sizes(natural, room) is { } sizes ? InColumns(sizes)
            : OneBelowTheOther(width);
    }

    // The first column holds names and is never broken; the others share what is left, the short ones taking no more than they need.
    private static int[]? Sizes(int[] natural, int room)
    {
        int[] sizes = [.. natural];
        int left = room - natural[0], open = natural.Length - 1;
        foreach (int column in Enumerable.Range(1, natural.Length - 1).OrderBy(column => natural[column]))
        {
            sizes[column] = Math.Min(natural[column], left / open);
            left -= sizes[column];
            open--;
        }

        return sizes.Skip(1).Zip(natural.Skip(1)).Any(pair => pair.First < Math.Min(NarrowestColumn, pair.Second)) ? null : sizes;
    }

    private IEnumerable<string> InColumns(int[] sizes)
    {
        foreach (string[] row in rows.Prepend(headers))
        {
            string[][] cells = [.. row.Select((cell, column) => Wrapping.Lines(cell, Math.Max(1, sizes[column])).ToArray())];
            for (int line = 0; line < cells.Max(cell => cell.Length); line++)
            {
                yield return string.Join(Gap, cells.Select((cell, column) => (line < cell.Length ? cell[line] : "").PadRight(sizes[column]))).TrimEnd();
            }
        }
    }

    private IEnumerable<string> OneBelowTheOther(int width)
    {
        yield return Wrapping.Shorten(string.Join(", ", headers), width);
        foreach (string[] row in rows)
        {
            foreach (string line in Wrapping.Lines(row[0], width))
            {
                yield return line;
            }

            foreach (string line in row.Skip(1).Where(cell => cell.Length > 0).SelectMany(cell => Wrapping.Lines($"  {cell}", width, indent: 2)))
            {
                yield return line;
            }
        }
    }
}
