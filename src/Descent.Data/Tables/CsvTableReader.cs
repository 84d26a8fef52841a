using System.Globalization;
using CsvHelper;

namespace Descent.Data;

/// <summary>Reads CSV text as tables, all at once or a number of rows at a time.</summary>
internal sealed class CsvTableReader : IDisposable
{
    /// <summary>The maximum number of bytes of a row.</summary>
    public const int LongestRecord = 1 << 24;

    private const int RowsBetweenChecks = 4096;

    private readonly CsvReaderOptions _format;
    private readonly CsvOptions _options;
    private readonly MemoryGuard _memory;
    private readonly string _source;
    private readonly string[] _names;
    private readonly (char Mark, MarkOrigin Origin) _decimalMark;
    private readonly RecordBlocks? _arriving;
    private readonly List<Notice> _notices = [];
    private CsvReader _reader;
    private long _linesBefore, _linesOfBlock;
    private bool _hasRow;
    private bool _isChecked;
    private CsvMalformedReason? _broken;
    private long _skipped;

    /// <summary>Reads the header.</summary>
    /// <param name="input">The text.</param>
    /// <param name="options">How to read it.</param>
    /// <param name="arrives">Whether rows are read with <see cref="ReadArrived"/>, as they arrive.</param>
    public CsvTableReader(CsvInput input, CsvOptions options, bool arrives = false)
    {
        _options = options.Checked();
        _source = input.Source;
        _memory = new MemoryGuard(_source, options.MemoryLimit);
        Separator = options.Separator ?? SeparatorSniffer.Find(input);
        if (options.Separator is null && Separator != ',')
        {
            _notices.Add(Notice.Information($"{_source}: cells are separated by {SeparatorSniffer.NameOf(Separator)}.", new Remedy(nameof(CsvOptions.Separator))));
        }

        _decimalMark = FindDecimalMark(input);
        _format = new CsvReaderOptions
        {
            Separator = Separator,
            HasHeader = false,
            TrimWhitespace = Separator is not (' ' or '\t'),
            TrackLineNumbers = true,
            MaxRecordSize = LongestRecord,
            OnMalformedRecord = record => _broken = record.Reason,
        };
        _arriving = arrives ? new RecordBlocks(input.Text, _source, Separator) : null;
        _reader = _arriving is null ? CsvReader.Create(input.Text, _format) : Over(_arriving.First());
        _names = ReadHeader();
    }

    public char Separator { get; }

    /// <summary>Reads the next rows; returns null at the end.</summary>
    public Table? ReadRows(int limit)
    {
        TextColumn[] columns = [.. _names.Select(name => new TextColumn(name))];
        List<int> lines = [];
        while (lines.Count < limit && ReadRecord())
        {
            for (int column = 0; column < columns.Length; column++)
            {
                columns[column].Append(_reader.GetSpan(column));
            }

            lines.Add(checked((int)Line));
            if (lines.Count % RowsBetweenChecks == 0)
            {
                _memory.Require(columns.Sum(column => column.Footprint) + (4L * lines.Capacity));
            }
        }

        return lines.Count == 0 ? null : Make(columns, [.. lines]);
    }

    /// <summary>Reads the rows that have arrived, at least one; returns null at the end.</summary>
    public Table? ReadArrived()
    {
        // If lines end with a carriage return alone, the rows have arrived together with the header.
        Table? rows = ReadRows(int.MaxValue);
        while (rows is null && _arriving!.Next() is { } block)
        {
            _reader.Dispose();
            _reader = Over(block);
            rows = ReadRows(int.MaxValue);
        }

        return rows;
    }

    /// <summary>A table with the columns of the header and no rows.</summary>
    public Table Empty() => Make([.. _names.Select(name => new TextColumn(name))], []);

    public void Dispose() => _reader.Dispose();

    private Table Make(TextColumn[] columns, int[] lines)
    {
        // The count is that of this part only; callers that read in parts add them up.
        long count = _skipped;
        _skipped = 0;
        string Skipped(long part) => string.Create(CultureInfo.InvariantCulture, $"{_source}: bad rows skipped: {part:#,0}.");
        Notice[] skipped = count == 0 ? [] : [Notice.Warning(Skipped(count), Remedy.FromAdvice("repair them"), new Remedy(nameof(CsvOptions.SkipBadRows), value: "false")) with { Tally = new("bad rows skipped", count, (part, _) => Skipped(part)) }];
        if (!_isChecked && lines.Length > 0)
        {
            _isChecked = true;
            _notices.AddRange(_options.HasHeader && HeaderCheck.LooksLikeData(_names, columns, _decimalMark.Mark) ? [HeaderCheck.Warning(_source, _names)] : []);
        }

        return new(_source, columns, lines, _decimalMark, Separator, count, [.. _notices, .. skipped]) { IsHeaderless = !_options.HasHeader, MemoryLimit = _options.MemoryLimit };
    }

    private (char Mark, MarkOrigin Origin) FindDecimalMark(CsvInput input)
    {
        if (_options.DecimalMark is { } given)
        {
            return (given, MarkOrigin.Given);
        }

        (char mark, MarkOrigin origin, string? example) = DecimalMarkSniffer.Find(input, Separator);
        if (mark == ',')
        {
            _notices.Add(Notice.Information($"{_source}: numbers have a decimal comma, such as {example}.", new Remedy(nameof(CsvOptions.DecimalMark))));
        }

        return (mark, origin);
    }

    private long Line => _linesBefore + _reader.LineNumber;

    private CsvReader Over(byte[] block)
    {
        _linesBefore += _linesOfBlock;
        _linesOfBlock = block.AsSpan().Count((byte)'\n');
        return CsvReader.Create(block.AsMemory(), _format);
    }

    private string[] ReadHeader()
    {
        if (!Advance())
        {
            throw new DataException($"{_source} is empty: no header and no rows. Expected a first line with column names.");
        }

        string[] names = new string[_reader.FieldCount];
        if (!_options.HasHeader && !IsNumbered())
        {
            _hasRow = true;
            names = [.. Enumerable.Range(1, names.Length).Select(NameOf)];
            _notices.Add(Notice.Information($"{_source}: the first line is a row; the columns are called {names[0]} to {names[^1]}.", new Remedy(nameof(CsvOptions.HasHeader), value: "true")));
            return names;
        }

        for (int i = 0; i < names.Length; i++)
        {
            names[i] = _reader.GetString(i).Trim();
            if (names[i].Length == 0)
            {
                names[i] = $"column {i + 1}";
                _notices.Add(Notice.Information($"{_source}: column {i + 1} has no name and is called \"{names[i]}\".", Remedy.FromAdvice("name it in the first line")));
            }
        }

        return names;
    }

    private static string NameOf(int number) => string.Create(CultureInfo.InvariantCulture, $"column{number}");

    /// <summary>Whether the first line consists of exactly the names that columns without a header get.</summary>
    private bool IsNumbered() => Enumerable.Range(0, _reader.FieldCount).All(i => _reader.GetString(i).Trim() == NameOf(i + 1));

    /// <summary>Advances to the next good record; a bad one is an error or is skipped.</summary>
    private bool ReadRecord()
    {
        while (TakeFirst() || Advance())
        {
            string? fault = _broken switch
            {
                CsvMalformedReason.UnterminatedQuote => throw new DataException($"{_source}, line {Line}: a quote is never closed. Close it, or double it (\"\") if it is part of the text."),
                CsvMalformedReason.TextAfterClosingQuote => "there is text after a closing quote. Put the whole cell in quotes and double those inside",
                _ => _reader.FieldCount != _names.Length ? $"expected {Amount.Of(_names.Length, "cell")} as in the header, found {_reader.FieldCount}. Quote cells that contain the separator" : null,
            };
            if (fault is null)
            {
                return true;
            }

            if (!_options.SkipBadRows)
            {
                throw new DataException($"{_source}, line {Line}: {fault}, or skip such rows.", new Remedy(nameof(CsvOptions.SkipBadRows)));
            }

            _skipped++;
        }

        return false;
    }

    /// <summary>Without a header, the line that was read first is the first row.</summary>
    private bool TakeFirst()
    {
        bool isRow = _hasRow;
        _hasRow = false;
        return isRow;
    }

    private bool Advance()
    {
        _broken = null;
        try
        {
            return _reader.Read();
        }
        catch (CsvFormatException fault)
        {
            throw new DataException($"{_source}, near line {_linesBefore + fault.LineNumber}: {fault.Message} Is a quote not closed?", fault);
        }
    }
}
