namespace Descent;

/// <summary>The area under the ROC curve: the probability that a random "yes" row has a higher score than a random "no" row, where ties count as one half.</summary>
/// <remarks>
/// Row weights are used; each softmax column is scored against the rest, and the unweighted mean is taken, as over the columns
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
    protected override double Evaluate(in Outcome outcome) => RankedScores.Mean(outcome, Area);

    private protected override string Undefined(in Outcome outcome, IReadOnlyList<string>? outputNames)
    {
        int[]? classes = RankedScores.ClassesOf(outcome);
        for (int column = 0; column < outcome.Columns; column++)
        {
            RankedScores.Step all = RankedScores.Of(outcome, column, classes)[^1];
            string subject = outcome.Form == OutcomeForm.Binary ? "the positive class" : $"\"{outputNames?[column] ?? $"{column}"}\"";
            if (all.TruePositives == 0)
            {
                return $"no row is of {subject}";
            }

            if (all.FalsePositives == 0)
            {
                return $"every row is of {subject}";
            }
        }

        return base.Undefined(outcome, outputNames);
    }

    // Rows of equal score enter together: the curve passes them on a diagonal, independent of their order.
    private static double Area(List<RankedScores.Step> steps)
    {
        double area = 0;
        foreach (RankedScores.Step step in steps)
        {
            area += step.Negatives * (step.TruePositives - (step.Positives / 2));
        }

        (double positives, double negatives) = (steps[^1].TruePositives, steps[^1].FalsePositives);
        return positives > 0 && negatives > 0 ? area / (positives * negatives) : double.NaN;
    }
}
