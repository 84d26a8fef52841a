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

        double[] values = new double[rows.Length];
        int present = 0;
        foreach (int row in rows)
        {
            present += TryRead(profile, row, out values[present]) ? 1 : 0;
            if (present == values.Length)
            {
                break;
            }
        }

        Array.Sort(values, 0, present);
        (double minimum, double maximum) = OrdinaryRange.Of(values.AsSpan(0, present));
        int extreme = 0, first = -1;
        foreach (int row in rows)
        {
            if (TryRead(profile, row, out double value) && (value < minimum || value > maximum))
            {
                first = extreme++ == 0 ? row : first;
            }
        }

        return extreme == 0 ? null : string.Create(
            CultureInfo.InvariantCulture,
            $"\"{profile.Table.Columns[profile.Column]}\": {extreme} of {present} values {(extreme == 1 ? "is" : "are")} far from all others, which are {Rounded.Text(minimum)} … {Rounded.Text(maximum)} ({(extreme == 1 ? "" : "first: ")}{profile.Table[first, profile.Column]} in line {profile.Table.LineOf(first)})");
    }

    private static bool TryRead(ColumnProfile profile, int row, out double value)
    {
        value = 0;
        return !profile.Table.IsMissing(row, profile.Column) && NumberReader.TryRead(profile.Table, profile.Table.Bytes(row, profile.Column), profile.Notation, out value);
    }
}
