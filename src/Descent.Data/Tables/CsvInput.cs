using System.Text;

namespace Descent.Data;

/// <summary>Opens a path, standard input or a stream as validated UTF-8 without a byte order mark, decompressed if necessary.</summary>
internal sealed class CsvInput : IDisposable
{
    private const int HeadSize = 1 << 16;

    private CsvInput(string source, HeadedStream head, Stream text, long? expectedBytes, long? length = null)
    {
        Source = source;
        Head = head.Head.ToArray();
        HeadIsWhole = head.IsWhole;
        Text = text;
        ExpectedBytes = expectedBytes;
        Length = length;
    }

    public string Source { get; }

    /// <summary>The beginning of the text, from which the separator is inferred.</summary>
    public byte[] Head { get; }

    public bool HeadIsWhole { get; }

    public Stream Text { get; }

    /// <summary>The number of bytes of text, if it is known or can be estimated.</summary>
    public long? ExpectedBytes { get; }

    /// <summary>The number of bytes of text, if it is known.</summary>
    public long? Length { get; }

    public static CsvInput Open(string path, Encoding? encoding = null)
    {
        ArgumentNullException.ThrowIfNull(path);
        if (path.Length == 0)
        {
            throw new DataException("The path of the table is empty. Name a CSV file, or \"-\" for standard input.");
        }

        if (path == "-")
        {
            return Open(StandardStreams.OpenInput(), "standard input", null, encoding);
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
        return Open(file, Path.GetFileName(path), file.CanSeek ? file.Length : null, encoding);
    }

    /// <summary>Opens a stream.</summary>
    /// <param name="stream">Plain or gzip bytes.</param>
    /// <param name="source">The name used in messages.</param>
    /// <param name="length">The number of bytes, if known; another number at the end is an error.</param>
    /// <param name="encoding">The encoding, if specified.</param>
    /// <param name="headerAlone">Whether to look ahead only to the end of the header, because the rows may arrive much later.</param>
    public static CsvInput Open(Stream stream, string source, long? length, Encoding? encoding = null, bool headerAlone = false)
    {
        // Files that the system makes up, such as those in /proc, have no length.
        HeadedStream raw = new(length is { } whole and > 0 ? new WholeStream(stream, source, whole) : stream, 2);
        bool compressed = raw.Head is [0x1F, 0x8B];
        HeadedStream head = new(compressed ? new GzipInput(raw) : raw, HeadSize, headerAlone);

        // Tables compress about four times: an estimate good enough to refuse a file that is far too large.
        long? expected = length * (compressed ? 4 : 1);
        (Encoding? other, int mark) = TextEncodings.Of(head.Head, encoding);
        head.Skip(mark);
        if (other is not null)
        {
            HeadedStream text = new(Encoding.CreateTranscodingStream(head, other, Encoding.UTF8), HeadSize, headerAlone);
            return text.Head.Contains((byte)0) ? throw TextEncodings.Zero(source, text.Head.IndexOf((byte)0), text.Head) : new(source, text, text, expected);
        }

        return head.Head.IndexOf((byte)0) is var zero and >= 0
            ? throw TextEncodings.Zero(source, zero + mark, head.Head)
            : new(source, head, new StrictUtf8Stream(head, source, mark), expected, compressed ? null : length);
    }

    public void Dispose() => Text.Dispose();
}
