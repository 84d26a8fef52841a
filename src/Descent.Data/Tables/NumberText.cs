using System.Globalization;
using System.Text;

namespace Descent.Data;

/// <summary>
/// Reads numbers as people and spreadsheets write them: with thousands separators, a currency, percent or per mille, the minus sign
/// U+2212, or parentheses for negative amounts. Slower than <see cref="Cell.TryNumber"/>, which is tried first.
/// </summary>
internal static class NumberText
{
    private const int Longest = 64;

    /// <summary>Blanks of all widths and apostrophes; the mark that is not the decimal mark is allowed too.</summary>
    private const string ThousandsMarks = " \u00A0\u2009\u202F'\u2019";

    /// <summary>Reads a number with the given decimal mark; "12 %" is 0.12.</summary>
    /// <param name="cell">UTF-8.</param>
    /// <param name="decimalMark">'.' or ','; the other one is allowed as a thousands separator.</param>
    /// <param name="value">The number.</param>
    /// <param name="currency">The currency, by the same name for all its spellings, or null.</param>
    /// <param name="isPercent">Whether it is written in percent or per mille.</param>
    public static bool TryRead(ReadOnlySpan<byte> cell, char decimalMark, out double value, out string? currency, out bool isPercent)
    {
        value = 0;
        isPercent = false;
        currency = null;
        if (cell.Length > Longest || !ContainsDigit(cell))
        {
            return false;
        }

        Span<char> buffer = stackalloc char[Longest];
        ReadOnlySpan<char> text = buffer[..Encoding.UTF8.GetChars(cell, buffer)];
        text = text.Trim();
        bool isNegative = text is ['(', .., ')'];
        text = isNegative ? text[1..^1].Trim() : text;
        bool signed = isNegative || TakeSign(ref text, out isNegative);
        currency = Currency.TakeFirst(ref text);
        if (!signed)
        {
            _ = TakeSign(ref text, out isNegative);
        }

        currency ??= Currency.TakeLast(ref text);
        // 83.9% must become the double nearest to 0.839, which 83.9 / 100 is not, so the exponent is shifted; only a number that has an
        // exponent is divided.
        string shift = "";
        double unit = 1;
        if (currency is null && text is [.., '%' or '‰'])
        {
            isPercent = true;
            bool isHundredths = text[^1] == '%';
            (shift, unit) = text.ContainsAny('e', 'E') ? ("", isHundredths ? 100 : 1000) : (isHundredths ? "e-2" : "e-3", 1);
            text = text[..^1].TrimEnd();
        }

        if (!TryDigits(text, decimalMark, shift, out value))
        {
            return false;
        }

        value = (isNegative ? -value : value) / unit;
        return true;
    }

    private static bool ContainsDigit(ReadOnlySpan<byte> cell) => cell.ContainsAnyInRange((byte)'0', (byte)'9');

    private static bool TakeSign(ref ReadOnlySpan<char> text, out bool isNegative)
    {
        isNegative = text is ['-' or '\u2212', ..];
        bool signed = isNegative || text is ['+', ..];
        text = signed ? text[1..].TrimStart() : text;
        return signed;
    }

    /// <summary>Reads digits, possibly grouped, a fraction, and an exponent or the shift of a percentage; no sign.</summary>
    private static bool TryDigits(ReadOnlySpan<char> text, char decimalMark, string shift, out double value)
    {
        value = 0;
        int whole = text.IndexOfAny(decimalMark, 'e', 'E');
        whole = whole < 0 ? text.Length : whole;
        Span<char> plain = stackalloc char[Longest + 3];
        if (!TryUngroup(text[..whole], Cell.OtherMark(decimalMark), plain, out int length))
        {
            return false;
        }

        text[whole..].CopyTo(plain[length..]);
        shift.CopyTo(plain[(length + text.Length - whole)..]);
        Span<char> all = plain[..(length + text.Length - whole + shift.Length)];
        if (whole < text.Length && text[whole] == decimalMark)
        {
            all[length] = '.';
        }

        return double.TryParse(all, NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent, CultureInfo.InvariantCulture, out value);
    }

    /// <summary>
    /// Copies digits without the separators between them. Groups have three digits, or two and a last one of three as in India; the
    /// first may be shorter, but does not begin with 0, so that 0,125 is never 125.
    /// </summary>
    private static bool TryUngroup(ReadOnlySpan<char> digits, char otherMark, Span<char> plain, out int length)
    {
        length = 0;
        int groups = 1, size = 0, first = 0;
        bool three = true, two = true;
        char mark = '\0';
        foreach (char character in digits)
        {
            if (char.IsAsciiDigit(character))
            {
                plain[length++] = character;
                size++;
            }
            else if (size > 0 && (character == otherMark || ThousandsMarks.Contains(character, StringComparison.Ordinal)) && (mark == '\0' || mark == character))
            {
                mark = character;
                first = groups == 1 ? size : first;
                three &= groups == 1 || size == 3;
                two &= groups == 1 || size == 2;
                groups++;
                size = 0;
            }
            else
            {
                return false;
            }
        }

        return groups == 1 || (size == 3 && digits[0] != '0' && ((three && first <= 3) || (two && first <= 2)));
    }
}
