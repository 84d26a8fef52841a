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
    private readonly TailStream _compressed;
    private long _total;

    public GzipInput(Stream compressed)
        : this(new TailStream(compressed))
    {
    }

    private GzipInput(TailStream compressed)
        : base(new GZipStream(compressed, CompressionMode.Decompress)) => _compressed = compressed;

    public override int Read(Span<byte> buffer)
    {
        int count = Inner.Read(buffer);
        _total += count;
        return count > 0 || buffer.IsEmpty || _compressed.Last32Bits <= _total
            ? count
            : throw new InvalidDataException("The compressed data are truncated.");
    }

    /// <summary>Keeps the last four bytes that were read.</summary>
    private sealed class TailStream(Stream inner) : ForwardStream(inner)
    {
        private readonly byte[] _tail = new byte[4];

        public uint Last32Bits => BinaryPrimitives.ReadUInt32LittleEndian(_tail);

        public override int Read(Span<byte> buffer)
        {
            int count = Inner.Read(buffer);
            int kept = Math.Min(count, _tail.Length);
            _tail.AsSpan(kept).CopyTo(_tail);
            buffer[(count - kept)..count].CopyTo(_tail.AsSpan(_tail.Length - kept));
            return count;
        }
    }
}
