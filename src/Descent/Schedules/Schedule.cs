namespace Descent.Schedules;

/// <summary>A number that may change while training: a function of the moment. Any plain number is a constant schedule.</summary>
public abstract record Schedule
{
    private protected Schedule()
    {
    }

    /// <summary>The number at a moment.</summary>
    /// <param name="moment">When.</param>
    /// <returns>The number.</returns>
    public abstract double At(Moment moment);

    /// <summary>A number that stays as it is.</summary>
    /// <param name="value">The number.</param>
    public static implicit operator Schedule(double value) => ConstantSchedule.Unchecked(value);
}
