namespace Descent.Data;

/// <summary>Guesses the kind of a file from its beginning, because users easily confuse one file with another.</summary>
public static class FileGuess
{
    /// <summary>The phrase for a model file.</summary>
    public const string Model = "a model file";

    private const int Enough = 512;

    /// <summary>What a file looks like, phrased to follow "it looks like"; null if unknown.</summary>
    /// <param name="head">The first bytes of the file; a few hundred are enough.</param>
    /// <returns>Such as <see cref="Model"/>, "a gzip file" or "a text file such as CSV".</returns>
    public static string? Of(ReadOnlySpan<byte> head)
    {
        ReadOnlySpan<byte> text = head.TrimStart(" \t\r\n"u8);
        return head switch
        {
            // Safetensors: the length of the header in eight bytes, the upper ones of which are zero, followed by JSON.
            [_, _, _, _, 0, 0, 0, 0, (byte)'{', (byte)'"', ..] => Model,
            [0x1F, 0x8B, ..] => "a gzip file",
            [(byte)'P', (byte)'K', 3, 4, ..] => "a zip archive or a spreadsheet",
            [0x89, (byte)'H', (byte)'D', (byte)'F', ..] => "an HDF5 file",
            [0x80, >= 2 and <= 5, ..] => "a Python pickle",
            [(byte)'P', (byte)'A', (byte)'R', (byte)'1', ..] => "a Parquet file",
            _ when !IsText(head) => null,
            _ when text is [(byte)'{' or (byte)'[', ..] => "a JSON file",
            _ when text is [(byte)'<', ..] => "an HTML or XML file",
            _ => "a text file such as CSV",
        };
    }

    // True without control characters and if most bytes are ASCII; whether the rest is UTF-8 or a code page does not matter here.
    private static bool IsText(ReadOnlySpan<byte> head)
    {
        ReadOnlySpan<byte> start = head[..Math.Min(Enough, head.Length)];
        int ascii = 0;
        foreach (byte value in start)
        {
            if (value < ' ' && value is not ((byte)'\t' or (byte)'\r' or (byte)'\n'))
            {
                return false;
            }

            ascii += value < 0x7F ? 1 : 0;
        }

        return 4 * ascii > 3 * start.Length;
    }
}
