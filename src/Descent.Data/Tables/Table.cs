using System.Text;

namespace Descent.Data;

/// <summary>
/// Rows of raw text cells in named columns, as in a CSV file. A <see cref="Schema"/> describes what the text means.
/// Immutable and thread-safe.
/// </summary>
public sealed partial class Table
{
    private static readonly int[] s_firstLine = [1];

    private readonly TextColumn[] columns;
    private readonly int[] lines;
    private readonly Dictionary<string, int> places = new(StringComparer.Ordinal);
    private readonly MissingWordList[]? missing;

    internal Table(string source, TextColumn[] columns, int[] lines, (char Mark, MarkOrigin Origin) decimalMark, char separator, long skippedRows, IReadOnlyList<Notice> notices)
    {
        Source = source;
        Columns = Array.ConvertAll(columns, column => column.Name);
        (DecimalMark, DecimalMarkOrigin) = decimalMark;
        Separator = separator;
        SkippedRows = skippedRows;
        Notices = notices;
        this.columns = columns;
        this.lines = lines;
        string[] twice = [.. Columns.GroupBy(name => name, StringComparer.Ordinal).Where(group => group.Count() > 1).Select(group => $"\"{group.Key}\" ({group.Count()} times)")];
        if (twice.Length > 0)
        {
            bool isData = Columns.All(name => Cell.TryNumber(Encoding.UTF8.GetBytes(name), DecimalMark, out _));
            throw new DataException($"{source}: column names must differ, but the header repeats {NameList.Of(twice)}. {(isData ? "The header looks like data: read the first line as a row, or add names." : "Rename the columns, or read the first line as a row if it is one.")}", new Remedy(nameof(CsvOptions.HasHeader), value: "false"));
        }

        for (int i = 0; i < Columns.Count; i++)
        {
            places.Add(Columns[i], i);
        }
    }

    /// <summary>Creates a table with the same cells and other lists of missing words, one per column.</summary>
    private Table(Table table, MissingWordList[]? missing)
    {
        (Source, Columns, DecimalMark, DecimalMarkOrigin, Separator, SkippedRows, Notices) = (table.Source, table.Columns, table.DecimalMark, table.DecimalMarkOrigin, table.Separator, table.SkippedRows, table.Notices);
        (columns, lines, places, this.missing, IsHeaderless, MemoryLimit, LineWord) = (table.columns, table.lines, table.places, missing, table.IsHeaderless, table.MemoryLimit, table.LineWord);
    }

    /// <summary>Creates a table with the same columns and other rows, for columns that are filled again and again.</summary>
    private Table(Table table, int[] lines)
        : this(table, table.missing) => this.lines = lines;

    /// <summary>The name of the table in messages: a file name, "standard input", "memory".</summary>
    public string Source { get; }

    /// <summary>The column names, in the order of the file; all are different.</summary>
    public IReadOnlyList<string> Columns { get; }

    /// <summary>The number of rows.</summary>
    public int Rows => lines.Length;

    /// <summary>The decimal mark of numbers in the cells: '.' or ','.</summary>
    public char DecimalMark { get; }

    internal MarkOrigin DecimalMarkOrigin { get; }

    /// <summary>What <see cref="LineOf"/> counts, in messages: lines of a file, or rows.</summary>
    internal string LineWord { get; init; } = "line";

    /// <summary>Whether it was read from a file without a header.</summary>
    internal bool IsHeaderless { get; init; }

    /// <summary>The maximum number of bytes for the table and its encoded values; null for the available memory (see
    /// <see cref="CsvOptions.MemoryLimit"/>).</summary>
    internal long? MemoryLimit { get; init; }

    /// <summary>The number of bytes of memory in use.</summary>
    internal long Footprint => columns.Sum(column => column.Footprint) + (sizeof(int) * (long)lines.Length);

    /// <summary>The character that separated the cells.</summary>
    public char Separator { get; }

    /// <summary>The number of bad rows that were skipped before and among these rows (see
    /// <see cref="CsvOptions.SkipBadRows"/>).</summary>
    public long SkippedRows { get; }

    /// <summary>Decisions made while reading.</summary>
    public IReadOnlyList<Notice> Notices { get; }

    /// <summary>The text of one cell.</summary>
    /// <param name="row">The row number, from 0.</param>
    /// <param name="column">The column number, from 0.</param>
    /// <returns>The cell as written, without its quotes.</returns>
    public string this[int row, int column] => Encoding.UTF8.GetString(columns[column][row]);

    /// <summary>The text of one cell.</summary>
    /// <param name="row">The row number, from 0.</param>
    /// <param name="column">The column name.</param>
    /// <returns>The cell as written, without its quotes.</returns>
    /// <exception cref="DataException">If there is no such column.</exception>
    public string this[int row, string column] => this[row, RequireColumn(column)];

    /// <summary>Creates a table in memory.</summary>
    /// <param name="names">One name per column.</param>
    /// <param name="columns">The cells of each column, all of the same length; null is a missing value.</param>
    /// <param name="source">The name of the table in messages; by default "memory".</param>
    /// <returns>The table; the cells are copied.</returns>
    /// <exception cref="DataException">If names repeat or lengths differ.</exception>
    public static Table Create(IReadOnlyList<string> names, IReadOnlyList<IReadOnlyList<string?>> columns, string source = "memory")
    {
        ArgumentNullException.ThrowIfNull(names);
        ArgumentNullException.ThrowIfNull(columns);
        ArgumentNullException.ThrowIfNull(source);
        if (names.Count != columns.Count)
        {
            throw new DataException($"{source}: {names.Count} names were given for {columns.Count} columns; give one name per column.");
        }

        int nameless = names.ToList().IndexOf(null!), empty = columns.ToList().IndexOf(null!);
        if (nameless >= 0 || empty >= 0)
        {
            throw new DataException($"{source}: {(nameless >= 0 ? $"the name of column {nameless + 1} is" : $"the cells of column {empty + 1} are")} null. Give every column a name and its cells; only single cells may be null, which are missing values.");
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

    /// <summary>Creates a table from typed columns, such as <c>Table.Create(TableColumn.Of("day", days), TableColumn.Of("price",
    /// prices))</c>.</summary>
    /// <param name="columns">The columns, all of the same length.</param>
    /// <returns>The table; the values are copied.</returns>
    /// <exception cref="DataException">If names repeat or lengths differ.</exception>
    public static Table Create(params IReadOnlyList<TableColumn> columns)
    {
        ArgumentNullException.ThrowIfNull(columns);
        return Create([.. columns.Select(column => column.Name)], [.. columns.Select(column => column.Cells)]);
    }

    /// <summary>The number of a column.</summary>
    /// <param name="column">The column name, matched exactly.</param>
    /// <returns>The column number, from 0, or −1 if there is no such column.</returns>
    public int IndexOf(string column)
    {
        ArgumentNullException.ThrowIfNull(column);
        return places.GetValueOrDefault(column, -1);
    }

    /// <summary>The line of the file in which a row begins (1 is the header); for a table created in memory, the row number from
    /// 1.</summary>
    /// <param name="row">The row number, from 0.</param>
    /// <returns>The line number.</returns>
    public int LineOf(int row) => lines[row];

    /// <summary>Whether a cell has no value: it is empty or one of <see cref="SchemaOptions.UsualMissingWords"/>, in any
    /// case.</summary>
    /// <param name="row">The row number, from 0.</param>
    /// <param name="column">The column number, from 0.</param>
    /// <returns>True if it has no value.</returns>
    public bool IsMissing(int row, int column) => IsMissing(columns[column][row], column);

    /// <summary>Copies the given rows, in the given order.</summary>
    /// <param name="rows">Row numbers, each in 0 … <see cref="Rows"/> − 1.</param>
    /// <returns>A new table, which keeps the line numbers.</returns>
    public Table Select(ReadOnlySpan<int> rows)
    {
        TextColumn[] selected = [.. Columns.Select(name => new TextColumn(name))];
        int[] selectedLines = new int[rows.Length];
        for (int i = 0; i < rows.Length; i++)
        {
            selectedLines[i] = lines[rows[i]];
            for (int column = 0; column < columns.Length; column++)
            {
                selected[column].Append(columns[column][rows[i]]);
            }
        }

        return new(new Table(Source, selected, selectedLines, (DecimalMark, DecimalMarkOrigin), Separator, SkippedRows, Notices) { IsHeaderless = IsHeaderless, MemoryLimit = MemoryLimit, LineWord = LineWord }, missing);
    }

    /// <summary>The same cells with other words that mean "no value".</summary>
    /// <param name="everywhere">The words for all columns.</param>
    /// <param name="own">Columns with their own words; names that the table lacks are ignored.</param>
    internal Table WithMissingWords(IReadOnlyList<string> everywhere, IEnumerable<(string Column, IReadOnlyList<string> Words)> own)
    {
        MissingWordList[] lists = new MissingWordList[Columns.Count];
        Array.Fill(lists, ReferenceEquals(everywhere, MissingWordList.Usual) ? MissingWordList.Default : new(everywhere));
        foreach ((string name, IReadOnlyList<string> words) in own)
        {
            if (places.TryGetValue(name, out int place))
            {
                lists[place] = new(words);
            }
        }

        return new(this, lists);
    }

    /// <summary>The same cells with other words that mean "no value" in one column.</summary>
    internal Table WithMissingWords(int column, IReadOnlyList<string> words)
    {
        MissingWordList[] lists = [.. Enumerable.Range(0, Columns.Count).Select(i => missing?[i] ?? MissingWordList.Default)];
        lists[column] = new(words);
        return new(this, lists);
    }

    /// <summary>The same columns with the given number of rows, which have been appended to them since.</summary>
    internal Table WithRows(int rows) => new(this, rows == 1 ? s_firstLine : [.. Enumerable.Range(1, rows)]);

    /// <summary>The words that mean "no value" in a column.</summary>
    internal IReadOnlyList<string> MissingWordsOf(int column) => (missing?[column] ?? MissingWordList.Default).Texts;

    /// <summary>Whether the text of a cell of the given column means "no value".</summary>
    internal bool IsMissing(ReadOnlySpan<byte> cell, int column) => (missing?[column] ?? MissingWordList.Default).Contains(cell, DecimalMark);

    /// <summary>Whether a number means "no value" in a column.</summary>
    internal bool HasMissingNumbers(int column) => (missing?[column] ?? MissingWordList.Default).HasNumbers;

    internal ReadOnlySpan<byte> Bytes(int row, int column) => columns[column][row];

    internal int RequireColumn(string column) => IndexOf(column) is var index and >= 0
        ? index
        : throw new DataException($"{Source} has no column \"{column}\". {ClosestNames.Hint(column, Columns)}");

    internal string Place(int row, int column) => $"{Source}, {LineWord} {lines[row]}, column \"{Columns[column]}\"";
}
