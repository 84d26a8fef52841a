namespace Descent.Schedules;

/// <summary>Polynomial decay: <c>Final + (Initial − Final)·(1 − epoch / Epochs)^Power</c>, then Final.</summary>
/// <remarks>Keras's PolynomialDecay; PyTorch's PolynomialLR (Final 0), and its LinearLR for Power 1.</remarks>
/// <param name="Initial">The number at first.</param>
/// <param name="Epochs">In how many epochs it reaches the last number, above 0; default those of the run, or 100 where no run is known.</param>
/// <param name="Final">The last number; default 0.</param>
/// <param name="Power">Power above 0; default 1, a straight line.</param>
public sealed record PolynomialSchedule(double Initial, double? Epochs = null, double Final = 0, double Power = 1) : Schedule
{
    /// <summary>The number at first.</summary>
    public double Initial { get; init => field = Check.Finite(value, nameof(Initial)); } = Check.Finite(Initial);

    /// <summary>In how many epochs it reaches the last number.</summary>
    public double? Epochs { get; init => field = Length(value); } = Length(Epochs);

    /// <summary>The last number.</summary>
    public double Final { get; init => field = Check.Finite(value, nameof(Final)); } = Check.Finite(Final);

    /// <summary>Power.</summary>
    public double Power { get; init => field = Check.Positive(value, nameof(Power)); } = Check.Positive(Power);

    /// <inheritdoc/>
    public override double At(Moment moment) => Final + ((Initial - Final) * Math.Pow(1 - Math.Min(1, moment.Epoch / LengthAt(Epochs, moment)), Power));
}
