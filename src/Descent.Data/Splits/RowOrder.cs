namespace Descent.Data;

/// <summary>The order of rows by a column, for splits that train on the past and test on the future.</summary>
public static class RowOrder
{
    /// <summary>The position of each row in the order: the number in its cell, or the day and time of its date.</summary>
    /// <param name="table">The table.</param>
    /// <param name="column">The name of a column of numbers or dates.</param>
    /// <param name="rows">The rows.</param>
    /// <returns>One number per row; smaller means earlier.</returns>
    /// <exception cref="DataException">If the column does not exist, or a cell is neither a number nor a date.</exception>
    public static double[] Of(Table table, string column, ReadOnlySpan<int> rows) => Of(table, column, rows, dates: null);

    /// <summary>The same, with the schema's order of day and month in dates.</summary>
    internal static double[] Of(Table table, Schema schema, string column, ReadOnlySpan<int> rows) =>
        Of(table, column, rows, schema.Columns.FirstOrDefault(own => own.Name == column)?.DateOrder);

    private static double[] Of(Table table, string column, ReadOnlySpan<int> rows, DateOrder? dates)
    {
        ArgumentNullException.ThrowIfNull(table);
        int place = table.RequireColumn(column);
        ColumnProfile profile = ColumnProfile.Of(table, place, rows);
        DateFinder? found = profile.Words > 0 ? DateFinder.Look(table, place, rows, dates) : null;
        bool isDate = found?.Dates > profile.Numbers;
        double[] order = new double[rows.Length];
        for (int i = 0; i < order.Length; i++)
        {
            ReadOnlySpan<byte> cell = table.Bytes(rows[i], place);
            DateTime moment = default;
            bool isRead = !table.IsMissing(rows[i], place)
                && (isDate ? DateText.TryRead(cell, found!.Order, out moment, out _) : NumberReader.TryRead(table, cell, profile.Notation, out order[i]));
            if (!isRead)
            {
                string what = isDate ? "not a date" : profile.Numbers > 0 ? "not a number" : "neither a number nor a date";
                throw new DataException($"{table.Place(rows[i], place)}: \"{table[rows[i], place]}\" is {what}, so the row has no place in the order of \"{column}\". Correct the cell, or split by a column that has a number or a date in every row.");
            }

            order[i] = isDate ? moment.Ticks : order[i];
        }

        return order;
    }

    /// <summary>The order of all rows to be split; throws if they are all equal.</summary>
    internal static double[] OfAll(Table table, Schema schema, string column, ReadOnlySpan<int> rows)
    {
        double[] order = Of(table, schema, column, rows);
        return order.Length < 2 || order.AsSpan().ContainsAnyExcept(order[0])
            ? order
            : throw new DataException($"Column \"{column}\" is the same in every row, so there is no order to split the rows by. Name another column.");
    }

    /// <summary>Warns if the column that orders the rows is a target.</summary>
    internal static IEnumerable<Notice> Doubts(Schema schema, string column)
    {
        if (schema.TargetNames.Contains(column, StringComparer.Ordinal))
        {
            yield return Notice.Warning($"Rows are split in the order of their target \"{column}\", so the test rows have target values that do not occur in training.", new Remedy(nameof(SchemaOptions.SplitBy)));
        }
    }

    /// <summary>Warns about rows on both sides of a cut that are equal in the order.</summary>
    internal static IEnumerable<Notice> Ties(Table table, string column, ReadOnlySpan<int> rows, double[] order, params int[][] parts)
    {
        List<Notice> notices = [];
        int place = table.RequireColumn(column);
        foreach ((int[] before, int[] after) in parts.Zip(parts.Skip(1)))
        {
            if (before.Length > 0 && after.Length > 0 && order[before[^1]] == order[after[0]])
            {
                double value = order[after[0]];
                int tied = order.Count(other => other == value);
                notices.Add(Notice.Warning($"{Amount.Of(tied, "row")} on both sides of a cut have the same \"{column}\", {table[rows[after[0]], place]}; these are ordered only by their position in the table.", new Remedy(nameof(SchemaOptions.SplitBy))));
            }
        }

        return notices;
    }

    /// <summary>The row indices from first to last; equal ones keep the order of the table.</summary>
    internal static int[] Sorted(int count, ReadOnlySpan<double> order)
    {
        if (order.Length != count)
        {
            throw new DataException($"{order.Length} positions in the order were given for {count} rows; give one per row.");
        }

        double[] own = order.ToArray();
        return [.. Enumerable.Range(0, count).OrderBy(place => own[place])];
    }

    internal static void RequireOne(string? group, string? orderBy)
    {
        if (group is not null && orderBy is not null)
        {
            throw new DataException($"Rows cannot be split both by the groups of \"{group}\" and in the order of \"{orderBy}\". Remove one of the two.");
        }
    }
}
