namespace Descent;

/// <summary>Weighted means of columns, for the metrics that are computed column by column.</summary>
internal static class ColumnMeans
{
    /// <summary>Computes Σ w·f(target, output) / Σ w for each column; NaN if the outcome is not usable.</summary>
    public static double[] Of(in Outcome outcome, Func<double, double, double> element)
    {
        double[] means = new double[outcome.Columns];
        if (!outcome.IsUsable)
        {
            Array.Fill(means, double.NaN);
            return means;
        }

        ReadOnlySpan<double> targets = outcome.Targets.Span, outputs = outcome.Outputs.Span;
        for (int row = 0, i = 0; row < outcome.Rows; row++)
        {
            double weight = outcome.Weight(row);
            for (int column = 0; column < means.Length; column++, i++)
            {
                means[column] += weight * element(targets[i], outputs[i]);
            }
        }

        for (int column = 0; column < means.Length; column++)
        {
            means[column] /= outcome.TotalWeight;
        }

        return means;
    }
}
