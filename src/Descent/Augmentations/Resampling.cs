using System.Numerics;
using Descent.Data;

namespace Descent;

/// <summary>Changes the number of training rows of each class, once before training.</summary>
/// <remarks>
/// The classes are read from the targets: one column of two values, or one-hot columns. The rows of the data set keep their order
/// and come first; new rows follow, class by class.
/// </remarks>
/// <param name="Ratio">The number of rows of the smaller classes afterwards, as a fraction of that of the largest class; 1 gives classes of equal size.</param>
/// <exception cref="ArgumentOutOfRangeException">If the ratio is not above 0 and at most 1.</exception>
public abstract record Resampling(double Ratio) : Augmentation
{
    /// <summary>The number of rows of the smaller classes afterwards, as a fraction of that of the largest class; above 0 and at most 1.</summary>
    [Option(Above = 0, AtMost = 1)]
    public double Ratio { get; init => field = Check.PositiveFraction(value, nameof(Ratio)); } = Check.PositiveFraction(Ratio);

    /// <summary>Returns the rows to train on.</summary>
    /// <typeparam name="T">float or double.</typeparam>
    /// <param name="data">The training rows, which are not changed.</param>
    /// <param name="seed">The seed of all random draws.</param>
    /// <returns>A new data set, or the same one if no change is needed.</returns>
    /// <exception cref="ArgumentException">If a row does not have exactly one class.</exception>
    public Dataset<T> Apply<T>(Dataset<T> data, ulong seed)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(data);
        int[][] classes = ClassRows.Of(data, GetType().Name);
        int[] counts = Array.ConvertAll(classes, rows => rows.Length), wanted = Wanted(counts);
        return wanted.AsSpan().SequenceEqual(counts) ? data : Make(data, classes, wanted, seed);
    }

    /// <summary>The number of rows of each class afterwards; an empty class stays empty.</summary>
    internal abstract int[] Wanted(IReadOnlyList<int> counts);

    private protected abstract Dataset<T> Make<T>(Dataset<T> data, int[][] classes, int[] wanted, ulong seed)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>;

    /// <summary>The row counts with smaller classes raised to the ratio of the largest, rounded up.</summary>
    private protected int[] Raised(IReadOnlyList<int> counts)
    {
        int least = (int)Math.Ceiling(Ratio * counts.Max());
        return [.. counts.Select(count => count == 0 ? 0 : Math.Max(count, least))];
    }
}
