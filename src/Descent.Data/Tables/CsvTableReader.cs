using System.Globalization;
using System.Runtime.CompilerServices;

namespace Descent.Data;

/// <summary>Reads CSV text as tables, all at once or a number of rows at a time.</summary>
internal sealed class CsvTableReader : IDisposable
{
    private const int RowsBetweenChecks = 4096;

    /// <summary>The room that columns get in addition to what the first rows suggest.</summary>
    private const double Reserve = 1.02;

    private readonly CsvOptions options;
    private readonly MemoryGuard memory;
    private readonly string source;
    private readonly string[] names;
    private readonly (char Mark, MarkOrigin Origin) decimalMark;
    private readonly RecordBlocks blocks;
    private readonly List<Notice> notices = [];
    private readonly Stack<Part> spare = new();
    private readonly long? length;
    private CsvRecords records;
    private bool isChecked;
    private long skipped;

    /// <summary>Reads the header.</summary>
    /// <param name="input">The text.</param>
    /// <param name="options">How to read it.</param>
    /// <param name="arrives">Whether rows are read with <see cref="ReadArrived"/>, as they arrive.</param>
    public CsvTableReader(CsvInput input, CsvOptions options, bool arrives = false)
    {
        this.options = options.Checked();
        source = input.Source;
        length = input.Length;
        memory = new MemoryGuard(source, options.MemoryLimit);
        Separator = options.Separator ?? SeparatorSniffer.Find(input);
        if (options.Separator is null && Separator != ',')
        {
            notices.Add(Notice.Information($"{source}: cells are separated by {SeparatorSniffer.NameOf(Separator)}.", new Remedy(nameof(CsvOptions.Separator))));
        }

        decimalMark = FindDecimalMark(input);
        blocks = new RecordBlocks(input.Text, source, Separator, arrives, length);
        records = new(blocks.First(), source, Separator);
        names = ReadHeader();
    }

    public char Separator { get; }

    /// <summary>Reads the next rows; returns null at the end.</summary>
    public Table? ReadRows(int limit)
    {
        Part rows = NewPart();
        do
        {
            Read(records, rows, limit);
        }
        while (rows.Lines.Count < limit && ToNextBlock());

        return Make(rows);
    }

    /// <summary>Reads all rows, on all cores; returns null if there are none.</summary>
    public Table? ReadAll()
    {
        Part rows = NewPart();
        Read(records, rows);
        Queue<Task<Part>> parts = new();
        bool isFirst = true;
        for (bool isMore = true; isMore || parts.Count > 0;)
        {
            if (isMore && parts.Count <= Environment.ProcessorCount)
            {
                // If the text cannot be read on, errors in the rows before that place come first.
                isMore = BeginNext(parts);
            }
            else
            {
                Append(rows, parts.Dequeue().GetAwaiter().GetResult(), isFirst);
                isFirst = false;
            }
        }

        return Make(rows);
    }

    /// <summary>Reads the rows that have arrived, at least one; returns null at the end.</summary>
    public Table? ReadArrived()
    {
        Part rows = NewPart();
        do
        {
            Read(records, rows);
        }
        while (rows.Lines.Count == 0 && ToNextBlock());

        return Make(rows);
    }

    /// <summary>A table with the columns of the header and no rows.</summary>
    public Table Empty() => Make(NewPart().Columns, []);

    public void Dispose() => records.Dispose();

    /// <summary>Begins to parse the next block, and says whether there may be more after it.</summary>
    private bool BeginNext(Queue<Task<Part>> parts)
    {
        try
        {
            if (blocks.Next() is not { } block)
            {
                return false;
            }

            Part part = spare.TryPop(out Part? used) ? used : NewPart();
            part.Block = block;
            parts.Enqueue(Task.Run(() =>
            {
                using CsvRecords own = new(block, source, Separator);
                Read(own, part);
                return part;
            }));
            return true;
        }
        catch (Exception fault)
        {
            parts.Enqueue(Task.FromException<Part>(fault));
            return false;
        }
    }

    private void Append(Part rows, Part part, bool isFirst)
    {
        for (int i = 0; i < rows.Columns.Length; i++)
        {
            rows.Columns[i].Append(part.Columns[i]);
        }

        rows.Lines.AddRange(part.Lines);
        skipped += part.Skipped;
        if (isFirst && length is { } all)
        {
            double growth = Reserve * all / part.Block.Text.Count;
            Array.ForEach(rows.Columns, column => column.Grow(growth));
            rows.Lines.EnsureCapacity((int)Math.Min(Array.MaxLength, growth * rows.Lines.Count));
        }

        memory.Require(rows.Footprint);
        blocks.Reuse(part.Block);
        part.Clear();
        spare.Push(part);
    }

    private bool ToNextBlock()
    {
        if (blocks.Next() is not { } block)
        {
            return false;
        }

        records.Dispose();
        records = new(block, source, Separator);
        return true;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Read(CsvRecords from, Part rows, int limit = int.MaxValue)
    {
        while (rows.Lines.Count < limit && from.Read(names.Length, options.SkipBadRows))
        {
            from.AppendTo(rows.Columns);
            rows.Lines.Add(checked((int)from.Line));
            if (rows.Lines.Count % RowsBetweenChecks == 0)
            {
                memory.Require(rows.Footprint);
            }
        }

        rows.Skipped += from.TakeSkipped();
    }

    private Part NewPart() => new([.. names.Select(name => new TextColumn(name))]);

    private Table? Make(Part rows)
    {
        skipped += rows.Skipped;
        return rows.Lines.Count == 0 ? null : Make(rows.Columns, [.. rows.Lines]);
    }

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

    private string[] ReadHeader()
    {
        while (!records.Advance())
        {
            if (!ToNextBlock())
            {
                throw new DataException($"{source} is empty: no header and no rows. Expected a first line with column names.");
            }
        }

        string[] header = new string[records.Cells];
        if (!options.HasHeader && !IsNumbered())
        {
            records.Unread();
            header = [.. Enumerable.Range(1, header.Length).Select(NameOf)];
            notices.Add(Notice.Information($"{source}: the first line is a row; the columns are called {header[0]} to {header[^1]}.", new Remedy(nameof(CsvOptions.HasHeader), value: "true")));
            return header;
        }

        for (int i = 0; i < header.Length; i++)
        {
            header[i] = records[i].Trim();
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
    private bool IsNumbered() => Enumerable.Range(0, records.Cells).All(i => records[i].Trim() == NameOf(i + 1));

    /// <summary>Rows that are read, and where they begin.</summary>
    private sealed class Part(TextColumn[] columns)
    {
        public TextColumn[] Columns { get; } = columns;

        public List<int> Lines { get; } = [];

        public long Skipped { get; set; }

        /// <summary>The text of the rows.</summary>
        public RecordBlock Block { get; set; }

        public long Footprint => Columns.Sum(column => column.Footprint) + (4L * Lines.Capacity);

        public void Clear()
        {
            Array.ForEach(Columns, column => column.Clear(int.MaxValue));
            Lines.Clear();
            Skipped = 0;
        }
    }
}
