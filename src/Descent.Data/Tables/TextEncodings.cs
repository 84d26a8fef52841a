using System.Text;

namespace Descent.Data;

/// <summary>Determines the encoding of a text from its byte order mark, the user's choice, or its zero bytes.</summary>
internal static class TextEncodings
{
    private const int Looked = 4096;

    private static readonly (byte[] Mark, Encoding? Encoding)[] s_marks =
    [
        ([0xFF, 0xFE, 0, 0], new UTF32Encoding(bigEndian: false, byteOrderMark: false)),
        ([0, 0, 0xFE, 0xFF], new UTF32Encoding(bigEndian: true, byteOrderMark: false)),
        ([0xFF, 0xFE], new UnicodeEncoding(bigEndian: false, byteOrderMark: false)),
        ([0xFE, 0xFF], new UnicodeEncoding(bigEndian: true, byteOrderMark: false)),
        ([0xEF, 0xBB, 0xBF], null),
    ];

    /// <summary>The encoding of a text and the length of its byte order mark, which takes precedence over the user's choice.</summary>
    /// <param name="head">The beginning of the text.</param>
    /// <param name="given">The user's choice, or null.</param>
    /// <returns>The encoding, for which invalid bytes are errors; null for UTF-8.</returns>
    public static (Encoding? Encoding, int Mark) Of(ReadOnlySpan<byte> head, Encoding? given)
    {
        foreach ((byte[] mark, Encoding? encoding) in s_marks)
        {
            if (head.StartsWith(mark))
            {
                return (encoding is null ? null : Strict(encoding), mark.Length);
            }
        }

        return (given is null or UTF8Encoding ? null : Strict(given), 0);
    }

    /// <summary>The exception for a text that should be UTF-8 but has a zero byte.</summary>
    /// <param name="source">The name of the text in messages.</param>
    /// <param name="at">The offset of the byte.</param>
    /// <param name="head">The beginning of the text, as far as it is known.</param>
    public static DataException Zero(string source, long at, ReadOnlySpan<byte> head)
    {
        if (FileGuess.Of(head) is { } guess)
        {
            return new($"{source}: byte {at} is zero, so this is not text in UTF-8; it looks like {guess}. Give a CSV file.");
        }

        head = head[..Math.Min(Looked, head.Length & ~3)];
        int[] zeros = new int[4];
        for (int i = 0; i < head.Length; i++)
        {
            zeros[i % 4] += head[i] == 0 ? 1 : 0;
        }

        // Most characters have small code points, so that their high bytes are mostly zero and their low bytes never.
        int length = head.Length;
        bool[] high = Array.ConvertAll(zeros, count => count > 0 && 8 * count >= length);
        string? name = high switch
        {
            [false, true, true, true] => "utf-32",
            [true, true, true, false] => "utf-32BE",
            [false, true, false, true] => "utf-16",
            [true, false, true, false] => "utf-16BE",
            _ => null,
        };
        return name is null
            ? new($"{source}: byte {at} is zero, so this is not text in UTF-8. Save the file as UTF-8 CSV, or set its encoding.", new Remedy(nameof(CsvOptions.Encoding)))
            : new($"{source}: byte {at} is zero, and so are others at regular distances: this looks like {name.ToUpperInvariant()} without a byte order mark. Set the encoding, or save the file as UTF-8 CSV.", new Remedy(nameof(CsvOptions.Encoding), value: name));
    }

    private static Encoding Strict(Encoding encoding)
    {
        Encoding strict = (Encoding)encoding.Clone();
        strict.DecoderFallback = DecoderFallback.ExceptionFallback;
        return strict;
    }
}
