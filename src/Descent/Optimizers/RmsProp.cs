using System.Runtime.CompilerServices;
using Descent.Numerics;

namespace Descent;

/// <summary>RMSprop: <c>E ← β·E + (1 − β)·g²</c>, <c>θ ← θ − η·g / √(E + ε)</c>.</summary>
/// <remarks>
/// Hinton, Coursera lecture 6e, 2012. With momentum μ: <c>b ← μ·b + g/√(E + ε)</c>, <c>θ ← θ − η·b</c> (PyTorch; Keras has η
/// inside b, which is the same for a constant η). Centered: <c>E − m²</c> replaces E, with <c>m ← β·m + (1 − β)·g</c>
/// (Graves 2013). ε is inside the root in Keras, and outside in PyTorch, whose β is 0.99.
/// </remarks>
/// <param name="LearningRate">η; default 0.001.</param>
/// <param name="Beta">β in [0, 1); default 0.9.</param>
/// <param name="Epsilon">ε &gt; 0; default 1e−8.</param>
/// <param name="Placement">The placement of ε; default inside the root.</param>
/// <param name="Momentum">μ in [0, 1); default 0.</param>
/// <param name="Centered">Whether the squared mean of the gradients is subtracted from E; default false.</param>
public sealed record RmsProp(
    Schedule? LearningRate = null, [Option(AtLeast = 0, Below = 1)] Schedule? Beta = null, [Option(Above = 0)] Schedule? Epsilon = null, [Option("the former as in Keras, the latter as in PyTorch")] EpsilonPlacement Placement = EpsilonPlacement.InsideRoot,
    [Option(AtLeast = 0, Below = 1)] Schedule? Momentum = null, bool Centered = false) : Optimizer(LearningRate ?? 0.001)
{
    /// <summary>β.</summary>
    public Schedule Beta { get; init => field = NumberRange.Fraction.Of(value); } = NumberRange.Fraction.Of(Beta ?? 0.9);

    /// <summary>ε.</summary>
    public Schedule Epsilon { get; init => field = NumberRange.Positive.Of(value); } = NumberRange.Positive.Of(Epsilon ?? 1e-8);

    /// <summary>μ.</summary>
    public Schedule Momentum { get; init => field = NumberRange.Fraction.Of(value); } = NumberRange.Fraction.Of(Momentum ?? 0);

    /// <summary>The placement of ε.</summary>
    public EpsilonPlacement Placement { get; init => field = Check.Defined(value); } = Check.Defined(Placement);

    /// <inheritdoc/>
    protected internal override IReadOnlyList<string> StateNames => Momentum is ConstantSchedule { Value: 0 } && !Centered ? ["E"] : ["E", "b", "m"];

    internal override Updater<T> Compile<T, V>()
    {
        bool isInside = Placement == EpsilonPlacement.InsideRoot;
        return Momentum is ConstantSchedule { Value: 0 } && !Centered
            ? new RuleUpdater<T, V, Rule<V>>(position =>
            {
                (double beta, double inside, double outside) = Numbers(position);
                return new Rule<V>(V.Splat(-Rate(position)), V.Splat(beta), V.Splat(1 - beta), V.Splat(inside), V.Splat(outside));
            })
        : new RuleUpdater<T, V, FullRule<V>>(position =>
            {
                (double beta, double inside, double outside) = Numbers(position);
                return new FullRule<V>(
                    V.Splat(-Rate(position)), V.Splat(beta), V.Splat(1 - beta), V.Splat(Centered ? 1 - beta : 0),
                    V.Splat(NumberRange.Fraction.At(Momentum, position)), V.Splat(inside), V.Splat(outside));
            });

        (double Beta, double Inside, double Outside) Numbers(TrainingPosition position)
        {
            double epsilon = NumberRange.Positive.At(Epsilon, position);
            return (NumberRange.Fraction.At(Beta, position), isInside ? epsilon : 0, isInside ? 0 : epsilon);
        }
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

    /// <summary>With momentum, centering or both; what is not used has a factor of 0.</summary>
    private readonly struct FullRule<V>(V negativeRate, V beta, V share, V meanShare, V momentum, V inside, V outside) : IRule<V>
        where V : struct, ILane<V>
    {
        public static int Slots => 3;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Next(V parameter, V gradient, ref Slots<V> slots)
        {
            slots.First = V.Fma(beta, slots.First, share * gradient * gradient);
            slots.Third = V.Fma(beta, slots.Third, meanShare * gradient);

            // A variance is not negative, but the rounded difference may be; as the second argument of Max, the NaN of a diverged run is kept.
            V variance = V.Max(V.Zero, V.Fma(-slots.Third, slots.Third, slots.First));
            slots.Second = V.Fma(momentum, slots.Second, gradient / (V.Sqrt(variance + inside) + outside));
            return V.Fma(negativeRate, slots.Second, parameter);
        }
    }
}
