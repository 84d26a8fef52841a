using System.Runtime.CompilerServices;
using Descent.Numerics;

namespace Descent;

/// <summary>The definition of the velocity of <see cref="Momentum"/>.</summary>
public enum MomentumForm
{
    /// <summary>v ← β·v + (1 − β)·g, an average of gradients, as in many courses.</summary>
    ExponentialAverage,

    /// <summary>v ← β·v + g, Polyak's heavy ball (PyTorch, Keras): steps are 1/(1 − β) times as long.</summary>
    HeavyBall,
}

/// <summary>Momentum: <c>θ ← θ − η·v</c> with a velocity v that accumulates past gradients.</summary>
/// <param name="LearningRate">η; default 0.01.</param>
/// <param name="Beta">β in [0, 1); default 0.9.</param>
/// <param name="Form">The definition of the velocity; default the exponential average.</param>
public sealed record Momentum(Schedule? LearningRate = null, [Option(AtLeast = 0, Below = 1)] Schedule? Beta = null, [Option("the latter as in PyTorch and Keras")] MomentumForm Form = MomentumForm.ExponentialAverage) : Optimizer(LearningRate ?? 0.01)
{
    /// <summary>β.</summary>
    public Schedule Beta { get; init => field = NumberRange.Fraction.Of(value); } = NumberRange.Fraction.Of(Beta ?? 0.9);

    /// <summary>The definition of the velocity.</summary>
    public MomentumForm Form { get; init => field = Check.Defined(value); } = Check.Defined(Form);

    /// <inheritdoc/>
    protected internal override IReadOnlyList<string> StateNames => ["v"];

    internal override Updater<T> Compile<T, V>() => new RuleUpdater<T, V, Rule<V>>(position =>
    {
        double beta = NumberRange.Fraction.At(Beta, position);
        return new Rule<V>(V.Splat(-Rate(position)), V.Splat(beta), V.Splat(Form == MomentumForm.HeavyBall ? 1 : 1 - beta));
    });

    private readonly struct Rule<V>(V negativeRate, V beta, V share) : IRule<V>
        where V : struct, ILane<V>
    {
        public static int Slots => 1;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Next(V parameter, V gradient, ref Slots<V> slots)
        {
            slots.First = V.Fma(beta, slots.First, share * gradient);
            return V.Fma(negativeRate, slots.First, parameter);
        }
    }
}
