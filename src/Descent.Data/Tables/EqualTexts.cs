using System.Runtime.CompilerServices;
using System.Text;

namespace Descent.Data;

/// <summary>
/// Decides which texts are the same level or label: 1, 1.0 and 1e0 are one number, however many digits they have, and so are $5 and $5.00 or 1,000 and 1000; true, True and TRUE are one answer. A number
/// with leading zeros, such as 01, is a code and equal only to itself. In a column that also has other words, all texts are codes, so they are compared exactly.
/// </summary>
internal static class EqualTexts
{
    /// <summary>A double distinguishes all decimal numbers of up to this many characters, unless they are too close to zero.</summary>
    private const int LongestExact = 15;

    /// <summary>The smallest number that a double holds with all its digits.</summary>
    private const double Tiny = 2.2250738585072014e-308;

    /// <summary>A key that equal texts share; the text itself if it is a code, or neither a number nor true or false.</summary>
    /// <param name="text">The text.</param>
    /// <param name="decimalMark">'.' or ','.</param>
    public static string Key(string text, char decimalMark) => TryNumber(text, decimalMark, out string key) ? key
        : IsAnswer(text) ? text.ToLowerInvariant()
        : text;

    /// <summary>The decimal mark with which one of the texts is a number and without which it is none; null if no text shows it.</summary>
    public static char? MarkOf(IEnumerable<string> texts)
    {
        foreach (string text in texts)
        {
            if (text.AsSpan().ContainsAny('.', ',') && TryNumber(text, '.', out _) is var isPoint && isPoint != TryNumber(text, ',', out _))
            {
                return isPoint ? '.' : ',';
            }
        }

        return null;
    }

    /// <summary>Combines the counts of equal texts under the spelling that comes first.</summary>
    /// <param name="counts">How often each text occurs, in the order in which they occur.</param>
    /// <param name="decimalMark">'.' or ','.</param>
    public static Dictionary<string, int> Merged(Dictionary<string, int> counts, char decimalMark)
    {
        bool merges = counts.Count > 1 && (counts.Keys.All(text => TryNumber(text, decimalMark, out _)) || counts.Keys.All(IsAnswer));
        return !merges ? counts : counts.GroupBy(text => Key(text.Key, decimalMark), StringComparer.Ordinal).ToDictionary(
            same => same.First().Key,
            same => same.Sum(text => text.Value),
            StringComparer.Ordinal);
    }

    /// <summary>Whether a double distinguishes a number from all others of that length.</summary>
    /// <param name="cell">A plainly written number.</param>
    /// <param name="value">Its value.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool IsExact(ReadOnlySpan<byte> cell, double value) => cell.Length <= LongestExact
        && (Math.Abs(value) >= Tiny ? !double.IsInfinity(value) : !cell.ContainsAny((byte)'e', (byte)'E'));

    /// <summary>Whether a plainly written number has leading zeros, as a code has.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool IsCode(ReadOnlySpan<byte> cell)
    {
        // Signs and blanks come before the digits in ASCII.
        if (cell.IsEmpty || cell[0] > '0')
        {
            return false;
        }

        cell = cell is [<= (byte)' ', ..] ? cell[Ascii.Trim(cell)] : cell;
        return cell is [(byte)'0', >= (byte)'0' and <= (byte)'9', ..] or [(byte)'-' or (byte)'+', (byte)'0', >= (byte)'0' and <= (byte)'9', ..];
    }

    private static bool IsAnswer(string text) => text.Equals("true", StringComparison.OrdinalIgnoreCase) || text.Equals("false", StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether the text is a number, and its key: the canonical text of the number with its unit, or the text itself if it is a code.</summary>
    private static bool TryNumber(string text, char decimalMark, out string key)
    {
        key = text;
        if (!text.AsSpan().ContainsAnyInRange('0', '9'))
        {
            return false;
        }

        bool isCode = false;
        string? plain = decimalMark == '.' ? ExactNumber.Canonical(text, out isCode)
            : text.Contains('.', StringComparison.Ordinal) ? null
            : ExactNumber.Canonical(text.Replace(decimalMark, '.'), out isCode);
        plain ??= NumberText.Canonical(Encoding.UTF8.GetBytes(text), decimalMark, out isCode);
        key = isCode || plain is null ? text : plain;
        return plain is not null;
    }
}
