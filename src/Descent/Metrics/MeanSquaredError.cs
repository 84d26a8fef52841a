namespace Descent.Metrics;

/// <summary>The mean squared error: Σ w (ŷ − y)² / Σ w, the plain mean over the outputs.</summary>
/// <remarks>In squared units of the target. scikit-learn: <c>mean_squared_error</c>. Of a single probability it is the Brier score.</remarks>
public sealed record MeanSquaredError : Metric
{
    /// <inheritdoc/>
    public override string Name => "mse";

    /// <inheritdoc/>
    public override bool HigherIsBetter => false;

    /// <inheritdoc/>
    public override bool Fits(OutcomeForm form) => true;

    /// <inheritdoc/>
    protected override double Evaluate(in Outcome outcome) =>
        ColumnMeans.Of(outcome, (target, output) => (output - target) * (output - target)).Average();
}
