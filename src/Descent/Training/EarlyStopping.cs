namespace Descent;

/// <summary>Ends training when the validation loss has stopped falling.</summary>
/// <param name="Patience">The number of consecutive epochs without a new best after which training stops, at least 1; default 10. With 1, training stops at the first rise.</param>
/// <param name="MinimumDelta">The smallest improvement over the best loss that counts as a new best; default 0.</param>
public sealed record EarlyStopping(int Patience = 10, double MinimumDelta = 0)
{
    /// <summary>The number of consecutive epochs without a new best after which training stops.</summary>
    public int Patience { get; init => field = Check.AtLeast(value, 1, nameof(Patience)); } = Check.AtLeast(Patience, 1);

    /// <summary>The smallest improvement over the best loss that counts as a new best.</summary>
    public double MinimumDelta { get; init => field = Check.NotNegative(value, nameof(MinimumDelta)); } = Check.NotNegative(MinimumDelta);
}
