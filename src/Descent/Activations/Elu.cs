using System.Runtime.CompilerServices;
using Descent.Numerics;

namespace Descent;

/// <summary>Exponential linear unit: <c>x</c> for x &gt; 0, otherwise <c>α·(eˣ − 1)</c>.</summary>
/// <remarks>
/// Clevert, Unterthiner and Hochreiter, "Fast and accurate deep network learning by exponential linear units", 2016; PyTorch
/// and Keras use the same definition. At 0 the slope is α, that of the left side.
/// </remarks>
/// <param name="Alpha">α ≥ 0: the values stay above −α; default 1, with which there is no kink at 0.</param>
public sealed record Elu([Option(AtLeast = 0)] double Alpha = 1) : ElementwiseActivation
{
    /// <summary>α: the values stay above −α.</summary>
    public double Alpha { get; init => field = Check.NotNegative(value, nameof(Alpha)); } = Check.NotNegative(Alpha);

    /// <inheritdoc/>
    protected internal override Initializer PreferredInitializer => new HeNormal();

    /// <inheritdoc/>
    protected internal override OutputRange Range => Alpha == 0 ? OutputRange.NonNegative : OutputRange.Unbounded;

    /// <inheritdoc/>
    protected internal override TResult Accept<V, TResult>(IElementwiseVisitor<V, TResult> visitor) => visitor.Visit(new Kernel<V>(Check.Splat<V>(Alpha, nameof(Elu), nameof(Alpha))));

    private readonly struct Kernel<V>(V alpha) : IElementwise<V>
        where V : struct, ILane<V>
    {
        // y > 0 exactly where x > 0, because α is not negative.
        public static bool NeedsInput => false;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Value(V x) => V.Select(x, x, alpha * V.ExpM1(x));

        // α·eˣ = y + α on the left.
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Derivative(V x, V y) => V.Select(y, V.One, y + alpha);
    }
}
