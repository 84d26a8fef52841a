using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Text;

namespace Descent.Data;

/// <summary>
/// Computes a 64-bit hash of each row over the columns that a model uses. Equal rows have equal hashes, regardless of the order of the
/// columns and of how a number, a label or a category is written (see <see cref="EqualTexts"/>); two different rows have the same hash with a probability of 2⁻⁶⁴.
/// </summary>
internal static class RowHashes
{
    private const int RowsPerPart = 1 << 14;

    private const ulong Seed = 0x9E3779B97F4A7C15, Missing = 0xD1B54A32D192ED03, Number = 0x8CB92BA72F3D8DD7, Text = 0xA24BAED4963EE407;

    /// <summary>The hash of each of the given rows.</summary>
    /// <param name="table">A table with the features and targets of the schema.</param>
    /// <param name="schema">The schema whose columns are included; its labels and categories are compared as such.</param>
    /// <param name="rows">Row numbers.</param>
    /// <returns>One hash per row.</returns>
    public static ulong[] Of(Table table, Schema schema, ReadOnlySpan<int> rows) =>
        Of(table, [.. schema.Features.Concat(schema.Targets).Select(column => (table.RequireColumn(column.Name), column.Kind == ColumnKind.Categorical || column.Labels.Count > 0))], rows);

    /// <summary>The hash of each of the given rows.</summary>
    /// <param name="table">The table.</param>
    /// <param name="columns">The names of the columns to include.</param>
    /// <param name="rows">Row numbers.</param>
    /// <returns>One hash per row.</returns>
    public static ulong[] Of(Table table, IEnumerable<string> columns, ReadOnlySpan<int> rows) => Of(table, [.. columns.Select(column => (table.RequireColumn(column), false))], rows);

    private static ulong[] Of(Table table, (int Column, bool HasTexts)[] places, ReadOnlySpan<int> rows)
    {
        int[] numbers = rows.ToArray();
        ulong[] hashes = new ulong[rows.Length];
        Parallel.For(0, (hashes.Length + RowsPerPart - 1) / RowsPerPart, new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount }, part =>
        {
            int start = part * RowsPerPart, count = Math.Min(RowsPerPart, hashes.Length - start);
            Span<ulong> own = hashes.AsSpan(start, count);
            own.Fill(Seed);
            foreach ((int column, bool hasTexts) in places)
            {
                Add(table, column, hasTexts, numbers.AsSpan(start, count), own);
            }
        });
        return hashes;
    }

    /// <summary>Adds the cells of a column to the hashes of their rows.</summary>
    /// <remarks>The tool is precompiled for any machine, and a large file would be read before the runtime compiles this loop again.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Add(Table table, int column, bool hasTexts, ReadOnlySpan<int> rows, Span<ulong> hashes)
    {
        RecentCells<ulong> recent = new(table, column);
        bool isUsual = !hasTexts && table.DecimalMark == '.' && !table.HasMissingNumbers(column);
        for (int i = 0; i < rows.Length; i++)
        {
            hashes[i] = Mix(hashes[i] ^ OfCell(table, rows[i], column, hasTexts, isUsual, recent));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong OfCell(Table table, int row, int column, bool hasTexts, bool isUsual, RecentCells<ulong> recent)
    {
        ReadOnlySpan<byte> text = table.Bytes(row, column);
        return isUsual && PlainNumber.TryRead(text, out double value) ? OfNumber(value)
            : recent.TryFind(text, out ulong known) ? known
            : recent.Remember(row, table.IsMissing(text, column) ? Missing : OfText(table, text, hasTexts));
    }

    private static ulong OfText(Table table, ReadOnlySpan<byte> text, bool hasTexts)
    {
        if (Cell.TryNumber(text, table.DecimalMark, out double value) && (!hasTexts || (EqualTexts.IsExact(text, value) && !EqualTexts.IsCode(text))))
        {
            return OfNumber(value);
        }

        text = text[Ascii.Trim(text)];
        if (text.ContainsAnyInRange((byte)'0', (byte)'9') || text.Length is 4 or 5)
        {
            // It may be equal to another text, such as True to true or $5 to $5.00.
            string word = Encoding.UTF8.GetString(text), key = EqualTexts.Key(word, table.DecimalMark);
            text = key == word ? text : Encoding.UTF8.GetBytes(key);
            if (key != word && Cell.TryNumber(text, '.', out value) && (!hasTexts || EqualTexts.IsExact(text, value)))
            {
                return OfNumber(value);
            }
        }

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

    // Minus zero is zero.
    private static ulong OfNumber(double value) => Mix(Number + BitConverter.DoubleToUInt64Bits(value + 0.0));

    /// <summary>Mixes the bits so that every bit of the result depends on every bit of the value (SplitMix64's finalizer, Steele, Lea
    /// and Flood 2014).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Mix(ulong value)
    {
        value = (value + Seed);
        value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9;
        value = (value ^ (value >> 27)) * 0x94D049BB133111EB;
        return value ^ (value >> 31);
    }
}
