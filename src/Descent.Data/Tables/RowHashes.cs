using System.Buffers.Binary;

namespace Descent.Data;

/// <summary>
/// Computes a 64-bit hash of each row over the columns that a model uses. Equal rows have equal hashes, regardless of the order of the
/// columns and of how a number is written; two different rows have the same hash with a probability of 2⁻⁶⁴.
/// </summary>
internal static class RowHashes
{
    private const int RowsPerPart = 1 << 14;

    private const ulong Seed = 0x9E3779B97F4A7C15, Missing = 0xD1B54A32D192ED03, Number = 0x8CB92BA72F3D8DD7, Text = 0xA24BAED4963EE407;

    /// <summary>The hash of each of the given rows.</summary>
    /// <param name="table">A table with the features and targets of the schema.</param>
    /// <param name="schema">The schema whose columns are included.</param>
    /// <param name="rows">Row numbers.</param>
    /// <returns>One hash per row.</returns>
    public static ulong[] Of(Table table, Schema schema, ReadOnlySpan<int> rows) =>
        Of(table, schema.Features.Select(column => column.Name).Concat(schema.TargetNames), rows);

    /// <summary>The hash of each of the given rows.</summary>
    /// <param name="table">The table.</param>
    /// <param name="columns">The names of the columns to include.</param>
    /// <param name="rows">Row numbers.</param>
    /// <returns>One hash per row.</returns>
    public static ulong[] Of(Table table, IEnumerable<string> columns, ReadOnlySpan<int> rows)
    {
        int[] places = [.. columns.Select(table.RequireColumn)], numbers = rows.ToArray();
        ulong[] hashes = new ulong[rows.Length];
        Parallel.For(0, (hashes.Length + RowsPerPart - 1) / RowsPerPart, new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount }, part =>
        {
            Span<ulong> own = hashes.AsSpan(part * RowsPerPart, Math.Min(RowsPerPart, hashes.Length - (part * RowsPerPart)));
            own.Fill(Seed);
            foreach (int column in places)
            {
                for (int i = 0; i < own.Length; i++)
                {
                    own[i] = Mix(own[i] ^ OfCell(table, numbers[(part * RowsPerPart) + i], column));
                }
            }
        });
        return hashes;
    }

    private static ulong OfCell(Table table, int row, int column)
    {
        ReadOnlySpan<byte> text = table.Bytes(row, column);
        if (table.IsMissing(text, column))
        {
            return Missing;
        }

        if (Cell.TryNumber(text, table.DecimalMark, out double value))
        {
            // Minus zero is zero.
            return Mix(Number + BitConverter.DoubleToUInt64Bits(value + 0.0));
        }

        text = text[System.Text.Ascii.Trim(text)];
        ulong hash = Text + (ulong)text.Length;
        while (text.Length >= sizeof(ulong))
        {
            hash = Mix(hash ^ BinaryPrimitives.ReadUInt64LittleEndian(text));
            text = text[sizeof(ulong)..];
        }

        Span<byte> rest = stackalloc byte[sizeof(ulong)];
        text.CopyTo(rest);
        return Mix(hash ^ BinaryPrimitives.ReadUInt64LittleEndian(rest));
    }

    /// <summary>Mixes the bits so that every bit of the result depends on every bit of the value (SplitMix64's finalizer, Steele, Lea
    /// and Flood 2014).</summary>
    private static ulong Mix(ulong value)
    {
        value = (value + Seed);
        value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9;
        value = (value ^ (value >> 27)) * 0x94D049BB133111EB;
        return value ^ (value >> 31);
    }
}
