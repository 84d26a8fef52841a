namespace Descent.Data;

/// <summary>A stream whose first bytes can be inspected before they are read; also works for pipes.</summary>
internal sealed class HeadedStream : ForwardStream
{
    private readonly byte[] head;
    private int position;
    private readonly int end;
    private readonly int? shown;

    /// <summary>Reads the first bytes.</summary>
    /// <param name="inner">The stream to read.</param>
    /// <param name="size">The maximum number of bytes to inspect.</param>
    /// <param name="lineAlone">Whether to stop at the end of the first line; bytes that arrived after it are read later but not
    /// inspected.</param>
    public HeadedStream(Stream inner, int size, bool lineAlone = false)
        : base(inner)
    {
        head = new byte[size];
        if (!lineAlone)
        {
            end = inner.ReadAtLeast(head, size, throwOnEndOfStream: false);
            IsWhole = end < size;
            return;
        }

        int line = -1;
        while (line < 0 && end < size)
        {
            int count = inner.Read(head.AsSpan(end));
            if (count == 0)
            {
                IsWhole = true;
                break;
            }

            line = head.AsSpan(end, count).IndexOf((byte)'\n') is var at and >= 0 ? end + at + 1 : -1;
            end += count;
        }

        // Otherwise the result would depend on how many bytes had arrived by then.
        shown = line < 0 ? null : line;
    }

    /// <summary>The next bytes; all of them if there are fewer than the size.</summary>
    public ReadOnlySpan<byte> Head => head.AsSpan(position, Math.Max(0, (shown ?? end) - position));

    /// <summary>Whether <see cref="Head"/> is the whole input.</summary>
    public bool IsWhole { get; }

    public void Skip(int bytes) => position += bytes;

    public override int Read(Span<byte> buffer)
    {
        ReadOnlySpan<byte> unread = head.AsSpan(position, end - position);
        if (unread.IsEmpty)
        {
            return Inner.Read(buffer);
        }

        int count = Math.Min(unread.Length, buffer.Length);
        unread[..count].CopyTo(buffer);
        position += count;
        return count;
    }
}
