using System.Runtime.CompilerServices;
using Descent.Numerics.Kernels;
using Descent.Numerics.Lanes;
using Descent.Schedules;

namespace Descent.Optimizers;

/// <summary>
/// Adam: <c>m ← β₁m + (1 − β₁)g</c>, <c>v ← β₂v + (1 − β₂)g²</c>, <c>θ ← θ − η·m̂ / (√v̂ + ε)</c> with
/// <c>m̂ = m/(1 − β₁ᵗ)</c>, <c>v̂ = v/(1 − β₂ᵗ)</c>.
/// </summary>
/// <remarks>Kingma and Ba, "Adam: a method for stochastic optimization", 2015. ε stands outside the root (n1, n2, PyTorch, Keras).</remarks>
/// <param name="LearningRate">η; default 0.001.</param>
/// <param name="Beta1">β₁ in [0, 1); default 0.9.</param>
/// <param name="Beta2">β₂ in [0, 1); default 0.999.</param>
/// <param name="Epsilon">ε &gt; 0; default 1e−8.</param>
public sealed record Adam(Schedule? LearningRate = null, double Beta1 = 0.9, double Beta2 = 0.999, double Epsilon = 1e-8) : Optimizer(LearningRate ?? 0.001)
{
    /// <summary>β₁.</summary>
    public double Beta1 { get; init => field = Check.Fraction(value, nameof(Beta1)); } = Check.Fraction(Beta1);

    /// <summary>β₂.</summary>
    public double Beta2 { get; init => field = Check.Fraction(value, nameof(Beta2)); } = Check.Fraction(Beta2);

    /// <summary>ε.</summary>
    public double Epsilon { get; init => field = Check.Positive(value, nameof(Epsilon)); } = Check.Positive(Epsilon);

    internal override Updater<T> Compile<T, V>() => new RuleUpdater<T, V, Rule<V>>(moment =>
    {
        // m̂/(√v̂ + ε) = (m/c₁)/(√v/√c₂ + ε): both corrections are taken out of the loop.
        double correction1 = 1 - Math.Pow(Beta1, moment.Step + 1), correction2 = 1 - Math.Pow(Beta2, moment.Step + 1);
        return new Rule<V>(
            V.Splat(Beta1), V.Splat(1 - Beta1), V.Splat(Beta2), V.Splat(1 - Beta2),
            V.Splat(-Rate(moment) / correction1), V.Splat(1 / Math.Sqrt(correction2)), V.Splat(Epsilon));
    });

    private readonly struct Rule<V>(V beta1, V share1, V beta2, V share2, V negativeRate, V rootScale, V epsilon) : IRule<V>
        where V : struct, ILane<V>
    {
        public static int Slots => 2;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Next(V parameter, V gradient, ref Slots<V> slots)
        {
            slots.First = V.Fma(beta1, slots.First, share1 * gradient);
            slots.Second = V.Fma(beta2, slots.Second, share2 * gradient * gradient);
            return V.Fma(negativeRate, slots.First / V.Fma(V.Sqrt(slots.Second), rootScale, epsilon), parameter);
        }
    }
}
