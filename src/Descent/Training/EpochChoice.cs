namespace Descent;

/// <summary>Tracks the best epoch so far, in constant time and memory per epoch. A value that is not finite is never the best.</summary>
/// <param name="metric">The metric by which epochs are compared; null for the validation loss.</param>
/// <param name="minimumDelta">The smallest improvement that resets the patience.</param>
internal sealed class EpochChoice(Metric? metric, double minimumDelta)
{
    private double best = double.PositiveInfinity, toBeat = double.PositiveInfinity;
    private bool hasBest;

    /// <summary>The last epoch that improved on all before it by more than the minimum; 0 if none did.</summary>
    public int LastGain { get; private set; }

    /// <summary>The number of epochs whose value was not finite.</summary>
    public int Unusable { get; private set; }

    /// <summary>Whether any epoch had a finite value.</summary>
    public bool HasBest => hasBest;

    /// <summary>The name of the compared value, for messages.</summary>
    public string Name => metric is null ? "validation loss" : metric.Name;

    /// <summary>Gets the value by which an epoch is compared.</summary>
    public double? ValueOf(EpochRecord record) => metric is null ? record.ValidationLoss : record.Metrics.TryGetValue(metric.Name, out double value) ? value : null;

    /// <summary>Adds an epoch.</summary>
    /// <param name="record">The epoch; each is added once, in order.</param>
    /// <returns>Whether to keep its weights: it is the best so far, or no epoch had a usable value yet.</returns>
    public bool Take(EpochRecord record)
    {
        if (ValueOf(record) is not { } value)
        {
            return true;
        }

        if (!double.IsFinite(value))
        {
            Unusable++;
            return !hasBest;
        }

        double cost = metric is { HigherIsBetter: true } ? -value : value;
        if (cost < toBeat - minimumDelta)
        {
            (toBeat, LastGain) = (cost, record.Epoch);
        }

        bool isBest = !hasBest || cost < best;
        (best, hasBest) = (isBest ? cost : best, true);
        return isBest;
    }
}
