using System.Runtime.CompilerServices;
using Descent.Engine;
using Descent.Initializers;
using Descent.Numerics.Kernels;
using Descent.Numerics.Lanes;

namespace Descent.Activations;

/// <summary>Rectified linear unit: <c>max(0, x)</c>; value and slope are 0 at 0.</summary>
/// <remarks>Cheap and does not saturate for x &gt; 0; a neuron whose inputs stay negative dies.</remarks>
public sealed record Relu : Activation
{
    internal override Initializer PreferredInitializer => new HeNormal();

    internal override void Compile<T, V>(PlanBuilder<T, V> plan) => plan.Elementwise("relu", default(Kernel<V>), OutputRange.NonNegative);

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
