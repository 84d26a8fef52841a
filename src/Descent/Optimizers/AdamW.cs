using System.Runtime.CompilerServices;
using Descent.Numerics.Kernels;
using Descent.Numerics.Lanes;
using Descent.Schedules;

namespace Descent.Optimizers;

/// <summary>
/// Adam with decoupled weight decay: <c>θ ← θ − η·λ·θ − η·m̂ / (√v̂ + ε)</c>. The decay does not pass through the averages m
/// and v, so weights with large gradients shrink as much as the others; a penalty in the gradient (L2 with
/// <see cref="Adam"/>) hardly shrinks those.
/// </summary>
/// <remarks>
/// Loshchilov and Hutter, "Decoupled weight decay regularization", 2019, in PyTorch's form, where the decay is multiplied by
/// η and so follows its schedule. PyTorch decays every parameter that it is given; here biases, slopes, scales and shifts are
/// left alone unless <paramref name="AllParameters"/> asks for them.
/// </remarks>
/// <param name="LearningRate">η; default 0.001.</param>
/// <param name="WeightDecay">λ ≥ 0; default 0.01, as in PyTorch.</param>
/// <param name="Beta1">β₁ in [0, 1); default 0.9.</param>
/// <param name="Beta2">β₂ in [0, 1); default 0.999.</param>
/// <param name="Epsilon">ε &gt; 0; default 1e−8.</param>
/// <param name="AllParameters">Whether biases, slopes, scales and shifts decay as well; default no.</param>
public sealed record AdamW(Schedule? LearningRate = null, Schedule? WeightDecay = null, Schedule? Beta1 = null, Schedule? Beta2 = null, Schedule? Epsilon = null, bool AllParameters = false) : Optimizer(LearningRate ?? 0.001)
{
    /// <summary>λ.</summary>
    public Schedule WeightDecay { get; init => field = NumberRange.NotNegative.Of(value); } = NumberRange.NotNegative.Of(WeightDecay ?? 0.01);

    /// <summary>β₁.</summary>
    public Schedule Beta1 { get; init => field = NumberRange.Fraction.Of(value); } = NumberRange.Fraction.Of(Beta1 ?? 0.9);

    /// <summary>β₂.</summary>
    public Schedule Beta2 { get; init => field = NumberRange.Fraction.Of(value); } = NumberRange.Fraction.Of(Beta2 ?? 0.999);

    /// <summary>ε.</summary>
    public Schedule Epsilon { get; init => field = NumberRange.Positive.Of(value); } = NumberRange.Positive.Of(Epsilon ?? 1e-8);

    internal override Updater<T> Compile<T, V>()
    {
        AdamNumbers numbers = new(Beta1, Beta2, Epsilon);
        return new RuleUpdater<T, V, Rule<V>>(moment => At<V>(moment, numbers, decays: true), moment => At<V>(moment, numbers, decays: false));
    }

    internal override double Decay(Moment moment, bool decays) => decays || AllParameters ? NumberRange.NotNegative.At(WeightDecay, moment) : 0;

    private Rule<V> At<V>(Moment moment, AdamNumbers numbers, bool decays)
        where V : struct, ILane<V>
    {
        double rate = Rate(moment);
        return new Rule<V>(AdamRule<V>.At(moment, rate, numbers), V.Splat(1 - (rate * Decay(moment, decays))));
    }

    private readonly struct Rule<V>(AdamRule<V> adam, V kept) : IRule<V>
        where V : struct, ILane<V>
    {
        public static int Slots => AdamRule<V>.Slots;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Next(V parameter, V gradient, ref Slots<V> slots) => adam.Next(kept * parameter, gradient, ref slots);
    }
}
