using System.Runtime.CompilerServices;
using Descent.Numerics.Kernels;
using Descent.Numerics.Lanes;
using Descent.Schedules;

namespace Descent.Optimizers;

/// <summary>
/// Adamax: Adam with the infinity norm, <c>m ← β₁m + (1 − β₁)g</c>, <c>u ← max(β₂·u, |g| + ε)</c>, <c>θ ← θ − η/(1 − β₁ᵗ)·m/u</c>.
/// </summary>
/// <remarks>
/// Kingma and Ba, "Adam: a method for stochastic optimization", 2015, section 7.1, where there is no ε; here it stands where PyTorch
/// has it. Keras divides by <c>u + ε</c> instead; the two differ by less than one ε in u.
/// </remarks>
/// <param name="LearningRate">η; default 0.002.</param>
/// <param name="Beta1">β₁ in [0, 1); default 0.9.</param>
/// <param name="Beta2">β₂ in [0, 1); default 0.999.</param>
/// <param name="Epsilon">ε &gt; 0; default 1e−8.</param>
public sealed record Adamax(Schedule? LearningRate = null, double Beta1 = 0.9, double Beta2 = 0.999, double Epsilon = 1e-8) : Optimizer(LearningRate ?? 0.002)
{
    /// <summary>β₁.</summary>
    public double Beta1 { get; init => field = Check.Fraction(value, nameof(Beta1)); } = Check.Fraction(Beta1);

    /// <summary>β₂.</summary>
    public double Beta2 { get; init => field = Check.Fraction(value, nameof(Beta2)); } = Check.Fraction(Beta2);

    /// <summary>ε.</summary>
    public double Epsilon { get; init => field = Check.Positive(value, nameof(Epsilon)); } = Check.Positive(Epsilon);

    internal override Updater<T> Compile<T, V>() => new RuleUpdater<T, V, Rule<V>>(moment => new Rule<V>(
        V.Splat(Beta1), V.Splat(1 - Beta1), V.Splat(Beta2), V.Splat(Epsilon), V.Splat(-Rate(moment) / (1 - Math.Pow(Beta1, moment.Step + 1)))));

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
