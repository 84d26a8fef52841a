using System.Numerics;
using Descent.Data;

namespace Descent;

/// <summary>Changes how many training rows each class has, once before training.</summary>
/// <remarks>
/// The classes come from the targets: one column of two values, or one-hot columns. Rows of the data set keep their order
/// and come first; new rows follow, class by class.
/// </remarks>
/// <param name="Ratio">Rows that the smaller classes have afterwards, as a share of those of the largest; 1 for classes of equal size.</param>
/// <exception cref="ArgumentOutOfRangeException">If the ratio is not above 0 and up to 1.</exception>
public abstract record Resampling(double Ratio) : Augmentation
{
    /// <summary>Rows that the smaller classes have afterwards, as a share of those of the largest, above 0 and up to 1.</summary>
    public double Ratio { get; init => field = Check.Share(value, nameof(Ratio)); } = Check.Share(Ratio);

    /// <summary>Makes the rows to train on.</summary>
    /// <typeparam name="T">float or double.</typeparam>
    /// <param name="data">Training rows; not changed.</param>
    /// <param name="seed">Decides every draw.</param>
    /// <returns>Another data set, or the same one if nothing is to be done.</returns>
    /// <exception cref="ArgumentException">If the rows do not have one class each.</exception>
    public Dataset<T> Apply<T>(Dataset<T> data, ulong seed)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(data);
        int[][] classes = ClassRows.Of(data, GetType().Name);
        int[] counts = Array.ConvertAll(classes, rows => rows.Length), wanted = Wanted(counts);
        return wanted.AsSpan().SequenceEqual(counts) ? data : Make(data, classes, wanted, seed);
    }

    /// <summary>How many rows each class has afterwards; a class without rows stays without.</summary>
    internal abstract int[] Wanted(IReadOnlyList<int> counts);

    private protected abstract Dataset<T> Make<T>(Dataset<T> data, int[][] classes, int[] wanted, ulong seed)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>;

    /// <summary>Smaller classes raised to the ratio of the largest, rounded up.</summary>
    private protected int[] Raised(IReadOnlyList<int> counts)
    {
        int least = (int)Math.Ceiling(Ratio * counts.Max());
        return [.. counts.Select(count => count == 0 ? 0 : Math.Max(count, least))];
    }
}
