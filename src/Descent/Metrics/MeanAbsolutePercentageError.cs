namespace Descent;

/// <summary>The mean absolute percentage error as a share: Σ w·|ŷ − y| / max(|y|, ε) / Σ w, the plain mean over the outputs.</summary>
/// <remarks>
/// 0.1 means that the answers are 10 % off on average. ε is the machine epsilon of double, 2⁻⁵², so a single target of zero
/// makes the score astronomical unless its answer is zero too: choose another metric then. scikit-learn:
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
