namespace Descent;

/// <summary>Mean and standard deviation of a few numbers, such as the scores of folds or seeds.</summary>
internal static class Sample
{
    /// <summary>The mean, and the sample standard deviation (dividing by the count − 1; 0 of one number).</summary>
    public static (double Mean, double Deviation) Summary(IReadOnlyList<double> values)
    {
        double mean = values.Average();
        // Their sum may be too large for a double where their mean is not.
        mean = double.IsInfinity(mean) && values.All(double.IsFinite) ? values.Sum(value => value / values.Count) : mean;
        double factor = MeanSquare.FactorFor(values.Max(value => Math.Abs(value - mean)));
        return (mean, Math.Sqrt(values.Sum(value => (value - mean) * factor * ((value - mean) * factor)) / Math.Max(1, values.Count - 1)) / factor);
    }

    /// <summary>The mean, and its standard error.</summary>
    public static (double Mean, double StandardError) MeanAndError(IReadOnlyList<double> values)
    {
        (double mean, double deviation) = Summary(values);
        return (mean, deviation / Math.Sqrt(values.Count));
    }
}
