using System.Text;

namespace Descent.Data;

/// <summary>
/// Rows of raw text cells under named columns, as they stand in a CSV file. What the text means is decided by a
/// <see cref="Schema"/>. Immutable, safe from many threads.
/// </summary>
public sealed partial class Table
{
    private readonly TextColumn[] _columns;
    private readonly int[] _lines;
    private readonly Dictionary<string, int> _places = new(StringComparer.Ordinal);
    private readonly MissingWordList[]? _missing;

    internal Table(string source, TextColumn[] columns, int[] lines, (char Mark, MarkOrigin Origin) decimalMark, char separator, long skippedRows, IReadOnlyList<Notice> notices)
    {
        Source = source;
        Columns = Array.ConvertAll(columns, column => column.Name);
        (DecimalMark, DecimalMarkOrigin) = decimalMark;
        Separator = separator;
        SkippedRows = skippedRows;
        Notices = notices;
        _columns = columns;
        _lines = lines;
        string[] twice = [.. Columns.GroupBy(name => name, StringComparer.Ordinal).Where(group => group.Count() > 1).Select(group => $"\"{group.Key}\" ({group.Count()} times)")];
        if (twice.Length > 0)
        {
            bool isData = Columns.All(name => Cell.TryNumber(Encoding.UTF8.GetBytes(name), DecimalMark, out _));
            throw new DataException($"{source}: column names must differ, but the header repeats {NameList.Of(twice)}. {(isData ? "The header looks like data: read the first line as a row, or give names." : "Rename the columns, or read the first line as a row if it is one.")}", new Remedy(nameof(CsvOptions.HasHeader), value: "false"));
        }

        for (int i = 0; i < Columns.Count; i++)
        {
            _places.Add(Columns[i], i);
        }
    }

    /// <summary>The same cells, read with other lists of missing words, one per column.</summary>
    private Table(Table table, MissingWordList[]? missing)
    {
        (Source, Columns, DecimalMark, DecimalMarkOrigin, Separator, SkippedRows, Notices) = (table.Source, table.Columns, table.DecimalMark, table.DecimalMarkOrigin, table.Separator, table.SkippedRows, table.Notices);
        (_columns, _lines, _places, _missing, IsHeaderless, MemoryLimit) = (table._columns, table._lines, table._places, missing, table.IsHeaderless, table.MemoryLimit);
    }

    /// <summary>Where the table comes from, as messages call it: a file name, "standard input", "memory".</summary>
    public string Source { get; }

    /// <summary>The column names, in the file's order; no two are the same.</summary>
    public IReadOnlyList<string> Columns { get; }

    /// <summary>Number of rows.</summary>
    public int Rows => _lines.Length;

    /// <summary>The decimal mark of numbers in the cells: '.' or ','.</summary>
    public char DecimalMark { get; }

    internal MarkOrigin DecimalMarkOrigin { get; }

    /// <summary>Whether it was read from a file without a line of names.</summary>
    internal bool IsHeaderless { get; init; }

    /// <summary>How many bytes the table and the numbers made of it may take; null for what there is (see <see cref="CsvOptions.MemoryLimit"/>).</summary>
    internal long? MemoryLimit { get; init; }

    /// <summary>The character that separated the cells.</summary>
    public char Separator { get; }

    /// <summary>Bad rows left out before and among these rows while reading (see <see cref="CsvOptions.SkipBadRows"/>).</summary>
    public long SkippedRows { get; }

    /// <summary>What was decided while reading.</summary>
    public IReadOnlyList<Notice> Notices { get; }

    /// <summary>The text of one cell.</summary>
    /// <param name="row">Row number from 0.</param>
    /// <param name="column">Column number from 0.</param>
    /// <returns>The cell as written, without its quotes.</returns>
    public string this[int row, int column] => Encoding.UTF8.GetString(_columns[column][row]);

    /// <summary>The text of one cell.</summary>
    /// <param name="row">Row number from 0.</param>
    /// <param name="column">Column name.</param>
    /// <returns>The cell as written, without its quotes.</returns>
    /// <exception cref="DataException">If there is no such column.</exception>
    public string this[int row, string column] => this[row, RequireColumn(column)];

    /// <summary>A table made in memory.</summary>
    /// <param name="names">One name per column.</param>
    /// <param name="columns">The cells of each column, all of the same length; null is a missing value.</param>
    /// <param name="source">What messages call the table; by default "memory".</param>
    /// <returns>The table; the cells are copied.</returns>
    /// <exception cref="DataException">If names repeat or lengths differ.</exception>
    public static Table Create(IReadOnlyList<string> names, IReadOnlyList<IReadOnlyList<string?>> columns, string source = "memory")
    {
        ArgumentNullException.ThrowIfNull(names);
        ArgumentNullException.ThrowIfNull(columns);
        ArgumentNullException.ThrowIfNull(source);
        if (names.Count != columns.Count)
        {
            throw new DataException($"{source}: {names.Count} names for {columns.Count} columns; give one name per column.");
        }

        int nameless = names.ToList().IndexOf(null!), empty = columns.ToList().IndexOf(null!);
        if (nameless >= 0 || empty >= 0)
        {
            throw new DataException($"{source}: {(nameless >= 0 ? $"the name of column {nameless + 1} is" : $"the cells of column {empty + 1} are")} null. Give every column a name and its cells; only a single cell may be null, which is a missing value.");
        }

        int rows = columns.Count == 0 ? 0 : columns[0].Count;
        TextColumn[] filled = new TextColumn[names.Count];
        for (int i = 0; i < filled.Length; i++)
        {
            filled[i] = new TextColumn(names[i]);
            if (columns[i].Count != rows)
            {
                throw new DataException($"{source}: column \"{names[i]}\" has {columns[i].Count} cells but \"{names[0]}\" has {rows}; all columns need one cell per row.");
            }

            foreach (string? cell in columns[i])
            {
                filled[i].Append(cell ?? "");
            }
        }

        return new(source, filled, [.. Enumerable.Range(1, rows)], ('.', MarkOrigin.Assumed), ',', 0, []);
    }

    /// <summary>A table made of typed columns, such as <c>Table.Create(TableColumn.Of("day", days), TableColumn.Of("price", prices))</c>.</summary>
    /// <param name="columns">The columns, all of the same length.</param>
    /// <returns>The table; the values are copied.</returns>
    /// <exception cref="DataException">If names repeat or lengths differ.</exception>
    public static Table Create(params IReadOnlyList<TableColumn> columns)
    {
        ArgumentNullException.ThrowIfNull(columns);
        return Create([.. columns.Select(column => column.Name)], [.. columns.Select(column => column.Cells)]);
    }

    /// <summary>Where a column stands.</summary>
    /// <param name="column">Column name, matched exactly.</param>
    /// <returns>Column number from 0, or −1 if there is none of that name.</returns>
    public int IndexOf(string column)
    {
        ArgumentNullException.ThrowIfNull(column);
        return _places.GetValueOrDefault(column, -1);
    }

    /// <summary>The line of the file where a row begins (1 is the header); for a table made in memory, the row counted from 1.</summary>
    /// <param name="row">Row number from 0.</param>
    /// <returns>The line number.</returns>
    public int LineOf(int row) => _lines[row];

    /// <summary>Whether a cell holds no value: it is empty or one of <see cref="SchemaOptions.UsualMissingWords"/>, in any case.</summary>
    /// <param name="row">Row number from 0.</param>
    /// <param name="column">Column number from 0.</param>
    /// <returns>True if it holds none.</returns>
    public bool IsMissing(int row, int column) => IsMissing(_columns[column][row], column);

    /// <summary>The rows with the given numbers, copied, in that order.</summary>
    /// <param name="rows">Row numbers, each in 0 … <see cref="Rows"/> − 1.</param>
    /// <returns>A new table; it still knows the line numbers.</returns>
    public Table Select(ReadOnlySpan<int> rows)
    {
        TextColumn[] columns = [.. Columns.Select(name => new TextColumn(name))];
        int[] lines = new int[rows.Length];
        for (int i = 0; i < lines.Length; i++)
        {
            lines[i] = _lines[rows[i]];
            for (int column = 0; column < columns.Length; column++)
            {
                columns[column].Append(_columns[column][rows[i]]);
            }
        }

        return new(new Table(Source, columns, lines, (DecimalMark, DecimalMarkOrigin), Separator, SkippedRows, Notices) { IsHeaderless = IsHeaderless, MemoryLimit = MemoryLimit }, _missing);
    }

    /// <summary>The same cells, of which other words mean "no value".</summary>
    /// <param name="everywhere">The words in all columns.</param>
    /// <param name="own">Columns with words of their own; names that the table lacks are passed over.</param>
    internal Table WithMissingWords(IReadOnlyList<string> everywhere, IEnumerable<(string Column, IReadOnlyList<string> Words)> own)
    {
        MissingWordList[] lists = new MissingWordList[Columns.Count];
        Array.Fill(lists, ReferenceEquals(everywhere, MissingWordList.Usual) ? MissingWordList.Default : new(everywhere));
        foreach ((string name, IReadOnlyList<string> words) in own)
        {
            if (_places.TryGetValue(name, out int place))
            {
                lists[place] = new(words);
            }
        }

        return new(this, lists);
    }

    /// <summary>The same cells, with other words that mean "no value" in one column.</summary>
    internal Table WithMissingWords(int column, IReadOnlyList<string> words)
    {
        MissingWordList[] lists = [.. Enumerable.Range(0, Columns.Count).Select(i => _missing?[i] ?? MissingWordList.Default)];
        lists[column] = new(words);
        return new(this, lists);
    }

    /// <summary>The words that mean "no value" in a column.</summary>
    internal IReadOnlyList<string> MissingWordsOf(int column) => (_missing?[column] ?? MissingWordList.Default).Texts;

    /// <summary>Whether the text of a cell of a column means that it holds no value.</summary>
    internal bool IsMissing(ReadOnlySpan<byte> cell, int column) => (_missing?[column] ?? MissingWordList.Default).Contains(cell, DecimalMark);

    internal ReadOnlySpan<byte> Bytes(int row, int column) => _columns[column][row];

    internal int RequireColumn(string column) => IndexOf(column) is var index and >= 0
        ? index
        : throw new DataException($"{Source} has no column \"{column}\". {ClosestNames.Hint(column, Columns)}");

    internal string Place(int row, int column) => $"{Source}, line {_lines[row]}, column \"{Columns[column]}\"";
}
