namespace Descent.Metrics;

/// <summary>The area under the ROC curve: the chance that a random "yes" row is scored above a random "no" row, ties counting one half.</summary>
/// <remarks>
/// Row weights weigh the rows; softmax columns are each taken against the rest and averaged plainly, as are the columns
/// of a multilabel outcome. NaN if any column has only "yes" or only "no" rows, where scikit-learn raises an error.
/// scikit-learn: <c>roc_auc_score(multi_class="ovr", average="macro")</c>.
/// </remarks>
public sealed record RocAuc : Metric
{
    /// <inheritdoc/>
    public override string Name => "roc_auc";

    /// <inheritdoc/>
    public override bool HigherIsBetter => true;

    /// <inheritdoc/>
    public override bool Fits(OutcomeForm form) => form is not (OutcomeForm.Regression or OutcomeForm.Counts);

    /// <inheritdoc/>
    protected override double Evaluate(in Outcome outcome)
    {
        double sum = 0;
        for (int column = 0; column < outcome.Columns; column++)
        {
            sum += Area(outcome, column);
        }

        return sum / outcome.Columns;
    }

    private static double Area(in Outcome outcome, int column)
    {
        double area = 0, positives = 0, negatives = 0;

        // Rows of equal score enter together: the curve crosses them on a diagonal, whatever their order.
        foreach ((double tiedPositives, double tiedNegatives) in RankedScores.Of(outcome, column))
        {
            area += tiedPositives * (negatives + (tiedNegatives / 2));
            positives += tiedPositives;
            negatives += tiedNegatives;
        }

        return positives > 0 && negatives > 0 ? area / (positives * negatives) : double.NaN;
    }
}
