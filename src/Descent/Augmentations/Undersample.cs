using Descent.Data;
using Descent.Numerics;

namespace Descent;

/// <summary>Leaves out rows of the larger classes by chance, until the smallest class has its share of each.</summary>
/// <remarks>Training is faster, but what the rows left out knew is lost: for when there are plenty.</remarks>
/// <param name="Ratio">Rows of the smallest class as a share of those that the larger ones keep; 1 for classes of equal size.</param>
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
