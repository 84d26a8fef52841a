using System.Numerics;

namespace Descent;

/// <summary>
/// Makes the absolute part of a penalty leave exact zeros, with any optimizer (Andrew and Gao 2007): the gradient at zero is what
/// the slope of the loss has beyond λ, and no update leads out of the orthant that a weight is in, or, at zero, is led to.
/// </summary>
/// <param name="length">Numbers in the parameter block.</param>
internal sealed class ExactZeros<T>(int length)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    // First the values before the step, then 1 or −1: the side of zero on which the weight may end; 0: it stays at zero.
    private readonly T[] sides = new T[length];

    /// <summary>Notes the values before a step, which may take the gradient elsewhere.</summary>
    public void Remember(ReadOnlySpan<T> values) => values.CopyTo(sides);

    /// <summary>Adds the slope of λ·|w| to the gradients, and notes on which side of zero each weight may end.</summary>
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
                // What is not a number goes on into the update, where training notices it.
                gradients[i] = T.Abs(gradient) <= absolute ? T.Zero : gradient - T.CopySign(absolute, gradient);
                sides[i] = gradients[i] == T.Zero ? T.Zero : -T.CopySign(T.One, gradients[i]);
            }
        }
    }

    /// <summary>Puts to zero what an update has led to the other side, or away from zero without a reason.</summary>
    public void Stop(Span<T> values, Parameter parameter)
    {
        for (int i = parameter.Offset; i < parameter.Offset + parameter.Count; i++)
        {
            values[i] = values[i] * sides[i] <= T.Zero ? T.Zero : values[i];
        }
    }
}
