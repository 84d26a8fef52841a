using System.Runtime.CompilerServices;
using Descent.Numerics;

namespace Descent;

/// <summary>Hard sigmoid: <c>Slope·x + ½</c>, cut off at 0 and 1.</summary>
/// <remarks>
/// A sigmoid without an exponential (Courbariaux, Bengio and David, "BinaryConnect", 2015). The slope is 1/6 in PyTorch and Keras 3,
/// and 0.2 in earlier versions of Keras. Where the function is cut off, its gradient is 0.
/// </remarks>
/// <param name="Slope">The slope in the middle, above 0; default 1/6.</param>
public sealed record HardSigmoid([Option("1/6 as in PyTorch and Keras 3; Keras 2 had 0.2", Above = 0)] double Slope = 1.0 / 6) : ElementwiseActivation
{
    /// <summary>The slope in the middle.</summary>
    public double Slope { get; init => field = Check.Positive(value, nameof(Slope)); } = Check.Positive(Slope);

    /// <inheritdoc/>
    protected internal override OutputRange Range => OutputRange.UnitInterval;

    /// <inheritdoc/>
    protected internal override TResult Accept<V, TResult>(IElementwiseVisitor<V, TResult> visitor) => visitor.Visit(new Kernel<V>(Check.Splat<V>(Slope, nameof(HardSigmoid), nameof(Slope)), Check.Splat<V>(0.5 / Slope, nameof(HardSigmoid), "half inverse slope")));

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
