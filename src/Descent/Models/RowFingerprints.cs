namespace Descent;

/// <summary>Hashes of rows, by which a model recognizes its training rows without storing them.</summary>
/// <remarks>
/// There are 8 bytes per distinct row, for at most <see cref="Most"/> rows, which is 8 MiB. Of more rows, those with the smallest hashes are
/// kept, which are a random sample; the number of recognized rows is then only a lower bound. The rows cannot be recovered from the hashes, but
/// anyone who has the model can test whether a guessed row was among them.
/// </remarks>
public sealed class RowFingerprints
{
    /// <summary>The largest number of hashes kept: 2²⁰.</summary>
    public const int Most = 1 << 20;

    private readonly ulong[] sorted;

    /// <summary>Creates fingerprints from the hashes of all rows, in any order.</summary>
    /// <param name="hashes">One per row.</param>
    public RowFingerprints(ReadOnlySpan<ulong> hashes)
        : this(hashes, isComplete: true)
    {
    }

    /// <summary>Creates fingerprints from hashes, which may be only the smallest ones.</summary>
    /// <param name="hashes">One per row.</param>
    /// <param name="isComplete">Whether they are the hashes of all rows.</param>
    public RowFingerprints(ReadOnlySpan<ulong> hashes, bool isComplete)
    {
        ulong[] all = hashes.ToArray();
        Array.Sort(all);
        int count = 0;
        for (int i = 0; i < all.Length; i++)
        {
            if (i == 0 || all[i] != all[i - 1])
            {
                all[count++] = all[i];
            }
        }

        IsComplete = isComplete && count <= Most;
        sorted = all[..Math.Min(count, Most)];
    }

    /// <summary>Whether the hashes of all rows are known, not only a sample.</summary>
    public bool IsComplete { get; }

    /// <summary>The number of hashes.</summary>
    public int Count => sorted.Length;

    /// <summary>The hashes in ascending order.</summary>
    public ReadOnlyMemory<ulong> Hashes => sorted;

    /// <summary>Determines whether a row with this hash was among the training rows.</summary>
    /// <param name="hash">The hash.</param>
    /// <returns>True if it was; false if it was not, or if that is not known.</returns>
    public bool Contains(ulong hash) => Array.BinarySearch(sorted, hash) >= 0;
}
