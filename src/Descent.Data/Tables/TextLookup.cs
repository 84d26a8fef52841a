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
    private readonly Dictionary<string, int> equals = new(StringComparer.Ordinal);

    public TextLookup(IReadOnlyList<string> texts)
    {
        for (int i = 0; i < texts.Count; i++)
        {
            places.Add(texts[i], i);
            // The file that the texts come from may have used either decimal mark.
            string key = EqualTexts.Key(texts[i], texts[i].Contains(',', StringComparison.Ordinal) ? ',' : '.');
            if (!equals.TryAdd(key, i))
            {
                equals[key] = Ambiguous;
            }
        }
    }

    /// <summary>The index of the text, or −1 if it is not in the list.</summary>
    public int Find(ReadOnlySpan<byte> text, char decimalMark)
    {
        Span<char> buffer = text.Length <= LongestOnStack ? stackalloc char[LongestOnStack] : new char[text.Length];
        ReadOnlySpan<char> characters = buffer[..Encoding.UTF8.GetChars(text, buffer)];
        return places.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(characters, out int place) ? place
            : equals.GetValueOrDefault(EqualTexts.Key(characters.ToString(), decimalMark), -1);
    }
}
