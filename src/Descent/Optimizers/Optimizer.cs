using System.Numerics;
using Descent.Numerics;

namespace Descent;

/// <summary>
/// How gradients change parameters: an immutable rule. What it remembers is kept by the training run. Every number of a rule may be a
/// <see cref="Schedule"/>: it is asked for once per step.
/// </summary>
public abstract record Optimizer : IPart
{
    // Null where the rate is another optimizer's.
    private readonly Schedule? own;

    private protected Optimizer(Schedule? learningRate) => own = learningRate is null ? null : Usable(learningRate);

    /// <summary>η: the size of a step, a number or a schedule; above 0.</summary>
    public virtual Schedule LearningRate { get => own!; init => own = Usable(value); }

    /// <summary>The rule for a lane type.</summary>
    internal abstract Updater<T> Compile<T, V>()
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where V : struct, ILane<V, T>;

    /// <summary>λ of a decoupled decay <c>θ ← θ − η·λ·θ</c> that is part of the rule.</summary>
    internal virtual double Decay(Moment moment, bool decays) => 0;

    /// <summary>η at a moment.</summary>
    /// <param name="moment">The point in training.</param>
    /// <returns>The number, by which a rule multiplies its step.</returns>
    /// <exception cref="ArgumentException">If the schedule gives a number that is not finite or is negative.</exception>
    protected internal double Rate(Moment moment)
    {
        if (LearningRate is ConstantSchedule constant && moment.Context is null)
        {
            return constant.Value;
        }

        double rate = moment.Context is not { } own ? LearningRate.At(moment) : own.LearntRate ?? (LearningRate.At(moment) * own.RateFactor);
        return double.IsFinite(rate) && rate >= 0 ? rate : throw Unusable(rate, moment.Step, LearningRate);

        // Apart, so that every step does not carry the making of the message.
        static ArgumentException Unusable(double rate, long step, Schedule schedule) =>
            new($"LearningRate is {rate} at step {step}; it must be a finite number that is not negative. Check the schedule, {schedule.GetType().Name}.");
    }

    private static Schedule Usable(Schedule rate)
    {
        ArgumentNullException.ThrowIfNull(rate, nameof(LearningRate));
        return rate is ConstantSchedule constant && !(double.IsFinite(constant.Value) && constant.Value > 0)
            ? throw new ArgumentOutOfRangeException(nameof(LearningRate), constant.Value, "LearningRate must be above 0; 0.001 to 0.1 is usual.")
            : rate;
    }
}
