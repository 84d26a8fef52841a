using System.Text;

namespace Descent.Data.Tables;

/// <summary>Opens a path, standard input or a stream as checked UTF-8 without byte order mark, decompressed if need be.</summary>
internal sealed class CsvInput : IDisposable
{
    private const int HeadSize = 1 << 16;

    private CsvInput(string source, HeadedStream head, Stream text, long? expectedBytes)
    {
        Source = source;
        Head = head.Head.ToArray();
        HeadIsWhole = head.IsWhole;
        Text = text;
        ExpectedBytes = expectedBytes;
    }

    public string Source { get; }

    /// <summary>The beginning of the text, for finding the separator.</summary>
    public byte[] Head { get; }

    public bool HeadIsWhole { get; }

    public Stream Text { get; }

    /// <summary>How many bytes of text will come, where that is known or can be guessed.</summary>
    public long? ExpectedBytes { get; }

    public static CsvInput Open(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        if (path.Length == 0)
        {
            throw new DataException("The path of the table is empty. Name a CSV file, or \"-\" for standard input.");
        }

        if (path == "-")
        {
            return Open(Console.OpenStandardInput(), "standard input", null);
        }

        if (Directory.Exists(path))
        {
            throw new DataException($"{path} is a folder; expected a CSV file. Name the file inside it.");
        }

        if (!File.Exists(path))
        {
            throw new DataException($"{path} does not exist. Check the name, or run from the folder where the file is.");
        }

        FileStream file = File.OpenRead(path);
        return Open(file, Path.GetFileName(path), file.CanSeek ? file.Length : null);
    }

    /// <summary>Opens a stream.</summary>
    /// <param name="stream">Plain or gzip bytes.</param>
    /// <param name="source">What messages call it.</param>
    /// <param name="length">How many bytes it has, if known.</param>
    /// <param name="headerAlone">Whether to look no further ahead than the header, as the rows may come much later.</param>
    public static CsvInput Open(Stream stream, string source, long? length, bool headerAlone = false)
    {
        HeadedStream raw = new(stream, 2);
        bool compressed = raw.Head is [0x1F, 0x8B];
        HeadedStream head = new(compressed ? new GzipInput(raw) : raw, HeadSize, headerAlone);

        // Tables compress about four times: a guess, good enough to refuse a file that is far too large.
        long? expected = length * (compressed ? 4 : 1);
        if (head.Head is [0xFF, 0xFE, ..] or [0xFE, 0xFF, ..])
        {
            UnicodeEncoding utf16 = new(head.Head[0] == 0xFE, byteOrderMark: false, throwOnInvalidBytes: true);
            head.Skip(2);
            HeadedStream text = new(Encoding.CreateTranscodingStream(head, utf16, Encoding.UTF8), HeadSize, headerAlone);
            return new(source, text, text, expected);
        }

        int mark = head.Head is [0xEF, 0xBB, 0xBF, ..] ? 3 : 0;
        head.Skip(mark);
        return head.Head.IndexOf((byte)0) is var zero and >= 0
            ? throw new DataException($"{source}: byte {zero + mark} is zero, so this is not UTF-8 text{(FileGuess.Of(head.Head) is { } guess ? $"; it looks like {guess}. Give a CSV file." : ". Save the file as UTF-8 CSV.")}")
            : new(source, head, new StrictUtf8Stream(head, source, mark), expected);
    }

    public void Dispose() => Text.Dispose();
}
