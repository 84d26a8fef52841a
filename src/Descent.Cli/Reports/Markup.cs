using System.Globalization;
using System.Text;

namespace Descent.Cli.Reports;

/// <summary>Turns texts and numbers into HTML and SVG that cannot be anything but texts and numbers.</summary>
internal static class Markup
{
    /// <summary>The text with everything escaped that HTML or XML would read as markup or refuse.</summary>
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

        return escaped.ToString();
    }

    /// <summary>The text cut to <paramref name="length"/> characters and escaped.</summary>
    public static string Shorten(string text, int length)
    {
        StringInfo characters = new(text);
        return Escape(characters.LengthInTextElements <= length ? text : characters.SubstringByTextElements(0, length - 1) + "…");
    }

    /// <summary>A measured number with four or five digits that count, such as 0.9667, 12.5 or 1.2e-07.</summary>
    public static string Number(double value)
    {
        double size = Math.Abs(value);
        if (!double.IsFinite(value))
            return double.IsNaN(value) ? "NaN" : value > 0 ? "∞" : "−∞";
        string text = size switch
        {
            0 => "0",
            >= 1e6 or < 1e-4 => value.ToString("0.###e+0", CultureInfo.InvariantCulture),
            >= 1000 => value.ToString("#,0.#", CultureInfo.InvariantCulture),
            _ => value.ToString("G4", CultureInfo.InvariantCulture),
        };
        return text.Replace('-', '−');
    }

    /// <summary>A whole number with its thousands set apart.</summary>
    public static string Count(long value) => value.ToString("#,0", CultureInfo.InvariantCulture).Replace('-', '−');

    /// <summary>A coordinate of a drawing.</summary>
    public static string At(double value) => value.ToString("0.##", CultureInfo.InvariantCulture);
}
