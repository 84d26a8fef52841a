using System.Runtime.CompilerServices;

namespace Descent.Data;

/// <summary>Counts the different values of a column as <see cref="ColumnProfile.Levels(ReadOnlySpan{int})"/> distinguishes them, without a text for each of many numbers.</summary>
internal static class DistinctValues
{
    /// <summary>Counts the different values.</summary>
    /// <param name="profile">The profile of the column.</param>
    /// <param name="rows">The rows.</param>
    /// <param name="examples">The number of values to name.</param>
    /// <returns>The number of different values and the first of them, each in the spelling that comes first.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static (int Count, string[] First) Of(ColumnProfile profile, ReadOnlySpan<int> rows, int examples)
    {
        if (profile.Numbers < profile.Present)
        {
            Dictionary<string, int> levels = profile.Levels(rows);
            return (levels.Count, [.. levels.Keys.Take(examples)]);
        }

        List<double> first = [];
        List<int> firstRows = [];
        for (int i = 0; i < rows.Length && first.Count < examples; i++)
        {
            if (!double.IsNaN(profile.Values[i]) && !first.Contains(profile.Values[i]))
            {
                first.Add(profile.Values[i]);
                firstRows.Add(rows[i]);
            }
        }

        double[] sorted = profile.Sorted;
        int count = sorted.Length == 0 ? 0 : 1;
        for (int i = 1; i < sorted.Length; i++)
        {
            count += sorted[i] != sorted[i - 1] ? 1 : 0;
        }

        if (profile.AreExact)
        {
            return (count, [.. firstRows.Select(row => profile.Table[row, profile.Column])]);
        }

        // Different numbers may be one double, and codes one number; a double that occurs once is one value.
        HashSet<double> repeated = Repeated(sorted);
        count += Levels(profile, rows, repeated).Count - repeated.Count;
        return (count, [.. Levels(profile, rows, first).Keys.Take(examples)]);
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
