using System.Text.RegularExpressions;

namespace Descent.Cli.Reports;

/// <summary>Turns texts and numbers into HTML and SVG that cannot be anything but texts and numbers.</summary>
internal static partial class Markup
{
    /// <summary>The text with everything escaped that HTML or XML would read as markup or reject. A number and its percent sign stay on one line.</summary>
    public static string Escape(string text)
    {
        StringBuilder escaped = new(text.Length);
        // Half a surrogate pair is enumerated as the replacement character.
        foreach (Rune rune in text.EnumerateRunes())
        {
            _ = rune.Value switch
            {
                '<' => escaped.Append("&lt;"),
                '>' => escaped.Append("&gt;"),
                '&' => escaped.Append("&amp;"),
                '"' => escaped.Append("&quot;"),
                '\'' => escaped.Append("&#39;"),
                '\t' or '\n' or '\r' => escaped.Append(' '),
                0xFFFE or 0xFFFF => escaped.Append('\uFFFD'),
                _ => escaped.Append(Rune.IsControl(rune) ? "\uFFFD" : rune.ToString()),
            };
        }

        return BeforePercent().Replace(escaped.ToString(), "\u00A0");
    }

    /// <summary>The text escaped and cut to <paramref name="length"/> characters; names that differ only at the end still do.</summary>
    public static string Shorten(string text, int length)
    {
        StringInfo characters = new(text);
        int excess = characters.LengthInTextElements - length, head = length / 2;
        return Escape(excess <= 0
            ? text
            : $"{characters.SubstringByTextElements(0, head)}…{characters.SubstringByTextElements(head + excess + 1)}");
    }

    /// <summary>A rounded number, as <see cref="Fixed.Number"/> writes it, with a minus sign.</summary>
    public static string Number(double value) => double.IsNaN(value) ? "NaN" : Fixed.Number(value).Replace('-', '−');

    /// <summary>A measured number with <paramref name="digits"/> significant digits, trailing zeros included: 0.9100 or 26.00.</summary>
    public static string Measure(double value, int digits = 4)
    {
        double size = Math.Abs(value);
        if (!(size is >= 1e-4 and < 1e15))
        {
            return double.IsNaN(value) ? "undefined" : Number(value);
        }

        int decimals = Math.Max(digits - 1 - (int)Math.Floor(Math.Log10(size)), 0);
        return value.ToString($"N{decimals}", CultureInfo.InvariantCulture).Replace('-', '−');
    }

    /// <summary>A whole number with separated thousands.</summary>
    public static string Count(long value) => value.ToString("#,0", CultureInfo.InvariantCulture).Replace('-', '−');

    [GeneratedRegex("(?<=[0-9]) (?=%)", RegexOptions.None, Timeout.Infinite)]
    private static partial Regex BeforePercent();

    /// <summary>A coordinate of a drawing.</summary>
    public static string At(double value) => value.ToString("0.##", CultureInfo.InvariantCulture);
}
