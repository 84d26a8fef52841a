using System.Buffers.Binary;
using System.Runtime.CompilerServices;

namespace Descent.Data;

/// <summary>
/// Remembers what was found out about recent texts of a column, because most texts, such as categories and dates, occur many times. A
/// new text takes the place of an older one.
/// </summary>
/// <typeparam name="T">What is known of a text.</typeparam>
/// <param name="table">The table.</param>
/// <param name="column">The column.</param>
internal sealed class RecentCells<T>(Table table, int column)
    where T : struct
{
    private const int Bits = 13;

    /// <summary>For each place, the number of the row of its text, counted from 1, and what is known of it. Null until it is needed.</summary>
    private (int Row, T Known)[]? places;
    private int last;

    /// <summary>Whether a text is remembered, and what is known of it. Otherwise, <see cref="Remember"/> follows.</summary>
    /// <param name="cell">The text of a cell of the column.</param>
    /// <param name="known">What is known of it.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryFind(ReadOnlySpan<byte> cell, out T known)
    {
        places ??= new (int, T)[1 << Bits];
        last = PlaceOf(cell);
        (int row, known) = places[last];
        return row > 0 && table.Bytes(row - 1, column).SequenceEqual(cell);
    }

    /// <summary>Remembers the text that was not found.</summary>
    /// <param name="row">Its row.</param>
    /// <param name="known">What is known of it.</param>
    /// <returns>The same.</returns>
    public T Remember(int row, T known)
    {
        places![last] = (row + 1, known);
        return known;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int PlaceOf(ReadOnlySpan<byte> cell)
    {
        const ulong Odd = 0x9E3779B97F4A7C15;
        ulong hash = (ulong)cell.Length;
        if (cell.Length >= sizeof(ulong))
        {
            hash = (BinaryPrimitives.ReadUInt64LittleEndian(cell) * Odd) + BinaryPrimitives.ReadUInt64LittleEndian(cell[^sizeof(ulong)..]);
        }
        else
        {
            foreach (byte letter in cell)
            {
                hash = (hash << 8) + letter;
            }
        }

        return (int)((hash ^ (hash >> 32)) * Odd >> (64 - Bits));
    }
}
