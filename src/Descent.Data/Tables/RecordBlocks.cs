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

    private readonly bool _trims = separator is not (' ' or '\t');
    private byte[] _buffer = new byte[PieceSize];
    private int _end, _scanned, _complete;
    private State _state = State.CellStart;

    private enum State
    {
        CellStart,
        Plain,
        Quoted,
    }

    /// <summary>The first record, including its line break; the whole text if it has no complete record.</summary>
    public byte[] First()
    {
        while (_complete == 0 && Fill())
        {
            Scan(firstAlone: true);
        }

        return Take(_complete > 0 ? _complete : _end);
    }

    /// <summary>The complete records that have arrived, at least one; at the end of the text, what remains; then null.</summary>
    public byte[]? Next()
    {
        Scan(firstAlone: false);
        while (_complete == 0)
        {
            if (!Fill())
            {
                return _end > 0 ? Take(_end) : null;
            }

            Scan(firstAlone: false);
        }

        return Take(_complete);
    }

    private bool Fill()
    {
        if (_end == _buffer.Length)
        {
            if (_end >= CsvTableReader.LongestRecord)
            {
                throw new DataException($"{source}: a row is longer than {CsvTableReader.LongestRecord >> 20} MiB. Is a quote not closed?");
            }

            Array.Resize(ref _buffer, 2 * _buffer.Length);
        }

        int count = text.Read(_buffer.AsSpan(_end));
        _end += count;
        return count > 0;
    }

    private byte[] Take(int count)
    {
        byte[] taken = _buffer[..count];
        _buffer.AsSpan(count, _end - count).CopyTo(_buffer);
        _end -= count;
        _scanned = Math.Max(0, _scanned - count);
        _complete = 0;
        return taken;
    }

    // RFC 4180: a quote matters only at the start of a cell; within quotes, two of them are one, and line breaks are allowed.
    private void Scan(bool firstAlone)
    {
        while (_scanned < _end)
        {
            byte next = _buffer[_scanned++];
            if (_state == State.Quoted)
            {
                // The first of two quotes ends the quoted cell for a moment; the second begins it again.
                _state = next == '"' ? State.CellStart : State.Quoted;
            }
            else if (next == '\n')
            {
                _state = State.CellStart;
                _complete = _scanned;
                if (firstAlone)
                {
                    return;
                }
            }
            else if (next == separator)
            {
                _state = State.CellStart;
            }
            else
            {
                _state = next == '"' && _state == State.CellStart ? State.Quoted
                    : next == ' ' && _trims ? _state
                    : State.Plain;
            }
        }
    }
}
