namespace Descent;

/// <summary>
/// The fraction of the Poisson deviance that is explained: <c>1 − D(y, ŷ)/D(y, ȳ)</c> with the weighted mean ȳ, averaged over the outputs.
/// </summary>
/// <remarks>
/// The counterpart of <see cref="R2"/> for counts, based on <see cref="PoissonDeviance"/>: 1 is perfect, 0 is as good as always predicting
/// the mean, and below 0 is worse. It is NaN if all targets are equal, which leaves nothing to explain, for a single row, for a
/// negative target, and for an output that is not above 0. scikit-learn: <c>d2_tweedie_score(power=1)</c>, <c>PoissonRegressor.score</c>.
/// </remarks>
public sealed record PoissonD2 : Metric
{
    /// <inheritdoc/>
    public override string Name => "poisson_d2";

    /// <inheritdoc/>
    public override bool HigherIsBetter => true;

    /// <inheritdoc/>
    public override bool Fits(OutcomeForm form) => form is OutcomeForm.Regression or OutcomeForm.Counts;

    /// <inheritdoc/>
    protected override double Evaluate(in Outcome outcome)
    {
        if (outcome.Rows < 2)
        {
            return double.NaN;
        }

        double[] deviances = ColumnMeans.Of(outcome, PoissonDeviance.Of), means = ColumnMeans.Of(outcome, (target, _) => target);
        double[] constant = new double[outcome.Rows * outcome.Columns];
        for (int i = 0; i < constant.Length; i++)
        {
            constant[i] = means[i % outcome.Columns];
        }

        double[] ofMean = ColumnMeans.Of(new Outcome(outcome.Form, outcome.Targets, constant, outcome.Columns, outcome.Weights), (target, mean) => mean == 0 ? target : PoissonDeviance.Of(target, mean));
        double sum = 0;
        for (int column = 0; column < deviances.Length; column++)
        {
            // By rounding, the deviance of a constant target from its mean may be about 1e-16.
            bool isConstant = Math.Abs(ofMean[column]) <= 1e-12 * Math.Max(1, means[column]);
            sum += isConstant ? double.NaN : 1 - (deviances[column] / ofMean[column]);
        }

        return sum / deviances.Length;
    }

    private protected override string Undefined(in Outcome outcome, IReadOnlyList<string>? outputNames) =>
        outcome.Rows < 2 ? "it needs at least two rows"
        : MeanSquare.WhyNoSpread(outcome, outputNames) ?? "a target is negative, or an output not above 0";
}
