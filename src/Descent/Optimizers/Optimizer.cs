using System.Numerics;
using Descent.Numerics.Lanes;
using Descent.Schedules;

namespace Descent.Optimizers;

/// <summary>How gradients change parameters: an immutable rule. What it remembers is kept by the training run.</summary>
public abstract record Optimizer
{
    private protected Optimizer(Schedule learningRate) => LearningRate = learningRate;

    /// <summary>η: the size of a step, a number or a schedule; above 0.</summary>
    public Schedule LearningRate { get; init => field = Usable(value); }

    /// <summary>The rule for a lane type.</summary>
    internal abstract Updater<T> Compile<T, V>()
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where V : struct, ILane<V, T>;

    /// <summary>η at a moment.</summary>
    /// <exception cref="ArgumentException">If the schedule gives a number that is not finite or is negative.</exception>
    internal double Rate(Moment moment)
    {
        double rate = LearningRate.At(moment);
        return double.IsFinite(rate) && rate >= 0
            ? rate
            : throw new ArgumentException($"The learning rate is {rate} at step {moment.Step}; it must be a finite number that is not negative. Check the schedule {LearningRate}.");
    }

    private static Schedule Usable(Schedule rate)
    {
        ArgumentNullException.ThrowIfNull(rate, nameof(LearningRate));
        return rate is ConstantSchedule { Value: <= 0 } constant
            ? throw new ArgumentOutOfRangeException(nameof(LearningRate), constant.Value, "LearningRate must be above 0; 0.001 to 0.1 is usual.")
            : rate;
    }
}
