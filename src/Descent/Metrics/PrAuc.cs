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
    protected override double Evaluate(in Outcome outcome) => RankedScores.Mean(outcome, Area);

    private static double Area(List<RankedScores.Step> steps)
    {
        double area = 0;
        foreach (RankedScores.Step step in steps)
        {
            area += step.Positives * step.TruePositives / (step.TruePositives + step.FalsePositives);
        }

        return steps[^1].TruePositives > 0 ? area / steps[^1].TruePositives : 0;
    }
}
