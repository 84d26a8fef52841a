namespace Descent.Data;

/// <summary>
/// Cuts CSV text that arrives in pieces after its last complete record, so that records can be parsed before more text has
/// arrived: the parser itself looks ahead and would block.
/// </summary>
/// <param name="text">UTF-8.</param>
/// <param name="source">The name used in messages.</param>
/// <param name="separator">The character between cells; a quote that follows it begins a quoted cell.</param>
internal sealed class RecordBlocks(Stream text, string source, char separator)
{
    private const int PieceSize = 1 << 16;

    private readonly bool trims = separator is not (' ' or '\t');
    private byte[] buffer = new byte[PieceSize];
    private int end, scanned, complete;
    private State state = State.CellStart;

    private enum State
    {
        CellStart,
        Plain,
        Quoted,
    }

    /// <summary>The first record, including its line break; the whole text if it has no complete record.</summary>
    public byte[] First()
    {
        while (complete == 0 && Fill())
        {
            Scan(firstAlone: true);
        }

        return Take(complete > 0 ? complete : end);
    }

    /// <summary>The complete records that have arrived, at least one; at the end of the text, what remains; then null.</summary>
    public byte[]? Next()
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

    private bool Fill()
    {
        if (end == buffer.Length)
        {
            if (end >= CsvTableReader.LongestRecord)
            {
                throw new DataException($"{source}: a row is longer than {CsvTableReader.LongestRecord >> 20} MiB. Is a quote not closed?");
            }

            Array.Resize(ref buffer, 2 * buffer.Length);
        }

        int count = text.Read(buffer.AsSpan(end));
        end += count;
        return count > 0;
    }

    private byte[] Take(int count)
    {
        byte[] taken = buffer[..count];
        buffer.AsSpan(count, end - count).CopyTo(buffer);
        end -= count;
        scanned = Math.Max(0, scanned - count);
        complete = 0;
        return taken;
    }

    // RFC 4180: a quote matters only at the start of a cell; within quotes, two of them are one, and line breaks are allowed.
    private void Scan(bool firstAlone)
    {
        while (scanned < end)
        {
            byte next = buffer[scanned++];
            if (state == State.Quoted)
            {
                // The first of two quotes ends the quoted cell for a moment; the second begins it again.
                state = next == '"' ? State.CellStart : State.Quoted;
            }
            else if (next == '\n')
            {
                state = State.CellStart;
                complete = scanned;
                if (firstAlone)
                {
                    return;
                }
            }
            else if (next == separator)
            {
                state = State.CellStart;
            }
            else
            {
                state = next == '"' && state == State.CellStart ? State.Quoted
                    : next == ' ' && trims ? state
                    : State.Plain;
            }
        }
    }
}
