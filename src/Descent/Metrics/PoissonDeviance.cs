namespace Descent;

/// <summary>The mean Poisson deviance of counts, 2·Σ w (y·ln(y/ŷ) − y + ŷ) / Σ w with 0·ln 0 = 0, averaged over the outputs.</summary>
/// <remarks>
/// 0 is perfect. An error is measured relative to the expected count, which suits counts. NaN if a target is negative or an output is
/// not above 0, where scikit-learn raises an error. scikit-learn: <c>mean_poisson_deviance</c> (of one output).
/// </remarks>
public sealed record PoissonDeviance : Metric
{
    /// <inheritdoc/>
    public override string Name => "poisson_deviance";

    /// <inheritdoc/>
    public override bool HigherIsBetter => false;

    /// <inheritdoc/>
    public override bool Fits(OutcomeForm form) => form is OutcomeForm.Regression or OutcomeForm.Counts;

    /// <inheritdoc/>
    protected override double Evaluate(in Outcome outcome) => ColumnMeans.Of(outcome, Of).Average();

    private protected override string Undefined(in Outcome outcome, IReadOnlyList<string>? outputNames) => "it needs targets of at least 0 and predictions above 0";

    /// <summary>Computes the deviance of one count.</summary>
    internal static double Of(double target, double output) => target < 0 || output <= 0
        ? double.NaN
        : 2 * ((target == 0 ? 0 : target * Math.Log(target / output)) - target + output);
}
