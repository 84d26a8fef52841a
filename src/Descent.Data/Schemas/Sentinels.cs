using System.Globalization;

namespace Descent.Data;

/// <summary>
/// Finds numbers that mean "no value", such as −9999 among temperatures: written with nines (99, 999.9, −9999), the limits of
/// integer types, or 10¹⁹ and more; in at least three rows, and separated from all other values by at least three times their range.
/// Among dates: 0001-01-01, 1900-01-01, 1970-01-01 and 9999-12-31.
/// </summary>
internal static class Sentinels
{
    private const int FewestRows = 3;
    private const double FewestSpreads = 3;

    // The first and last day that programs can represent, and the epochs of two common date systems.
    private static readonly DateOnly[] s_days = [DateOnly.MinValue, new(1900, 1, 1), new(1970, 1, 1), DateOnly.MaxValue];

    private const double SmallestFill = 1e19;
    private static readonly double[] s_limits = [short.MinValue, short.MaxValue, ushort.MaxValue, int.MinValue, -(double)int.MaxValue, int.MaxValue, uint.MaxValue];

    /// <summary>The sentinels of a numeric column with their number of rows, and the range of the other values.</summary>
    public static (IReadOnlyDictionary<double, int> Found, double Minimum, double Maximum) Find(ColumnProfile profile)
    {
        Dictionary<double, int> codes = [];
        double minimum = double.PositiveInfinity, maximum = double.NegativeInfinity;
        if (IsCode(profile.Minimum) || IsCode(profile.Maximum))
        {
            foreach (double value in profile.Values)
            {
                if (double.IsNaN(value))
                {
                    continue;
                }

                if (IsCode(value))
                {
                    codes[value] = codes.GetValueOrDefault(value) + 1;
                }
                else
                {
                    (minimum, maximum) = (Math.Min(minimum, value), Math.Max(maximum, value));
                }
            }
        }

        // Without other values, there is no range to compare with.
        double far = FewestSpreads * (maximum - minimum);
        return (codes.Where(code => minimum < maximum && code.Value >= FewestRows && (code.Key - maximum >= far || minimum - code.Key >= far)).ToDictionary(), minimum, maximum);
    }

    /// <summary>The texts of dates that mean "no value" with their number of rows, and the first and last of the other dates.</summary>
    public static (IReadOnlyDictionary<string, int> Found, DateTime First, DateTime Last) FindDates(Table table, int column, ReadOnlySpan<int> rows, DateOrder order)
    {
        Dictionary<DateTime, Dictionary<string, int>> codes = [];
        (DateTime first, DateTime last) = (DateTime.MaxValue, DateTime.MinValue);
        RecentCells<(DateTime? Moment, bool IsCode)> recent = new(table, column);
        foreach (int row in rows)
        {
            ReadOnlySpan<byte> cell = table.Bytes(row, column);
            if (!recent.TryFind(cell, out (DateTime? Moment, bool IsCode) date))
            {
                DateTime? found = !table.IsMissing(cell, column) && DateText.TryRead(cell, order, out DateTime read, out _) ? read : null;
                date = recent.Remember(row, (found, found is { } day && s_days.Contains(DateOnly.FromDateTime(day))));
            }

            if (date.Moment is not { } moment)
            {
                continue;
            }

            if (!date.IsCode)
            {
                (first, last) = (moment < first ? moment : first, moment > last ? moment : last);
                continue;
            }

            string text = table[row, column].Trim();
            Dictionary<string, int> texts = codes.TryGetValue(moment.Date, out Dictionary<string, int>? known) ? known : codes[moment.Date] = new(StringComparer.Ordinal);
            texts[text] = texts.GetValueOrDefault(text) + 1;
        }

        double far = FewestSpreads * (last - first).TotalDays;
        return (codes.Where(code => first < last && code.Value.Values.Sum() >= FewestRows && ((code.Key - last).TotalDays >= far || (first - code.Key).TotalDays >= far))
            .SelectMany(code => code.Value).ToDictionary(), first, last);
    }

    private static bool IsCode(double value) => Math.Abs(value) >= SmallestFill || s_limits.Contains(value) || IsNines(value);

    private static bool IsNines(double value)
    {
        // Other numbers need no text: two nines come first only from 0.99 times a power of ten on.
        double magnitude = Math.Abs(value), power = 10;
        while (power <= magnitude)
        {
            power *= 10;
        }

        if (magnitude < 0.98 * power)
        {
            return false;
        }

        string digits = Math.Abs(value).ToString("R", CultureInfo.InvariantCulture);
        return digits.Count(digit => digit == '9') >= 2 && digits.All(character => character is '9' or '.');
    }
}
