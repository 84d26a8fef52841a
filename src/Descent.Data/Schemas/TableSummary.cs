namespace Descent.Data;

/// <summary>Summarizes the columns of a table and how they would be used, before anything is trained. It includes columns that training
/// would refuse.</summary>
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

    /// <summary>The inferred schema; null if no target was given.</summary>
    public Schema? Schema { get; }

    /// <summary>The columns, in the order of the table.</summary>
    public IReadOnlyList<ColumnSummary> Columns { get; }

    /// <summary>The number of rows that are equal to an earlier one in every column that would be used.</summary>
    public int RepeatedRows { get; }

    /// <summary>Decisions made, and possible problems.</summary>
    public IReadOnlyList<Notice> Notices { get; }

    /// <summary>Summarizes a table.</summary>
    /// <param name="table">The table.</param>
    /// <param name="targets">The targets; if there are none, every column is treated as a feature.</param>
    /// <param name="options">Decisions made by the user; by default none.</param>
    /// <returns>The summary.</returns>
    /// <exception cref="DataException">If a target does not exist or cannot be one.</exception>
    public static TableSummary Of(Table table, IReadOnlyList<string>? targets = null, SchemaOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(table);
        options ??= new SchemaOptions();
        HashSet<string> unusable = new(StringComparer.Ordinal);
        Schema? schema = targets is { Count: > 0 } ? Infer(table, targets, options, unusable) : null;
        List<Notice> notices = [.. schema?.Notices ?? table.Notices];
        Table read = schema?.Read(table) ?? Schema.Read(table, options);
        int[] rows = CountedRows.All(read);
        ColumnSummary[] columns = EachColumn.Do(read.Columns.Count, notices, (column, own) => Of(read, column, rows, unusable.Contains(read.Columns[column]) ? null : schema, options, own));
        int repeated = Data.RepeatedRows.Count(read, schema);
        return new TableSummary(schema, columns, repeated, [.. notices, .. Data.RepeatedRows.Notices(repeated, read.Rows, schema is null ? "every column" : "every column that would be used")]);
    }

    /// <summary>Infers the schema without the features that training would refuse, whose names are added to <paramref name="unusable"/>.</summary>
    private static Schema Infer(Table table, IReadOnlyList<string> targets, SchemaOptions options, HashSet<string> unusable)
    {
        DataException? refused = null;
        while (true)
        {
            try
            {
                return Schema.Infer(table, targets, unusable.Count == 0 ? options : options with
                {
                    Ignore = [.. options.Ignore, .. unusable],
                    Kinds = options.Kinds.Where(kind => !unusable.Contains(kind.Key)).ToDictionary(StringComparer.Ordinal),
                    DateOrders = options.DateOrders.Where(order => !unusable.Contains(order.Key)).ToDictionary(StringComparer.Ordinal),
                    WordsAsMissing = [.. options.WordsAsMissing.Where(name => !unusable.Contains(name))],
                });
            }
            catch (DataException fault) when (fault.Column is { } name && !targets.Contains(name, StringComparer.Ordinal) && name != options.Weight && name != options.Group && name != options.SplitBy && unusable.Add(name))
            {
                // It is shown as unusable, with the fault as a warning.
                refused ??= fault;
            }
            catch (DataException) when (refused is not null)
            {
                // Without that column the table cannot be used at all, such as if no other is left.
                throw refused;
            }
        }
    }

    private static ColumnSummary Of(Table table, int column, int[] rows, Schema? schema, SchemaOptions options, List<Notice> notices)
    {
        ColumnProfile? guessed = schema is null ? ColumnProfile.Of(table, column, rows) : null;
        ColumnSchema? found = guessed is null ? schema!.Columns[column] : Guess(guessed, rows, options, notices);
        table = found?.MissingWords is { } words ? table.WithMissingWords(column, words) : table;
        int[] used = found is { WordsAreMissing: true } ? [.. rows.Where(row => HasValue(table, row, column, found))] : rows;
        ColumnProfile profile = guessed is not null && found?.MissingWords is null && used == rows ? guessed : ColumnProfile.Of(table, column, used);
        (int distinct, string[] examples) = DistinctValues.Of(profile, used, Examples);
        bool hasRange = profile.Numbers > 0 && profile.Words == 0;
        return new ColumnSummary(
            table.Columns[column],
            found?.Kind,
            rows.Length - profile.Present,
            distinct,
            hasRange ? profile.Minimum : null,
            hasRange ? profile.Maximum : null,
            examples,
            found?.Reason ?? "see the note")
        {
            IsObvious = found?.Reason is FeatureInference.AllNumbers or TargetInference.NamedAsTarget,
        };
    }

    private static bool HasValue(Table table, int row, int column, ColumnSchema schema) => schema.Kind == ColumnKind.Date
        ? DateEncoder.TryRead(table, row, column, schema.DateOrder ?? DateOrder.DayFirst, wordsAreMissing: true, out _)
        : NumericEncoder.TryRead(table, row, column, wordsAreMissing: true, schema.Notation, out _);

    // A column that training would refuse is listed all the same, with its fault as a warning.
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

/// <summary>Summarizes a column.</summary>
/// <param name="Name">The name of the column.</param>
/// <param name="Kind">How it would be used; null if it cannot be used as it is.</param>
/// <param name="Missing">The number of cells without a value.</param>
/// <param name="Distinct">The number of different values.</param>
/// <param name="Minimum">The smallest number; null if the column has other texts.</param>
/// <param name="Maximum">The largest number; null if the column has other texts.</param>
/// <param name="Examples">The first values, at most three.</param>
/// <param name="Reason">Why it would be used that way.</param>
public sealed record ColumnSummary(string Name, ColumnKind? Kind, int Missing, int Distinct, double? Minimum, double? Maximum, IReadOnlyList<string> Examples, string Reason)
{
    /// <summary>Whether the reason is obvious: all values are numbers, or the column is a target.</summary>
    public bool IsObvious { get; init; }
}
