using System.Numerics;
using System.Numerics.Tensors;
using Descent.Numerics;

namespace Descent;

/// <summary>Limits norms. Sums are computed in double, in a fixed order, on one thread, so that the bits are equal on every machine.</summary>
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

    /// <summary>Scales values down to a norm if theirs is larger.</summary>
    public static void Limit<T>(Span<T> values, double limit)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        double norm = Root(values, SumOfSquares<T>(values));
        if (norm > limit)
        {
            Shrink(values, norm, limit);
        }
    }

    /// <summary>Computes the square root of a sum of squares. If the sum has overflowed or lost precision near 0, it is recomputed from values divided by the largest.</summary>
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
    /// Scales values of a given norm down to a limit. Infinite values have no direction to preserve. They are left as they are, so that training fails with a clear message
    /// instead of continuing with a mixture of 0 and NaN.
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
            // The factor is too small for the type, or the norm too large. Dividing by the largest value first leaves a norm of at least 1 that does not overflow.
            T largest = TensorPrimitives.MaxMagnitude<T>(values);
            TensorPrimitives.Divide(values, T.Abs(largest), values);
            Limit(values, limit);
        }
    }

    /// <summary>Multiplies values by a factor.</summary>
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
