using System.Runtime.InteropServices;

namespace Descent.Data;

/// <summary>Sorts many numbers in time proportional to their number: radix sort by 11 bits at a time, from the lowest (Knuth, "The Art of Computer Programming", volume 3, 5.2.5).</summary>
internal static class NumberSort
{
    private const int Bits = 11, Places = 1 << Bits, Passes = (64 + Bits - 1) / Bits;

    /// <summary>Below this length, sorting by comparisons is faster.</summary>
    private const int FewestForRadix = 4096;

    /// <summary>Sorts numbers in ascending order.</summary>
    /// <param name="values">The numbers; none of them is NaN.</param>
    public static void Ascending(Span<double> values)
    {
        if (values.Length < FewestForRadix)
        {
            values.Sort();
            return;
        }

        Span<ulong> keys = MemoryMarshal.Cast<double, ulong>(values);
        int[][] counts = [.. Enumerable.Range(0, Passes).Select(_ => new int[Places])];
        foreach (ref ulong key in keys)
        {
            key = ToOrdered(key);
            for (int pass = 0; pass < Passes; pass++)
            {
                counts[pass][(key >> (pass * Bits)) & (Places - 1)]++;
            }
        }

        ulong[] other = new ulong[keys.Length];
        Span<ulong> from = keys, to = other;
        for (int pass = 0; pass < Passes; pass++)
        {
            int[] starts = counts[pass];
            int shift = pass * Bits;
            if (starts[(from[0] >> shift) & (Places - 1)] == keys.Length)
            {
                continue;
            }

            int next = 0;
            foreach (ref int start in starts.AsSpan())
            {
                (start, next) = (next, next + start);
            }

            foreach (ulong key in from)
            {
                to[starts[(key >> shift) & (Places - 1)]++] = key;
            }

            Span<ulong> sorted = to;
            to = from;
            from = sorted;
        }

        for (int i = 0; i < keys.Length; i++)
        {
            keys[i] = FromOrdered(from[i]);
        }
    }

    /// <summary>Maps the bits of a double to a whole number with the same order: negative numbers are inverted, and others get the highest bit.</summary>
    private static ulong ToOrdered(ulong bits) => bits ^ ((ulong)((long)bits >> 63) | (1UL << 63));

    private static ulong FromOrdered(ulong key) => key ^ ((ulong)((long)~key >> 63) | (1UL << 63));
}
