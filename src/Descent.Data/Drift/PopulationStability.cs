namespace Descent.Data;

/// <summary>
/// The population stability index (PSI), which measures how much one distribution differs from another:
/// Σ (aᵢ − eᵢ)·ln(aᵢ / eᵢ), where eᵢ and aᵢ are the expected and the actual share of part i. It is 0 for equal shares. By a rule of
/// thumb of credit scoring, a value below 0.1 is no change, and one above 0.25 is a large one.
/// </summary>
/// <remarks>Source: N. Siddiqi, Credit Risk Scorecards, Wiley 2006. It is the symmetric form of the Kullback–Leibler divergence
/// (H. Jeffreys 1946).</remarks>
public static class PopulationStability
{
    // The quantile of the normal distribution for 99.9 %.
    private const double Deviations = 3.0902;

    /// <summary>Computes the index of two lists of counts.</summary>
    /// <param name="expected">The counts of each part, such as those of the training rows.</param>
    /// <param name="actual">The counts of the same parts in other rows.</param>
    /// <returns>The index, at least 0. A part that is empty on one side counts as half a row there, because the formula is infinite
    /// for it; a part that is empty on both sides is left out.</returns>
    /// <exception cref="ArgumentException">If the lists differ in length, or one has no rows.</exception>
    public static double Index(ReadOnlySpan<double> expected, ReadOnlySpan<double> actual)
    {
        if (expected.Length != actual.Length)
        {
            throw new ArgumentException($"There are {expected.Length} expected but {actual.Length} actual counts. Give one of each for every part.", nameof(actual));
        }

        double expectedRows = Sum(expected, nameof(expected)), actualRows = Sum(actual, nameof(actual)), index = 0;
        for (int i = 0; i < expected.Length; i++)
        {
            if (expected[i] > 0 || actual[i] > 0)
            {
                double e = Math.Max(expected[i], 0.5) / expectedRows, a = Math.Max(actual[i], 0.5) / actualRows;
                index += (a - e) * Math.Log(a / e);
            }
        }

        return index;
    }

    /// <summary>
    /// The index that is exceeded by chance alone in one of a thousand comparisons of rows with the same distribution:
    /// (1/n + 1/m) times the 99.9 % quantile of the chi-square distribution with one degree of freedom less than parts.
    /// </summary>
    /// <remarks>Source: B. Yurdakul, Statistical Properties of Population Stability Index, Western Michigan University 2018; the
    /// quantile by E. B. Wilson and M. M. Hilferty, The distribution of chi-square, 1931.</remarks>
    /// <param name="parts">The number of parts, at least 1.</param>
    /// <param name="expectedRows">The number n of rows of the expected distribution.</param>
    /// <param name="actualRows">The number m of other rows.</param>
    /// <returns>The limit; 0 for a single part.</returns>
    public static double ChanceLimit(int parts, double expectedRows, double actualRows)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(parts, 1);
        if (parts == 1)
        {
            return 0;
        }

        double freedom = parts - 1, deviation = 2 / (9 * freedom);
        return ((1 / expectedRows) + (1 / actualRows)) * freedom * Math.Pow(1 - deviation + (Deviations * Math.Sqrt(deviation)), 3);
    }

    private static double Sum(ReadOnlySpan<double> counts, string name)
    {
        double sum = 0;
        foreach (double count in counts)
        {
            sum += count;
        }

        return sum > 0 && double.IsFinite(sum) ? sum : throw new ArgumentException("The counts must have a finite sum above 0.", name);
    }
}
