using System.Numerics;
using Descent.Numerics.Kernels;
using Descent.Numerics.Lanes;
using Descent.Numerics.Memory;
using Descent.Schedules;

namespace Descent.Optimizers;

/// <summary>An optimizer made ready for an element type; the width of its registers no longer shows.</summary>
internal abstract class Updater<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>Numbers remembered per parameter.</summary>
    public abstract int Slots { get; }

    /// <summary>Fixes the constants of the coming step.</summary>
    public abstract void Prepare(Moment moment);

    /// <summary>Updates a run of parameters with the constants that were fixed last.</summary>
    public abstract void Apply(Matrix<T> parameters, Matrix<T> gradients, Matrix<T> slots, double quadratic, double absolute);
}

/// <summary>Runs the rule <typeparamref name="R"/>, made anew from the optimizer's numbers before every step.</summary>
internal sealed class RuleUpdater<T, V, R>(Func<Moment, R> makeRule) : Updater<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where V : struct, ILane<V, T>
    where R : struct, IRule<V>
{
    private R rule;

    public override int Slots => R.Slots;

    public override void Prepare(Moment moment) => rule = makeRule(moment);

    public override void Apply(Matrix<T> parameters, Matrix<T> gradients, Matrix<T> slots, double quadratic, double absolute) =>
        Update<T, V>.Run(rule, parameters, gradients, slots, quadratic, absolute);
}
