using Descent.Data.Schemas;
using Descent.Data.Tables;

namespace Descent.Data.Splits;

/// <summary>The order of rows by a column, for splits that learn from the past and are judged by the future.</summary>
public static class RowOrder
{
    /// <summary>Where each row stands in the order: the number of its cell, or the day and time of its date.</summary>
    /// <param name="table">The table.</param>
    /// <param name="column">Name of a column of numbers or of dates.</param>
    /// <param name="rows">The rows.</param>
    /// <returns>One number per row; a smaller one comes earlier.</returns>
    /// <exception cref="DataException">If there is no such column, or a cell is neither a number nor a date.</exception>
    public static double[] Of(Table table, string column, ReadOnlySpan<int> rows) => Of(table, column, rows, dates: null);

    /// <summary>The same, with dates read as a schema says.</summary>
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
                string what = isDate ? "no date" : profile.Numbers > 0 ? "no number" : "neither a number nor a date";
                throw new DataException($"{table.Place(rows[i], place)}: \"{table[rows[i], place]}\" is {what}, so the row has no place in the order of \"{column}\". Correct the cell, or split by a column that has a number or a date in every row.");
            }

            order[i] = isDate ? moment.Ticks : order[i];
        }

        return order;
    }

    /// <summary>The places of the rows from first to last; equal ones stay in the order of the table.</summary>
    internal static int[] Sorted(int count, ReadOnlySpan<double> order)
    {
        if (order.Length != count)
        {
            throw new DataException($"There are {order.Length} places in the order for {count} rows; give one per row.");
        }

        double[] own = order.ToArray();
        return [.. Enumerable.Range(0, count).OrderBy(place => own[place])];
    }

    internal static void RequireOne(string? group, string? orderBy)
    {
        if (group is not null && orderBy is not null)
        {
            throw new DataException($"Rows cannot be split both by the groups of \"{group}\" and in the order of \"{orderBy}\". Leave one of the two out.");
        }
    }
}
