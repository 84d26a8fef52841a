using System.Runtime.CompilerServices;
using Descent.Numerics;

namespace Descent;

/// <summary>Hard swish: <c>x·(x + 3)/6</c> between −3 and 3, 0 below, <c>x</c> above.</summary>
/// <remarks>
/// Howard and others, "Searching for MobileNetV3", 2019: swish with a hard sigmoid. PyTorch and Keras use the same definition; at each
/// kink the slope is that of the right side, as in PyTorch's vectorized loop.
/// </remarks>
public sealed record HardSwish : ElementwiseActivation
{
    /// <inheritdoc/>
    protected internal override Initializer PreferredInitializer => new HeNormal();

    /// <inheritdoc/>
    protected internal override TResult Accept<V, TResult>(IElementwiseVisitor<V, TResult> visitor) => visitor.Visit(default(Kernel<V>));

    private readonly struct Kernel<V> : IElementwise<V>
        where V : struct, ILane<V>
    {
        public static bool NeedsInput => true;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Value(V x) => x * V.Max(V.Zero, V.Min(V.One, V.Splat(1.0 / 6) * (x + V.Splat(3))));

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Derivative(V x, V y)
        {
            V middle = V.Fma(V.Splat(1.0 / 3), x, V.Splat(0.5)), three = V.Splat(3);
            return V.SelectLess(x, -three, V.Zero, V.SelectLess(x, three, middle, V.One));
        }
    }
}
