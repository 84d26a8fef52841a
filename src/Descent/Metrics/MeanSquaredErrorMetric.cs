namespace Descent;

/// <summary>The mean squared error: Σ w (ŷ − y)² / Σ w, averaged over the outputs.</summary>
/// <remarks>In squared units of the target. scikit-learn: <c>mean_squared_error</c>. For a single probability it is the Brier score.</remarks>
public sealed record MeanSquaredErrorMetric : Metric
{
    /// <inheritdoc/>
    public override string Name => "mse";

    /// <inheritdoc/>
    public override bool HigherIsBetter => false;

    /// <inheritdoc/>
    public override bool Fits(OutcomeForm form) => true;

    /// <inheritdoc/>
    protected override double Evaluate(in Outcome outcome) =>
        MeanSquare.OfErrors(outcome).Average(mean => mean.Value);

    private protected override string Undefined(in Outcome outcome, IReadOnlyList<string>? outputNames) => "its value is outside the range of double precision";
}
