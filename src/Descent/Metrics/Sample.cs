namespace Descent;

/// <summary>Computes the mean and the standard deviation of a sample, such as the scores of folds or seeds.</summary>
internal static class Sample
{
    /// <summary>Computes the mean and the sample standard deviation (with the divisor count − 1; 0 for one number).</summary>
    public static (double Mean, double Deviation) Summary(IReadOnlyList<double> values)
    {
        double mean = values.Average();
        // The sum may overflow even if the mean does not.
        mean = double.IsInfinity(mean) && values.All(double.IsFinite) ? values.Sum(value => value / values.Count) : mean;
        double factor = MeanSquare.FactorFor(values.Max(value => Math.Abs(value - mean)));
        return (mean, Math.Sqrt(values.Sum(value => (value - mean) * factor * ((value - mean) * factor)) / Math.Max(1, values.Count - 1)) / factor);
    }

    /// <summary>Computes the mean and its standard error.</summary>
    public static (double Mean, double StandardError) MeanAndError(IReadOnlyList<double> values)
    {
        (double mean, double deviation) = Summary(values);
        return (mean, deviation / Math.Sqrt(values.Count));
    }
}
