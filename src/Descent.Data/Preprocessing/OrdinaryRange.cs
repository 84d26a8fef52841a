namespace Descent.Data;

/// <summary>
/// The range of a column's ordinary values: all of them, unless at most one in a hundred at either end (of at least 20 values) is
/// more than a hundred times as far from its neighbor as the values between spread. Such a value is usually a mistake, and one of
/// it is enough to ruin mean and standard deviation.
/// </summary>
internal static class OrdinaryRange
{
    private const int FewestValues = 20;
    private const int OneIn = 100;
    private const double FewestSpreads = 100;

    /// <summary>
    /// How many standard deviations the farthest value must at least lie from the mean for any value to be extreme: with a share p
    /// at both ends, d away, the deviation is d·√2p, and the values between can only add to it. A little less is allowed for.
    /// </summary>
    /// <param name="count">Number of values.</param>
    public static double FewestDeviations(int count) => 0.9 / Math.Sqrt(2.0 * Few(count) / count);

    /// <summary>The smallest and the largest ordinary value.</summary>
    /// <param name="sorted">Rising values.</param>
    public static (double Minimum, double Maximum) Of(ReadOnlySpan<double> sorted)
    {
        int few = Few(sorted.Length), low = few, high = sorted.Length - 1 - few;
        // Values that do not spread, such as the zeros of a rare yes or no, say nothing about what is far from them.
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
