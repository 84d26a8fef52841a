namespace Descent.Data;

/// <summary>Groups of rows that belong together, such as those of one patient or one day, and must stay in the same part of a
/// split.</summary>
public static class Groups
{
    /// <summary>The group of each row, given by a column: rows with equal text are one group.</summary>
    /// <param name="table">The table.</param>
    /// <param name="column">The name of the column.</param>
    /// <param name="rows">The rows.</param>
    /// <returns>One group number per row, from 0 in the order of first appearance.</returns>
    /// <exception cref="DataException">If the column does not exist or a cell has no value.</exception>
    public static int[] Of(Table table, string column, ReadOnlySpan<int> rows)
    {
        ArgumentNullException.ThrowIfNull(table);
        ArgumentNullException.ThrowIfNull(column);
        int place = table.RequireColumn(column), missing = 0, firstMissing = -1;
        Dictionary<string, int> known = new(StringComparer.Ordinal);
        int[] groups = new int[rows.Length];
        for (int i = 0; i < rows.Length; i++)
        {
            if (table.IsMissing(rows[i], place))
            {
                firstMissing = missing++ == 0 ? rows[i] : firstMissing;
                continue;
            }

            string text = table[rows[i], place];
            if (!known.TryGetValue(text, out groups[i]))
            {
                known.Add(text, groups[i] = known.Count);
            }
        }

        return missing == 0
            ? groups
            : throw new DataException($"{table.Place(firstMissing, place)}: the group has no value; the same is true of {missing} of {rows.Length} rows in total. Fill the cells; a row that belongs to no other needs a unique value.");
    }

    /// <summary>The row indices of each group, with the groups in a random order.</summary>
    internal static int[][] Shuffled(int count, ReadOnlySpan<int> groups, ulong seed, ulong use)
    {
        if (groups.Length != count)
        {
            throw new DataException($"{groups.Length} groups were given for {count} rows; give one group per row.");
        }

        // The order of first appearance in shuffled rows would favor large groups.
        int[] own = groups.ToArray();
        int[][] members = [.. Enumerable.Range(0, count).GroupBy(place => own[place]).Select(group => group.ToArray())];
        return [.. Strata.Shuffled(members.Length, seed, use).Select(group => members[group])];
    }
}
