namespace Descent;

/// <summary>The mean absolute error: Σ w |ŷ − y| / Σ w, averaged over the outputs.</summary>
/// <remarks>In the units of the target. scikit-learn: <c>mean_absolute_error</c>.</remarks>
public sealed record MeanAbsoluteErrorMetric : Metric
{
    /// <inheritdoc/>
    public override string Name => "mae";

    /// <inheritdoc/>
    public override bool HigherIsBetter => false;

    /// <inheritdoc/>
    public override bool Fits(OutcomeForm form) => true;

    /// <inheritdoc/>
    protected override double Evaluate(in Outcome outcome) =>
        ColumnMeans.Of(outcome, (target, output) => Math.Abs(output - target)).Average();
}
