namespace Descent;

/// <summary>
/// Reduce on plateau: the value of another schedule, multiplied by Factor each time the loss has not improved for more than Patience epochs.
/// </summary>
/// <remarks>
/// PyTorch's ReduceLROnPlateau (relative threshold); Keras's ReduceLROnPlateau. The loss is the validation loss, or the training loss if there are no
/// validation rows. The value is still a function of the moment: it depends only on <see cref="TrainingPosition.Losses"/>.
/// </remarks>
/// <param name="Base">The schedule, or number, to reduce.</param>
/// <param name="Factor">The factor of each reduction, above 0 and at most 1; default 0.1.</param>
/// <param name="Patience">The number of epochs without improvement that are tolerated, at least 0; default 10.</param>
/// <param name="Threshold">An improvement is a loss below <c>best·(1 − Threshold)</c> (for a negative best <c>best·(1 + Threshold)</c>); in [0, 1), default 1e−4.</param>
/// <param name="Cooldown">The number of epochs after a reduction that are not counted, at least 0; default 0.</param>
/// <param name="Lowest">The lower bound of the reduced value; default 0.</param>
public sealed record PlateauSchedule([Option] Schedule Base, [Option(Above = 0, AtMost = 1)] double Factor = 0.1, [Option("in epochs", AtLeast = 0)] int Patience = 10, [Option(AtLeast = 0, Below = 1)] double Threshold = 1e-4, [Option("in epochs", AtLeast = 0)] int Cooldown = 0, [Option(AtLeast = 0)] double Lowest = 0) : Schedule
{
    /// <summary>The schedule to reduce.</summary>
    public Schedule Base { get; init => field = Within(value); } = Within(Base);

    /// <summary>The factor of each reduction.</summary>
    public double Factor { get; init => field = Check.PositiveFraction(value, nameof(Factor)); } = Check.PositiveFraction(Factor);

    /// <summary>The number of epochs without improvement that are tolerated.</summary>
    public int Patience { get; init => field = Check.AtLeast(value, 0, nameof(Patience)); } = Check.AtLeast(Patience, 0);

    /// <summary>The fraction of the best loss by which a loss must be lower.</summary>
    public double Threshold { get; init => field = Check.Fraction(value, nameof(Threshold)); } = Check.Fraction(Threshold);

    /// <summary>The number of epochs after a reduction that are not counted.</summary>
    public int Cooldown { get; init => field = Check.AtLeast(value, 0, nameof(Cooldown)); } = Check.AtLeast(Cooldown, 0);

    /// <summary>The lower bound of the reduced value.</summary>
    public double Lowest { get; init => field = Check.NotNegative(value, nameof(Lowest)); } = Check.NotNegative(Lowest);

    internal override int Depth => 1 + Base.Depth;

    /// <inheritdoc/>
    public override double At(TrainingPosition position)
    {
        double factor = position.Context?.Plateaus.FactorOf(this, position.Losses.Span) ?? new PlateauCount().Read(this, position.Losses.Span);
        double number = Base.At(position);
        return factor < 1 ? Math.Max(Math.Min(number, Lowest), number * factor) : number;
    }

    private static Schedule Within(Schedule reduced)
    {
        Schedule checkedOne = NumberRange.Finite.Of(reduced, nameof(Base));
        return Nesting.Within(checkedOne, checkedOne.Depth, nameof(Base));
    }
}
