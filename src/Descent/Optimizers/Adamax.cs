using System.Runtime.CompilerServices;
using Descent.Numerics;

namespace Descent;

/// <summary>
/// Adamax: Adam with the infinity norm, <c>m ← β₁m + (1 − β₁)g</c>, <c>u ← max(β₂·u, |g| + ε)</c>, <c>θ ← θ − η/(1 − β₁ᵗ)·m/u</c>.
/// </summary>
/// <remarks>
/// Kingma and Ba, "Adam: a method for stochastic optimization", 2015, section 7.1, which has no ε; here its placement is that of
/// PyTorch. Keras divides by <c>u + ε</c> instead; the two differ by less than one ε in u.
/// </remarks>
/// <param name="LearningRate">η; default 0.002.</param>
/// <param name="Beta1">β₁ in [0, 1); default 0.9.</param>
/// <param name="Beta2">β₂ in [0, 1); default 0.999.</param>
/// <param name="Epsilon">ε &gt; 0; default 1e−8.</param>
public sealed record Adamax(Schedule? LearningRate = null, [Option(AtLeast = 0, Below = 1)] Schedule? Beta1 = null, [Option(AtLeast = 0, Below = 1)] Schedule? Beta2 = null, [Option(Above = 0)] Schedule? Epsilon = null) : Optimizer(LearningRate ?? 0.002)
{
    /// <summary>β₁.</summary>
    public Schedule Beta1 { get; init => field = NumberRange.Fraction.Of(value); } = NumberRange.Fraction.Of(Beta1 ?? 0.9);

    /// <summary>β₂.</summary>
    public Schedule Beta2 { get; init => field = NumberRange.Fraction.Of(value); } = NumberRange.Fraction.Of(Beta2 ?? 0.999);

    /// <summary>ε.</summary>
    public Schedule Epsilon { get; init => field = NumberRange.Positive.Of(value); } = NumberRange.Positive.Of(Epsilon ?? 1e-8);

    /// <inheritdoc/>
    protected internal override IReadOnlyList<string> StateNames => ["m", "u"];

    internal override Updater<T> Compile<T, V>()
    {
        AdamNumbers numbers = new(Beta1, Beta2, Epsilon);
        return new RuleUpdater<T, V, Rule<V>>(position =>
        {
            (double beta1, double beta2, double epsilon) = numbers.At(position);
            return new Rule<V>(V.Splat(beta1), V.Splat(1 - beta1), V.Splat(beta2), V.Splat(epsilon), V.Splat(-Rate(position) / (1 - numbers.Product1.Through(position))));
        });
    }

    private readonly struct Rule<V>(V beta1, V share1, V beta2, V epsilon, V negativeRate) : IRule<V>
        where V : struct, ILane<V>
    {
        public static int Slots => 2;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Next(V parameter, V gradient, ref Slots<V> slots)
        {
            slots.First = V.Fma(beta1, slots.First, share1 * gradient);
            slots.Second = V.Max(beta2 * slots.Second, V.Abs(gradient) + epsilon);
            return V.Fma(negativeRate, slots.First / slots.Second, parameter);
        }
    }
}
