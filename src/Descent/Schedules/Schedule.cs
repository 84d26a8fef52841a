namespace Descent;

/// <summary>A number that may change while training: a function of the moment. Any plain number is a constant schedule.</summary>
public abstract record Schedule : IPart
{
    private const double LengthWithoutRun = 100;

    /// <summary>A schedule.</summary>
    protected Schedule()
    {
    }

    /// <summary>How many schedules stand inside of one another here.</summary>
    internal virtual int Depth => 1;

    /// <summary>The number at a moment.</summary>
    /// <param name="moment">When.</param>
    /// <returns>The number.</returns>
    public abstract double At(Moment moment);

    /// <summary>Epochs of a schedule that may leave them to the run.</summary>
    private protected static double? Length(double? epochs) => epochs is { } own ? Check.Positive(own, "Epochs") : null;

    /// <summary>A schedule's own epochs, or those of the run.</summary>
    private protected static double LengthAt(double? epochs, Moment moment) => epochs ?? moment.RunEpochs ?? LengthWithoutRun;

    /// <summary>A number that stays as it is.</summary>
    /// <param name="value">The number.</param>
    public static implicit operator Schedule(double value) => ConstantSchedule.Unchecked(value);
}
