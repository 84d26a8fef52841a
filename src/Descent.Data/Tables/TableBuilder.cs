namespace Descent.Data;

/// <summary>Fills a table with values, column by column or row by row, for sources of data other than text.</summary>
/// <remarks>A value becomes the text from which the same value is read: numbers keep every bit, null is a missing value.</remarks>
/// <example><code>
/// TableBuilder builder = new("sensor", ["time", "volts"]);
/// builder.Append(0, DateTime.UtcNow);
/// builder.Append(1, 3.3);
/// Table table = builder.Build();
/// </code></example>
public sealed class TableBuilder
{
    private const int CellsBetweenChecks = 4096;

    private readonly string source;
    private readonly string[] names;
    private readonly MemoryGuard memory;
    private readonly long? memoryLimit;
    private readonly List<Notice> notices = [];
    private TextColumn[] columns;
    private int rowsBefore;
    private long cells;

    /// <summary>Begins a table without rows.</summary>
    /// <param name="source">The name of the table in messages.</param>
    /// <param name="names">The names of the columns; one that is empty becomes "column 1" and so on.</param>
    /// <param name="memoryLimit">The maximum number of bytes, as for <see cref="CsvOptions.MemoryLimit"/>; null, the default, for the available memory.</param>
    /// <exception cref="DataException">If there are no names, or two are equal.</exception>
    public TableBuilder(string source, IReadOnlyList<string> names, long? memoryLimit = null)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(names);
        this.source = source;
        this.memoryLimit = memoryLimit;
        memory = new MemoryGuard(source, memoryLimit);
        this.names = [.. names.Select(NameOf)];
        string[] twice = [.. this.names.GroupBy(name => name, StringComparer.Ordinal).Where(group => group.Count() > 1).Select(group => $"\"{group.Key}\" ({group.Count()} times)")];
        if (names.Count == 0 || twice.Length > 0)
        {
            throw new DataException($"{source}: {(names.Count == 0 ? "there are no columns" : $"column names must differ, but these repeat: {NameList.Of(twice)}. Give the columns other names; in SQL, with AS")}.");
        }

        columns = Empty();
    }

    /// <summary>Appends a cell to a column.</summary>
    /// <param name="column">The column number, from 0.</param>
    /// <param name="value">A number, text, truth value, date, time or enumeration; null and <see cref="DBNull"/> are missing values.</param>
    /// <exception cref="DataException">If the type is not supported, or the table does not fit into memory.</exception>
    public void Append(int column, object? value)
    {
        columns[column].Append(CellText.Of(value) ?? throw CellText.Refused($"{source}: column \"{names[column]}\"", value!));
        cells++;
        if (cells % CellsBetweenChecks == 0)
        {
            memory.Require(Footprint);
        }
    }

    /// <summary>Checks that more bytes fit into memory, before they are allocated.</summary>
    /// <param name="bytes">The number of bytes.</param>
    /// <exception cref="DataException">If they do not fit; the message has the numbers.</exception>
    public void RequireRoomFor(long bytes) => memory.Require(Footprint + bytes);

    /// <summary>Makes a table of the rows since the last one that was made. Their numbers continue.</summary>
    /// <returns>The table, which may have no rows.</returns>
    /// <exception cref="DataException">If the columns have different lengths.</exception>
    public Table Build()
    {
        int rows = columns[0].Count;
        if (Array.Find(columns, column => column.Count != rows) is { } other)
        {
            throw new DataException($"{source}: column \"{other.Name}\" has {other.Count} cells but \"{names[0]}\" has {rows}; all columns need one cell per row.");
        }

        // The mark counts as given: 1.234 is never 1234, also for a model that was trained on cells such as 1.234,50.
        Table table = new(source, columns, [.. Enumerable.Range(rowsBefore + 1, rows)], ('.', MarkOrigin.Given), ',', 0, [.. notices]) { MemoryLimit = memoryLimit };
        notices.Clear();
        rowsBefore = checked(rowsBefore + rows);
        columns = Empty();
        return table;
    }

    private long Footprint => columns.Sum(column => column.Footprint);

    private TextColumn[] Empty() => [.. names.Select(name => new TextColumn(name))];

    private string NameOf(string name, int index)
    {
        if (!string.IsNullOrWhiteSpace(name))
        {
            return name;
        }

        notices.Add(Notice.Information($"{source}: column {index + 1} has no name and is called \"column {index + 1}\".", Remedy.FromAdvice("name it")));
        return $"column {index + 1}";
    }
}
