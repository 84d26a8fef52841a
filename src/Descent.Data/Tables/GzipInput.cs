using System.Buffers.Binary;
using System.IO.Compression;

namespace Descent.Data;

/// <summary>Decompresses gzip and detects truncated files, which the runtime's own stream silently accepts.</summary>
/// <remarks>
/// A member of a gzip file ends with its length modulo 2³². If a file has several members, only the last length is known, so a length
/// below the number of bytes read is no proof of a fault, but a length above it is.
/// </remarks>
internal sealed class GzipInput : ForwardStream
{
    private readonly TailStream compressed;
    private long total;

    public GzipInput(Stream compressed)
        : this(new TailStream(compressed))
    {
    }

    private GzipInput(TailStream compressed)
        : base(new GZipStream(compressed, CompressionMode.Decompress)) => this.compressed = compressed;

    public override int Read(Span<byte> buffer)
    {
        int count = Inner.Read(buffer);
        total += count;
        return count > 0 || buffer.IsEmpty || compressed.Last32Bits <= total
            ? count
            : throw new InvalidDataException("The compressed data are truncated.");
    }

    /// <summary>Keeps the last four bytes that were read.</summary>
    private sealed class TailStream(Stream inner) : ForwardStream(inner)
    {
        private readonly byte[] tail = new byte[4];

        public uint Last32Bits => BinaryPrimitives.ReadUInt32LittleEndian(tail);

        public override int Read(Span<byte> buffer)
        {
            int count = Inner.Read(buffer);
            int kept = Math.Min(count, tail.Length);
            tail.AsSpan(kept).CopyTo(tail);
            buffer[(count - kept)..count].CopyTo(tail.AsSpan(tail.Length - kept));
            return count;
        }
    }
}
