using System.Runtime.CompilerServices;
using Descent.Numerics;

namespace Descent;

/// <summary>The momentum of <see cref="Nadam"/> and its correction.</summary>
public enum NadamForm
{
    /// <summary>μₜ = β₁·(1 − ½·0.96^(t·ψ)): it increases from about half of β₁ to β₁ (Dozat; PyTorch with ψ = 0.004, Keras with ψ = 1).</summary>
    MomentumSchedule,

    /// <summary>μₜ = β₁: Dozat's rule with a constant momentum, <c>m̂ = β₁·m/(1 − β₁ᵗ⁺¹) + (1 − β₁)·g/(1 − β₁ᵗ)</c>.</summary>
    Simple,

    /// <summary>
    /// <c>m̂ = (β₁·m + (1 − β₁)·g)/(1 − β₁ᵗ)</c>: the average is corrected without its next gradient (Ruder, "An
    /// overview of gradient descent optimization algorithms", 2016, section 4.8). The first steps are longer than those of <see cref="Simple"/>.
    /// </summary>
    Ruder,
}

/// <summary>
/// Nadam, Adam with Nesterov's momentum: <c>m̂ = μₜ₊₁·m/(1 − μ₁⋯μₜ₊₁) + (1 − μₜ)·g/(1 − μ₁⋯μₜ)</c> replaces Adam's m̂.
/// </summary>
/// <remarks>Dozat, "Incorporating Nesterov momentum into Adam", 2016; PyTorch and Keras use his momentum schedule.</remarks>
/// <param name="LearningRate">η; default 0.002, as in PyTorch.</param>
/// <param name="Beta1">β₁ in [0, 1); default 0.9.</param>
/// <param name="Beta2">β₂ in [0, 1); default 0.999.</param>
/// <param name="Epsilon">ε &gt; 0, outside the root; default 1e−8.</param>
/// <param name="Form">The momentum and its correction; default Dozat's schedule.</param>
/// <param name="MomentumDecay">ψ ≥ 0 of the schedule; default 0.004.</param>
public sealed record Nadam(
    Schedule? LearningRate = null, [Option(AtLeast = 0, Below = 1)] Schedule? Beta1 = null, [Option(AtLeast = 0, Below = 1)] Schedule? Beta2 = null, [Option(Above = 0)] Schedule? Epsilon = null,
    [Option("Simple has a constant μ, Ruder corrects as in his overview")] NadamForm Form = NadamForm.MomentumSchedule, [Option("as in PyTorch; Keras has 1", AtLeast = 0)] Schedule? MomentumDecay = null) : Optimizer(LearningRate ?? 0.002)
{
    /// <summary>β₁.</summary>
    public Schedule Beta1 { get; init => field = NumberRange.Fraction.Of(value); } = NumberRange.Fraction.Of(Beta1 ?? 0.9);

    /// <summary>β₂.</summary>
    public Schedule Beta2 { get; init => field = NumberRange.Fraction.Of(value); } = NumberRange.Fraction.Of(Beta2 ?? 0.999);

    /// <summary>ε.</summary>
    public Schedule Epsilon { get; init => field = NumberRange.Positive.Of(value); } = NumberRange.Positive.Of(Epsilon ?? 1e-8);

    /// <summary>ψ.</summary>
    public Schedule MomentumDecay { get; init => field = NumberRange.NotNegative.Of(value); } = NumberRange.NotNegative.Of(MomentumDecay ?? 0.004);

    /// <summary>The momentum and its correction.</summary>
    public NadamForm Form { get; init => field = Check.Defined(value); } = Check.Defined(Form);

    /// <inheritdoc/>
    protected internal override IReadOnlyList<string> StateNames => ["m", "v"];

    internal override Updater<T> Compile<T, V>()
    {
        AdamNumbers numbers = new(Beta1, Beta2, Epsilon);
        RunningProduct momenta = new(position => MomentumAt(position, position.Updates + 1));
        return new RuleUpdater<T, V, Rule<V>>(position =>
        {
            (double beta1, double beta2, double epsilon) = numbers.At(position);
            double now = MomentumAt(position, position.Updates + 1), next = MomentumAt(position, position.Updates + 2), product = momenta.Through(position), rate = Rate(position);
            double corrected = Form == NadamForm.Ruder ? product : product * next;
            return new Rule<V>(
                V.Splat(beta1), V.Splat(1 - beta1), V.Splat(beta2), V.Splat(1 - beta2),
                V.Splat(-rate * next / (1 - corrected)), V.Splat(-rate * (1 - now) / (1 - product)),
                V.Splat(1 / Math.Sqrt(1 - numbers.Product2.Through(position))), V.Splat(epsilon));
        });
    }

    /// <summary>μₜ with the option values of a moment. The momentum of the next step is estimated from the values of this one.</summary>
    private double MomentumAt(TrainingPosition position, long t)
    {
        double beta = NumberRange.Fraction.At(Beta1, position);
        return Form != NadamForm.MomentumSchedule ? beta : beta * (1 - (0.5 * Math.Pow(0.96, t * NumberRange.NotNegative.At(MomentumDecay, position))));
    }

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
