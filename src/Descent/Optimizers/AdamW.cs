using System.Runtime.CompilerServices;
using Descent.Numerics;

namespace Descent;

/// <summary>
/// Adam with decoupled weight decay: <c>θ ← θ − η·λ·θ − η·m̂ / (√v̂ + ε)</c>. The decay is not part of the averages m
/// and v, so weights with large gradients shrink as much as the others. A penalty in the gradient (L2 with
/// <see cref="Adam"/>) hardly shrinks them.
/// </summary>
/// <remarks>
/// Loshchilov and Hutter, "Decoupled weight decay regularization", 2019, in PyTorch's form, where the decay is multiplied by
/// η and so follows its schedule. PyTorch decays every parameter that it is given; here biases, slopes, scales and shifts
/// decay only with <paramref name="AllParameters"/>.
/// </remarks>
/// <param name="LearningRate">η; default 0.001.</param>
/// <param name="WeightDecay">λ ≥ 0; default 0.01, as in PyTorch.</param>
/// <param name="Beta1">β₁ in [0, 1); default 0.9.</param>
/// <param name="Beta2">β₂ in [0, 1); default 0.999.</param>
/// <param name="Epsilon">ε &gt; 0; default 1e−8.</param>
/// <param name="AllParameters">Whether biases, slopes, scales and shifts also decay; default false.</param>
/// <param name="Placement">The placement of ε; default outside the root. Keras: before the correction.</param>
/// <param name="AmsGrad">Whether to use the largest v so far in place of v, so that steps do not grow again; default false.</param>
public sealed record AdamW(
    Schedule? LearningRate = null, [Option(AtLeast = 0)] Schedule? WeightDecay = null, [Option(AtLeast = 0, Below = 1)] Schedule? Beta1 = null, [Option(AtLeast = 0, Below = 1)] Schedule? Beta2 = null, [Option(Above = 0)] Schedule? Epsilon = null, bool AllParameters = false,
    [Option("the first as in PyTorch, the last as in Keras")] AdamEpsilonPlacement Placement = AdamEpsilonPlacement.OutsideRoot, bool AmsGrad = false) : Optimizer(LearningRate ?? 0.001)
{
    /// <summary>λ.</summary>
    public Schedule WeightDecay { get; init => field = NumberRange.NotNegative.Of(value); } = NumberRange.NotNegative.Of(WeightDecay ?? 0.01);

    /// <summary>β₁.</summary>
    public Schedule Beta1 { get; init => field = NumberRange.Fraction.Of(value); } = NumberRange.Fraction.Of(Beta1 ?? 0.9);

    /// <summary>β₂.</summary>
    public Schedule Beta2 { get; init => field = NumberRange.Fraction.Of(value); } = NumberRange.Fraction.Of(Beta2 ?? 0.999);

    /// <summary>ε.</summary>
    public Schedule Epsilon { get; init => field = NumberRange.Positive.Of(value); } = NumberRange.Positive.Of(Epsilon ?? 1e-8);

    /// <summary>The placement of ε.</summary>
    public AdamEpsilonPlacement Placement { get; init => field = Check.Defined(value); } = Check.Defined(Placement);

    /// <summary>Whether to use the largest v so far in place of v.</summary>
    public bool AmsGrad { get; init; } = AmsGrad;

    /// <inheritdoc/>
    protected internal override IReadOnlyList<string> StateNames => AmsGrad ? ["m", "v", "largest v"] : ["m", "v"];

    internal override Updater<T> Compile<T, V>()
    {
        AdamNumbers numbers = new(Beta1, Beta2, Epsilon, Placement);
        return AmsGrad
            ? new RuleUpdater<T, V, Rule<V, LargestAdamRule<V>>>(position => At(position, decays: true, Largest(position)), position => At(position, decays: false, Largest(position)))
            : new RuleUpdater<T, V, Rule<V, AdamRule<V>>>(position => At(position, decays: true, Plain(position)), position => At(position, decays: false, Plain(position)));

        AdamRule<V> Plain(TrainingPosition position) => AdamRule<V>.At(position, Rate(position), numbers);
        LargestAdamRule<V> Largest(TrainingPosition position) => new(Plain(position));
        Rule<V, A> At<A>(TrainingPosition position, bool decays, A adam)
            where A : struct, IRule<V> => new(adam, V.Splat(1 - (Rate(position) * Decay(position, decays))));
    }

    internal override double Decay(TrainingPosition position, bool decays) => decays || AllParameters ? NumberRange.NotNegative.At(WeightDecay, position) * (position.Context?.DecayFactor ?? 1) : 0;

    private readonly struct Rule<V, A>(A adam, V kept) : IRule<V>
        where V : struct, ILane<V>
        where A : struct, IRule<V>
    {
        public static int Slots => A.Slots;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Next(V parameter, V gradient, ref Slots<V> slots)
        {
            A rule = adam;
            return rule.Next(kept * parameter, gradient, ref slots);
        }
    }
}
