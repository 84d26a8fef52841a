using System.Runtime.CompilerServices;
using Descent.Numerics.Kernels;
using Descent.Numerics.Lanes;
using Descent.Schedules;

namespace Descent.Optimizers;

/// <summary>RMSprop: <c>E ← β·E + (1 − β)·g²</c>, <c>θ ← θ − η·g / √(E + ε)</c>.</summary>
/// <remarks>
/// Hinton, Coursera lecture 6e, 2012. With momentum μ: <c>b ← μ·b + g/√(E + ε)</c>, <c>θ ← θ − η·b</c> (PyTorch; Keras keeps η
/// inside b, which is the same while η stays as it is). Centered: <c>E − m²</c> takes the place of E, with <c>m ← β·m + (1 − β)·g</c>
/// (Graves 2013). ε stands inside the root in n2 and Keras, outside in PyTorch, whose β is 0.99.
/// </remarks>
/// <param name="LearningRate">η; default 0.001.</param>
/// <param name="Beta">β in [0, 1); default 0.9.</param>
/// <param name="Epsilon">ε &gt; 0; default 1e−8.</param>
/// <param name="Placement">Where ε stands; default inside the root.</param>
/// <param name="Momentum">μ in [0, 1); default 0.</param>
/// <param name="Centered">Whether the squared mean of the gradients is taken off E; default no.</param>
public sealed record RmsProp(
    Schedule? LearningRate = null, double Beta = 0.9, double Epsilon = 1e-8, EpsilonPlacement Placement = EpsilonPlacement.InsideRoot,
    double Momentum = 0, bool Centered = false) : Optimizer(LearningRate ?? 0.001)
{
    /// <summary>β.</summary>
    public double Beta { get; init => field = Check.Fraction(value, nameof(Beta)); } = Check.Fraction(Beta);

    /// <summary>ε.</summary>
    public double Epsilon { get; init => field = Check.Positive(value, nameof(Epsilon)); } = Check.Positive(Epsilon);

    /// <summary>Where ε stands.</summary>
    public EpsilonPlacement Placement { get; init => field = Check.Defined(value, nameof(Placement)); } = Check.Defined(Placement);

    /// <summary>μ.</summary>
    public double Momentum { get; init => field = Check.Fraction(value, nameof(Momentum)); } = Check.Fraction(Momentum);

    internal override Updater<T> Compile<T, V>()
    {
        bool isInside = Placement == EpsilonPlacement.InsideRoot;
        double inside = isInside ? Epsilon : 0, outside = isInside ? 0 : Epsilon;
        return Momentum == 0 && !Centered
            ? new RuleUpdater<T, V, Rule<V>>(moment => new Rule<V>(V.Splat(-Rate(moment)), V.Splat(Beta), V.Splat(1 - Beta), V.Splat(inside), V.Splat(outside)))
            : new RuleUpdater<T, V, FullRule<V>>(moment => new FullRule<V>(
                V.Splat(-Rate(moment)), V.Splat(Beta), V.Splat(1 - Beta), V.Splat(Centered ? 1 - Beta : 0), V.Splat(Momentum), V.Splat(inside), V.Splat(outside)));
    }

    private readonly struct Rule<V>(V negativeRate, V beta, V share, V inside, V outside) : IRule<V>
        where V : struct, ILane<V>
    {
        public static int Slots => 1;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Next(V parameter, V gradient, ref Slots<V> slots)
        {
            slots.First = V.Fma(beta, slots.First, share * gradient * gradient);
            return V.Fma(negativeRate, gradient / (V.Sqrt(slots.First + inside) + outside), parameter);
        }
    }

    /// <summary>With momentum, centering or both; what is not wanted has a factor of 0.</summary>
    private readonly struct FullRule<V>(V negativeRate, V beta, V share, V meanShare, V momentum, V inside, V outside) : IRule<V>
        where V : struct, ILane<V>
    {
        public static int Slots => 3;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Next(V parameter, V gradient, ref Slots<V> slots)
        {
            slots.First = V.Fma(beta, slots.First, share * gradient * gradient);
            slots.Third = V.Fma(beta, slots.Third, meanShare * gradient);

            // A variance is not negative, its rounded difference may be; the NaN of a diverged run stays in Max's second place.
            V variance = V.Max(V.Zero, V.Fma(-slots.Third, slots.Third, slots.First));
            slots.Second = V.Fma(momentum, slots.Second, gradient / (V.Sqrt(variance + inside) + outside));
            return V.Fma(negativeRate, slots.Second, parameter);
        }
    }
}
