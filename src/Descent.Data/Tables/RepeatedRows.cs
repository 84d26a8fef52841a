namespace Descent.Data;

/// <summary>Counts rows that are equal to an earlier one, and warns about their effect on scores.</summary>
internal static class RepeatedRows
{
    /// <summary>Ways to avoid the effect of repeated rows.</summary>
    public static IReadOnlyList<Remedy> Remedies { get; } = [Remedy.FromAdvice("remove the repeated rows from the table"), new Remedy(nameof(SchemaOptions.Group))];

    /// <summary>The number of rows that are equal to an earlier one.</summary>
    /// <param name="table">The table.</param>
    /// <param name="schema">The schema whose columns are compared; null for all columns.</param>
    public static int Count(Table table, Schema? schema)
    {
        int[] rows = [.. Enumerable.Range(0, table.Rows)];
        ulong[] hashes = schema is null ? RowHashes.Of(table, table.Columns, rows) : RowHashes.Of(table, schema, rows);
        return rows.Length - new HashSet<ulong>(hashes).Count;
    }

    /// <summary>A notice about repeated rows; nothing if there are none.</summary>
    /// <param name="repeated">The number of rows that are equal to an earlier one.</param>
    /// <param name="rows">The number of rows.</param>
    /// <param name="columns">The columns that are compared, such as "every column".</param>
    public static IEnumerable<Notice> Notices(int repeated, int rows, string columns)
    {
        if (repeated > 0)
        {
            yield return Notice.Information($"{Amount.Part(repeated, rows, "row", "is", "are")} equal to an earlier one in {columns}. If equal rows are in both the training and the test part, the scores are too optimistic.", Remedies);
        }
    }
}
