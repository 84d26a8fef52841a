using Descent.Data;
using Descent.Numerics;

namespace Descent;

/// <summary>Repeats rows of the smaller classes until each has the given fraction of the rows of the largest class.</summary>
/// <remarks>
/// All rows of a class are repeated equally often, except that randomly chosen ones are repeated once more. The effect is that of class weights, but
/// the rare rows are spread over the batches. Repeated rows are easily memorized, so watch the validation loss.
/// </remarks>
/// <param name="Ratio">The number of rows of the smaller classes afterwards, as a fraction of that of the largest class; 1 gives classes of equal size.</param>
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
