using System.Runtime.CompilerServices;
using Descent.Numerics;

namespace Descent;

/// <summary>Lion: <c>θ ← θ − η·sign(β₁m + (1 − β₁)g)</c>, then <c>m ← β₂m + (1 − β₂)g</c>: every parameter changes by η or not at all.</summary>
/// <remarks>
/// Chen et al., "Symbolic discovery of optimization algorithms", 2023. Its rate should be 3 to 10 times smaller than for Adam, and
/// should fall toward the end, because steps do not shrink by themselves. The decoupled decay of the paper is not part of this rule.
/// </remarks>
/// <param name="LearningRate">η; default 0.001, as in Keras (the paper and optax: 0.0001).</param>
/// <param name="Beta1">β₁ in [0, 1); default 0.9.</param>
/// <param name="Beta2">β₂ in [0, 1); default 0.99.</param>
public sealed record Lion(Schedule? LearningRate = null, [Option(AtLeast = 0, Below = 1)] Schedule? Beta1 = null, [Option(AtLeast = 0, Below = 1)] Schedule? Beta2 = null) : Optimizer(LearningRate ?? 0.001)
{
    /// <summary>β₁.</summary>
    public Schedule Beta1 { get; init => field = NumberRange.Fraction.Of(value); } = NumberRange.Fraction.Of(Beta1 ?? 0.9);

    /// <summary>β₂.</summary>
    public Schedule Beta2 { get; init => field = NumberRange.Fraction.Of(value); } = NumberRange.Fraction.Of(Beta2 ?? 0.99);

    /// <inheritdoc/>
    protected internal override IReadOnlyList<string> StateNames => ["m"];

    internal override Updater<T> Compile<T, V>() => new RuleUpdater<T, V, Rule<V>>(position =>
    {
        double beta1 = NumberRange.Fraction.At(Beta1, position), beta2 = NumberRange.Fraction.At(Beta2, position);
        return new Rule<V>(V.Splat(Rate(position)), V.Splat(beta1), V.Splat(1 - beta1), V.Splat(beta2), V.Splat(1 - beta2));
    });

    private readonly struct Rule<V>(V rate, V beta1, V share1, V beta2, V share2) : IRule<V>
        where V : struct, ILane<V>
    {
        public static int Slots => 1;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Next(V parameter, V gradient, ref Slots<V> slots)
        {
            V direction = V.Fma(beta1, slots.First, share1 * gradient);
            slots.First = V.Fma(beta2, slots.First, share2 * gradient);
            return parameter - V.SelectLess(V.Zero, direction, rate, V.SelectLess(direction, V.Zero, -rate, V.Zero));
        }
    }
}
