using Descent.Data;
using Descent.Numerics;

namespace Descent;

/// <summary>Removes random rows of the larger classes until the smallest class has the given fraction of the rows of each.</summary>
/// <remarks>Training is faster, but the information in the removed rows is lost. Use it for large data sets.</remarks>
/// <param name="Ratio">The number of rows of the smallest class as a fraction of the rows that the larger classes keep; 1 gives classes of equal size.</param>
public sealed record Undersample(double Ratio = 1) : Resampling(Ratio)
{
    internal override int[] Wanted(IReadOnlyList<int> counts)
    {
        double most = Math.Floor(counts.Where(count => count > 0).DefaultIfEmpty().Min() / Ratio);
        return [.. counts.Select(count => (int)Math.Min(count, most))];
    }

    private protected override Dataset<T> Make<T>(Dataset<T> data, int[][] classes, int[] wanted, ulong seed)
    {
        List<int> rows = [];
        for (int label = 0; label < classes.Length; label++)
        {
            int[] own = [.. classes[label]];
            new CounterRandom(seed, Streams.Augmentation + AugmentationUse.Undersampling + (ulong)label).Shuffle<int>(own);
            rows.AddRange(own[..wanted[label]]);
        }

        return data.Select([.. rows.Order()]);
    }
}
