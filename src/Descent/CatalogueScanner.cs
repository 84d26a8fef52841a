using System.Globalization;

namespace Descent;

/// <summary>Walks through a text word by word, and shows the place where it cannot go on.</summary>
internal abstract class CatalogueScanner(string text)
{
    /// <summary>What is read.</summary>
    protected string Text => text;

    /// <summary>How many characters have been read.</summary>
    protected int At { get; set; }

    /// <summary>The character ahead; a zero at the end.</summary>
    protected char Next => At < text.Length ? text[At] : '\0';

    /// <summary>Reads a number, or nothing.</summary>
    protected bool TryNumber(out double number, out string digits)
    {
        int start = At;
        digits = Word();
        // Words such as NaN or infinity, which would be numbers too, begin with a letter.
        if (digits.Length > 0 && !char.IsLetter(digits[0]) && digits[0] != '_' && double.TryParse(digits, NumberStyles.Float, CultureInfo.InvariantCulture, out number))
        {
            return double.IsFinite(number) ? true : throw Fault(start, digits.Length, $"{digits} is not a finite number.");
        }

        (At, number) = (start, 0);
        return false;
    }

    /// <summary>Whether a comma and then option= are ahead.</summary>
    protected bool IsNamedAfterComma()
    {
        int start = At;
        bool isNamed = Take(',') && (SkipBlanks() | true) && Word().Length > 0 && (SkipBlanks() | true) && Next == '=';
        At = start;
        return isNamed;
    }

    /// <summary>Whether a value may begin here.</summary>
    protected bool StartsValue() => IsWordCharacter(Next) || Next is '[' or '"';

    /// <summary>Reads letters, digits and what numbers are made of; perhaps none.</summary>
    protected string Word()
    {
        int start = At;
        while (IsWordCharacter(Next))
        {
            At++;
        }

        return text[start..At];
    }

    /// <summary>Reads a character if it is the wanted one.</summary>
    protected bool Take(char wanted)
    {
        if (At >= text.Length || text[At] != wanted)
        {
            return false;
        }

        At++;
        return true;
    }

    /// <summary>Reads blanks.</summary>
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

    /// <summary>What stands here instead of what should.</summary>
    protected string Found() => At < text.Length ? $", but '{text[At]}' stands there" : ", but the text ends";

    protected static bool IsWordCharacter(char character) => char.IsLetterOrDigit(character) || character is '_' or '.' or '+' or '-';

    /// <summary>An error with a finger at its place.</summary>
    protected FormatException Fault(int place, int length, string message, Exception? cause = null)
    {
        const int before = 30, after = 40, widest = before + after;
        // A name alone needs no finger pointing at it.
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
