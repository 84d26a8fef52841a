using System.IO.Compression;

namespace Descent.Formats;

/// <summary>
/// Reads and writes NPZ, the files of <c>numpy.savez</c> and <c>numpy.savez_compressed</c>: a ZIP archive with an array in each entry. Arrays of float16, float32
/// and float64 are read, in C or Fortran order and either byte order; everything a file claims is checked before memory is allocated.
/// </summary>
/// <remarks>The format is described in NumPy's <c>numpy.lib.format</c>, versions 1.0 to 3.0.</remarks>
public static class NpzFile
{
    /// <summary>The most bytes of all arrays of a file by default: 1 GiB.</summary>
    public const long DefaultMaximumBytes = 1L << 30;

    private const string Suffix = ".npy";

    // Deflate can repeat 258 bytes by 2 bits, so no entry can honestly be longer.
    private const long MostPerByte = 1032;

    /// <summary>Reads all arrays of a file, in their order.</summary>
    /// <param name="path">The path.</param>
    /// <param name="maximumBytes">The most bytes of all arrays together.</param>
    /// <returns>The arrays.</returns>
    /// <exception cref="ModelFileException">If the file cannot be read, is damaged, or has arrays of another type.</exception>
    public static IReadOnlyList<NpzArray> Load(string path, long maximumBytes = DefaultMaximumBytes) => Load(path, maximumBytes, _ => true);

    /// <summary>Reads the arrays with names that are wanted.</summary>
    internal static IReadOnlyList<NpzArray> Load(string path, long maximumBytes, Predicate<string> isWanted)
    {
        Fault.CheckPath(path);
        try
        {
            using FileStream stream = new(path, FileMode.Open, FileAccess.Read, FileShare.Read);
            return Read(stream, path, maximumBytes, isWanted);
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException)
        {
            throw Fault.CannotRead(path, cause);
        }
    }

    /// <summary>Reads all arrays, in their order.</summary>
    /// <param name="stream">A stream that can seek.</param>
    /// <param name="source">The name of the file in messages.</param>
    /// <param name="maximumBytes">The most bytes of all arrays together.</param>
    /// <returns>The arrays.</returns>
    /// <exception cref="ModelFileException">If the file is damaged, or has arrays of another type.</exception>
    public static IReadOnlyList<NpzArray> Read(Stream stream, string source = "arrays", long maximumBytes = DefaultMaximumBytes)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentNullException.ThrowIfNull(source);
        return Read(stream, source, maximumBytes, _ => true);
    }

    private static NpzArray[] Read(Stream stream, string source, long maximumBytes, Predicate<string> isWanted)
    {
        try
        {
            using ZipArchive archive = new(stream, ZipArchiveMode.Read, leaveOpen: true);
            long all = 0;
            foreach (ZipArchiveEntry entry in archive.Entries)
            {
                all += entry.Length;
                if (entry.Length > (entry.CompressedLength * MostPerByte) + MostPerByte || all > maximumBytes)
                {
                    throw Fault.In(source, $"the entry {Fault.Quote(entry.FullName)} claims {entry.Length} bytes from {entry.CompressedLength}, and all entries so far {all}; at most {maximumBytes} are read");
                }
            }

            return [.. archive.Entries.Where(entry => isWanted(NameOf(entry, source))).Select(entry => Read(entry, source))];
        }
        catch (Exception fault) when (fault is InvalidDataException or EndOfStreamException or NotSupportedException)
        {
            throw Fault.In(source, "this is not an NPZ file, or it is truncated or damaged", fault);
        }
    }

    /// <summary>Writes arrays to a file, uncompressed as <c>numpy.savez</c> does. The same arrays give the same bytes.</summary>
    /// <param name="path">The path.</param>
    /// <param name="arrays">The arrays, each with its own name.</param>
    /// <exception cref="ModelFileException">If the file cannot be written.</exception>
    public static void Save(string path, IEnumerable<NpzArray> arrays)
    {
        using MemoryStream content = new();
        Write(content, arrays);
        AtomicFile.Write(path, stream => content.WriteTo(stream));
    }

    /// <summary>Writes arrays, uncompressed as <c>numpy.savez</c> does.</summary>
    /// <param name="stream">The stream.</param>
    /// <param name="arrays">The arrays, each with its own name.</param>
    /// <exception cref="ArgumentException">If two arrays have the same name.</exception>
    public static void Write(Stream stream, IEnumerable<NpzArray> arrays)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentNullException.ThrowIfNull(arrays);
        HashSet<string> names = new(StringComparer.Ordinal);
        using ZipArchive archive = new(stream, ZipArchiveMode.Create, leaveOpen: true);
        foreach (NpzArray array in arrays)
        {
            if (!names.Add(array.Name))
            {
                throw new ArgumentException($"Two arrays are called {Fault.Quote(array.Name)}; every array needs a name of its own.", nameof(arrays));
            }

            ZipArchiveEntry entry = archive.CreateEntry(array.Name + Suffix, CompressionLevel.NoCompression);
            // The first moment that the format knows: the same arrays are the same bytes at any time.
            entry.LastWriteTime = new DateTimeOffset(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);
            using Stream content = entry.Open();
            content.Write(NpyFormat.ToBytes(array));
        }
    }

    private static string NameOf(ZipArchiveEntry entry, string source) => entry.FullName.EndsWith(Suffix, StringComparison.Ordinal) && entry.FullName.Length > Suffix.Length
        ? entry.FullName[..^Suffix.Length]
        : throw Fault.In(source, $"the entry {Fault.Quote(entry.FullName)} is not an array; an NPZ file has entries with names that end in {Suffix}");

    private static NpzArray Read(ZipArchiveEntry entry, string source)
    {
        string name = NameOf(entry, source);
        byte[] bytes = new byte[entry.Length];
        using Stream content = entry.Open();
        content.ReadExactly(bytes);
        if (content.ReadByte() >= 0 || Checksums.Crc32(bytes) != entry.Crc32)
        {
            throw Fault.In(source, $"the array {Fault.Quote(name)} is not what was stored: its length or its checksum differs; the file is damaged");
        }

        return NpyFormat.Read(bytes, name, source);
    }

    private static class Checksums
    {
        /// <summary>The checksum of ZIP, bit by bit over the reversed polynomial 0x04C11DB7.</summary>
        public static uint Crc32(ReadOnlySpan<byte> bytes)
        {
            Span<uint> table = stackalloc uint[256];
            for (uint i = 0; i < table.Length; i++)
            {
                uint value = i;
                for (int bit = 0; bit < 8; bit++)
                {
                    value = (value >> 1) ^ ((value & 1) * 0xEDB88320);
                }

                table[(int)i] = value;
            }

            uint sum = ~0u;
            foreach (byte next in bytes)
            {
                sum = table[(int)((sum ^ next) & 0xFF)] ^ (sum >> 8);
            }

            return ~sum;
        }
    }
}
