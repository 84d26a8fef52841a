namespace Descent.Data;

/// <summary>A stream whose first bytes can be inspected before they are read; also works for pipes.</summary>
internal sealed class HeadedStream : ForwardStream
{
    private readonly byte[] _head;
    private int _position;
    private readonly int _end;
    private readonly int? _shown;

    /// <summary>Reads the first bytes.</summary>
    /// <param name="inner">The stream to read.</param>
    /// <param name="size">The maximum number of bytes to inspect.</param>
    /// <param name="lineAlone">Whether to stop at the end of the first line; bytes that arrived after it are read later but not
    /// inspected.</param>
    public HeadedStream(Stream inner, int size, bool lineAlone = false)
        : base(inner)
    {
        _head = new byte[size];
        if (!lineAlone)
        {
            _end = inner.ReadAtLeast(_head, size, throwOnEndOfStream: false);
            IsWhole = _end < size;
            return;
        }

        int line = -1;
        while (line < 0 && _end < size)
        {
            int count = inner.Read(_head.AsSpan(_end));
            if (count == 0)
            {
                IsWhole = true;
                break;
            }

            line = _head.AsSpan(_end, count).IndexOf((byte)'\n') is var at and >= 0 ? _end + at + 1 : -1;
            _end += count;
        }

        // Otherwise the result would depend on how many bytes had arrived by then.
        _shown = line < 0 ? null : line;
    }

    /// <summary>The next bytes; all of them if there are fewer than the size.</summary>
    public ReadOnlySpan<byte> Head => _head.AsSpan(_position, Math.Max(0, (_shown ?? _end) - _position));

    /// <summary>Whether <see cref="Head"/> is the whole input.</summary>
    public bool IsWhole { get; }

    public void Skip(int bytes) => _position += bytes;

    public override int Read(Span<byte> buffer)
    {
        ReadOnlySpan<byte> head = _head.AsSpan(_position, _end - _position);
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
