namespace Descent;

/// <summary>Constant, then a cosine: Initial for half of the epochs, then <c>½·Initial·(1 + cos(π·(2t − 1)))</c> at the fraction t of the epochs, and 0 afterwards.</summary>
/// <remarks>RealMLP's "flat_cos" for dropout and weight decay: Holzmüller, Grinsztajn and Steinwart, "Better by default", 2024.</remarks>
/// <param name="Initial">The value at the start.</param>
/// <param name="Epochs">The number of epochs until the value is 0, above 0; default the epochs of the run, or 100 outside a run.</param>
public sealed record FlatCosineSchedule([Option] double Initial, [Option("those of the run", Above = 0)] double? Epochs = null) : Schedule
{
    /// <summary>The value at the start.</summary>
    public double Initial { get; init => field = Check.Finite(value, nameof(Initial)); } = Check.Finite(Initial);

    /// <summary>The number of epochs until the value is 0.</summary>
    public double? Epochs { get; init => field = Length(value); } = Length(Epochs);

    /// <inheritdoc/>
    public override double At(TrainingPosition position)
    {
        double share = Math.Min(1, position.Epoch / LengthAt(Epochs, position));
        return share < 0.5 ? Initial : CosineSchedule.Between(Initial, 0, (2 * share) - 1);
    }
}
