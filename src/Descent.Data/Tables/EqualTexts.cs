using System.Globalization;
using System.Text;

namespace Descent.Data;

/// <summary>
/// Decides which texts are the same level or label: 1, 1.0 and 01 are one number; true, True and TRUE are one answer. In a column that
/// also has other words, numbers are codes, among which 01 and 1 may differ, so its texts are compared exactly.
/// </summary>
internal static class EqualTexts
{
    /// <summary>A double distinguishes all numbers of up to this many characters.</summary>
    public const int LongestExactNumber = 15;

    /// <summary>A key that equal texts share; the text itself if it is neither a number nor true or false.</summary>
    /// <param name="text">The text.</param>
    /// <param name="decimalMark">'.' or ','.</param>
    public static string Key(string text, char decimalMark) =>
        IsNumber(text, decimalMark, out double value) ? (value + 0.0).ToString("R", CultureInfo.InvariantCulture)
        : IsAnswer(text) ? text.ToLowerInvariant()
        : text;

    /// <summary>Combines the counts of equal texts under the most frequent spelling (among equally frequent ones the shortest, then the
    /// first in ordinal order).</summary>
    public static Dictionary<string, int> Merged(Dictionary<string, int> counts, char decimalMark)
    {
        bool merges = counts.Count > 1 && (counts.Keys.All(text => IsNumber(text, decimalMark, out _)) || counts.Keys.All(IsAnswer));
        return !merges ? counts : counts.GroupBy(text => Key(text.Key, decimalMark), StringComparer.Ordinal).ToDictionary(
            same => same.OrderByDescending(text => text.Value).ThenBy(text => text.Key.Length).ThenBy(text => text.Key, StringComparer.Ordinal).First().Key,
            same => same.Sum(text => text.Value),
            StringComparer.Ordinal);
    }

    private static bool IsAnswer(string text) => text.Equals("true", StringComparison.OrdinalIgnoreCase) || text.Equals("false", StringComparison.OrdinalIgnoreCase);

    private static bool IsNumber(string text, char decimalMark, out double value)
    {
        value = 0;
        return text.Length <= LongestExactNumber && Cell.TryNumber(Encoding.UTF8.GetBytes(text), decimalMark, out value) && double.IsFinite(value);
    }
}
