using System.Runtime.CompilerServices;
using Descent.Numerics;

namespace Descent;

/// <summary>Hyperbolic tangent: <c>(eˣ − e⁻ˣ)/(eˣ + e⁻ˣ)</c>, in [−1, 1].</summary>
/// <remarks>Centered on zero; its gradient vanishes for large |x|.</remarks>
public sealed record Tanh : ElementwiseActivation
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
        public V Value(V x) => V.Tanh(x);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Derivative(V x, V y) => V.One - (y * y);
    }
}
