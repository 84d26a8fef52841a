using System.Runtime.CompilerServices;
using Descent.Numerics;

namespace Descent;

/// <summary>Logistic function: <c>1/(1 + e⁻ˣ)</c>, in [0, 1].</summary>
/// <remarks>For probabilities of independent events; in hidden layers its gradient vanishes for large |x|.</remarks>
public sealed record Sigmoid : ElementwiseActivation
{
    /// <inheritdoc/>
    protected internal override OutputRange Range => OutputRange.UnitInterval;

    /// <inheritdoc/>
    protected internal override TResult Accept<V, TResult>(IElementwiseVisitor<V, TResult> visitor) => visitor.Visit(default(Kernel<V>));

    private readonly struct Kernel<V> : IElementwise<V>
        where V : struct, ILane<V>
    {
        public static bool NeedsInput => false;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Value(V x) => V.Sigmoid(x);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Derivative(V x, V y) => y * (V.One - y);
    }
}
