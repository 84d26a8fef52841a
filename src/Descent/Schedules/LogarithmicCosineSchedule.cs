namespace Descent;

/// <summary>
/// Cosine cycles of doubling length that rise from 0 and fall back to 0: <c>½·Highest·(1 − cos(2π·log₂(1 + (2^Cycles − 1)·t)))</c> at the fraction t of the epochs. The value is 0 at the start, between
/// cycles and at the end.
/// </summary>
/// <remarks>RealMLP's learning rate "coslog4", with four cycles: Holzmüller, Grinsztajn and Steinwart, "Better by default", 2024.</remarks>
/// <param name="Highest">The greatest value of each cycle.</param>
/// <param name="Cycles">The number of cycles, from 1 to 30; default 4.</param>
/// <param name="Epochs">The number of epochs of all cycles together, above 0; default the epochs of the run, or 100 outside a run.</param>
public sealed record LogarithmicCosineSchedule([Option] double Highest, [Option(AtLeast = 1, AtMost = 30)] int Cycles = 4, [Option("those of the run", Above = 0)] double? Epochs = null) : Schedule
{
    private const int MostCycles = 30;

    /// <summary>The greatest value of each cycle.</summary>
    public double Highest { get; init => field = Check.Finite(value, nameof(Highest)); } = Check.Finite(Highest);

    /// <summary>The number of cycles.</summary>
    public int Cycles { get; init => field = Check.Within(value, 1, MostCycles, nameof(Cycles)); } = Check.Within(Cycles, 1, MostCycles, nameof(Cycles));

    /// <summary>The number of epochs of all cycles together.</summary>
    public double? Epochs { get; init => field = Length(value); } = Length(Epochs);

    /// <inheritdoc/>
    public override double At(TrainingPosition position)
    {
        double share = Math.Min(1, position.Epoch / LengthAt(Epochs, position));
        return CosineSchedule.Between(0, Highest, 2 * Math.Log2(1 + (((1 << Cycles) - 1) * share)));
    }
}
