using System.Runtime.CompilerServices;
using Descent.Engine;
using Descent.Numerics.Kernels;
using Descent.Numerics.Lanes;

namespace Descent.Activations;

/// <summary>Identity: <c>x</c>. For the last layer of a regression.</summary>
/// <remarks>A stack of linear layers is one linear layer.</remarks>
public sealed record Linear : Activation
{
    internal override void Compile<T, V>(PlanBuilder<T, V> plan) => plan.Elementwise("linear", default(Kernel<V>));

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
