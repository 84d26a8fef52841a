using System.Globalization;
using CsvHelper;

namespace Descent.Data;

/// <summary>Reads CSV text as tables, all at once or a number of rows at a time.</summary>
internal sealed class CsvTableReader : IDisposable
{
    /// <summary>The maximum number of bytes of a row.</summary>
    public const int LongestRecord = 1 << 24;

    private const int RowsBetweenChecks = 4096;

    private readonly CsvReaderOptions format;
    private readonly CsvOptions options;
    private readonly MemoryGuard memory;
    private readonly string source;
    private readonly string[] names;
    private readonly (char Mark, MarkOrigin Origin) decimalMark;
    private readonly RecordBlocks? arriving;
    private readonly List<Notice> notices = [];
    private CsvReader reader;
    private long linesBefore, linesOfBlock;
    private bool hasRow;
    private bool isChecked;
    private CsvMalformedReason? broken;
    private long skipped;

    /// <summary>Reads the header.</summary>
    /// <param name="input">The text.</param>
    /// <param name="options">How to read it.</param>
    /// <param name="arrives">Whether rows are read with <see cref="ReadArrived"/>, as they arrive.</param>
    public CsvTableReader(CsvInput input, CsvOptions options, bool arrives = false)
    {
        this.options = options.Checked();
        source = input.Source;
        memory = new MemoryGuard(source, options.MemoryLimit);
        Separator = options.Separator ?? SeparatorSniffer.Find(input);
        if (options.Separator is null && Separator != ',')
        {
            notices.Add(Notice.Information($"{source}: cells are separated by {SeparatorSniffer.NameOf(Separator)}.", new Remedy(nameof(CsvOptions.Separator))));
        }

        decimalMark = FindDecimalMark(input);
        format = new CsvReaderOptions
        {
            Separator = Separator,
            HasHeader = false,
            TrimWhitespace = Separator is not (' ' or '\t'),
            TrackLineNumbers = true,
            MaxRecordSize = LongestRecord,
            OnMalformedRecord = record => broken = record.Reason,
        };
        arriving = arrives ? new RecordBlocks(input.Text, source, Separator) : null;
        reader = arriving is null ? CsvReader.Create(input.Text, format) : Over(arriving.First());
        names = ReadHeader();
    }

    public char Separator { get; }

    /// <summary>Reads the next rows; returns null at the end.</summary>
    public Table? ReadRows(int limit)
    {
        TextColumn[] columns = [.. names.Select(name => new TextColumn(name))];
        List<int> lines = [];
        while (lines.Count < limit && ReadRecord())
        {
            for (int column = 0; column < columns.Length; column++)
            {
                columns[column].Append(reader.GetSpan(column));
            }

            lines.Add(checked((int)Line));
            if (lines.Count % RowsBetweenChecks == 0)
            {
                memory.Require(columns.Sum(column => column.Footprint) + (4L * lines.Capacity));
            }
        }

        return lines.Count == 0 ? null : Make(columns, [.. lines]);
    }

    /// <summary>Reads the rows that have arrived, at least one; returns null at the end.</summary>
    public Table? ReadArrived()
    {
        // If lines end with a carriage return alone, the rows have arrived together with the header.
        Table? rows = ReadRows(int.MaxValue);
        while (rows is null && arriving!.Next() is { } block)
        {
            reader.Dispose();
            reader = Over(block);
            rows = ReadRows(int.MaxValue);
        }

        return rows;
    }

    /// <summary>A table with the columns of the header and no rows.</summary>
    public Table Empty() => Make([.. names.Select(name => new TextColumn(name))], []);

    public void Dispose() => reader.Dispose();

    private Table Make(TextColumn[] columns, int[] lines)
    {
        // The count is that of this part only; callers that read in parts add them up.
        long count = skipped;
        skipped = 0;
        string Skipped(long part) => string.Create(CultureInfo.InvariantCulture, $"{source}: bad rows skipped: {part:#,0}.");
        Notice[] warnings = count == 0 ? [] : [Notice.Warning(Skipped(count), Remedy.FromAdvice("repair them"), new Remedy(nameof(CsvOptions.SkipBadRows), value: "false")) with { Tally = new("bad rows skipped", count, (part, _) => Skipped(part)) }];
        if (!isChecked && lines.Length > 0)
        {
            isChecked = true;
            notices.AddRange(options.HasHeader && HeaderCheck.LooksLikeData(names, columns, decimalMark.Mark) ? [HeaderCheck.Warning(source, names)] : []);
        }

        return new(source, columns, lines, decimalMark, Separator, count, [.. notices, .. warnings]) { IsHeaderless = !options.HasHeader, MemoryLimit = options.MemoryLimit };
    }

    private (char Mark, MarkOrigin Origin) FindDecimalMark(CsvInput input)
    {
        if (options.DecimalMark is { } given)
        {
            return (given, MarkOrigin.Given);
        }

        (char mark, MarkOrigin origin, string? example) = DecimalMarkSniffer.Find(input, Separator);
        if (mark == ',')
        {
            notices.Add(Notice.Information($"{source}: numbers have a decimal comma, such as {example}.", new Remedy(nameof(CsvOptions.DecimalMark))));
        }

        return (mark, origin);
    }

    private long Line => linesBefore + reader.LineNumber;

    private CsvReader Over(byte[] block)
    {
        linesBefore += linesOfBlock;
        linesOfBlock = block.AsSpan().Count((byte)'\n');
        return CsvReader.Create(block.AsMemory(), format);
    }

    private string[] ReadHeader()
    {
        if (!Advance())
        {
            throw new DataException($"{source} is empty: no header and no rows. Expected a first line with column names.");
        }

        string[] header = new string[reader.FieldCount];
        if (!options.HasHeader && !IsNumbered())
        {
            hasRow = true;
            header = [.. Enumerable.Range(1, header.Length).Select(NameOf)];
            notices.Add(Notice.Information($"{source}: the first line is a row; the columns are called {header[0]} to {header[^1]}.", new Remedy(nameof(CsvOptions.HasHeader), value: "true")));
            return header;
        }

        for (int i = 0; i < header.Length; i++)
        {
            header[i] = reader.GetString(i).Trim();
            if (header[i].Length == 0)
            {
                header[i] = $"column {i + 1}";
                notices.Add(Notice.Information($"{source}: column {i + 1} has no name and is called \"{header[i]}\".", Remedy.FromAdvice("name it in the first line")));
            }
        }

        return header;
    }

    private static string NameOf(int number) => string.Create(CultureInfo.InvariantCulture, $"column{number}");

    /// <summary>Whether the first line consists of exactly the names that columns without a header get.</summary>
    private bool IsNumbered() => Enumerable.Range(0, reader.FieldCount).All(i => reader.GetString(i).Trim() == NameOf(i + 1));

    /// <summary>Advances to the next good record; a bad one is an error or is skipped.</summary>
    private bool ReadRecord()
    {
        while (TakeFirst() || Advance())
        {
            string? fault = broken switch
            {
                CsvMalformedReason.UnterminatedQuote => throw new DataException($"{source}, line {Line}: a quote is never closed. Close it, or double it (\"\") if it is part of the text."),
                CsvMalformedReason.TextAfterClosingQuote => "there is text after a closing quote. Put the whole cell in quotes and double those inside",
                _ => reader.FieldCount != names.Length ? $"expected {Amount.Of(names.Length, "cell")} as in the header, found {reader.FieldCount}. Quote cells that contain the separator" : null,
            };
            if (fault is null)
            {
                return true;
            }

            if (!options.SkipBadRows)
            {
                throw new DataException($"{source}, line {Line}: {fault}, or skip such rows.", new Remedy(nameof(CsvOptions.SkipBadRows)));
            }

            skipped++;
        }

        return false;
    }

    /// <summary>Without a header, the line that was read first is the first row.</summary>
    private bool TakeFirst()
    {
        bool isRow = hasRow;
        hasRow = false;
        return isRow;
    }

    private bool Advance()
    {
        broken = null;
        try
        {
            return reader.Read();
        }
        catch (CsvFormatException fault)
        {
            throw new DataException($"{source}, near line {linesBefore + fault.LineNumber}: {fault.Message} Is a quote not closed?", fault);
        }
    }
}
