using System.Runtime.CompilerServices;
using Descent.Numerics;

namespace Descent;

/// <summary>Exponential: <c>eˣ</c>, always positive. For the last layer of a network that predicts counts or rates.</summary>
/// <remarks>
/// The inverse of a generalized linear model's log link (Nelder and Wedderburn, "Generalized linear models", 1972); Keras's
/// <c>exponential</c>. With <c>Poisson</c> it is fused: the loss works on x, the logarithm of the rate, and its derivative is eˣ − y.
/// Where eˣ is larger than the largest finite number, that number is the value, so that no prediction is infinite.
/// </remarks>
public sealed record Exponential : ElementwiseActivation
{
    /// <inheritdoc/>
    protected internal override OutputRange Range => OutputRange.NonNegative;

    /// <inheritdoc/>
    protected internal override TResult Accept<V, TResult>(IElementwiseVisitor<V, TResult> visitor) => visitor.Visit(new Kernel<V>(V.Splat(V.Largest)));

    private readonly struct Kernel<V>(V largest) : IElementwise<V>
        where V : struct, ILane<V>
    {
        public static bool NeedsInput => false;

        // This order of the arguments keeps a NaN.
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Value(V x) => V.Min(largest, V.Exp(x));

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Derivative(V x, V y) => y;
    }
}
