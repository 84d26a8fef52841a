namespace Descent.Data;

/// <summary>Rows that are equal to another one, what that does to scores, and what can be done about it.</summary>
internal static class RepeatedRows
{
    /// <summary>What can be done.</summary>
    public static IReadOnlyList<Remedy> Remedies { get; } = [Remedy.FromAdvice("remove the repeated rows from the table"), new Remedy(nameof(SchemaOptions.Group))];

    /// <summary>How many rows are equal to an earlier one.</summary>
    /// <param name="table">The table.</param>
    /// <param name="schema">Which columns count; null for all.</param>
    public static int Count(Table table, Schema? schema)
    {
        int[] rows = [.. Enumerable.Range(0, table.Rows)];
        ulong[] hashes = schema is null ? RowHashes.Of(table, table.Columns, rows) : RowHashes.Of(table, schema, rows);
        return rows.Length - hashes.Distinct().Count();
    }

    /// <summary>What that means for training; nothing if no row is repeated.</summary>
    /// <param name="repeated">How many rows are equal to an earlier one.</param>
    /// <param name="rows">How many rows there are.</param>
    /// <param name="columns">The columns that count, such as "every column".</param>
    public static IEnumerable<Notice> Notices(int repeated, int rows, string columns)
    {
        if (repeated > 0)
        {
            yield return Notice.Information($"{Amount.Part(repeated, rows, "row", "is", "are")} equal to an earlier one in {columns}. Where training and test rows share one, the scores flatter the model.", Remedies);
        }
    }
}
