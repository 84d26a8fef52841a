namespace Descent.Data;

/// <summary>Median, mean and standard deviation, computed so that sums do not overflow.</summary>
internal static class Statistics
{
    /// <summary>The middle value, or the average of the two middle ones; 0 if there are no values. Sorts in place.</summary>
    public static double Median(Span<double> values)
    {
        if (values.IsEmpty)
        {
            return 0;
        }

        NumberSort.Ascending(values);
        int middle = values.Length / 2;
        return values.Length % 2 == 1 ? values[middle] : (values[middle - 1] / 2) + (values[middle] / 2);
    }

    /// <summary>Whether two numbers differ by no more than a few rounding errors: at most 10⁻¹² of their magnitude.</summary>
    public static bool IsNoise(double minimum, double maximum) => maximum - minimum <= 1e-12 * Math.Max(Math.Abs(minimum), Math.Abs(maximum));

    /// <summary>
    /// The mean, and the divisor for standardization: the population standard deviation √(Σ(x − mean)² / n), or 1 if all values are
    /// equal up to rounding (integers are never considered rounded).
    /// </summary>
    public static (double Mean, double Scale) MeanAndScale(ReadOnlySpan<double> values)
    {
        double mean = 0, farthest = 0, squares = 0;
        for (int i = 0; i < values.Length; i++)
        {
            // A running mean keeps sums of huge numbers finite and is exact for equal numbers.
            mean += (values[i] - mean) / (i + 1);
        }

        foreach (double value in values)
        {
            farthest = Math.Max(farthest, Math.Abs(value - mean));
        }

        if (farthest == 0 || (IsNoise(mean - farthest, mean + farthest) && !AllWhole(values)))
        {
            return (mean, 1);
        }

        foreach (double value in values)
        {
            double share = (value - mean) / farthest;
            squares += share * share;
        }

        double scale = farthest * Math.Sqrt(squares / values.Length);
        return (mean, double.IsNormal(scale) ? scale : 1);
    }

    private static bool AllWhole(ReadOnlySpan<double> values)
    {
        foreach (double value in values)
        {
            if (!double.IsInteger(value))
            {
                return false;
            }
        }

        return true;
    }
}
