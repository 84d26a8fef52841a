namespace Descent.Data;

/// <summary>
/// Finds the range of a column's ordinary values: all of them, unless, among at least 20 values, at most 5 % at either end are
/// separated from their neighbor by more than a hundred times the range of the values in between. Such a value is usually a mistake,
/// and a single one is enough to ruin the mean and the standard deviation.
/// </summary>
internal static class OrdinaryRange
{
    private const int FewestValues = 20;
    private const int OneIn = 20;
    private const double FewestSpreads = 100;

    /// <summary>
    /// The number of standard deviations by which the farthest value must differ from the mean if any value is extreme: if a share p of
    /// the values at each end is at a distance d, the standard deviation is d·√2p, and the values in between only add to it. The factor
    /// 0.9 allows some tolerance.
    /// </summary>
    /// <param name="count">The number of values.</param>
    public static double FewestDeviations(int count) => 0.9 / Math.Sqrt(2.0 * Few(count) / count);

    /// <summary>The smallest and the largest ordinary value.</summary>
    /// <param name="sorted">The values in ascending order.</param>
    public static (double Minimum, double Maximum) Of(ReadOnlySpan<double> sorted)
    {
        int few = Few(sorted.Length), low = few, high = sorted.Length - 1 - few;
        // If the values in between are all equal, such as the zeros of a rare yes-or-no column, distance cannot be judged.
        if (sorted.Length < FewestValues || sorted[low] == sorted[high])
        {
            return sorted.IsEmpty ? (0, 0) : (sorted[0], sorted[^1]);
        }

        (double first, double last) = (sorted[low], sorted[high]);
        while (high < sorted.Length - 1 && IsNear(sorted[high + 1] - sorted[high], sorted[high] - first))
        {
            high++;
        }

        while (low > 0 && IsNear(sorted[low] - sorted[low - 1], last - sorted[low]))
        {
            low--;
        }

        return (sorted[low], sorted[high]);
    }

    private static int Few(int count) => (count + OneIn - 1) / OneIn;

    private static bool IsNear(double gap, double spread) => gap <= FewestSpreads * spread;
}
