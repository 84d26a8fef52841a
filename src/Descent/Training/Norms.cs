using System.Numerics;
using System.Numerics.Tensors;
using Descent.Numerics;

namespace Descent;

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

    private static double SumOfSquares<T>(ReadOnlySpan<T> values)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => Reductions.Product(values, values);
}
