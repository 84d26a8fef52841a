using System.Globalization;

namespace Descent.Data;

/// <summary>Compares decimal numbers by their texts, exactly and of any length.</summary>
internal static class ExactNumber
{
    /// <summary>
    /// The canonical text of a plainly written number: sign, digits without zeros at either end, e, and a power of ten, such as "-125e-3" for -0.1250; "0" for every zero. Texts that denote the same
    /// number have the same canonical text. Null if the text is no number, or not a finite one.
    /// </summary>
    /// <param name="text">An optional sign, digits with an optional point, and an optional exponent.</param>
    /// <param name="isCode">Whether zeros precede the first digit of the whole part, as in 01 or 007.</param>
    /// <param name="shift">The power of ten by which the number is multiplied.</param>
    public static string? Canonical(ReadOnlySpan<char> text, out bool isCode, int shift = 0)
    {
        isCode = false;
        text = text.Trim();
        bool isNegative = text is ['-', ..];
        text = isNegative || text is ['+', ..] ? text[1..] : text;
        int end = text.IndexOfAny('e', 'E'), exponent = 0;
        if (end >= 0 && !int.TryParse(text[(end + 1)..], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out exponent))
        {
            return null;
        }

        text = end < 0 ? text : text[..end];
        int point = text.IndexOf('.');
        ReadOnlySpan<char> whole = point < 0 ? text : text[..point], fraction = point < 0 ? [] : text[(point + 1)..];
        if (whole.Length + fraction.Length == 0 || whole.ContainsAnyExceptInRange('0', '9') || fraction.ContainsAnyExceptInRange('0', '9'))
        {
            return null;
        }

        isCode = whole is ['0', _, ..];
        ReadOnlySpan<char> digits = fraction.IsEmpty ? whole : string.Concat(whole, fraction);
        int length = digits.Length;
        digits = digits.TrimEnd('0');
        long power = (long)exponent + shift - fraction.Length + length - digits.Length;
        return digits.IsEmpty ? "0" : string.Create(CultureInfo.InvariantCulture, $"{(isNegative ? "-" : "")}{digits.TrimStart('0')}e{power}");
    }
}
