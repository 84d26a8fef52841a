using System.Text;

namespace Descent.Data;

/// <summary>
/// Finds the index of a cell's text in a list of different texts without allocating a string: the text itself, or else the only one
/// that is equal to it (see <see cref="EqualTexts"/>), such as 1 for 1.0.
/// </summary>
internal sealed class TextLookup
{
    private const int LongestOnStack = 256;
    private const int Ambiguous = -1;

    private readonly Dictionary<string, int> places = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> byPoint;
    private readonly Dictionary<string, int> byComma;
    private readonly char? mark;

    public TextLookup(IReadOnlyList<string> texts)
    {
        for (int i = 0; i < texts.Count; i++)
        {
            places.Add(texts[i], i);
        }

        // The file that the texts come from may have used either decimal mark.
        mark = EqualTexts.MarkOf(texts);
        byPoint = Keys(texts, mark ?? '.');
        byComma = mark is null && texts.Any(text => text.AsSpan().ContainsAny('.', ',')) ? Keys(texts, ',') : byPoint;
    }

    /// <summary>The index of the text, or −1 if it is not in the list.</summary>
    /// <param name="text">UTF-8.</param>
    /// <param name="table">The table of the cell. A decimal mark that the user has specified overrides that of the list.</param>
    public int Find(ReadOnlySpan<byte> text, Table table)
    {
        Span<char> buffer = text.Length <= LongestOnStack ? stackalloc char[LongestOnStack] : new char[text.Length];
        ReadOnlySpan<char> characters = buffer[..Encoding.UTF8.GetChars(text, buffer)];
        if (places.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(characters, out int place))
        {
            return place;
        }

        string word = characters.ToString();
        char own = table.DecimalMarkOrigin == MarkOrigin.Given ? table.DecimalMark : mark ?? table.DecimalMark;
        place = Equal(word, own);
        return place >= 0 || own == table.DecimalMark ? place : Equal(word, table.DecimalMark);
    }

    private int Equal(string word, char decimalMark) => (decimalMark == ',' ? byComma : byPoint).GetValueOrDefault(EqualTexts.Key(word, decimalMark), -1);

    private static Dictionary<string, int> Keys(IReadOnlyList<string> texts, char decimalMark)
    {
        Dictionary<string, int> equals = new(texts.Count, StringComparer.Ordinal);
        for (int i = 0; i < texts.Count; i++)
        {
            string key = EqualTexts.Key(texts[i], decimalMark);
            if (!equals.TryAdd(key, i))
            {
                equals[key] = Ambiguous;
            }
        }

        return equals;
    }
}
