namespace Descent;

/// <summary>The mean absolute percentage error as a fraction: Σ w·|ŷ − y| / max(|y|, ε) / Σ w, averaged over the outputs.</summary>
/// <remarks>
/// 0.1 means that predictions are off by 10 % on average. ε is the machine epsilon of double, 2⁻⁵², so a single target of zero
/// makes the value extremely large unless its prediction is also zero; use another metric for such targets. scikit-learn:
/// <c>mean_absolute_percentage_error</c>.
/// </remarks>
public sealed record MeanAbsolutePercentageError : Metric
{
    /// <inheritdoc/>
    public override string Name => "mape";

    /// <inheritdoc/>
    public override bool HigherIsBetter => false;

    /// <inheritdoc/>
    public override bool Fits(OutcomeForm form) => true;

    /// <inheritdoc/>
    protected override double Evaluate(in Outcome outcome) =>
        ColumnMeans.Of(outcome, (target, output) => Math.Abs(output - target) / Math.Max(Math.Abs(target), Outcome.DoubleEpsilon)).Average();
}
