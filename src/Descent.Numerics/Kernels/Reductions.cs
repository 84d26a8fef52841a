using System.Numerics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Descent.Numerics;

/// <summary>Sums in double, in a fixed order, on one thread, so that the bits are equal on every machine.</summary>
internal static class Reductions
{
    /// <summary>The sum in double, from four partial sums of the elements i, i + 4, i + 8 ….</summary>
    public static double Sum<T>(ReadOnlySpan<T> values)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Vector256<double> sums = Vector256<double>.Zero;
        int i = 0;
        if (typeof(T) == typeof(float))
        {
            ReadOnlySpan<float> floats = MemoryMarshal.Cast<T, float>(values);
            for (; i + Vector256<float>.Count <= floats.Length; i += Vector256<float>.Count)
            {
                (Vector256<double> lower, Vector256<double> upper) = Vector256.Widen(Vector256.Create(floats[i..]));
                sums = sums + lower + upper;
            }
        }

        double first = sums[0], second = sums[1], third = sums[2], fourth = sums[3];
        for (; i + 4 <= values.Length; i += 4)
        {
            first += double.CreateTruncating(values[i]);
            second += double.CreateTruncating(values[i + 1]);
            third += double.CreateTruncating(values[i + 2]);
            fourth += double.CreateTruncating(values[i + 3]);
        }

        for (; i < values.Length; i++)
        {
            first += double.CreateTruncating(values[i]);
        }

        return first + second + (third + fourth);
    }

    /// <summary>The dot product of two arrays.</summary>
    public static double Product<T>(ReadOnlySpan<T> left, ReadOnlySpan<T> right)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        // Four partial sums, so that additions need not wait for each other; products of floats are exact in double.
        Vector256<double> sums = Vector256<double>.Zero;
        int i = 0;
        if (typeof(T) == typeof(float))
        {
            ReadOnlySpan<float> a = MemoryMarshal.Cast<T, float>(left), b = MemoryMarshal.Cast<T, float>(right);
            for (; i + Vector256<float>.Count <= a.Length; i += Vector256<float>.Count)
            {
                (Vector256<double> lowerA, Vector256<double> upperA) = Vector256.Widen(Vector256.Create(a[i..]));
                (Vector256<double> lowerB, Vector256<double> upperB) = Vector256.Widen(Vector256.Create(b[i..]));
                sums = sums + (lowerA * lowerB) + (upperA * upperB);
            }
        }
        else
        {
            ReadOnlySpan<double> a = MemoryMarshal.Cast<T, double>(left), b = MemoryMarshal.Cast<T, double>(right);
            for (; i + Vector256<double>.Count <= a.Length; i += Vector256<double>.Count)
            {
                sums += Vector256.Create(a[i..]) * Vector256.Create(b[i..]);
            }
        }

        double s0 = sums[0], s1 = sums[1], s2 = sums[2], s3 = sums[3];
        for (; i + 4 <= left.Length; i += 4)
        {
            s0 += Wide(left[i]) * Wide(right[i]);
            s1 += Wide(left[i + 1]) * Wide(right[i + 1]);
            s2 += Wide(left[i + 2]) * Wide(right[i + 2]);
            s3 += Wide(left[i + 3]) * Wide(right[i + 3]);
        }

        for (; i < left.Length; i++)
        {
            s0 += Wide(left[i]) * Wide(right[i]);
        }

        return s0 + s1 + (s2 + s3);

        static double Wide(T value) => double.CreateTruncating(value);
    }
}
