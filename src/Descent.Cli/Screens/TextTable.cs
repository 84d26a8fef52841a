namespace Descent.Cli.Screens;

/// <summary>
/// A table of texts in aligned columns. What is too wide for the terminal is shortened, the widest column first; the last
/// column is broken into lines instead when <see cref="WrapLast"/> says so.
/// </summary>
internal sealed class TextTable(params string[] headers)
{
    private const string Gap = "  ";
    private const int NarrowestColumn = 5, NarrowestLastColumn = 24;

    private readonly string[] headers = [.. headers.Select(header => header.ReplaceLineEndings(" "))];
    private readonly List<string[]> rows = [];

    /// <summary>Columns of numbers, which are aligned at their right.</summary>
    public IReadOnlySet<int> Numbers { get; init; } = new HashSet<int>();

    /// <summary>Whether the last column holds sentences.</summary>
    public bool WrapLast { get; init; }

    /// <summary>Adds a row with one text per header.</summary>
    public void Add(params string[] cells) => rows.Add([.. cells.Select(cell => cell.ReplaceLineEndings(" "))]);

    /// <summary>The header and the rows as lines of at most <paramref name="width"/> characters.</summary>
    public IEnumerable<string> Lines(int width)
    {
        string[][] all = [headers, .. rows];
        int[] natural = [.. Enumerable.Range(0, headers.Length).Select(column => all.Max(row => row[column].Length))];
        return WrapLast ? Wrapped(all, natural, width) : all.Select(row => Row(row, Fitted(natural, width)));
    }

    private IEnumerable<string> Wrapped(string[][] all, int[] natural, int width)
    {
        int[] front = Fitted(natural[..^1], width);
        int used = front.Sum(size => size + Gap.Length), left = width - used;
        // Too little room beside the other columns: the sentence goes below them.
        bool below = left < Math.Min(NarrowestLastColumn, natural[^1]);
        int indent = below ? 4 : used;
        foreach (string[] row in all)
        {
            string start = Row(row[..^1], front);
            if (row[^1].Length == 0)
            {
                yield return start;
                continue;
            }

            string[] lines = [.. Wrapping.Lines(row[^1], Math.Max(NarrowestColumn, width - indent))];
            if (below)
            {
                yield return start;
            }
            else
            {
                yield return start.PadRight(used) + lines[0];
            }

            foreach (string line in lines.Skip(below ? 0 : 1))
            {
                yield return new string(' ', indent) + line;
            }
        }
    }

    private string Row(IReadOnlyList<string> cells, int[] sizes)
    {
        IEnumerable<string> fitted = cells.Select((cell, column) =>
        {
            string text = Wrapping.Shorten(cell, sizes[column]);
            return Numbers.Contains(column) ? text.PadLeft(sizes[column]) : text.PadRight(sizes[column]);
        });
        return string.Join(Gap, fitted).TrimEnd();
    }

    private static int[] Fitted(int[] natural, int width)
    {
        int[] sizes = [.. natural];
        long excess = sizes.Sum(size => (long)size + Gap.Length) - Gap.Length - width;
        while (excess > 0 && sizes.Max() > NarrowestColumn)
        {
            sizes[Array.IndexOf(sizes, sizes.Max())]--;
            excess--;
        }

        return sizes;
    }
}
