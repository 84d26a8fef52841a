namespace Descent;

/// <summary>
/// The finished epochs of a run, and the losses by which they are compared. Lists that were returned do not change while more epochs are added, so nothing
/// is copied per epoch.
/// </summary>
internal sealed class EpochLog
{
    private EpochRecord[] records = new EpochRecord[16];
    private double[] losses = new double[16];

    /// <summary>The number of epochs so far.</summary>
    public int Count { get; private set; }

    /// <summary>The last epoch, or null if there is none.</summary>
    public EpochRecord? Last => Count > 0 ? records[Count - 1] : null;

    /// <summary>The epochs so far; epochs that are added later do not appear in it.</summary>
    public IReadOnlyList<EpochRecord> Records => new ArraySegment<EpochRecord>(records, 0, Count);

    /// <summary>The losses of the epochs on the validation rows or, without validation rows, on the training rows.</summary>
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
