using Descent.Data;
using Descent.Numerics;

namespace Descent;

/// <summary>Repeats rows of the smaller classes until these have their share of the largest class.</summary>
/// <remarks>
/// Every row of a class is repeated equally often, some by chance once more. It moves the network as class weights do, but
/// spreads the rare rows over the batches. The same rows many times are easily memorized: watch the validation loss.
/// </remarks>
/// <param name="Ratio">Rows that the smaller classes have afterwards, as a share of those of the largest; 1 for classes of equal size.</param>
public sealed record Oversample(double Ratio = 1) : Resampling(Ratio)
{
    internal override int[] Wanted(IReadOnlyList<int> counts) => Raised(counts);

    private protected override Dataset<T> Make<T>(Dataset<T> data, int[][] classes, int[] wanted, ulong seed)
    {
        List<int> rows = [.. Enumerable.Range(0, data.Rows)];
        for (int label = 0; label < classes.Length; label++)
        {
            int[] own = [.. classes[label]];
            new CounterRandom(seed, Streams.Augmentation + AugmentationUse.Oversampling + (ulong)label).Shuffle<int>(own);
            for (int i = own.Length; i < wanted[label]; i++)
            {
                rows.Add(own[i % own.Length]);
            }
        }

        return data.Select([.. rows]);
    }
}
