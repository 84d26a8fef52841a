namespace Descent;

/// <summary>Polynomial decay: <c>Final + (Initial − Final)·(1 − epoch / Epochs)^Power</c>, and Final afterwards.</summary>
/// <remarks>Keras's PolynomialDecay with its <c>cycle</c>, in which <c>Epochs·⌈epoch / Epochs⌉</c> replaces <c>Epochs</c>. PyTorch's PolynomialLR (Final 0), and its LinearLR for Power 1.</remarks>
/// <param name="Initial">The value at the start.</param>
/// <param name="Epochs">The number of epochs until the final value, above 0; default the epochs of the run, or 100 outside a run.</param>
/// <param name="Final">The final value; default 0.</param>
/// <param name="Power">The exponent, above 0; default 1, a straight line.</param>
/// <param name="Cycle">Whether, after the end, <c>Epochs</c> is replaced by its next multiple, so that the value jumps up and falls again; default false.</param>
public sealed record PolynomialSchedule([Option] double Initial, [Option("those of the run", Above = 0)] double? Epochs = null, [Option] double Final = 0, [Option(Above = 0)] double Power = 1, [Option("stays at final")] bool Cycle = false) : Schedule
{
    /// <summary>The value at the start.</summary>
    public double Initial { get; init => field = Check.Finite(value, nameof(Initial)); } = Check.Finite(Initial);

    /// <summary>The number of epochs until the final value.</summary>
    public double? Epochs { get; init => field = Length(value); } = Length(Epochs);

    /// <summary>The final value.</summary>
    public double Final { get; init => field = Check.Finite(value, nameof(Final)); } = Check.Finite(Final);

    /// <summary>The exponent.</summary>
    public double Power { get; init => field = Check.Positive(value, nameof(Power)); } = Check.Positive(Power);

    /// <summary>Whether the value jumps up and falls again after the end, with a length of the next multiple of <see cref="Epochs"/>.</summary>
    public bool Cycle { get; init; } = Cycle;

    /// <inheritdoc/>
    public override double At(TrainingPosition position)
    {
        double done = position.Epoch / LengthAt(Epochs, position), share = Cycle ? done / Math.Max(1, Math.Ceiling(done)) : Math.Min(1, done);
        return Final + ((Initial - Final) * Math.Pow(1 - share, Power));
    }
}
