namespace Descent;

/// <summary>
/// The area under the precision-recall curve as average precision: Σ (Rₙ − Rₙ₋₁)·Pₙ over the thresholds, from the highest
/// score down, where Pₙ is the fraction of "yes" rows among the rows at or above the threshold, and Rₙ is the fraction of all "yes" rows that are there.
/// </summary>
/// <remarks>
/// For rare classes it is more informative than <see cref="RocAuc"/>: guessing gives the fraction of "yes" rows, not one half. Values are not
/// interpolated between the thresholds, and rows of equal score enter together. Row weights are used; each softmax column is
/// scored against the rest, and the unweighted mean is taken, as over the columns of a multilabel outcome. A column without "yes" rows
/// counts as 0. scikit-learn 1.2: <c>average_precision_score(average="macro")</c>, for softmax columns of one-hot targets.
/// </remarks>
public sealed record PrAuc : Metric
{
    /// <inheritdoc/>
    public override string Name => "pr_auc";

    /// <inheritdoc/>
    public override bool HigherIsBetter => true;

    /// <inheritdoc/>
    public override bool Fits(OutcomeForm form) => form is not (OutcomeForm.Regression or OutcomeForm.Counts);

    /// <inheritdoc/>
    protected override double Evaluate(in Outcome outcome)
    {
        double sum = 0;
        int[]? classes = RankedScores.ClassesOf(outcome);
        for (int column = 0; column < outcome.Columns; column++)
        {
            sum += Area(outcome, column, classes);
        }

        return sum / outcome.Columns;
    }

    private static double Area(in Outcome outcome, int column, int[]? classes)
    {
        List<RankedScores.Step> steps = RankedScores.Of(outcome, column, classes);
        double area = 0, positives = 0, rows = 0;
        for (int i = steps.Count - 1; i >= 0; i--)
        {
            positives += steps[i].Positives;
            rows += steps[i].Positives + steps[i].Negatives;
            area += steps[i].Positives * positives / rows;
        }

        return positives > 0 ? area / positives : 0;
    }
}
