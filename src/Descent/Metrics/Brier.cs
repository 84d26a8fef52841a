namespace Descent.Metrics;

/// <summary>The Brier score: how far the probabilities are from what happened, squared.</summary>
/// <remarks>
/// Of a sigmoid column Σ w (p − y)² / Σ w, in 0 … 1, as scikit-learn's <c>brier_score_loss</c>; of several the plain mean over
/// the columns. Of softmax columns the squares are added up over the classes, Σ w Σᵢ (pᵢ − yᵢ)² / Σ w, in 0 … 2, as Brier
/// defined it in 1950 and scikit-learn does from 1.7 on; two softmax columns therefore have twice the score of one sigmoid.
/// </remarks>
public sealed record Brier : Metric
{
    /// <inheritdoc/>
    public override string Name => "brier";

    /// <inheritdoc/>
    public override bool HigherIsBetter => false;

    /// <inheritdoc/>
    public override bool Fits(OutcomeForm form) => form is not (OutcomeForm.Regression or OutcomeForm.Counts);

    /// <inheritdoc/>
    protected override double Evaluate(in Outcome outcome)
    {
        double sum = ColumnMeans.Of(outcome, (target, output) => (output - target) * (output - target)).Sum();
        return outcome.Form == OutcomeForm.Multiclass ? sum : sum / outcome.Columns;
    }
}
