namespace Descent;

/// <summary>Which epoch is the best so far, in constant time and memory per epoch. A value that is not finite never beats another.</summary>
/// <param name="metric">What the epochs are judged by; null for the validation loss.</param>
/// <param name="minimumDelta">By how much a value must beat the best to end a standstill.</param>
internal sealed class EpochChoice(Metric? metric, double minimumDelta)
{
    private double best = double.PositiveInfinity, toBeat = double.PositiveInfinity;
    private bool hasBest;

    /// <summary>The last epoch that beat all before it by more than the minimum; 0 if none did.</summary>
    public int LastGain { get; private set; }

    /// <summary>Epochs whose value was not finite.</summary>
    public int Unusable { get; private set; }

    /// <summary>Whether any epoch had a finite value.</summary>
    public bool HasBest => hasBest;

    /// <summary>What it looks at, in words.</summary>
    public string Name => metric is null ? "validation loss" : metric.Name;

    /// <summary>The value of an epoch that is compared.</summary>
    public double? ValueOf(EpochRecord record) => metric is null ? record.ValidationLoss : record.Metrics.TryGetValue(metric.Name, out double value) ? value : null;

    /// <summary>Takes in an epoch.</summary>
    /// <param name="record">The epoch; each is taken in once, in order.</param>
    /// <returns>Whether its weights are to be kept: it is the best so far, or nothing could be compared yet.</returns>
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
