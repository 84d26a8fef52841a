namespace Descent;

/// <summary>The Brier score: the mean squared difference between the probabilities and the actual outcomes.</summary>
/// <remarks>
/// For a sigmoid column it is Σ w (p − y)² / Σ w, from 0 to 1, as scikit-learn's <c>brier_score_loss</c>; for several columns, the
/// unweighted mean. For softmax columns the squares are summed over the classes, Σ w Σᵢ (pᵢ − yᵢ)² / Σ w, from 0 to 2, as Brier
/// defined it in 1950 and as in scikit-learn from version 1.7; two softmax columns therefore have twice the score of one sigmoid.
/// A row of a class that the model does not have (see <see cref="OutcomeForm"/>) is scored as if that class had the probability 0.
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
        double sum = ColumnMeans.Of(outcome, Square).Sum();
        return outcome.Form == OutcomeForm.Multiclass ? sum + ShareOfOthers(outcome) : sum / outcome.Columns;
    }

    // Neither "yes" nor "no": three classes with the probabilities p, 1 - p and 0, on the scale of two columns, which is twice that of one column.
    private static double Square(double target, double output) => double.IsNaN(target)
        ? ((output * output) + ((1 - output) * (1 - output)) + 1) / 2
        : (output - target) * (output - target);

    private static double ShareOfOthers(in Outcome outcome)
    {
        double others = 0;
        for (int row = 0; row < outcome.Rows; row++)
        {
            others += Decisions.Actual(outcome, row) == outcome.Columns ? outcome.Weight(row) : 0;
        }

        return others / outcome.TotalWeight;
    }
}
