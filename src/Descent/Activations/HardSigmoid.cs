using System.Runtime.CompilerServices;
using Descent.Engine;
using Descent.Numerics.Kernels;
using Descent.Numerics.Lanes;

namespace Descent.Activations;

/// <summary>Hard sigmoid: <c>Slope·x + ½</c>, cut off at 0 and 1.</summary>
/// <remarks>
/// A sigmoid without an exponential (Courbariaux, Bengio and David, "BinaryConnect", 2015). PyTorch and Keras 3 have the slope
/// 1/6, Keras before 3 had 0.2. Where it is cut off its gradient is 0.
/// </remarks>
/// <param name="Slope">The slope in the middle, above 0; default 1/6.</param>
public sealed record HardSigmoid(double Slope = 1.0 / 6) : Activation
{
    /// <summary>The slope in the middle.</summary>
    public double Slope { get; init => field = Check.Positive(value, nameof(Slope)); } = Check.Positive(Slope);

    internal override void Compile<T, V>(PlanBuilder<T, V> plan) => plan.Elementwise("hard_sigmoid", new Kernel<V>(PlanBuilder<T, V>.Number(Slope, nameof(HardSigmoid), nameof(Slope)), PlanBuilder<T, V>.Number(0.5 / Slope, nameof(HardSigmoid), "half inverse slope")), OutputRange.UnitInterval);

    private readonly struct Kernel<V>(V slope, V reach) : IElementwise<V>
        where V : struct, ILane<V>
    {
        public static bool NeedsInput => false;

        // The sum is exactly 0 at the lower bend, and the order of the arguments keeps a NaN.
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Value(V x) => V.Max(V.Zero, V.Min(V.One, slope * (x + reach)));

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Derivative(V x, V y) => V.Select(y * (V.One - y), slope, V.Zero);
    }
}
