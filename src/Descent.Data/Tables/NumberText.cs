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

    /// <summary>The powers of ten that percent and per mille mean.</summary>
    private const int Hundredths = -2, Thousandths = -3;

    /// <summary>Blanks of all widths and apostrophes; the mark that is not the decimal mark is allowed too.</summary>
    private const string ThousandsMarks = " \u00A0\u2009\u202F'\u2019";

    /// <summary>Room for the plain form of the longest number: with a sign, and with the exponent of a percentage.</summary>
    private const int LongestPlain = Longest + 4;

    /// <summary>Reads a number with the given decimal mark; "12 %" is 0.12.</summary>
    /// <param name="cell">UTF-8.</param>
    /// <param name="decimalMark">'.' or ','; the other one is allowed as a thousands separator.</param>
    /// <param name="value">The number.</param>
    /// <param name="currency">The currency, by the same name for all its spellings, or null.</param>
    /// <param name="isPercent">Whether it is written in percent or per mille.</param>
    public static bool TryRead(ReadOnlySpan<byte> cell, char decimalMark, out double value, out string? currency, out bool isPercent)
    {
        value = 0;
        Span<char> plain = stackalloc char[LongestPlain];
        bool isWritten = TryPlain(cell, decimalMark, plain, out int length, out currency, out int shift);
        isPercent = shift < 0;
        if (!isWritten)
        {
            return false;
        }

        // 83.9% must become the double nearest to 0.839, which 83.9 / 100 is not, so the exponent is shifted; only a number that has an
        // exponent is divided.
        double unit = 1;
        if (isPercent && plain[..length].ContainsAny('e', 'E'))
        {
            unit = shift == Hundredths ? 100 : 1000;
        }
        else if (isPercent)
        {
            (shift == Hundredths ? "e-2" : "e-3").CopyTo(plain[length..]);
            length += 3;
        }

        bool isNumber = double.TryParse(plain[..length], NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent, CultureInfo.InvariantCulture, out value);
        value /= unit;
        return isNumber;
    }

    /// <summary>The canonical text of a number (see <see cref="ExactNumber"/>) with its currency, or in percent; null if the cell is no number. 0 % is 0.</summary>
    /// <param name="cell">UTF-8.</param>
    /// <param name="decimalMark">'.' or ','.</param>
    /// <param name="isCode">Whether zeros precede the first digit, as in $05.</param>
    public static string? Canonical(ReadOnlySpan<byte> cell, char decimalMark, out bool isCode)
    {
        isCode = false;
        Span<char> plain = stackalloc char[LongestPlain];
        return !TryPlain(cell, decimalMark, plain, out int length, out string? currency, out int shift) || ExactNumber.Canonical(plain[..length], out isCode, shift < 0 ? shift - Hundredths : 0) is not { } number ? null
            : currency is not null ? $"{number} {currency}"
            : shift < 0 && number != "0" ? $"{number}%"
            : number;
    }

    /// <summary>Writes a number plainly: a minus sign, digits, a point, an exponent. Digits behind the whole part are copied as they are, and may be none of a number.</summary>
    /// <param name="cell">UTF-8.</param>
    /// <param name="decimalMark">'.' or ','.</param>
    /// <param name="plain">Receives the number.</param>
    /// <param name="length">The number of characters written.</param>
    /// <param name="currency">The currency or null.</param>
    /// <param name="shift">−2 for percent, −3 for per mille, otherwise 0: the number is the written one times this power of ten.</param>
    private static bool TryPlain(ReadOnlySpan<byte> cell, char decimalMark, Span<char> plain, out int length, out string? currency, out int shift)
    {
        length = shift = 0;
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
        if (currency is null && text is [.., '%' or '‰'])
        {
            shift = text[^1] == '%' ? Hundredths : Thousandths;
            text = text[..^1].TrimEnd();
        }

        if (isNegative)
        {
            plain[length++] = '-';
        }

        return TryDigits(text, decimalMark, plain, ref length);
    }

    private static bool ContainsDigit(ReadOnlySpan<byte> cell) => cell.ContainsAnyInRange((byte)'0', (byte)'9');

    private static bool TakeSign(ref ReadOnlySpan<char> text, out bool isNegative)
    {
        isNegative = text is ['-' or '\u2212', ..];
        bool signed = isNegative || text is ['+', ..];
        text = signed ? text[1..].TrimStart() : text;
        return signed;
    }

    /// <summary>Appends digits, possibly grouped, a fraction and an exponent; no sign.</summary>
    private static bool TryDigits(ReadOnlySpan<char> text, char decimalMark, Span<char> plain, ref int length)
    {
        int whole = text.IndexOfAny(decimalMark, 'e', 'E');
        whole = whole < 0 ? text.Length : whole;
        if (!TryUngroup(text[..whole], Cell.OtherMark(decimalMark), plain[length..], out int digits))
        {
            return false;
        }

        length += digits;
        ReadOnlySpan<char> rest = text[whole..];
        rest.CopyTo(plain[length..]);
        if (rest is [var first, ..] && first == decimalMark)
        {
            plain[length] = '.';
        }

        length += rest.Length;
        return true;
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
