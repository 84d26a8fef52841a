using System.Text;
using Descent.Data.Tables;

namespace Descent.Data.Schemas;

/// <summary>What one pass over a column finds.</summary>
internal sealed class ColumnProfile
{
    private ColumnProfile(Table table, int column)
    {
        Table = table;
        Column = column;
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

    /// <summary>Looks at the given rows of a column.</summary>
    public static ColumnProfile Of(Table table, int column, ReadOnlySpan<int> rows)
    {
        ColumnProfile profile = new(table, column) { Rows = rows.Length };
        foreach (int row in rows)
        {
            profile.Add(row, table.Bytes(row, column));
        }

        return profile;
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

    private void Add(int row, ReadOnlySpan<byte> cell)
    {
        if (Cell.IsMissing(cell))
        {
            Missing++;
        }
        else if (!Cell.TryNumber(cell, Table.DecimalMark, out double value))
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
            FirstHugeRow = Math.Abs(value) > Cell.Largest && FirstHugeRow < 0 ? row : FirstHugeRow;
            Minimum = Math.Min(Minimum, value);
            Maximum = Math.Max(Maximum, value);
            AllWhole &= double.IsInteger(value);
        }
    }
}
