namespace Descent;

/// <summary>The coefficient of determination, R² = 1 − Σ w (ŷ − y)² / Σ w (y − ȳ)² with the weighted mean ȳ, averaged over the outputs.</summary>
/// <remarks>
/// 1 is perfect, 0 is as good as always predicting the mean, and below 0 is worse. If all targets are equal,
/// there is no variation to explain, and the value is NaN, as for a single row. scikit-learn 1.2: <c>r2_score</c>, which returns 1 or 0 in that case.
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

        return MeanSquare.OfErrors(outcome).Zip(MeanSquare.OfTargets(outcome), (error, spread) => spread.Scaled == 0 || error.Over(spread) is double.PositiveInfinity ? double.NaN : 1 - error.Over(spread)).Average();
    }

    private protected override string Undefined(in Outcome outcome, IReadOnlyList<string>? outputNames) =>
        outcome.Rows < 2 ? "it needs at least two rows"
        : MeanSquare.WhyNoSpread(outcome, outputNames) ?? "the errors are too large for double precision";
}
