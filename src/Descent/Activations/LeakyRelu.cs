using System.Runtime.CompilerServices;
using Descent.Numerics;

namespace Descent;

/// <summary>Leaky rectified linear unit: <c>x</c> for x &gt; 0, otherwise <c>Slope·x</c>.</summary>
/// <remarks>The gradient of negative inputs is not 0, so neurons do not die.</remarks>
/// <param name="Slope">α ≥ 0; default 0.01. A negative slope would make the function non-monotonic and is not allowed.</param>
public sealed record LeakyRelu([Option(AtLeast = 0)] double Slope = 0.01) : ElementwiseActivation
{
    /// <summary>α, the slope for negative inputs.</summary>
    public double Slope { get; init => field = Check.NotNegative(value, nameof(Slope)); } = Check.NotNegative(Slope);

    /// <inheritdoc/>
    protected internal override Initializer PreferredInitializer => new HeNormal();

    /// <inheritdoc/>
    protected internal override OutputRange Range => Slope == 0 ? OutputRange.NonNegative : OutputRange.Unbounded;

    /// <inheritdoc/>
    protected internal override TResult Accept<V, TResult>(IElementwiseVisitor<V, TResult> visitor) => visitor.Visit(new Kernel<V>(Check.Splat<V>(Slope, nameof(LeakyRelu), nameof(Slope))));

    private readonly struct Kernel<V>(V slope) : IElementwise<V>
        where V : struct, ILane<V>
    {
        // y > 0 exactly where x > 0, because the slope is not negative.
        public static bool NeedsInput => false;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Value(V x) => V.Select(x, x, slope * x);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Derivative(V x, V y) => V.Select(y, V.One, slope);
    }
}
