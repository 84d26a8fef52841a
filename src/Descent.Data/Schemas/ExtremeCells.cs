using System.Globalization;

namespace Descent.Data;

/// <summary>Describes the cells of a numeric column that are far from all others (see <see cref="OrdinaryRange"/>).</summary>
internal static class ExtremeCells
{
    /// <summary>A description such as "…: 1 of 20 values is far from all others, which are −3 … 4 (9.9E+36 in line 7)", or null if
    /// there is none.</summary>
    public static string? Describe(ColumnProfile profile, ReadOnlySpan<int> rows)
    {
        if (!profile.MayHoldExtremes)
        {
            return null;
        }

        double[] sorted = profile.Sorted;
        (double minimum, double maximum) = OrdinaryRange.Of(sorted);
        if (minimum == sorted[0] && maximum == sorted[^1])
        {
            return null;
        }

        int extreme = 0, first = -1;
        for (int i = 0; i < rows.Length; i++)
        {
            if (profile.Values[i] < minimum || profile.Values[i] > maximum)
            {
                first = extreme++ == 0 ? rows[i] : first;
            }
        }

        return string.Create(
            CultureInfo.InvariantCulture,
            $"\"{profile.Table.Columns[profile.Column]}\": {extreme} of {sorted.Length} values {(extreme == 1 ? "is" : "are")} far from all others, which are {Rounded.Text(minimum)} … {Rounded.Text(maximum)} ({(extreme == 1 ? "" : "first: ")}{profile.Table[first, profile.Column]} in line {profile.Table.LineOf(first)})");
    }
}
