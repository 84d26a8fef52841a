using System.Buffers;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Descent.Data;

/// <summary>
/// Sorts many numbers in time proportional to their number: radix sort by about 11 bits at a time, from the lowest (Knuth, "The Art of
/// Computer Programming", volume 3, 5.2.5). Numbers with few digits are sorted as whole multiples of a power of ten, which have fewer bits.
/// </summary>
internal static class NumberSort
{
    private const int MostBits = 12;

    /// <summary>Below this length, sorting by comparisons is faster.</summary>
    private const int FewestForRadix = 4096;

    /// <summary>Up to here, a number times a power of ten is closer to the right whole number than to any other.</summary>
    private const double LargestWhole = 1L << 50;

    private const double LargestPower = 1e15;

    /// <summary>Sorts numbers in ascending order.</summary>
    /// <param name="values">The numbers; none of them is NaN.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Ascending(Span<double> values)
    {
        if (values.Length < FewestForRadix)
        {
            values.Sort();
            return;
        }

        Span<ulong> keys = MemoryMarshal.Cast<double, ulong>(values);
        if (TryScale(values, out double power, out double minimum, out double maximum))
        {
            long least = Whole(minimum, power);
            for (int i = 0; i < keys.Length; i++)
            {
                keys[i] = (ulong)(Whole(values[i], power) - least);
            }

            Sort(keys, (ulong)(Whole(maximum, power) - least));
            for (int i = 0; i < keys.Length; i++)
            {
                values[i] = ((long)keys[i] + least) / power;
            }

            return;
        }

        foreach (ref ulong key in keys)
        {
            key = ToOrdered(key);
        }

        Sort(keys, ulong.MaxValue);
        foreach (ref ulong key in keys)
        {
            key = FromOrdered(key);
        }
    }

    /// <summary>Finds the smallest power of ten that makes all numbers whole and gives them back, to the bit, by division.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static bool TryScale(ReadOnlySpan<double> values, out double power, out double minimum, out double maximum)
    {
        (power, minimum, maximum) = (1, double.PositiveInfinity, double.NegativeInfinity);
        foreach (double value in values)
        {
            // Minus zero, which is no whole number, does not come back.
            while (BitConverter.DoubleToInt64Bits((Math.Round(value * power) + 0.0) / power) != BitConverter.DoubleToInt64Bits(value))
            {
                power *= 10;
                if (power > LargestPower)
                {
                    return false;
                }
            }

            minimum = value < minimum ? value : minimum;
            maximum = value > maximum ? value : maximum;
        }

        // If a number is whole for one power, it is so for each greater one up to this limit.
        return Math.Max(maximum, -minimum) * power <= LargestWhole;
    }

    private static long Whole(double value, double power) => (long)Math.Round(value * power);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Sort(Span<ulong> keys, ulong largest)
    {
        int length = 64 - BitOperations.LeadingZeroCount(largest | 1), passes = (length + MostBits - 1) / MostBits, bits = (length + passes - 1) / passes;
        ulong mask = (1UL << bits) - 1;
        int[][] counts = [.. Enumerable.Range(0, passes).Select(_ => new int[1 << bits])];
        for (int pass = 0; pass < passes; pass++)
        {
            int[] own = counts[pass];
            int shift = pass * bits;
            foreach (ulong key in keys)
            {
                own[(key >> shift) & mask]++;
            }
        }

        ulong[] other = ArrayPool<ulong>.Shared.Rent(keys.Length);
        Span<ulong> from = keys, to = other.AsSpan(0, keys.Length);
        for (int pass = 0; pass < passes; pass++)
        {
            int[] starts = counts[pass];
            int shift = pass * bits;
            if (starts[(from[0] >> shift) & mask] == keys.Length)
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
                to[starts[(key >> shift) & mask]++] = key;
            }

            Span<ulong> sorted = to;
            to = from;
            from = sorted;
        }

        if (from != keys)
        {
            from.CopyTo(keys);
        }

        ArrayPool<ulong>.Shared.Return(other);
    }

    /// <summary>Maps the bits of a double to a whole number with the same order: negative numbers are inverted, and others get the highest bit.</summary>
    private static ulong ToOrdered(ulong bits) => bits ^ ((ulong)((long)bits >> 63) | (1UL << 63));

    private static ulong FromOrdered(ulong key) => key ^ ((ulong)((long)~key >> 63) | (1UL << 63));
}
