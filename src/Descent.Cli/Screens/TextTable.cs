namespace Descent.Cli.Screens;

/// <summary>
/// A table of texts in aligned columns. What is too wide for the terminal is shortened, the widest column first; the last
/// column is broken into lines instead when <see cref="WrapLast"/> says so. Numbers are never shortened: those that find no room
/// follow in further tables, which repeat the columns before the first number.
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

    /// <summary>Characters per line where nothing is shortened.</summary>
    public long NaturalWidth => Natural().Sum(size => (long)size + Gap.Length) - Gap.Length;

    /// <summary>Whether every column finds room beside the others, the last one at least that of short lines.</summary>
    public bool FitsInColumns(int width)
    {
        int[] natural = Natural();
        return natural[..^1].Sum(size => (long)size + Gap.Length) + Math.Min(NarrowestLastColumn, natural[^1]) <= width;
    }

    /// <summary>The header and the rows as lines of at most <paramref name="width"/> characters; of several tables there is an empty line between two.</summary>
    public IEnumerable<string> Lines(int width) => Blocks(width).SelectMany((block, i) => i == 0 ? block : block.Prepend(""));

    /// <summary>The tables, each with its header first.</summary>
    public IEnumerable<IEnumerable<string>> Blocks(int width)
    {
        string[][] all = [headers, .. rows];
        int[] natural = Natural();
        if (WrapLast)
        {
            yield return Wrapped(all, natural, width);
            yield break;
        }

        int first = Numbers.Count == 0 ? headers.Length : Numbers.Min();
        int keys = first == 0 ? 0 : Fitted(natural[..first], width / 2).Sum(size => size + Gap.Length);
        int next = NaturalWidth <= width ? headers.Length : first;
        do
        {
            int from = next == headers.Length ? first : next, used = keys;
            while (next < headers.Length && (next == from || used + natural[next] <= width))
            {
                used += natural[next++] + Gap.Length;
            }

            int[] columns = [.. Enumerable.Range(0, first), .. Enumerable.Range(from, next - from)];
            int[] sizes = Fitted([.. columns.Select(column => natural[column])], width, columns.Length - first);
            yield return all.Select(row => Row([.. columns.Select(column => row[column])], sizes, [.. columns.Select(Numbers.Contains)]));
        }
        while (next < headers.Length);
    }

    private int[] Natural() => [.. headers.Select((header, column) => rows.Select(row => row[column].Length).Append(header.Length).Max())];

    private IEnumerable<string> Wrapped(string[][] all, int[] natural, int width)
    {
        int[] front = Fitted(natural[..^1], width);
        int used = front.Sum(size => size + Gap.Length), left = width - used;
        // Too little room beside the other columns: the sentence goes below them.
        bool below = left < Math.Min(NarrowestLastColumn, natural[^1]);
        int indent = below ? 4 : used;
        foreach (string[] row in all)
        {
            string start = Row(row[..^1], front, [.. Enumerable.Range(0, row.Length - 1).Select(Numbers.Contains)]);
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

    private static string Row(IReadOnlyList<string> cells, int[] sizes, bool[] areNumbers)
    {
        IEnumerable<string> fitted = cells.Select((cell, column) =>
        {
            string text = Wrapping.Shorten(cell, sizes[column]);
            return areNumbers[column] ? text.PadLeft(sizes[column]) : text.PadRight(sizes[column]);
        });
        return string.Join(Gap, fitted).TrimEnd();
    }

    /// <summary>The sizes of columns, the widest shortened first; the last ones, of numbers, only where no other can be.</summary>
    private static int[] Fitted(int[] natural, int width, int numbers = 0)
    {
        int[] sizes = [.. natural];
        long excess = sizes.Sum(size => (long)size + Gap.Length) - Gap.Length - width;
        foreach (int count in (int[])[sizes.Length - numbers, sizes.Length])
        {
            while (excess > 0 && count > 0 && sizes[..count].Max() > NarrowestColumn)
            {
                sizes[Array.IndexOf(sizes, sizes[..count].Max())]--;
                excess--;
            }
        }

        return sizes;
    }
}
