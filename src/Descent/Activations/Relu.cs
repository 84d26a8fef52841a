using System.Runtime.CompilerServices;
using Descent.Numerics;

namespace Descent;

/// <summary>Rectified linear unit: <c>max(0, x)</c>; the value and the slope at 0 are 0.</summary>
/// <remarks>Cheap and does not saturate for x &gt; 0; a neuron whose inputs stay negative dies.</remarks>
public sealed record Relu : ElementwiseActivation
{
    /// <inheritdoc/>
    protected internal override Initializer PreferredInitializer => new HeNormal();

    /// <inheritdoc/>
    protected internal override OutputRange Range => OutputRange.NonNegative;

    /// <inheritdoc/>
    protected internal override TResult Accept<V, TResult>(IElementwiseVisitor<V, TResult> visitor) => visitor.Visit(default(Kernel<V>));

    private readonly struct Kernel<V> : IElementwise<V>
        where V : struct, ILane<V>
    {
        public static bool NeedsInput => false;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Value(V x) => V.Max(V.Zero, x);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Derivative(V x, V y) => V.Select(y, V.One, V.Zero);
    }
}
