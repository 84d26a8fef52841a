namespace Descent.Data;

/// <summary>Complete records of CSV text.</summary>
/// <param name="Text">UTF-8.</param>
/// <param name="LinesBefore">The number of lines before them.</param>
internal readonly record struct RecordBlock(ArraySegment<byte> Text, long LinesBefore);

/// <summary>
/// Cuts CSV text after complete records, so that the blocks can be parsed several at a time, or before more text has arrived, for which
/// the parser itself would wait because it looks ahead.
/// </summary>
/// <param name="text">UTF-8.</param>
/// <param name="source">The name used in messages.</param>
/// <param name="separator">The character between cells; a quote that follows it begins a quoted cell.</param>
/// <param name="arrives">Whether a block consists of what has arrived; otherwise blocks are about a mebibyte long.</param>
/// <param name="length">The number of bytes of text, if it is known.</param>
internal sealed class RecordBlocks(Stream text, string source, char separator, bool arrives, long? length)
{
    private const int SmallSize = 1 << 16, LargeSize = 1 << 20;

    /// <summary>The maximum number of bytes of a row.</summary>
    private const int LongestRecord = 1 << 24;

    private readonly bool trims = separator is not (' ' or '\t');
    private readonly Stack<byte[]> spare = new();
    private byte[] buffer = new byte[arrives ? SmallSize : (int)Math.Clamp((length ?? LargeSize) + 1, SmallSize, LargeSize)];
    private int end, scanned, complete;
    private long lines;
    private State state = State.CellStart;

    private enum State
    {
        CellStart,
        Plain,
        Quoted,
    }

    /// <summary>The first record, including its line break; the whole text if it has no complete record.</summary>
    public RecordBlock First()
    {
        while (complete == 0 && Fill())
        {
            Scan(firstAlone: true);
        }

        return Take(complete > 0 ? complete : end);
    }

    /// <summary>The next complete records, at least one; at the end of the text, what remains; then null.</summary>
    public RecordBlock? Next()
    {
        Scan(firstAlone: false);
        while (complete == 0)
        {
            if (!Fill())
            {
                return end > 0 ? Take(end) : null;
            }

            Scan(firstAlone: false);
        }

        return Take(complete);
    }

    /// <summary>Takes back the memory of a block that is no longer needed.</summary>
    public void Reuse(RecordBlock block)
    {
        if (block.Text.Array is { Length: LargeSize } array)
        {
            spare.Push(array);
        }
    }

    private bool Fill()
    {
        if (end == buffer.Length)
        {
            if (end >= LongestRecord)
            {
                throw new DataException($"{source}, line {lines + 1}: a row is longer than {LongestRecord >> 20} MiB. Is a quote not closed?");
            }

            Array.Resize(ref buffer, 2 * buffer.Length);
        }

        Span<byte> free = buffer.AsSpan(end);
        int count = arrives ? text.Read(free) : text.ReadAtLeast(free, free.Length, throwOnEndOfStream: false);
        end += count;
        return count > 0;
    }

    private RecordBlock Take(int count)
    {
        // A large block keeps its memory, and what follows it moves; of a small one, the memory would mostly be wasted.
        ReadOnlySpan<byte> rest = buffer.AsSpan(count, end - count);
        bool isLarge = count > LargeSize / 2 && rest.Length < LargeSize;
        byte[] taken = isLarge ? buffer : buffer[..count];
        byte[] next = !isLarge ? buffer : spare.TryPop(out byte[]? free) ? free : new byte[LargeSize];
        rest.CopyTo(next);
        buffer = next;
        end -= count;
        scanned = Math.Max(0, scanned - count);
        complete = 0;
        RecordBlock block = new(new(taken, 0, count), lines);
        lines += LineBreaks(block.Text);
        return block;
    }

    /// <summary>The number of line breaks: line feeds, carriage returns, or both together.</summary>
    private static long LineBreaks(ReadOnlySpan<byte> block)
    {
        long count = block.Count((byte)'\n');
        for (int at = block.IndexOf((byte)'\r'); at >= 0; at = block.IndexOf((byte)'\r'))
        {
            block = block[(at + 1)..];
            count += block is [(byte)'\n', ..] ? 0 : 1;
        }

        return count;
    }

    // RFC 4180: a quote matters only at the start of a cell; within quotes, two of them are one, and line breaks are allowed.
    private void Scan(bool firstAlone)
    {
        ReadOnlySpan<byte> all = buffer.AsSpan(0, end), rest = all[scanned..];
        if (!firstAlone && state != State.Quoted && !rest.Contains((byte)'"') && rest.LastIndexOf((byte)'\n') is var last and >= 0)
        {
            scanned = complete = scanned + last + 1;
            state = State.CellStart;
        }

        while (scanned < end)
        {
            int skipped = state switch
            {
                State.Quoted => all[scanned..].IndexOf((byte)'"'),
                State.Plain => all[scanned..].IndexOfAny((byte)separator, (byte)'\n', (byte)'\r'),
                _ => 0,
            };
            if (skipped < 0)
            {
                scanned = end;
                return;
            }

            scanned += skipped;
            byte next = all[scanned++];
            if (state == State.Quoted)
            {
                // The first of two quotes ends the quoted cell for a moment; the second begins it again.
                state = State.CellStart;
            }
            else if (next is (byte)'\n' or (byte)'\r')
            {
                state = State.CellStart;
                if (next == '\n' || (scanned < end && all[scanned] != '\n'))
                {
                    complete = scanned;
                    if (firstAlone)
                    {
                        return;
                    }
                }
            }
            else if (next == separator)
            {
                state = State.CellStart;
            }
            else
            {
                state = next == '"' && state == State.CellStart ? State.Quoted
                    : next is (byte)' ' or (byte)'\t' && trims ? state
                    : State.Plain;
            }
        }
    }
}
