using System.Numerics;
using Descent.Numerics;

namespace Descent;

/// <summary>
/// An immutable rule for updating parameters from gradients. Its state is kept by the training run. Most options of a rule can be a
/// <see cref="Schedule"/>, which is evaluated once per step.
/// </summary>
public abstract record Optimizer : IPart
{
    // Null if the rate is that of another optimizer.
    private readonly Schedule? own;

    private protected Optimizer(Schedule? learningRate) => own = learningRate is null ? null : Usable(learningRate);

    /// <summary>The learning rate η, a number or a schedule; above 0.</summary>
    [Option(Above = 0)]
    public virtual Schedule LearningRate { get => own!; init => own = Usable(value); }

    /// <summary>The names of the numbers that the rule keeps per parameter between updates, as in its formula; default none.</summary>
    protected internal virtual IReadOnlyList<string> StateNames => [];

    /// <summary>Compiles the rule for a lane type.</summary>
    internal abstract Updater<T> Compile<T, V>()
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where V : struct, ILane<V, T>;

    /// <summary>Gets λ of a decoupled decay <c>θ ← θ − η·λ·θ</c> that is part of the rule; default 0.</summary>
    internal virtual double Decay(TrainingPosition position, bool decays) => 0;

    /// <summary>Gets the learning rate η at a moment.</summary>
    /// <param name="position">The point in training.</param>
    /// <returns>The learning rate, by which a rule multiplies its step.</returns>
    /// <exception cref="ArgumentException">If the value of the schedule is negative or not finite.</exception>
    protected internal double Rate(TrainingPosition position)
    {
        if (LearningRate is ConstantSchedule constant && position.Context is null)
        {
            return constant.Value;
        }

        double rate = position.Context is not { } own ? LearningRate.At(position) : own.LearnedRate ?? (LearningRate.At(position) * own.RateFactor);
        return double.IsFinite(rate) && rate >= 0 ? rate : throw Unusable(rate, position.Step, LearningRate);

        // In a function of its own, so that the code of every step does not contain the formatting of the message.
        static ArgumentException Unusable(double rate, long step, Schedule schedule) =>
            new($"LearningRate is {rate} at step {step}; it must be a finite number of at least 0. Check the schedule, {schedule.GetType().Name}.");
    }

    private static Schedule Usable(Schedule rate)
    {
        ArgumentNullException.ThrowIfNull(rate, nameof(LearningRate));
        return rate is ConstantSchedule constant && !(double.IsFinite(constant.Value) && constant.Value > 0)
            ? throw new ArgumentOutOfRangeException(nameof(LearningRate), constant.Value, "LearningRate must be above 0; usual values are 0.001 to 0.1.")
            : rate;
    }
}
