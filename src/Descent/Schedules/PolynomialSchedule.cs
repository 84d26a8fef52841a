namespace Descent;

/// <summary>Polynomial decay: <c>Final + (Initial − Final)·(1 − epoch / Epochs)^Power</c>, then Final.</summary>
/// <remarks>Keras's PolynomialDecay, with its <c>cycle</c>: then <c>Epochs·⌈epoch / Epochs⌉</c> takes the place of <c>Epochs</c>. PyTorch's PolynomialLR (Final 0), and its LinearLR for Power 1.</remarks>
/// <param name="Initial">The number at first.</param>
/// <param name="Epochs">In how many epochs it reaches the last number, above 0; default those of the run, or 100 where no run is known.</param>
/// <param name="Final">The last number; default 0.</param>
/// <param name="Power">Power above 0; default 1, a straight line.</param>
/// <param name="Cycle">Whether, once the end is reached, the way to it becomes as many times longer as is needed, so that the number jumps up and falls again; default no.</param>
public sealed record PolynomialSchedule(double Initial, double? Epochs = null, double Final = 0, double Power = 1, bool Cycle = false) : Schedule
{
    /// <summary>The number at first.</summary>
    public double Initial { get; init => field = Check.Finite(value, nameof(Initial)); } = Check.Finite(Initial);

    /// <summary>In how many epochs it reaches the last number.</summary>
    public double? Epochs { get; init => field = Length(value); } = Length(Epochs);

    /// <summary>The last number.</summary>
    public double Final { get; init => field = Check.Finite(value, nameof(Final)); } = Check.Finite(Final);

    /// <summary>Power.</summary>
    public double Power { get; init => field = Check.Positive(value, nameof(Power)); } = Check.Positive(Power);

    /// <summary>Whether it starts again, each time with a longer way, once the end is reached.</summary>
    public bool Cycle { get; init; } = Cycle;

    /// <inheritdoc/>
    public override double At(Moment moment)
    {
        double done = moment.Epoch / LengthAt(Epochs, moment), share = Cycle ? done / Math.Max(1, Math.Ceiling(done)) : Math.Min(1, done);
        return Final + ((Initial - Final) * Math.Pow(1 - share, Power));
    }
}
