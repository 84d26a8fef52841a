using System.Globalization;
using System.Text;

namespace Descent.Data;

/// <summary>Interprets the text of a cell, independently of the machine's culture.</summary>
internal static class Cell
{
    /// <summary>Numbers of a larger magnitude are refused, because their squares and differences may not be finite.</summary>
    public const double Largest = 1e300;

    private const int LongestNumber = 128;

    /// <summary>Reads a number: optional sign, digits, decimal mark, exponent; no thousands separators. May be infinite.</summary>
    public static bool TryNumber(ReadOnlySpan<byte> text, char decimalMark, out double value)
    {
        if (decimalMark == '.')
        {
            return TryInvariant(text, out value);
        }

        value = 0;
        if (text.Length > LongestNumber || text.Contains((byte)'.'))
        {
            return false;
        }

        Span<byte> invariant = stackalloc byte[text.Length];
        text.Replace(invariant, (byte)decimalMark, (byte)'.');
        return TryInvariant(invariant, out value);
    }

    /// <summary>Whether the text would be a number with the other decimal mark.</summary>
    public static bool IsNumberWithOtherMark(ReadOnlySpan<byte> text, char decimalMark)
    {
        char other = OtherMark(decimalMark);
        return text.Contains((byte)other) && TryNumber(text, other, out _);
    }

    public static char OtherMark(char decimalMark) => decimalMark == '.' ? ',' : '.';

    private static bool TryInvariant(ReadOnlySpan<byte> text, out double value)
    {
        if (PlainNumber.TryRead(text, out value))
        {
            return true;
        }

        if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out value))
        {
            // "NaN" is a missing value in any column, never a number.
            return !double.IsNaN(value);
        }

        text = text[Ascii.Trim(text)];
        bool negative = text.StartsWith("-"u8);
        value = negative ? double.NegativeInfinity : double.PositiveInfinity;
        return Ascii.EqualsIgnoreCase(negative || text.StartsWith("+"u8) ? text[1..] : text, "inf"u8);
    }
}
