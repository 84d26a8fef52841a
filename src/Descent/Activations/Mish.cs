using System.Runtime.CompilerServices;
using Descent.Numerics;

namespace Descent;

/// <summary>Mish: <c>x·tanh(ln(1 + eˣ))</c>.</summary>
/// <remarks>Misra, "Mish: a self regularized non-monotonic activation function", 2019; PyTorch and Keras use the same definition.</remarks>
public sealed record Mish : ElementwiseActivation
{
    /// <inheritdoc/>
    protected internal override Initializer PreferredInitializer => new HeNormal();

    /// <inheritdoc/>
    protected internal override TResult Accept<V, TResult>(IElementwiseVisitor<V, TResult> visitor) => visitor.Visit(default(Kernel<V>));

    // With e = e^(−|x|), tanh(ln(1 + eˣ)) is a quotient of polynomials in e, which cannot overflow: (1 + 2e)/(1 + 2e + 2e²) for
    // positive x, (e² + 2e)/(e² + 2e + 2) otherwise.
    private readonly struct Kernel<V> : IElementwise<V>
        where V : struct, ILane<V>
    {
        public static bool NeedsInput => true;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Value(V x)
        {
            V factor = Factor(x, V.Exp(-V.Abs(x)), out _);
            return x * factor;
        }

        // The factor's own slope is 4e²(1 + e) over the squared denominator for positive x, 4e(1 + e) over it otherwise.
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Derivative(V x, V y)
        {
            V e = V.Exp(-V.Abs(x)), factor = Factor(x, e, out V denominator);
            V slope = V.Splat(4) * e * V.Select(x, e, V.One) * (V.One + e) / (denominator * denominator);
            return V.Fma(x, slope, factor);
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private static V Factor(V x, V e, out V denominator)
        {
            V two = V.Splat(2), square = e * e;
            V numerator = V.Fma(two, e, V.Select(x, V.One, square));
            denominator = V.Fma(two, V.Select(x, square, V.One), numerator);
            return numerator / denominator;
        }
    }
}
