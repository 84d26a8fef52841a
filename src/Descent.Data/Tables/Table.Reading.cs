using System.Text;

namespace Descent.Data;

public sealed partial class Table
{
    /// <summary>
    /// Reads a CSV file: UTF-8 (or UTF-16 or UTF-32 with a byte order mark), a header line, RFC 4180 quotes, and a separator inferred
    /// from comma, semicolon, tab and bar. Blank lines, and spaces around unquoted cells, are ignored.
    /// </summary>
    /// <param name="path">A file, plain or gzip, or "-" for standard input.</param>
    /// <param name="options">How to read it.</param>
    /// <returns>The table, with at least one row.</returns>
    /// <exception cref="DataException">If the file cannot be read, changes its length meanwhile, is malformed, has no rows, or does not fit into memory; the message
    /// gives the line.</exception>
    public static Table Read(string path, CsvOptions? options = null) =>
        Guarded(path, () => ReadAll(CsvInput.Open(path, options?.Encoding), options ?? new()));

    /// <summary>Reads CSV from a stream, like <see cref="Read(string, CsvOptions?)"/>.</summary>
    /// <param name="stream">Plain or gzip bytes; it is disposed.</param>
    /// <param name="source">The name used in messages.</param>
    /// <param name="options">How to read it.</param>
    /// <returns>The table, with at least one row.</returns>
    /// <exception cref="DataException">As for files.</exception>
    public static Table Read(Stream stream, string source, CsvOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentNullException.ThrowIfNull(source);
        return Guarded(source, () => ReadAll(CsvInput.Open(stream, source, Remaining(stream), options?.Encoding), options ?? new()));
    }

    /// <summary>Reads CSV from text in memory, like <see cref="Read(string, CsvOptions?)"/>.</summary>
    /// <param name="text">The CSV text with its header line.</param>
    /// <param name="source">The name used in messages; by default "text".</param>
    /// <param name="options">How to read it.</param>
    /// <returns>The table, with at least one row.</returns>
    /// <exception cref="DataException">As for files.</exception>
    public static Table Parse(string text, string source = "text", CsvOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(text);
        return Read(new MemoryStream(Encoding.UTF8.GetBytes(text)), source, options);
    }

    /// <summary>Reads a CSV file a number of rows at a time, so that a file of any size needs only the memory of one chunk.</summary>
    /// <param name="path">A file, plain or gzip, or "-" for standard input.</param>
    /// <param name="options">How to read it.</param>
    /// <param name="rowsPerChunk">The number of rows per table, at least 1; by default 4096.</param>
    /// <returns>The tables in order; a single one without rows if the file has only a header.</returns>
    /// <exception cref="DataException">As for <see cref="Read(string, CsvOptions?)"/>, thrown while enumerating.</exception>
    public static IEnumerable<Table> ReadChunks(string path, CsvOptions? options = null, int rowsPerChunk = 4096)
    {
        ArgumentNullException.ThrowIfNull(path);
        ArgumentOutOfRangeException.ThrowIfLessThan(rowsPerChunk, 1);
        return Chunks(() => CsvInput.Open(path, options?.Encoding), path, options ?? new(), rowsPerChunk);
    }

    /// <summary>Reads CSV from a stream a number of rows at a time, like <see cref="ReadChunks(string, CsvOptions?, int)"/>.</summary>
    /// <param name="stream">Plain or gzip bytes; it is disposed at the end.</param>
    /// <param name="source">The name used in messages.</param>
    /// <param name="options">How to read it.</param>
    /// <param name="rowsPerChunk">The number of rows per table, at least 1; by default 4096.</param>
    /// <returns>The tables in order; a single one without rows if there is only a header.</returns>
    /// <exception cref="DataException">As for files, thrown while enumerating.</exception>
    public static IEnumerable<Table> ReadChunks(Stream stream, string source, CsvOptions? options = null, int rowsPerChunk = 4096)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentNullException.ThrowIfNull(source);
        ArgumentOutOfRangeException.ThrowIfLessThan(rowsPerChunk, 1);
        return Chunks(() => CsvInput.Open(stream, source, Remaining(stream), options?.Encoding), source, options ?? new(), rowsPerChunk);
    }

    /// <summary>
    /// Reads CSV as it arrives: each table consists of the rows that are complete. A writer that sends one row and waits for an answer
    /// gets it, and the rows of a fast writer are read many at a time.
    /// </summary>
    /// <param name="stream">Plain or gzip bytes; it is disposed at the end.</param>
    /// <param name="source">The name used in messages.</param>
    /// <param name="options">How to read it. The separator is inferred from the header alone.</param>
    /// <returns>The tables in order; a single one without rows if there is only a header.</returns>
    /// <exception cref="DataException">As for files, thrown while enumerating.</exception>
    public static IEnumerable<Table> ReadArriving(Stream stream, string source, CsvOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentNullException.ThrowIfNull(source);
        return Arriving(stream, source, options);
    }

    private static IEnumerable<Table> Arriving(Stream stream, string source, CsvOptions? options)
    {
        using CsvInput input = Guarded(source, () => CsvInput.Open(stream, source, null, options?.Encoding, headerAlone: true));
        using CsvTableReader reader = Guarded(source, () => new CsvTableReader(input, options ?? new(), arrives: true));
        Table? rows = Guarded(source, () => reader.ReadArrived() ?? reader.Empty());
        while (rows is not null)
        {
            yield return rows;
            rows = Guarded(source, reader.ReadArrived);
        }
    }

    private static IEnumerable<Table> Chunks(Func<CsvInput> open, string source, CsvOptions options, int rowsPerChunk)
    {
        using CsvInput input = Guarded(source, open);
        using CsvTableReader reader = Guarded(source, () => new CsvTableReader(input, options));
        Table? chunk = Guarded(source, () => reader.ReadRows(rowsPerChunk) ?? reader.Empty());
        while (chunk is not null)
        {
            yield return chunk;
            chunk = Guarded(source, () => reader.ReadRows(rowsPerChunk));
        }
    }

    private static long? Remaining(Stream stream) => stream is { CanSeek: true } ? stream.Length - stream.Position : null;

    private static Table ReadAll(CsvInput input, CsvOptions options)
    {
        using (input)
        {
            new MemoryGuard(input.Source, options.MemoryLimit).RequireRoomFor(input.ExpectedBytes);
            using CsvTableReader reader = new(input, options);
            return reader.ReadAll()
                ?? throw new DataException($"{input.Source} has a header ({NameList.Of([.. reader.Empty().Columns])}) but no rows. Expected one line per sample below it.");
        }
    }

    /// <summary>Runs a function that reads, and turns errors of the file system and of decompression into one clear message.</summary>
    private static TResult Guarded<TResult>(string source, Func<TResult> read)
    {
        try
        {
            return read();
        }
        catch (InvalidDataException fault)
        {
            throw new DataException($"{source} is damaged: its compressed data are truncated or not valid gzip. Copy or compress the file again.", fault);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            (string reason, string advice) = FileFault.Of(source, fault);
            throw new DataException($"{source} cannot be read: {reason}. {advice}", fault);
        }
        catch (System.Text.DecoderFallbackException fault)
        {
            throw new DataException($"{source} has bytes that are invalid in the given encoding: {fault.Message} Set the right encoding, or save the file as UTF-8.", fault);
        }
    }
}
