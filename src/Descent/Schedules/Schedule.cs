namespace Descent;

/// <summary>A number that can change during training, as a function of the moment. A plain number converts implicitly to a constant schedule.</summary>
public abstract record Schedule : IPart
{
    private const double LengthWithoutRun = 100;

    /// <summary>Initializes the schedule.</summary>
    protected Schedule()
    {
    }

    /// <summary>The depth of nested schedules.</summary>
    internal virtual int Depth => 1;

    /// <summary>Gets the value at a moment.</summary>
    /// <param name="position">The point in training.</param>
    /// <returns>The value.</returns>
    public abstract double At(TrainingPosition position);

    /// <summary>Checks the number of epochs of a schedule; null for the epochs of the run.</summary>
    private protected static double? Length(double? epochs) => epochs is { } own ? Check.Positive(own, "Epochs") : null;

    /// <summary>Gets the number of epochs of a schedule, or of the run if it is null.</summary>
    private protected static double LengthAt(double? epochs, TrainingPosition position) => epochs ?? position.RunEpochs ?? LengthWithoutRun;

    /// <summary>Converts a number to a constant schedule.</summary>
    /// <param name="value">The number.</param>
    public static implicit operator Schedule(double value) => ConstantSchedule.Unchecked(value);
}
