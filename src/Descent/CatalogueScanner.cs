using System.Globalization;

namespace Descent;

/// <summary>Reads a text word by word, and reports the position of errors.</summary>
internal abstract class CatalogueScanner(string text)
{
    private readonly string text = text ?? throw new ArgumentNullException(nameof(text));

    /// <summary>The text.</summary>
    protected string Text => text;

    /// <summary>The number of characters that have been read.</summary>
    protected int At { get; set; }

    /// <summary>The next character; zero at the end of the text.</summary>
    protected char Next => At < text.Length ? text[At] : '\0';

    /// <summary>Reads a number if there is one.</summary>
    protected bool TryNumber(out double number, out string digits)
    {
        int start = At;
        digits = Word();
        // Words such as NaN or infinity, which would also parse as numbers, begin with a letter.
        if (digits.Length > 0 && !char.IsLetter(digits[0]) && digits[0] != '_' && double.TryParse(digits, NumberStyles.Float, CultureInfo.InvariantCulture, out number))
        {
            return double.IsFinite(number) ? true : throw Fault(start, digits.Length, $"{digits} is not a finite number.");
        }

        (At, number) = (start, 0);
        return false;
    }

    /// <summary>Whether a comma and a named option (<c>option=</c>) follow.</summary>
    protected bool IsNamedAfterComma()
    {
        int start = At;
        bool isNamed = Take(',') && (SkipBlanks() | true) && Word().Length > 0 && (SkipBlanks() | true) && Next == '=';
        At = start;
        return isNamed;
    }

    /// <summary>Whether the next character can begin a value.</summary>
    protected bool StartsValue() => IsWordCharacter(Next) || Next is '[' or '"';

    /// <summary>Reads letters, digits and the other characters of numbers; the result may be empty.</summary>
    protected string Word()
    {
        int start = At;
        while (IsWordCharacter(Next))
        {
            At++;
        }

        return text[start..At];
    }

    /// <summary>Reads the next character if it is the given one.</summary>
    protected bool Take(char wanted)
    {
        bool isNext = At < text.Length && text[At] == wanted;
        At += isNext ? 1 : 0;
        return isNext;
    }

    /// <summary>Skips white space.</summary>
    /// <returns>Whether there were any.</returns>
    protected bool SkipBlanks()
    {
        int start = At;
        while (char.IsWhiteSpace(Next))
        {
            At++;
        }

        return At > start;
    }

    /// <summary>The part of an error message that says what was found instead.</summary>
    protected string Found() => At < text.Length ? $", but found '{text[At]}'" : ", but the text ends";

    protected static bool IsWordCharacter(char character) => char.IsLetterOrDigit(character) || character is '_' or '.' or '+' or '-';

    /// <summary>Creates an exception whose message marks the position with carets.</summary>
    protected FormatException Fault(int place, int length, string message, Exception? cause = null)
    {
        const int before = 30, after = 40, widest = before + after;
        // If the error covers the whole text, carets would add nothing.
        if (place == 0 && length >= text.Trim().Length)
        {
            return new FormatException(message, cause);
        }

        bool isShort = text.Length <= widest;
        int from = isShort ? 0 : Math.Max(0, place - before), to = isShort ? text.Length : Math.Min(text.Length, place + after);
        string open = from > 0 ? "…" : "", close = to < text.Length ? "…" : "";
        string line = $"{open}{text[from..to]}{close}".ReplaceLineEndings(" ");
        string finger = new string(' ', open.Length + place - from) + new string('^', Math.Clamp(length, 1, Math.Max(1, to - place)));
        return new FormatException(string.Create(CultureInfo.InvariantCulture, $"{message} At character {place + 1}:\n  {line}\n  {finger}"), cause);
    }
}
