using System.Runtime.CompilerServices;
using Descent.Engine;
using Descent.Numerics.Kernels;
using Descent.Numerics.Lanes;

namespace Descent.Activations;

/// <summary>Hyperbolic tangent: <c>(eˣ − e⁻ˣ)/(eˣ + e⁻ˣ)</c>, in [−1, 1].</summary>
/// <remarks>Centered on zero; its gradient vanishes for large |x|.</remarks>
public sealed record Tanh : Activation
{
    internal override void Compile<T, V>(PlanBuilder<T, V> plan) => plan.Elementwise("tanh", default(Kernel<V>), OutputRange.Symmetric);

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
