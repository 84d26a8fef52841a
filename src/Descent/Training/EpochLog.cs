namespace Descent;

/// <summary>
/// The finished epochs of a run, and the losses by which it is judged. What was handed out stays as it is while more epochs are added, so nothing
/// is copied per epoch.
/// </summary>
internal sealed class EpochLog
{
    private EpochRecord[] records = new EpochRecord[16];
    private double[] losses = new double[16];

    /// <summary>Epochs so far.</summary>
    public int Count { get; private set; }

    /// <summary>The last one, if there is any.</summary>
    public EpochRecord? Last => Count > 0 ? records[Count - 1] : null;

    /// <summary>The epochs so far; epochs that are added later do not show.</summary>
    public IReadOnlyList<EpochRecord> Records => new ArraySegment<EpochRecord>(records, 0, Count);

    /// <summary>Their losses on the validation rows, or without any on the training rows.</summary>
    public ReadOnlyMemory<double> Losses => losses.AsMemory(0, Count);

    /// <summary>Adds an epoch.</summary>
    public void Add(EpochRecord record)
    {
        if (Count == records.Length)
        {
            Array.Resize(ref records, 2 * Count);
            Array.Resize(ref losses, 2 * Count);
        }

        records[Count] = record;
        losses[Count] = record.ValidationLoss ?? record.Loss;
        Count++;
    }
}
