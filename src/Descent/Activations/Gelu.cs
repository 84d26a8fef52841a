using System.Runtime.CompilerServices;
using Descent.Numerics;

namespace Descent;

/// <summary>Gaussian error linear unit: <c>x·Φ(x)</c>, where Φ is the distribution function of the standard normal distribution.</summary>
/// <remarks>
/// Hendrycks and Gimpel, "Gaussian error linear units", 2016. Exact by default, as in PyTorch and Keras; the approximation
/// <c>½·x·(1 + tanh(√(2/π)·(x + 0.044715·x³)))</c> of the same paper is PyTorch's <c>approximate="tanh"</c>, with which GPT-2 was
/// trained; it differs by up to 5e−4. The smallest value is −0.17, at x = −0.75.
/// </remarks>
/// <param name="Approximate">Whether to use the approximation by tanh; default false.</param>
public sealed record Gelu(bool Approximate = false) : ElementwiseActivation
{
    /// <inheritdoc/>
    protected internal override Initializer PreferredInitializer => new HeNormal();

    /// <inheritdoc/>
    protected internal override string Name => Approximate ? "gelu by tanh" : base.Name;

    /// <inheritdoc/>
    protected internal override TResult Accept<V, TResult>(IElementwiseVisitor<V, TResult> visitor) => Approximate ? visitor.Visit(default(TanhKernel<V>)) : visitor.Visit(default(Kernel<V>));

    private readonly struct Kernel<V> : IElementwise<V>
        where V : struct, ILane<V>
    {
        public static bool NeedsInput => true;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Value(V x) => x * V.Normal(x, out _);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Derivative(V x, V y)
        {
            V distribution = V.Normal(x, out V density);
            return V.Fma(x, density, distribution);
        }
    }

    // ½·(1 + tanh u) = σ(2u), which keeps its relative accuracy far to the left; 2u = x·(2√(2/π) + 2√(2/π)·0.044715·x²).
    private readonly struct TanhKernel<V> : IElementwise<V>
        where V : struct, ILane<V>
    {
        private const double Linear = 1.59576912160573071176, Cubic = Linear * 0.044715;

        public static bool NeedsInput => true;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Value(V x) => x * V.Sigmoid(x * V.Fma(V.Splat(Cubic), x * x, V.Splat(Linear)));

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Derivative(V x, V y)
        {
            V square = x * x, sigmoid = V.Sigmoid(x * V.Fma(V.Splat(Cubic), square, V.Splat(Linear)));
            return V.Fma(y * (V.One - sigmoid), V.Fma(V.Splat(3 * Cubic), square, V.Splat(Linear)), sigmoid);
        }
    }
}
