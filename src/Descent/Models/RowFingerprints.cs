namespace Descent;

/// <summary>Hashes of rows, by which a model recognizes the rows that it was trained on without keeping them.</summary>
/// <remarks>
/// 8 bytes per different row, for at most <see cref="Most"/> of them, which makes 8 MiB. Of more rows those with the smallest hashes are
/// kept, a random sample: what is recognized then is only the least that there is. The rows themselves cannot be read from the hashes, but
/// whoever has the model can find out whether a row that they guess was among them.
/// </remarks>
public sealed class RowFingerprints
{
    /// <summary>How many hashes are kept at most: 2²⁰.</summary>
    public const int Most = 1 << 20;

    private readonly ulong[] sorted;

    /// <summary>Takes hashes, in any order.</summary>
    /// <param name="hashes">One per row.</param>
    public RowFingerprints(ReadOnlySpan<ulong> hashes)
        : this(hashes, isComplete: true)
    {
    }

    /// <summary>Takes hashes that may be a sample of the smallest ones.</summary>
    /// <param name="hashes">One per row.</param>
    /// <param name="isComplete">Whether they are those of all rows.</param>
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

    /// <summary>Whether every row is known, or only a sample.</summary>
    public bool IsComplete { get; }

    /// <summary>How many hashes there are.</summary>
    public int Count => sorted.Length;

    /// <summary>The hashes, rising.</summary>
    public ReadOnlyMemory<ulong> Hashes => sorted;

    /// <summary>Whether a row of this hash was among them.</summary>
    /// <param name="hash">The hash.</param>
    /// <returns>True if it was; false if it was not, or is not known.</returns>
    public bool Contains(ulong hash) => Array.BinarySearch(sorted, hash) >= 0;
}
