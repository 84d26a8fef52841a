namespace Descent.Data;

/// <summary>What the columns of a table hold and would be taken for: a look before anything is trained. A column that training would refuse is in it, too.</summary>
/// <example><code>foreach (ColumnSummary column in TableSummary.Of(Table.Read("iris.csv"), ["species"]).Columns) Console.WriteLine(column);</code></example>
public sealed class TableSummary
{
    private const int Examples = 3;

    private TableSummary(Schema? schema, IReadOnlyList<ColumnSummary> columns, int repeatedRows, IReadOnlyList<Notice> notices)
    {
        Schema = schema;
        Columns = columns;
        RepeatedRows = repeatedRows;
        Notices = notices;
    }

    /// <summary>What the table would be taken for; null where no target was named.</summary>
    public Schema? Schema { get; }

    /// <summary>The columns, in the order of the table.</summary>
    public IReadOnlyList<ColumnSummary> Columns { get; }

    /// <summary>How many rows are equal to an earlier one in every column that would be used.</summary>
    public int RepeatedRows { get; }

    /// <summary>What was decided, and what is doubtful.</summary>
    public IReadOnlyList<Notice> Notices { get; }

    /// <summary>Looks at a table.</summary>
    /// <param name="table">The table.</param>
    /// <param name="targets">What is to be predicted; none if that is open, when every column is looked at as a feature.</param>
    /// <param name="options">What is said of the columns already; default nothing.</param>
    /// <returns>What was found.</returns>
    /// <exception cref="DataException">If there is no such target, or it cannot be one.</exception>
    public static TableSummary Of(Table table, IReadOnlyList<string>? targets = null, SchemaOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(table);
        options ??= new SchemaOptions();
        List<Notice> notices = [.. table.Notices];
        Schema? schema = targets is { Count: > 0 } ? Schema.Infer(table, targets, options) : null;
        Table read = schema?.Read(table) ?? Schema.Read(table, options);
        ColumnSummary[] columns = [.. Enumerable.Range(0, read.Columns.Count).Select(column => Of(read, column, schema, options, notices))];
        int repeated = Data.RepeatedRows.Count(read, schema);
        return new TableSummary(schema, columns, repeated, [.. schema?.Notices ?? notices, .. Data.RepeatedRows.Notices(repeated, read.Rows, schema is null ? "every column" : "every column that would be used")]);
    }

    private static ColumnSummary Of(Table table, int column, Schema? schema, SchemaOptions options, List<Notice> notices)
    {
        int[] rows = [.. Enumerable.Range(0, table.Rows)];
        ColumnSchema? found = schema is null ? Guess(ColumnProfile.Of(table, column, rows), rows, options, notices) : schema.Columns[column];
        table = found?.MissingWords is { } words ? table.WithMissingWords(column, words) : table;
        int[] used = found is { WordsAreMissing: true } ? [.. rows.Where(row => HasValue(table, row, column, found))] : rows;
        ColumnProfile profile = ColumnProfile.Of(table, column, used);
        Dictionary<string, int> levels = ColumnProfile.Levels(table, column, used);
        bool hasRange = profile.Numbers > 0 && profile.Words == 0;
        return new ColumnSummary(
            table.Columns[column],
            found?.Kind,
            rows.Length - profile.Present,
            levels.Count,
            hasRange ? profile.Minimum : null,
            hasRange ? profile.Maximum : null,
            [.. levels.Keys.Take(Examples)],
            found?.Reason ?? "see the note")
        {
            IsObvious = found?.Reason is FeatureInference.AllNumbers or TargetInference.NamedAsTarget,
        };
    }

    private static bool HasValue(Table table, int row, int column, ColumnSchema schema) => schema.Kind == ColumnKind.Date
        ? DateEncoder.TryRead(table, row, column, schema.DateOrder ?? DateOrder.DayFirst, wordsAreMissing: true, out _)
        : NumericEncoder.TryRead(table, row, column, wordsAreMissing: true, schema.Notation, out _);

    // A column that training would refuse is just what somebody wants to see here.
    private static ColumnSchema? Guess(ColumnProfile profile, int[] rows, SchemaOptions options, List<Notice> notices)
    {
        try
        {
            return FeatureInference.Infer(profile, rows, options, notices);
        }
        catch (DataException fault)
        {
            notices.Add(Notice.Warning(fault.Explanation, fault.Remedies));
            return null;
        }
    }
}

/// <summary>What a column holds.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Kind">What it would be taken for; null where it cannot be used as it is.</param>
/// <param name="Missing">Cells without a value.</param>
/// <param name="Distinct">Different values.</param>
/// <param name="Minimum">The smallest number; null where there are other texts.</param>
/// <param name="Maximum">The largest number; null where there are other texts.</param>
/// <param name="Examples">The first values, at most three.</param>
/// <param name="Reason">Why it would be taken for that.</param>
public sealed record ColumnSummary(string Name, ColumnKind? Kind, int Missing, int Distinct, double? Minimum, double? Maximum, IReadOnlyList<string> Examples, string Reason)
{
    /// <summary>Whether the reason needs no telling: nothing but numbers, or the target.</summary>
    public bool IsObvious { get; init; }
}
