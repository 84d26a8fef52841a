namespace Descent;

/// <summary>The difference between two models that were trained and evaluated on the same folds.</summary>
/// <remarks>
/// Folds share training rows, so their differences are not independent, and an ordinary t-test finds significance where there is none. The
/// variance is therefore multiplied by 1/n + r instead of 1/n, for n pairs and a ratio r of test rows to training rows: the corrected
/// resampled t-test of Nadeau and Bengio (2003, "Inference for the Generalization Error"), which Bouckaert and Frank (2004) recommend for
/// repeated cross-validation. If all differences are equal, their variance is no estimate of chance, and a mean other than 0 is not significant.
/// </remarks>
/// <param name="Mean">The mean difference.</param>
/// <param name="StandardError">√((1/n + r)·s²), where s² is the sample variance of the differences; NaN for fewer than two pairs.</param>
/// <param name="Pairs">The number of pairs n.</param>
public readonly record struct PairedDifference(double Mean, double StandardError, int Pairs)
{
    // The 97.5 % quantiles of Student's t for 2 to 30 pairs.
    private static readonly double[] s_quantiles =
    [
        12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228, 2.201, 2.179, 2.160, 2.145, 2.131,
        2.120, 2.110, 2.101, 2.093, 2.086, 2.080, 2.074, 2.069, 2.064, 2.060, 2.056, 2.052, 2.048, 2.045,
    ];

    // Equal differences differ by rounding.
    private const double Tolerance = 1e-12;

    /// <summary>Whether the mean differs from 0 at the 5 % level, by a two-sided t-test with n − 1 degrees of freedom. False if all differences are equal, which leaves nothing to test with.</summary>
    // For more than 30 pairs the last quantile is slightly too strict.
    public bool IsSignificant => Pairs >= 2 && StandardError > Tolerance * Math.Abs(Mean) && Math.Abs(Mean) > s_quantiles[Math.Min(Pairs, 30) - 2] * StandardError;

    /// <summary>Computes the difference.</summary>
    /// <param name="differences">A difference per fold.</param>
    /// <param name="ratio">The number of test rows of a fold divided by that of its training rows: 1/(k − 1) for k folds; 0 for independent pairs.</param>
    /// <returns>The difference.</returns>
    public static PairedDifference Of(IReadOnlyList<double> differences, double ratio)
    {
        ArgumentNullException.ThrowIfNull(differences);
        ArgumentOutOfRangeException.ThrowIfNegative(ratio);
        if (differences.Count < 2)
        {
            return new PairedDifference(differences.Count == 1 ? differences[0] : double.NaN, double.NaN, differences.Count);
        }

        (double mean, double deviation) = Sample.Summary(differences);
        return new PairedDifference(mean, deviation * Math.Sqrt((1.0 / differences.Count) + ratio), differences.Count);
    }
}
