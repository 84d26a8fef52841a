using System.Runtime.CompilerServices;
using Descent.Numerics;

namespace Descent;

/// <summary>Which of two equivalent points <see cref="Nesterov"/> stores as the parameters.</summary>
public enum NesterovForm
{
    /// <summary>v ← β·v + η·∇L(θ − β·v); θ ← θ − v: the gradient is taken ahead of the parameters (Sutskever et al. 2013).</summary>
    LookAhead,

    /// <summary>
    /// v ← β·v + g; θ ← θ − η·(g + β·v): the parameters are the point ahead (PyTorch; also Keras, but with η
    /// inside v, which is the same for a constant η).
    /// </summary>
    Reformulated,
}

/// <summary>Nesterov's accelerated gradient: momentum whose gradient is computed at the point to which the momentum is about to move.</summary>
/// <remarks>
/// The two forms are equivalent: with a constant rate, <c>θ − β·v</c> of the first form is <c>θ</c> of the
/// second. The first costs one more pass over the parameters, and its batch losses are those of the point ahead; the model
/// always contains θ itself.
/// Nesterov 1983; Sutskever, Martens, Dahl and Hinton, "On the importance of initialization and momentum in deep learning", 2013.
/// </remarks>
/// <param name="LearningRate">η; default 0.01.</param>
/// <param name="Beta">β in [0, 1); default 0.9.</param>
/// <param name="Form">The form; default the true look-ahead.</param>
public sealed record Nesterov(Schedule? LearningRate = null, [Option(AtLeast = 0, Below = 1)] Schedule? Beta = null, [Option("the latter as in PyTorch and Keras")] NesterovForm Form = NesterovForm.LookAhead) : Optimizer(LearningRate ?? 0.01)
{
    /// <summary>β.</summary>
    public Schedule Beta { get; init => field = NumberRange.Fraction.Of(value); } = NumberRange.Fraction.Of(Beta ?? 0.9);

    /// <summary>The form.</summary>
    public NesterovForm Form { get; init => field = Check.Defined(value); } = Check.Defined(Form);

    /// <inheritdoc/>
    protected internal override IReadOnlyList<string> StateNames => ["v"];

    internal override Updater<T> Compile<T, V>() => Form == NesterovForm.Reformulated
        ? new RuleUpdater<T, V, ReformulatedRule<V>>(position => new ReformulatedRule<V>(V.Splat(-Rate(position)), V.Splat(NumberRange.Fraction.At(Beta, position))))
        : new LookAheadUpdater<T, V, Rule<V>, AheadRule<V>>(
            position => new Rule<V>(V.Splat(Rate(position)), V.Splat(NumberRange.Fraction.At(Beta, position))),
            position => new AheadRule<V>(V.Splat(-NumberRange.Fraction.At(Beta, position))));

    /// <summary>θ → θ − β·v.</summary>
    private readonly struct AheadRule<V>(V negativeBeta) : IRule<V>
        where V : struct, ILane<V>
    {
        public static int Slots => 1;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Next(V parameter, V gradient, ref Slots<V> slots) => V.Fma(negativeBeta, slots.First, parameter);
    }

    /// <summary>From the point ahead, θ − β·v, to the new θ: adds β·v, then subtracts the new v.</summary>
    private readonly struct Rule<V>(V rate, V beta) : IRule<V>
        where V : struct, ILane<V>
    {
        public static int Slots => 1;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Next(V parameter, V gradient, ref Slots<V> slots)
        {
            V own = V.Fma(beta, slots.First, parameter);
            slots.First = V.Fma(beta, slots.First, rate * gradient);
            return own - slots.First;
        }
    }

    private readonly struct ReformulatedRule<V>(V negativeRate, V beta) : IRule<V>
        where V : struct, ILane<V>
    {
        public static int Slots => 1;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Next(V parameter, V gradient, ref Slots<V> slots)
        {
            slots.First = V.Fma(beta, slots.First, gradient);
            return V.Fma(negativeRate, V.Fma(beta, slots.First, gradient), parameter);
        }
    }
}
