using System.Runtime.CompilerServices;
using Descent.Numerics;

namespace Descent;

/// <summary>Softplus: <c>ln(1 + e^(β·x))/β</c>, a smooth ReLU whose values are never negative.</summary>
/// <remarks>
/// Dugas and others, "Incorporating second-order functional knowledge for better option pricing", 2001; PyTorch has the parameter β, Keras
/// uses β = 1. It is computed as max(0, x) + ln(1 + e^(−β·|x|))/β, exact for any x, so there is no threshold above which it
/// is replaced by x (PyTorch has one, at 20).
/// </remarks>
/// <param name="Beta">β &gt; 0: the greater, the sharper the bend; default 1.</param>
public sealed record Softplus([Option(Above = 0)] double Beta = 1) : ElementwiseActivation
{
    /// <summary>β: the greater, the sharper the bend.</summary>
    public double Beta { get; init => field = Check.Positive(value, nameof(Beta)); } = Check.Positive(Beta);

    /// <inheritdoc/>
    protected internal override Initializer PreferredInitializer => new HeNormal();

    /// <inheritdoc/>
    protected internal override OutputRange Range => OutputRange.NonNegative;

    /// <inheritdoc/>
    protected internal override TResult Accept<V, TResult>(IElementwiseVisitor<V, TResult> visitor) => visitor.Visit(new Kernel<V>(Check.Splat<V>(Beta, nameof(Softplus), nameof(Beta)), Check.Splat<V>(1 / Beta, nameof(Softplus), "1 / beta")));

    private readonly struct Kernel<V>(V beta, V inverse) : IElementwise<V>
        where V : struct, ILane<V>
    {
        public static bool NeedsInput => false;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Value(V x) => V.Fma(inverse, V.Log1PUnit(V.Exp(-V.Abs(beta * x))), V.Max(V.Zero, x));

        // σ(β·x) = 1 − e^(−β·y).
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Derivative(V x, V y) => -V.ExpM1(-beta * y);
    }
}
