namespace Descent;

/// <summary>
/// Cosine waves of doubling length from 0 up and down again: <c>½·Highest·(1 − cos(2π·log₂(1 + (2^Cycles − 1)·t)))</c> at the share t of the epochs; 0 at the beginning, between the
/// cycles and at the end.
/// </summary>
/// <remarks>RealMLP's learning rate "coslog4", with four cycles: Holzmüller, Grinsztajn and Steinwart, "Better by default", 2024.</remarks>
/// <param name="Highest">The number in the middle of each cycle.</param>
/// <param name="Cycles">How many cycles, 1 to 30; default 4.</param>
/// <param name="Epochs">In how many epochs it ends, above 0; default those of the run, or 100 where no run is known.</param>
public sealed record LogarithmicCosineSchedule(double Highest, int Cycles = 4, double? Epochs = null) : Schedule
{
    private const int MostCycles = 30;

    /// <summary>The number in the middle of each cycle.</summary>
    public double Highest { get; init => field = Check.Finite(value, nameof(Highest)); } = Check.Finite(Highest);

    /// <summary>How many cycles.</summary>
    public int Cycles { get; init => field = Check.Within(value, 1, MostCycles, nameof(Cycles)); } = Check.Within(Cycles, 1, MostCycles, nameof(Cycles));

    /// <summary>In how many epochs it ends.</summary>
    public double? Epochs { get; init => field = Length(value); } = Length(Epochs);

    /// <inheritdoc/>
    public override double At(Moment moment)
    {
        double share = Math.Min(1, moment.Epoch / LengthAt(Epochs, moment));
        return CosineSchedule.Between(0, Highest, 2 * Math.Log2(1 + (((1 << Cycles) - 1) * share)));
    }
}
