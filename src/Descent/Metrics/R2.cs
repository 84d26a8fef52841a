namespace Descent.Metrics;

/// <summary>The coefficient of determination, R² = 1 − Σ w (ŷ − y)² / Σ w (y − ȳ)² with the weighted mean ȳ, the plain mean over the outputs.</summary>
/// <remarks>
/// 1 is perfect, 0 is as good as always answering the mean, below 0 is worse. For a constant target it is 1 if every
/// output is exact, else 0; for a single row NaN. scikit-learn 1.2: <c>r2_score</c>.
/// </remarks>
public sealed record R2 : Metric
{
    /// <inheritdoc/>
    public override string Name => "r2";

    /// <inheritdoc/>
    public override bool HigherIsBetter => true;

    /// <inheritdoc/>
    public override bool Fits(OutcomeForm form) => true;

    /// <inheritdoc/>
    protected override double Evaluate(in Outcome outcome)
    {
        if (outcome.Rows < 2)
        {
            return double.NaN;
        }

        double[] errors = ColumnMeans.Of(outcome, (target, output) => (output - target) * (output - target));
        double sum = 0;
        for (int column = 0; column < errors.Length; column++)
        {
            sum += (errors[column], Variance(outcome, column)) switch
            {
                (0, _) => 1,
                (_, 0) => 0,
                var (error, spread) => 1 - (error / spread),
            };
        }

        return sum / errors.Length;
    }

    private protected override string Undefined(in Outcome outcome, IReadOnlyList<string>? outputNames) => "it needs at least two rows";

    // Measured from the first target, a constant column has deviations of exactly zero, and large numbers do not cancel.
    private static double Variance(in Outcome outcome, int column)
    {
        ReadOnlySpan<double> targets = outcome.Targets.Span;
        double mean = 0, sum = 0;
        for (int row = 0, i = column; row < outcome.Rows; row++, i += outcome.Columns)
        {
            mean += outcome.Weight(row) * (targets[i] - targets[column]) / outcome.TotalWeight;
        }

        for (int row = 0, i = column; row < outcome.Rows; row++, i += outcome.Columns)
        {
            double deviation = targets[i] - targets[column] - mean;
            sum += outcome.Weight(row) * deviation * deviation;
        }

        return sum / outcome.TotalWeight;
    }
}
