namespace Descent.Data;

/// <summary>A stream whose first bytes can be looked at before they are read; works on pipes too.</summary>
internal sealed class HeadedStream : ForwardStream
{
    private readonly byte[] _head;
    private int _position;
    private readonly int _end;
    private readonly int? _shown;

    /// <summary>Reads the first bytes.</summary>
    /// <param name="inner">What is read.</param>
    /// <param name="size">How many bytes to look at, at most.</param>
    /// <param name="lineAlone">Whether to stop at the end of the first line: what has come behind it is read but not looked at.</param>
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

        // Otherwise the guess would depend on how much had come by now.
        _shown = line < 0 ? null : line;
    }

    /// <summary>The next bytes; all there are when there are fewer than asked for.</summary>
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
