namespace Descent;

/// <summary>The root of the mean squared error, √(Σ w (ŷ − y)² / Σ w), computed for each output and then averaged over the outputs.</summary>
/// <remarks>In the units of the target. scikit-learn 1.2: <c>mean_squared_error(squared=False)</c>. For several outputs this is not the root of <see cref="MeanSquaredErrorMetric"/>.</remarks>
public sealed record RootMeanSquaredError : Metric
{
    /// <inheritdoc/>
    public override string Name => "rmse";

    /// <inheritdoc/>
    public override bool HigherIsBetter => false;

    /// <inheritdoc/>
    public override bool Fits(OutcomeForm form) => true;

    /// <inheritdoc/>
    protected override double Evaluate(in Outcome outcome) =>
        MeanSquare.OfErrors(outcome).Average(mean => mean.Root);

    private protected override string Undefined(in Outcome outcome, IReadOnlyList<string>? outputNames) => "the errors are too large for double precision";
}
