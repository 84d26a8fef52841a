namespace Descent.Data.Tables;

/// <summary>A stream whose first bytes can be looked at before they are read; works on pipes too.</summary>
internal sealed class HeadedStream : ForwardStream
{
    private readonly byte[] _head;
    private int _position;
    private readonly int _end;

    public HeadedStream(Stream inner, int size)
        : base(inner)
    {
        _head = new byte[size];
        _end = inner.ReadAtLeast(_head, size, throwOnEndOfStream: false);
    }

    /// <summary>The next bytes; all there are when there are fewer than asked for.</summary>
    public ReadOnlySpan<byte> Head => _head.AsSpan(_position, _end - _position);

    /// <summary>Whether <see cref="Head"/> is the whole input.</summary>
    public bool IsWhole => _end < _head.Length;

    public void Skip(int bytes) => _position += bytes;

    public override int Read(Span<byte> buffer)
    {
        ReadOnlySpan<byte> head = Head;
        if (head.IsEmpty)
        {
            return Inner.Read(buffer);
        }

        int count = Math.Min(head.Length, buffer.Length);
        head[..count].CopyTo(buffer);
        _position += count;
        return count;
    }
}
