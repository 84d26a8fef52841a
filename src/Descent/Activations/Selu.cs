using System.Runtime.CompilerServices;
using Descent.Numerics;

namespace Descent;

/// <summary>Scaled exponential linear unit: <c>λ·x</c> for x &gt; 0, otherwise <c>λ·α·(eˣ − 1)</c>, with λ = 1.0507… and α = 1.6732….</summary>
/// <remarks>
/// Klambauer, Unterthiner, Mayr and Hochreiter, "Self-normalizing neural networks", 2017: with these two constants and LeCun's
/// initial weights (the default before this layer), mean 0 and variance 1 are preserved from layer to layer. PyTorch and Keras use the
/// same constants.
/// </remarks>
public sealed record Selu : ElementwiseActivation
{
    /// <summary>The constants λ and α.</summary>
    internal const double Scale = 1.0507009873554804934193349852946, Alpha = 1.6732632423543772848170429916717;

    private const double ScaledAlpha = Scale * Alpha;

    /// <inheritdoc/>
    protected internal override Initializer PreferredInitializer => new LecunNormal();

    /// <inheritdoc/>
    protected internal override TResult Accept<V, TResult>(IElementwiseVisitor<V, TResult> visitor) => visitor.Visit(default(Kernel<V>));

    private readonly struct Kernel<V> : IElementwise<V>
        where V : struct, ILane<V>
    {
        public static bool NeedsInput => false;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Value(V x) => V.Select(x, V.Splat(Scale) * x, V.Splat(ScaledAlpha) * V.ExpM1(x));

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Derivative(V x, V y) => V.Select(y, V.Splat(Scale), y + V.Splat(ScaledAlpha));
    }
}
