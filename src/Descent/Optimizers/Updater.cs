using System.Numerics;
using Descent.Numerics;

namespace Descent;

/// <summary>An optimizer compiled for an element type, independent of the register width.</summary>
internal abstract class Updater<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>The number of slots per parameter.</summary>
    public abstract int Slots { get; }

    /// <summary>Computes the constants of the next step.</summary>
    public abstract void Prepare(in TrainingPosition position);

    /// <summary>Whether gradients are computed at another point than the parameters, to which <see cref="LookAhead"/> moves before every pass.</summary>
    public virtual bool LooksAhead => false;

    /// <summary>Moves a range of parameters to the point at which gradients are computed; <see cref="Apply"/> starts from there.</summary>
    public virtual void LookAhead(Matrix<T> parameters, Matrix<T> gradients, Matrix<T> slots)
    {
    }

    /// <summary>
    /// The learning rate, if it is learned; otherwise null. In that case, before every update <see cref="Penalize"/> adds the penalties to all gradients, and
    /// <see cref="Learn"/> gets their products with the last step, which is in the last slot.
    /// </summary>
    public virtual double? LearnedRate { get => null; set => throw new NotSupportedException("This rule does not learn its rate."); }

    /// <summary>Adds the slopes of penalties to gradients.</summary>
    public virtual void Penalize(Matrix<T> parameters, Matrix<T> gradients, double quadratic, double absolute)
    {
    }

    /// <summary>Learns the rate of the next update.</summary>
    /// <param name="position">The position passed to <see cref="Prepare"/>.</param>
    /// <param name="product">The product gradient · last step.</param>
    /// <param name="gradients">The product gradient · gradient.</param>
    /// <param name="steps">The product last step · last step.</param>
    public virtual void Learn(in TrainingPosition position, double product, double gradients, double steps)
    {
    }

    /// <summary>Updates a range of parameters, either all of which decay or none, with the constants that were computed last.</summary>
    public abstract void Apply(Matrix<T> parameters, Matrix<T> gradients, Matrix<T> slots, double quadratic, double absolute, bool decays);
}

/// <summary>Runs the rule <typeparamref name="R"/>, which is created from the optimizer's options before every step.</summary>
/// <param name="makeRule">Creates the rule for a moment.</param>
/// <param name="makeRuleWithoutDecay">Creates the rule for biases, slopes and similar parameters, if it is a different one.</param>
internal class RuleUpdater<T, V, R>(Func<TrainingPosition, R> makeRule, Func<TrainingPosition, R>? makeRuleWithoutDecay = null) : Updater<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where V : struct, ILane<V, T>
    where R : struct, IRule<V>
{
    private R rule, ruleWithoutDecay;

    public override int Slots => R.Slots;

    public override void Prepare(in TrainingPosition position)
    {
        rule = makeRule(position);
        ruleWithoutDecay = makeRuleWithoutDecay is null ? rule : makeRuleWithoutDecay(position);
    }

    public override void Apply(Matrix<T> parameters, Matrix<T> gradients, Matrix<T> slots, double quadratic, double absolute, bool decays) =>
        Update<T, V>.Run(decays ? rule : ruleWithoutDecay, parameters, gradients, slots, quadratic, absolute);
}

/// <summary>A rule whose gradients are computed at the point to which the rule <typeparamref name="A"/> moves first.</summary>
internal sealed class LookAheadUpdater<T, V, R, A>(Func<TrainingPosition, R> makeRule, Func<TrainingPosition, A> makeAhead) : RuleUpdater<T, V, R>(makeRule)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where V : struct, ILane<V, T>
    where R : struct, IRule<V>
    where A : struct, IRule<V>
{
    private A ahead;

    public override bool LooksAhead => true;

    public override void Prepare(in TrainingPosition position)
    {
        base.Prepare(position);
        ahead = makeAhead(position);
    }

    public override void LookAhead(Matrix<T> parameters, Matrix<T> gradients, Matrix<T> slots) =>
        Update<T, V>.Run(ahead, parameters, gradients, slots, 0, 0);
}
