using System.Runtime.CompilerServices;
using Descent.Numerics;

namespace Descent;

/// <summary>Identity: <c>x</c>. For the last layer of a regression.</summary>
/// <remarks>A stack of linear layers is one linear layer.</remarks>
public sealed record Linear : ElementwiseActivation
{
    /// <inheritdoc/>
    protected internal override TResult Accept<V, TResult>(IElementwiseVisitor<V, TResult> visitor) => visitor.Visit(default(Kernel<V>));

    private readonly struct Kernel<V> : IElementwise<V>
        where V : struct, ILane<V>
    {
        public static bool NeedsInput => false;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Value(V x) => x;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Derivative(V x, V y) => V.One;
    }
}
