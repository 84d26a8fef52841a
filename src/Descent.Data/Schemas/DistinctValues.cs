namespace Descent.Data;

/// <summary>Counts the different values of a column as <see cref="ColumnProfile.Levels"/> distinguishes them, without a text for each of many numbers.</summary>
internal static class DistinctValues
{
    /// <summary>Counts the different values.</summary>
    /// <param name="profile">The profile of the column.</param>
    /// <param name="rows">The rows.</param>
    /// <param name="examples">The number of values to name.</param>
    /// <returns>The number of different values and the first of them, each in its most frequent spelling.</returns>
    public static (int Count, string[] First) Of(ColumnProfile profile, ReadOnlySpan<int> rows, int examples)
    {
        (Table table, int column) = (profile.Table, profile.Column);
        if (profile.Numbers < profile.Present || !AreShort(profile, rows))
        {
            Dictionary<string, int> levels = ColumnProfile.Levels(table, column, rows);
            return (levels.Count, [.. levels.Keys.Take(examples)]);
        }

        List<double> first = [];
        foreach (double value in profile.Values)
        {
            if (!double.IsNaN(value) && !first.Contains(value))
            {
                first.Add(value);
                if (first.Count == examples)
                {
                    break;
                }
            }
        }

        List<int> named = [];
        for (int i = 0; i < rows.Length; i++)
        {
            if (first.Contains(profile.Values[i]))
            {
                named.Add(rows[i]);
            }
        }

        double[] sorted = [.. profile.Values.Where(value => !double.IsNaN(value))];
        NumberSort.Ascending(sorted);
        int count = sorted.Length == 0 ? 0 : 1;
        for (int i = 1; i < sorted.Length; i++)
        {
            count += sorted[i] != sorted[i - 1] ? 1 : 0;
        }

        return (count, [.. ColumnProfile.Levels(table, column, named.ToArray()).Keys]);
    }

    /// <summary>Whether all cells are plain numbers that a double distinguishes.</summary>
    private static bool AreShort(ColumnProfile profile, ReadOnlySpan<int> rows)
    {
        for (int i = 0; i < rows.Length; i++)
        {
            if (profile.Table.Bytes(rows[i], profile.Column).Length > EqualTexts.LongestExactNumber || double.IsInfinity(profile.Values[i]))
            {
                return false;
            }
        }

        return profile.FirstWrittenRow < 0;
    }
}
