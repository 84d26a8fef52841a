using System.Text;

namespace Descent.Data.Tables;

/// <summary>Finds the place of a cell's text in a list of different texts without making a string.</summary>
internal sealed class TextLookup
{
    private const int LongestOnStack = 256;

    private readonly Dictionary<string, int> _places = new(StringComparer.Ordinal);

    public TextLookup(IReadOnlyList<string> texts)
    {
        for (int i = 0; i < texts.Count; i++)
        {
            _places.Add(texts[i], i);
        }
    }

    /// <summary>The place of the text, or −1 if it is not in the list.</summary>
    public int Find(ReadOnlySpan<byte> text)
    {
        Span<char> buffer = text.Length <= LongestOnStack ? stackalloc char[LongestOnStack] : new char[text.Length];
        ReadOnlySpan<char> characters = buffer[..Encoding.UTF8.GetChars(text, buffer)];
        return _places.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(characters, out int place) ? place : -1;
    }
}
