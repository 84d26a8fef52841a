namespace Descent.Cli.Screens;

/// <summary>
/// A table of texts in aligned columns. Texts that are too wide for the terminal are shortened, the widest column first. The last
/// columns may hold sentences; then texts are broken into lines, and the sentences follow below where the terminal is too narrow. Numbers are
/// never shortened: those that do not fit follow in further tables, which repeat the columns before the first number.
/// </summary>
internal sealed class TextTable(params string[] headers)
{
    private const string Gap = "  ";
    private const int NarrowestColumn = 5, NarrowestSentence = 24, NarrowestOfSentences = 14, Indent = 4;

    private readonly string[] headers = [.. headers.Select(Wrapping.Escaped)];
    private readonly List<string[]> rows = [];

    /// <summary>Columns of numbers, which are aligned at their right.</summary>
    public IReadOnlySet<int> Numbers { get; init; } = new HashSet<int>();

    /// <summary>The first of the columns at the end that hold sentences; by default there are none.</summary>
    public int FirstSentence { get; init; } = headers.Length;

    /// <summary>Whether the last column holds sentences.</summary>
    public bool WrapLast { init => FirstSentence = headers.Length - (value ? 1 : 0); }

    /// <summary>A table with these rows.</summary>
    /// <param name="headers">The headings of the columns.</param>
    /// <param name="rows">A text for every column.</param>
    /// <param name="numbers">The columns of numbers; none by default.</param>
    /// <param name="wrapLast">Whether the last column holds sentences.</param>
    /// <param name="firstSentence">The first of several columns at the end that hold sentences.</param>
    public static TextTable Of(string[] headers, IEnumerable<string[]> rows, Range numbers = default, bool wrapLast = false, int? firstSentence = null)
    {
        (int first, int count) = numbers.GetOffsetAndLength(headers.Length);
        TextTable table = new(headers) { Numbers = Enumerable.Range(first, count).ToHashSet(), FirstSentence = firstSentence ?? headers.Length - (wrapLast ? 1 : 0) };
        foreach (string[] row in rows)
        {
            table.Add(row);
        }

        return table;
    }

    /// <summary>The width without any shortening.</summary>
    public long NaturalWidth => Total(Natural());

    /// <summary>Adds a row with one text per header.</summary>
    public void Add(params string[] cells) => rows.Add([.. cells.Select(Wrapping.Escaped)]);

    /// <summary>Adds a row whose first text, before sentences, has several lines.</summary>
    public void Add(IEnumerable<string> lines, params string[] sentences) => rows.Add([string.Join('\n', lines.Select(Wrapping.Escaped)), .. sentences.Select(Wrapping.Escaped)]);

    /// <summary>Whether every column fits beside the others, the last one at least with short lines.</summary>
    public bool FitsInColumns(int width)
    {
        int[] natural = Natural();
        return Total([.. natural[..^1], Math.Min(NarrowestSentence, natural[^1])]) <= width;
    }

    /// <summary>The header and the rows as lines of at most <paramref name="width"/> columns; several tables are separated by empty lines.</summary>
    public IEnumerable<string> Lines(int width) => Blocks(width).SelectMany((block, i) => i == 0 ? block : block.Prepend(""));

    /// <summary>The tables, each with its header first.</summary>
    public IEnumerable<IEnumerable<string>> Blocks(int width)
    {
        int[] natural = Natural();
        if (FirstSentence < headers.Length)
        {
            yield return Wrapped(natural, width);
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
            yield return All.Select(row => Line(columns.Select((column, i) => Aligned(Wrapping.Shorten(row[column], sizes[i]), sizes[i], column))));
        }
        while (next < headers.Length);
    }

    private IEnumerable<string[]> All => rows.Prepend(headers);

    private static string Line(IEnumerable<string> cells) => string.Join(Gap, cells).TrimEnd();

    private static long Total(int[] sizes) => sizes.Sum(size => (long)size + Gap.Length) - Gap.Length;

    private int[] Natural() => [.. headers.Select((_, column) => All.Max(row => row[column].Split('\n').Max(TextWidth.Of)))];

    private string Aligned(string text, int size, int column) => Numbers.Contains(column) ? TextWidth.PadLeft(text, size) : TextWidth.PadRight(text, size);

    private IEnumerable<string> Wrapped(int[] natural, int width)
    {
        int[] front = Fitted(natural[..FirstSentence], width);
        int[]? sentences = Shared(natural[FirstSentence..], width - front.Sum(size => size + Gap.Length));
        int[] sizes = [.. front, .. sentences ?? []];
        foreach (string[] row in All)
        {
            string[][] cells = [.. sizes.Select((size, column) => Wrapping.Lines(row[column], Math.Max(1, size)).ToArray())];
            for (int line = 0; line < cells.Max(cell => cell.Length); line++)
            {
                yield return Line(cells.Select((cell, column) => Aligned(line < cell.Length ? cell[line] : "", sizes[column], column)));
            }

            foreach (string sentence in sentences is null ? row[FirstSentence..].Where(cell => cell.Length > 0) : [])
            {
                foreach (string line in Wrapping.Lines(sentence, Math.Max(NarrowestColumn, width - Indent)))
                {
                    yield return new string(' ', Indent) + line;
                }
            }
        }
    }

    /// <summary>The sizes of columns of sentences, which share the room, the short ones taking no more than they need; null if it is too little.</summary>
    private static int[]? Shared(int[] natural, int room)
    {
        int narrowest = natural.Length == 1 ? NarrowestSentence : NarrowestOfSentences, open = natural.Length;
        int[] sizes = [.. natural];
        foreach (int column in Enumerable.Range(0, natural.Length).OrderBy(column => natural[column]))
        {
            sizes[column] = Math.Min(natural[column], (room - ((open - 1) * Gap.Length)) / open);
            room -= sizes[column] + Gap.Length;
            open--;
        }

        return sizes.Zip(natural).Any(pair => pair.First < Math.Min(narrowest, pair.Second)) ? null : sizes;
    }

    /// <summary>The sizes of columns, the widest shortened first; the last ones, of numbers, only if no other can be.</summary>
    private static int[] Fitted(int[] natural, int width, int numbers = 0)
    {
        int[] sizes = [.. natural];
        long excess = Total(sizes) - width;
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
