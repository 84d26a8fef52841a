using System.Runtime.CompilerServices;
using Descent.Engine;
using Descent.Numerics.Kernels;
using Descent.Numerics.Lanes;

namespace Descent.Activations;

/// <summary>Logistic function: <c>1/(1 + e⁻ˣ)</c>, in [0, 1].</summary>
/// <remarks>For probabilities of independent events; in hidden layers its gradient vanishes for large |x|.</remarks>
public sealed record Sigmoid : Activation
{
    internal override void Compile<T, V>(PlanBuilder<T, V> plan) => plan.Elementwise("sigmoid", default(Kernel<V>), OutputRange.UnitInterval, logistic: true);

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
