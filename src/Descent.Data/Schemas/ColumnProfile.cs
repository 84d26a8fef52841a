using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;

namespace Descent.Data;

/// <summary>The numbers of a column, and their statistics.</summary>
internal sealed class ColumnProfile
{
    /// <summary>
    /// The memory that a different text needs in addition to its letters: a string, its place in a dictionary that grows by doubling, and
    /// the lists in which labels and categories are ordered and compared.
    /// </summary>
    private const int BytesPerText = 400;

    private const int TextsBetweenChecks = 4096;

    private readonly bool isUsual;
    private readonly RecentCells<Content> recent;
    private Dictionary<string, int>? levels;
    private double[]? sorted;
    private bool areExact = true;
    private double mean;
    private double squares;

    private ColumnProfile(Table table, int column, NumberNotation? notation, int rows)
    {
        Table = table;
        Column = column;
        Notation = notation;
        Values = new double[rows];
        recent = new(table, column);

        // Nearly all cells are plain numbers, none of which is a missing word unless one of these is a number.
        isUsual = table.DecimalMark == '.' && !table.HasMissingNumbers(column);
    }

    /// <summary>What a cell contains.</summary>
    private enum CellKind : byte
    {
        Number,
        Missing,
        Word,
        OtherNumber,
    }

    public Table Table { get; }

    public int Column { get; }

    /// <summary>The number of each row, in the order of the rows; NaN for a cell without one.</summary>
    public double[] Values { get; }

    /// <summary>The numbers in ascending order.</summary>
    public double[] Sorted
    {
        get
        {
            if (sorted is null)
            {
                sorted = Numbers == Rows ? [.. Values] : [.. Values.Where(value => !double.IsNaN(value))];
                NumberSort.Ascending(sorted);
            }

            return sorted;
        }
    }

    public int Rows => Values.Length;

    public int Missing { get; private set; }

    public int Present => Rows - Missing;

    public int Numbers { get; private set; }

    /// <summary>Cells that would be numbers with the other decimal mark.</summary>
    public int OtherNumbers { get; private set; }

    public int FirstWordRow { get; private set; } = -1;

    public int FirstOtherNumberRow { get; private set; } = -1;

    public int FirstHugeRow { get; private set; } = -1;

    public double Minimum { get; private set; } = double.PositiveInfinity;

    public double Maximum { get; private set; } = double.NegativeInfinity;

    public bool AllWhole { get; private set; } = true;

    /// <summary>Whether the numbers differ by no more than rounding errors.</summary>
    public bool IsConstant => Minimum == Maximum || (!AllWhole && Statistics.IsNoise(Minimum, Maximum));

    /// <summary>Whether the farthest number is far enough from the mean to make a search for extreme values necessary.</summary>
    public bool MayHoldExtremes
    {
        get
        {
            // Squares of huge numbers may be infinite, in which case a search is necessary.
            double deviation = Math.Sqrt(squares / Numbers), farthest = Math.Max(Maximum - mean, mean - Minimum);
            return Numbers > 1 && !(farthest < OrdinaryRange.FewestDeviations(Numbers) * deviation && double.IsFinite(deviation));
        }
    }

    public int Words => Present - Numbers;

    /// <summary>How the numbers are written; null if they are plain numbers with a decimal point.</summary>
    public NumberNotation? Notation { get; }

    /// <summary>The decimal mark with which the numbers are read.</summary>
    public char DecimalMark => NumberReader.MarkOf(Table, Notation);

    /// <summary>The first number that is not written plainly.</summary>
    public int FirstWrittenRow { get; private set; } = -1;

    /// <summary>The first number with another decimal mark than that of the table.</summary>
    public int FirstMarkRow { get; private set; } = -1;

    /// <summary>The first number with leading zeros, such as 0123, which may be a code.</summary>
    public int FirstCodeRow { get; private set; } = -1;

    /// <summary>Whether all numbers are written plainly, without leading zeros, and a double distinguishes them.</summary>
    public bool AreExact => areExact && FirstWrittenRow < 0 && FirstCodeRow < 0;

    /// <summary>A number that would be another one with the other decimal mark, if nothing shows which is right.</summary>
    public int AmbiguousRow { get; private init; } = -1;

    /// <summary>An amount in a second currency; such a column is not numeric.</summary>
    public int OtherCurrencyRow { get; private init; } = -1;

    /// <summary>A number in another unit than nearly all others, and what these are: in percent or not, or in another currency. Such a cell is an error.</summary>
    public (int Row, string Others)? OddUnit { get; private init; }

    /// <summary>A cell in percent and a number that is not, if a column has both; such a column is not numeric.</summary>
    public (int Percent, int Plain)? MixedRows { get; private init; }

    /// <summary>The rows of a number with a decimal point and of one with a decimal comma, if a column has both and no notation reads both.</summary>
    public (int Point, int Comma)? MarkRows { get; private init; }

    /// <summary>Profiles the given rows of a column.</summary>
    public static ColumnProfile Of(Table table, int column, ReadOnlySpan<int> rows)
    {
        ColumnProfile plain = new(table, column, table.DecimalMark == ',' ? new(',') : null, rows.Length);
        plain.Add(rows, isPlain: true);
        if (plain.Words == 0)
        {
            return plain;
        }

        NotationFinder found = NotationFinder.Find(table, column, rows, plain.Numbers);
        if (found.Notation is null && found.OtherCurrencyRow < 0 && found.MixedRows is null && found.MarkRows is null)
        {
            return plain;
        }

        ColumnProfile written = new(table, column, found.Notation ?? plain.Notation, rows.Length) { AmbiguousRow = found.AmbiguousRow, OtherCurrencyRow = found.OtherCurrencyRow, OddUnit = found.OddUnit, MixedRows = found.MixedRows, MarkRows = found.MarkRows };
        written.Add(rows, isPlain: found.Notation is null);
        return written;
    }

    /// <summary>How often each level occurs.</summary>
    /// <param name="rows">The rows of this profile.</param>
    public Dictionary<string, int> Levels(ReadOnlySpan<int> rows) => levels ??= Levels(Table, Column, rows);

    /// <summary>How often each level occurs in the given rows; equal texts are counted together (see
    /// <see cref="EqualTexts"/>).</summary>
    /// <param name="table">The table.</param>
    /// <param name="column">The column.</param>
    /// <param name="rows">The rows.</param>
    /// <param name="decimalMark">The decimal mark; null for the one that the texts show, or else that of the table.</param>
    public static Dictionary<string, int> Levels(Table table, int column, ReadOnlySpan<int> rows, char? decimalMark = null)
    {
        Dictionary<string, int> texts = Texts(table, column, rows);
        return EqualTexts.Merged(texts, decimalMark ?? (table.DecimalMarkOrigin == MarkOrigin.Given ? null : EqualTexts.MarkOf(texts.Keys)) ?? table.DecimalMark);
    }

    /// <summary>How often each text occurs in the given rows.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static Dictionary<string, int> Texts(Table table, int column, ReadOnlySpan<int> rows)
    {
        Dictionary<string, int> numbers = new(StringComparer.Ordinal);
        Dictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> lookup = numbers.GetAlternateLookup<ReadOnlySpan<char>>();
        List<int> counts = [];
        RecentCells<int> seen = new(table, column);
        char[] buffer = new char[64];
        MemoryGuard? memory = null;
        long bytes = 0;
        foreach (int row in rows)
        {
            ReadOnlySpan<byte> cell = table.Bytes(row, column);
            if (!seen.TryFind(cell, out int number))
            {
                number = seen.Remember(row, table.IsMissing(cell, column) ? -1 : NumberOf(cell));
            }

            if (number >= 0)
            {
                CollectionsMarshal.AsSpan(counts)[number]++;
            }
        }

        return numbers.ToDictionary(text => text.Key, text => counts[text.Value], StringComparer.Ordinal);

        int NumberOf(ReadOnlySpan<byte> cell)
        {
            if (buffer.Length < cell.Length)
            {
                buffer = new char[cell.Length];
            }

            ReadOnlySpan<char> text = buffer.AsSpan(0, Encoding.UTF8.GetChars(cell, buffer));
            if (lookup.TryGetValue(text, out int known))
            {
                return known;
            }

            lookup[text] = counts.Count;
            counts.Add(0);
            bytes += BytesPerText + (sizeof(char) * text.Length);
            if (counts.Count % TextsBetweenChecks == 0)
            {
                memory ??= new MemoryGuard(table.Source, table.MemoryLimit);
                memory.RequireTexts(table.Columns[column], counts.Count, bytes, table.Footprint);
            }

            return counts.Count - 1;
        }
    }

    // The tool is precompiled for any machine, and a large file would be read before the runtime compiles these loops again.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Add(ReadOnlySpan<int> rows, bool isPlain)
    {
        for (int i = 0; i < rows.Length; i++)
        {
            Values[i] = Read(rows[i], Table.Bytes(rows[i], Column), isPlain);
        }

        double sum = 0;
        foreach (double value in Values)
        {
            // Comparisons with NaN are false.
            Minimum = value < Minimum ? value : Minimum;
            Maximum = value > Maximum ? value : Maximum;
            AllWhole &= double.IsNaN(value) || double.IsInteger(value);
            sum += double.IsNaN(value) ? 0 : value;
        }

        // Minus zero is zero.
        Minimum += 0.0;
        Maximum += 0.0;

        mean = sum / Numbers;
        foreach (double value in Values)
        {
            squares += double.IsNaN(value) ? 0 : (value - mean) * (value - mean);
        }
    }

    /// <summary>Reads the number of a cell; NaN if there is none.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private double Read(int row, ReadOnlySpan<byte> cell, bool isPlain)
    {
        if (!(isPlain && isUsual && PlainNumber.TryRead(cell, out double value)))
        {
            Content content = recent.TryFind(cell, out Content known) ? known : recent.Remember(row, ContentOf(cell, isPlain));
            if (content.Kind != CellKind.Number)
            {
                Count(row, content.Kind);
                return double.NaN;
            }

            value = content.Value;
            FirstWrittenRow = FirstWrittenRow < 0 && !isPlain && !Cell.TryNumber(cell, DecimalMark, out _) ? row : FirstWrittenRow;
            FirstMarkRow = FirstMarkRow < 0 && !isPlain && DecimalMark != Table.DecimalMark && cell.Contains((byte)DecimalMark) ? row : FirstMarkRow;
        }

        Numbers++;
        areExact &= EqualTexts.IsExact(cell, value);
        FirstCodeRow = FirstCodeRow < 0 && EqualTexts.IsCode(cell) ? row : FirstCodeRow;
        FirstHugeRow = Math.Abs(value) > Cell.Largest && FirstHugeRow < 0 ? row : FirstHugeRow;
        return value;
    }

    private Content ContentOf(ReadOnlySpan<byte> cell, bool isPlain) => Table.IsMissing(cell, Column) ? new(CellKind.Missing, double.NaN)
        : NumberReader.TryRead(Table, cell, isPlain ? null : Notation, out double value) ? new(CellKind.Number, value)
        : new(Cell.IsNumberWithOtherMark(cell, Table.DecimalMark) ? CellKind.OtherNumber : CellKind.Word, double.NaN);

    /// <summary>Counts a cell without a number.</summary>
    private void Count(int row, CellKind kind)
    {
        if (kind == CellKind.Missing)
        {
            Missing++;
            return;
        }

        FirstWordRow = FirstWordRow < 0 ? row : FirstWordRow;
        if (kind == CellKind.OtherNumber)
        {
            OtherNumbers++;
            FirstOtherNumberRow = FirstOtherNumberRow < 0 ? row : FirstOtherNumberRow;
        }
    }

    private readonly record struct Content(CellKind Kind, double Value);
}
