namespace Descent;

/// <summary>Ends training when the validation loss has stopped falling.</summary>
/// <param name="Patience">After how many epochs in a row without a new best, at least 1. 1 stops at the first rise ; default 10.</param>
/// <param name="MinimumDelta">By how much a loss must beat the best to count as a new best; default 0.</param>
public sealed record EarlyStopping(int Patience = 10, double MinimumDelta = 0)
{
    /// <summary>Epochs in a row without a new best.</summary>
    public int Patience { get; init => field = Check.AtLeast(value, 1, nameof(Patience)); } = Check.AtLeast(Patience, 1);

    /// <summary>By how much a new best must beat the old one.</summary>
    public double MinimumDelta { get; init => field = Check.NotNegative(value, nameof(MinimumDelta)); } = Check.NotNegative(MinimumDelta);
}
