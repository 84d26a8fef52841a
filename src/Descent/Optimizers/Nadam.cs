using System.Runtime.CompilerServices;
using Descent.Numerics.Kernels;
using Descent.Numerics.Lanes;
using Descent.Schedules;

namespace Descent.Optimizers;

/// <summary>How the momentum of <see cref="Nadam"/> develops.</summary>
public enum NadamForm
{
    /// <summary>μₜ = β₁·(1 − ½·0.96^(t·ψ)): it grows from about half of β₁ to β₁ (Dozat; PyTorch with ψ = 0.004, Keras with ψ = 1).</summary>
    MomentumSchedule,

    /// <summary>μₜ = β₁ always (n2 names no schedule; Ruder's overview).</summary>
    Simple,
}

/// <summary>
/// Nadam, Adam with Nesterov's momentum: <c>m̂ = μₜ₊₁·m/(1 − μ₁⋯μₜ₊₁) + (1 − μₜ)·g/(1 − μ₁⋯μₜ)</c> takes the place of Adam's m̂.
/// </summary>
/// <remarks>Dozat, "Incorporating Nesterov momentum into Adam", 2016.</remarks>
/// <param name="LearningRate">η; default 0.002, as in PyTorch.</param>
/// <param name="Beta1">β₁ in [0, 1); default 0.9.</param>
/// <param name="Beta2">β₂ in [0, 1); default 0.999.</param>
/// <param name="Epsilon">ε &gt; 0, outside the root; default 1e−8.</param>
/// <param name="Form">Whether the momentum has a schedule; default yes.</param>
/// <param name="MomentumDecay">ψ ≥ 0 of the schedule; default 0.004.</param>
public sealed record Nadam(
    Schedule? LearningRate = null, double Beta1 = 0.9, double Beta2 = 0.999, double Epsilon = 1e-8,
    NadamForm Form = NadamForm.MomentumSchedule, double MomentumDecay = 0.004) : Optimizer(LearningRate ?? 0.002)
{
    /// <summary>β₁.</summary>
    public double Beta1 { get; init => field = Check.Fraction(value, nameof(Beta1)); } = Check.Fraction(Beta1);

    /// <summary>β₂.</summary>
    public double Beta2 { get; init => field = Check.Fraction(value, nameof(Beta2)); } = Check.Fraction(Beta2);

    /// <summary>ε.</summary>
    public double Epsilon { get; init => field = Check.Positive(value, nameof(Epsilon)); } = Check.Positive(Epsilon);

    /// <summary>Whether the momentum has a schedule.</summary>
    public NadamForm Form { get; init => field = Check.Defined(value, nameof(Form)); } = Check.Defined(Form);

    /// <summary>ψ.</summary>
    public double MomentumDecay { get; init => field = Check.NotNegative(value, nameof(MomentumDecay)); } = Check.NotNegative(MomentumDecay);

    internal override Updater<T> Compile<T, V>()
    {
        // μ₁⋯μₜ is a function of t alone; of the last one only the next factor is missing.
        long steps = 0;
        double product = 1;
        return new RuleUpdater<T, V, Rule<V>>(moment =>
        {
            long t = moment.Step + 1;
            if (t < steps)
            {
                (steps, product) = (0, 1);
            }

            while (steps < t)
            {
                product *= MomentumAt(++steps);
            }

            double now = MomentumAt(t), next = MomentumAt(t + 1), rate = Rate(moment);
            return new Rule<V>(
                V.Splat(Beta1), V.Splat(1 - Beta1), V.Splat(Beta2), V.Splat(1 - Beta2),
                V.Splat(-rate * next / (1 - (product * next))), V.Splat(-rate * (1 - now) / (1 - product)),
                V.Splat(1 / Math.Sqrt(1 - Math.Pow(Beta2, t))), V.Splat(Epsilon));
        });
    }

    private double MomentumAt(long t) => Form == NadamForm.Simple ? Beta1 : Beta1 * (1 - (0.5 * Math.Pow(0.96, t * MomentumDecay)));

    private readonly struct Rule<V>(V beta1, V share1, V beta2, V share2, V meanFactor, V gradientFactor, V rootScale, V epsilon) : IRule<V>
        where V : struct, ILane<V>
    {
        public static int Slots => 2;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Next(V parameter, V gradient, ref Slots<V> slots)
        {
            slots.First = V.Fma(beta1, slots.First, share1 * gradient);
            slots.Second = V.Fma(beta2, slots.Second, share2 * gradient * gradient);
            V step = V.Fma(meanFactor, slots.First, gradientFactor * gradient);
            return parameter + (step / V.Fma(V.Sqrt(slots.Second), rootScale, epsilon));
        }
    }
}
