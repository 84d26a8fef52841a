namespace Descent.Cli.Screens;

/// <summary>Breaks text into lines between words, and shortens what cannot be broken.</summary>
internal static class Wrapping
{
    private const int NarrowestLine = 10;

    /// <summary>The lines of a text; those after the first begin with <paramref name="indent"/> blanks.</summary>
    public static IEnumerable<string> Lines(string text, int width, int indent = 0)
    {
        string blanks = new(' ', Math.Min(indent, Math.Max(0, width - NarrowestLine)));
        foreach (string part in Printable(text).Split('\n'))
        {
            string rest = part;
            while (TextWidth.Fitting(rest, width) is var fitting && fitting < rest.Length)
            {
                int cut = rest.LastIndexOf(' ', fitting);
                // A number and its percent sign stay on one line.
                while (cut > 0 && cut + 1 < rest.Length && rest[cut + 1] == '%' && char.IsAsciiDigit(rest[cut - 1]))
                {
                    cut = rest.LastIndexOf(' ', cut - 1);
                }

                // A word longer than the line is broken, a setting before its value: everything stays readable, nothing is lost.
                cut = cut > blanks.Length ? cut : rest.LastIndexOf('=', fitting - 1) is var sign && sign >= blanks.Length + NarrowestLine ? sign + 1 : fitting;
                yield return rest[..cut].TrimEnd();
                rest = blanks + rest[cut..].TrimStart();
            }

            yield return rest;
        }
    }

    /// <summary>The text cut to a number of columns; an ellipsis shows that something is missing.</summary>
    public static string Shorten(string text, int width)
    {
        string printable = Printable(text);
        return TextWidth.Of(printable) <= width ? printable
            : width <= 1 ? "…"
            : printable[..TextWidth.Fitting(printable, width - 1)] + "…";
    }

    /// <summary>The text on one line: control characters and line breaks are written as in JSON.</summary>
    public static string Escaped(string text) => text.Any(IsUnprintable) ? string.Concat(text.Select(c => IsUnprintable(c) ? Escape(c) : $"{c}")) : text;

    // Names and cells come from files: a control code in them must not reach the terminal.
    private static string Printable(string text) => text.Contains('\n', StringComparison.Ordinal) ? string.Join('\n', text.Split('\n').Select(Escaped)) : Escaped(text);

    private static bool IsUnprintable(char c) => char.IsControl(c) || c is '\u2028' or '\u2029';

    private static string Escape(char c) => c switch { '\n' => "\\n", '\r' => "\\r", '\t' => "\\t", _ => $"\\u{(int)c:x4}" };
}
