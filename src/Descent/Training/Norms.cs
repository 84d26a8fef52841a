using System.Numerics;
using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Descent.Numerics.Kernels;
using Descent.Numerics.Lanes;
using Descent.Numerics.Memory;

namespace Descent.Training;

/// <summary>Limits on norms. Sums are made in double, in one fixed order, by one thread: equal bits on every machine.</summary>
internal static class Norms
{
    /// <summary>Clips gradients.</summary>
    public static void Clip<T>(AlignedBlock<T> gradients, IReadOnlyList<Parameter> parameters, ClippingForm form, double limit)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        double sum = 0;
        for (int i = 0; i < parameters.Count; i++)
        {
            Parameter parameter = parameters[i];
            if (form == ClippingForm.Value)
            {
                Update<T, Lane128<T>>.Clamp(gradients.View(parameter.Offset, 1, parameter.Count, parameter.Count), -limit, limit);
            }
            else if (form == ClippingForm.TensorNorm)
            {
                Limit(gradients.Span.Slice(parameter.Offset, parameter.Count), limit);
            }
            else
            {
                sum += SumOfSquares<T>(gradients.Span.Slice(parameter.Offset, parameter.Count));
            }
        }

        if (form == ClippingForm.GlobalNorm && Root(gradients.Span, sum) is var norm && norm > limit)
        {
            Shrink(gradients.Span, norm, limit);
        }
    }

    /// <summary>The sum, in double: four running sums, numbers i, i + 4, i + 8 … in each.</summary>
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

    /// <summary>Scales numbers down to a norm, if theirs is larger.</summary>
    public static void Limit<T>(Span<T> values, double limit)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        double norm = Root(values, SumOfSquares<T>(values));
        if (norm > limit)
        {
            Shrink(values, norm, limit);
        }
    }

    /// <summary>The root of a sum of squares. Where the sum has overflowed, or lost its digits near 0, it is taken again of numbers divided by the largest.</summary>
    private static double Root<T>(ReadOnlySpan<T> values, double sum)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (sum is > 1e-280 and < double.PositiveInfinity || double.IsNaN(sum))
        {
            return Math.Sqrt(sum);
        }

        double largest = 0, squares = 0;
        foreach (T value in values)
        {
            largest = Math.Max(largest, Math.Abs(double.CreateTruncating(value)));
        }

        if (largest is 0 or double.PositiveInfinity)
        {
            return largest;
        }

        foreach (T value in values)
        {
            double share = double.CreateTruncating(value) / largest;
            squares += share * share;
        }

        return largest * Math.Sqrt(squares);
    }

    /// <summary>
    /// Scales numbers of a norm down to a limit. Numbers that are infinite have no direction to keep: they stay, so that training fails and says so, rather than
    /// become a mixture of 0 and NaN.
    /// </summary>
    private static void Shrink<T>(Span<T> values, double norm, double limit)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (double.IsFinite(norm) && T.IsNormal(T.CreateTruncating(limit / norm)))
        {
            Scale(values, limit / norm);
        }
        else if (TensorPrimitives.IsFiniteAll<T>(values))
        {
            // The factor is too small for the type, or the norm too large: divided by the largest number first, which leaves a norm of 1 or a little more.
            T largest = TensorPrimitives.MaxMagnitude<T>(values);
            TensorPrimitives.Divide(values, T.Abs(largest), values);
            Limit(values, limit);
        }
    }

    /// <summary>What to multiply numbers by so that their variance is 1; null if it nearly is, or cannot be.</summary>
    public static double? Scaling<T>(Matrix<T> values)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        double sum = 0, squares = 0, count = (double)values.Rows * values.Columns;
        for (int row = 0; row < values.Rows; row++)
        {
            squares += SumOfSquares<T>(values.Row(row));
            foreach (T value in values.Row(row))
            {
                sum += double.CreateTruncating(value);
            }
        }

        double mean = sum / count, variance = (squares / count) - (mean * mean);
        return variance > 1e-12 * (squares / count) && double.IsFinite(variance) && Math.Abs(variance - 1) > 1e-3 ? 1 / Math.Sqrt(variance) : null;
    }

    /// <summary>Multiplies numbers by a factor.</summary>
    public static void Scale<T>(Span<T> values, double factor)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        T own = T.CreateTruncating(factor);
        foreach (ref T value in values)
        {
            value *= own;
        }
    }

    /// <summary>The sum of the products of two arrays' numbers.</summary>
    public static double Product<T>(ReadOnlySpan<T> left, ReadOnlySpan<T> right)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        // Four sums, so that additions need not wait for each other; float products are exact in double.
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

    private static double SumOfSquares<T>(ReadOnlySpan<T> values)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => Product(values, values);
}
