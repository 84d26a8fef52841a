using System.Runtime.CompilerServices;
using Descent.Numerics;

namespace Descent;

/// <summary>Softsign: <c>x/(1 + |x|)</c>, in (−1, 1).</summary>
/// <remarks>
/// Bergstra, Desjardins, Lamblin and Bengio, "Quadratic polynomials learn better image features", 2009; PyTorch and Keras
/// use the same definition. It resembles tanh, needs no exponential, and saturates more slowly.
/// </remarks>
public sealed record Softsign : ElementwiseActivation
{
    /// <inheritdoc/>
    protected internal override OutputRange Range => OutputRange.Symmetric;

    /// <inheritdoc/>
    protected internal override TResult Accept<V, TResult>(IElementwiseVisitor<V, TResult> visitor) => visitor.Visit(default(Kernel<V>));

    private readonly struct Kernel<V> : IElementwise<V>
        where V : struct, ILane<V>
    {
        public static bool NeedsInput => false;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Value(V x) => x / (V.One + V.Abs(x));

        // 1 − |y| = 1/(1 + |x|), whose square is the slope.
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Derivative(V x, V y)
        {
            V root = V.One - V.Abs(y);
            return root * root;
        }
    }
}
