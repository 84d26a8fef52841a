using System.Text;
using Descent.Data.Tables;

namespace Descent.Data.Schemas;

/// <summary>What one pass over a column finds.</summary>
internal sealed class ColumnProfile
{
    private ColumnProfile(Table table, int column, NumberNotation? notation)
    {
        Table = table;
        Column = column;
        Notation = notation;
    }

    public Table Table { get; }

    public int Column { get; }

    public int Rows { get; private set; }

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

    public int Words => Present - Numbers;

    /// <summary>How the numbers are written, if not plainly with a decimal point.</summary>
    public NumberNotation? Notation { get; }

    /// <summary>A number that is not written plainly.</summary>
    public int FirstWrittenRow { get; private set; } = -1;

    /// <summary>A number that may be another one with the other decimal mark, where nothing says which is right.</summary>
    public int AmbiguousRow { get; private init; } = -1;

    /// <summary>An amount in a second currency; such a column is none of numbers.</summary>
    public int OtherCurrencyRow { get; private init; } = -1;

    /// <summary>Looks at the given rows of a column.</summary>
    public static ColumnProfile Of(Table table, int column, ReadOnlySpan<int> rows)
    {
        ColumnProfile plain = new(table, column, table.DecimalMark == ',' ? new(',') : null) { Rows = rows.Length };
        plain.Add(rows, isPlain: true);
        if (plain.Words == 0)
        {
            return plain;
        }

        NotationFinder found = NotationFinder.Find(table, column, rows, plain.Numbers);
        if (found.Notation is null && found.OtherCurrencyRow < 0)
        {
            return plain;
        }

        ColumnProfile written = new(table, column, found.Notation ?? plain.Notation) { Rows = rows.Length, AmbiguousRow = found.AmbiguousRow, OtherCurrencyRow = found.OtherCurrencyRow };
        written.Add(rows, isPlain: found.Notation is null);
        return written;
    }

    /// <summary>How often each text occurs in the given rows.</summary>
    public static Dictionary<string, int> Levels(Table table, int column, ReadOnlySpan<int> rows)
    {
        Dictionary<string, int> counts = new(StringComparer.Ordinal);
        Dictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> lookup = counts.GetAlternateLookup<ReadOnlySpan<char>>();
        char[] buffer = new char[64];
        foreach (int row in rows)
        {
            ReadOnlySpan<byte> cell = table.Bytes(row, column);
            if (Cell.IsMissing(cell))
            {
                continue;
            }

            if (buffer.Length < cell.Length)
            {
                buffer = new char[cell.Length];
            }

            ReadOnlySpan<char> text = buffer.AsSpan(0, Encoding.UTF8.GetChars(cell, buffer));
            lookup[text] = lookup.TryGetValue(text, out int count) ? count + 1 : 1;
        }

        return counts;
    }

    private void Add(ReadOnlySpan<int> rows, bool isPlain)
    {
        foreach (int row in rows)
        {
            Add(row, Table.Bytes(row, Column), isPlain);
        }
    }

    private void Add(int row, ReadOnlySpan<byte> cell, bool isPlain)
    {
        if (Cell.IsMissing(cell))
        {
            Missing++;
        }
        else if (!NumberReader.TryRead(Table, cell, isPlain ? null : Notation, out double value))
        {
            FirstWordRow = FirstWordRow < 0 ? row : FirstWordRow;
            if (Cell.IsNumberWithOtherMark(cell, Table.DecimalMark))
            {
                OtherNumbers++;
                FirstOtherNumberRow = FirstOtherNumberRow < 0 ? row : FirstOtherNumberRow;
            }
        }
        else
        {
            Numbers++;
            FirstWrittenRow = FirstWrittenRow < 0 && !isPlain && !Cell.TryNumber(cell, Notation!.DecimalMark, out _) ? row : FirstWrittenRow;
            FirstHugeRow = Math.Abs(value) > Cell.Largest && FirstHugeRow < 0 ? row : FirstHugeRow;
            Minimum = Math.Min(Minimum, value);
            Maximum = Math.Max(Maximum, value);
            AllWhole &= double.IsInteger(value);
        }
    }
}
