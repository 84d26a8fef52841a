using System.Numerics;
using Descent.Numerics;

namespace Descent;

/// <summary>An optimizer made ready for an element type; the width of its registers no longer shows.</summary>
internal abstract class Updater<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>Numbers remembered per parameter.</summary>
    public abstract int Slots { get; }

    /// <summary>Fixes the constants of the coming step.</summary>
    public abstract void Prepare(in Moment moment);

    /// <summary>Whether gradients are wanted at another point than the parameters: before every pass <see cref="LookAhead"/> goes there.</summary>
    public virtual bool LooksAhead => false;

    /// <summary>Moves a run of parameters to where the gradient is wanted; <see cref="Apply"/> begins there.</summary>
    public virtual void LookAhead(Matrix<T> parameters, Matrix<T> gradients, Matrix<T> slots)
    {
    }

    /// <summary>
    /// The learning rate, if it is learnt. Then before every update all gradients get their penalties by <see cref="Penalize"/>, and
    /// <see cref="Learn"/> is told how they lie to the last step, which stands in the last of the slots.
    /// </summary>
    public virtual double? LearntRate { get => null; set => throw new NotSupportedException("This rule learns no rate."); }

    /// <summary>Adds the slopes of penalties to gradients.</summary>
    public virtual void Penalize(Matrix<T> parameters, Matrix<T> gradients, double quadratic, double absolute)
    {
    }

    /// <summary>Learns the rate of the coming update.</summary>
    /// <param name="moment">The moment that <see cref="Prepare"/> was given.</param>
    /// <param name="product">Gradient · last step.</param>
    /// <param name="gradients">Gradient · gradient.</param>
    /// <param name="steps">Last step · last step.</param>
    public virtual void Learn(in Moment moment, double product, double gradients, double steps)
    {
    }

    /// <summary>Updates a run of parameters, all of which decay or none, with the constants that were fixed last.</summary>
    public abstract void Apply(Matrix<T> parameters, Matrix<T> gradients, Matrix<T> slots, double quadratic, double absolute, bool decays);
}

/// <summary>Runs the rule <typeparamref name="R"/>, made anew from the optimizer's numbers before every step.</summary>
/// <param name="makeRule">The rule at a moment.</param>
/// <param name="makeRuleWithoutDecay">The rule for biases, slopes and the like, if it is another one.</param>
internal class RuleUpdater<T, V, R>(Func<Moment, R> makeRule, Func<Moment, R>? makeRuleWithoutDecay = null) : Updater<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where V : struct, ILane<V, T>
    where R : struct, IRule<V>
{
    private R rule, ruleWithoutDecay;

    public override int Slots => R.Slots;

    public override void Prepare(in Moment moment)
    {
        rule = makeRule(moment);
        ruleWithoutDecay = makeRuleWithoutDecay is null ? rule : makeRuleWithoutDecay(moment);
    }

    public override void Apply(Matrix<T> parameters, Matrix<T> gradients, Matrix<T> slots, double quadratic, double absolute, bool decays) =>
        Update<T, V>.Run(decays ? rule : ruleWithoutDecay, parameters, gradients, slots, quadratic, absolute);
}

/// <summary>A rule whose gradients are taken where the rule <typeparamref name="A"/> leads first.</summary>
internal sealed class LookAheadUpdater<T, V, R, A>(Func<Moment, R> makeRule, Func<Moment, A> makeAhead) : RuleUpdater<T, V, R>(makeRule)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where V : struct, ILane<V, T>
    where R : struct, IRule<V>
    where A : struct, IRule<V>
{
    private A ahead;

    public override bool LooksAhead => true;

    public override void Prepare(in Moment moment)
    {
        base.Prepare(moment);
        ahead = makeAhead(moment);
    }

    public override void LookAhead(Matrix<T> parameters, Matrix<T> gradients, Matrix<T> slots) =>
        Update<T, V>.Run(ahead, parameters, gradients, slots, 0, 0);
}
