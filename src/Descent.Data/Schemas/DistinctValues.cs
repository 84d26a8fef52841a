namespace Descent.Data;

/// <summary>Counts the different values of a column as <see cref="ColumnProfile.Levels"/> distinguishes them, without a text for each of many numbers.</summary>
internal static class DistinctValues
{
    /// <summary>Counts the different values.</summary>
    /// <param name="profile">The profile of the column.</param>
    /// <param name="rows">The rows.</param>
    /// <param name="examples">The number of values to name.</param>
    /// <returns>The number of different values and the first of them, each in the spelling that comes first.</returns>
    public static (int Count, string[] First) Of(ColumnProfile profile, ReadOnlySpan<int> rows, int examples)
    {
        if (profile.Numbers < profile.Present)
        {
            Dictionary<string, int> levels = profile.Levels(rows);
            return (levels.Count, [.. levels.Keys.Take(examples)]);
        }

        List<double> first = [];
        foreach (double value in profile.Values)
        {
            if (first.Count == examples)
            {
                break;
            }

            if (!double.IsNaN(value) && !first.Contains(value))
            {
                first.Add(value);
            }
        }

        double[] sorted = profile.Sorted;
        int count = sorted.Length == 0 ? 0 : 1;
        for (int i = 1; i < sorted.Length; i++)
        {
            count += sorted[i] != sorted[i - 1] ? 1 : 0;
        }

        if (!AreExact(profile, rows))
        {
            // Different numbers may be one double, and codes one number; a double that occurs once is one value.
            HashSet<double> repeated = Repeated(sorted);
            count += Levels(profile, rows, repeated).Count - repeated.Count;
        }

        return (count, [.. Levels(profile, rows, first).Keys.Take(examples)]);
    }

    /// <summary>Whether all cells are numbers that are written plainly, without leading zeros, and that a double distinguishes.</summary>
    private static bool AreExact(ColumnProfile profile, ReadOnlySpan<int> rows)
    {
        if (profile.FirstWrittenRow >= 0 || profile.FirstCodeRow >= 0)
        {
            return false;
        }

        for (int i = 0; i < rows.Length; i++)
        {
            if (!double.IsNaN(profile.Values[i]) && !EqualTexts.IsExact(profile.Table.Bytes(rows[i], profile.Column), profile.Values[i]))
            {
                return false;
            }
        }

        return true;
    }

    private static HashSet<double> Repeated(double[] sorted)
    {
        HashSet<double> repeated = [];
        for (int i = 1; i < sorted.Length; i++)
        {
            if (sorted[i] == sorted[i - 1])
            {
                repeated.Add(sorted[i]);
            }
        }

        return repeated;
    }

    /// <summary>The levels in the rows with the given values.</summary>
    private static Dictionary<string, int> Levels(ColumnProfile profile, ReadOnlySpan<int> rows, ICollection<double> values)
    {
        List<int> own = [];
        for (int i = 0; i < rows.Length; i++)
        {
            if (values.Contains(profile.Values[i]))
            {
                own.Add(rows[i]);
            }
        }

        return ColumnProfile.Levels(profile.Table, profile.Column, own.ToArray(), profile.DecimalMark);
    }
}
