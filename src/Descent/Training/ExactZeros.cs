using System.Numerics;

namespace Descent;

/// <summary>
/// Makes the absolute part of a penalty produce exact zeros with any optimizer (Andrew and Gao 2007). The gradient at zero is the part of
/// the loss's slope that exceeds λ. An update that would leave the orthant of a weight sets the weight to zero; at zero, the gradient decides the orthant.
/// </summary>
/// <param name="length">The number of values in the parameter block.</param>
internal sealed class ExactZeros<T>(int length)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    // First the values before the step, then the side of zero on which the weight may end: 1 or −1, or 0 if it stays at zero.
    private readonly T[] sides = new T[length];

    /// <summary>Stores the values before a step, because the optimizer may compute the gradient at another point.</summary>
    public void Remember(ReadOnlySpan<T> values) => values.CopyTo(sides);

    /// <summary>Adds the slope of λ·|w| to the gradients, and stores on which side of zero each weight may end.</summary>
    public void Penalize(Span<T> gradients, Parameter parameter, double strength)
    {
        T absolute = T.CreateTruncating(strength);
        for (int i = parameter.Offset; i < parameter.Offset + parameter.Count; i++)
        {
            T value = sides[i], gradient = gradients[i];
            if (value != T.Zero)
            {
                sides[i] = T.CopySign(T.One, value);
                gradients[i] = gradient + T.CopySign(absolute, value);
            }
            else
            {
                // NaN is passed on to the update, where training detects it.
                gradients[i] = T.Abs(gradient) <= absolute ? T.Zero : gradient - T.CopySign(absolute, gradient);
                sides[i] = gradients[i] == T.Zero ? T.Zero : -T.CopySign(T.One, gradients[i]);
            }
        }
    }

    /// <summary>Sets to zero the weights that an update moved to the other side of zero, or away from zero although their gradient is zero.</summary>
    public void Stop(Span<T> values, Parameter parameter)
    {
        for (int i = parameter.Offset; i < parameter.Offset + parameter.Count; i++)
        {
            values[i] = values[i] * sides[i] <= T.Zero ? T.Zero : values[i];
        }
    }
}
