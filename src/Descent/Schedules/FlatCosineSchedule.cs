namespace Descent;

/// <summary>Flat, then a cosine: Initial for half of the epochs, then <c>½·Initial·(1 + cos(π·(2t − 1)))</c> at the share t of them, and 0 behind them.</summary>
/// <remarks>RealMLP's "flat_cos" for dropout and weight decay: Holzmüller, Grinsztajn and Steinwart, "Better by default", 2024.</remarks>
/// <param name="Initial">The number at first.</param>
/// <param name="Epochs">In how many epochs it reaches 0, above 0; default those of the run, or 100 where no run is known.</param>
public sealed record FlatCosineSchedule(double Initial, double? Epochs = null) : Schedule
{
    /// <summary>The number at first.</summary>
    public double Initial { get; init => field = Check.Finite(value, nameof(Initial)); } = Check.Finite(Initial);

    /// <summary>In how many epochs it reaches 0.</summary>
    public double? Epochs { get; init => field = Length(value); } = Length(Epochs);

    /// <inheritdoc/>
    public override double At(Moment moment)
    {
        double share = Math.Min(1, moment.Epoch / LengthAt(Epochs, moment));
        return share < 0.5 ? Initial : CosineSchedule.Between(Initial, 0, (2 * share) - 1);
    }
}
