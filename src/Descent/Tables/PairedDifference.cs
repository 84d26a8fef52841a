namespace Descent;

/// <summary>A paired t-test: tests whether differences of pairs, such as two variants with the same seed, are significant.</summary>
internal static class PairedDifference
{
    // The critical values of the mean, in standard errors, for 2 to 30 pairs: the 97.5 % quantiles of Student's t.
    private static readonly double[] s_quantiles =
    [
        12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228, 2.201, 2.179, 2.160, 2.145, 2.131,
        2.120, 2.110, 2.101, 2.093, 2.086, 2.080, 2.074, 2.069, 2.064, 2.060, 2.056, 2.052, 2.048, 2.045,
    ];

    /// <summary>Whether the mean differs from 0 at the 5 % level.</summary>
    public static bool IsCertain(IReadOnlyList<double> differences)
    {
        if (differences.Count < 2)
        {
            return false;
        }

        (double mean, double error) = Sample.MeanAndError(differences);
        // For more than 30 pairs the last value is slightly too strict.
        return Math.Abs(mean) > s_quantiles[Math.Min(differences.Count - 2, s_quantiles.Length - 1)] * error;
    }
}
