namespace Descent;

/// <summary>The fraction of rows in which every output is predicted correctly; unless the outcome is multilabel, this is the accuracy.</summary>
/// <remarks>scikit-learn: <c>accuracy_score</c>, called subset accuracy for multilabel outcomes.</remarks>
/// <param name="Threshold">The probability above which a sigmoid column predicts "yes", from 0 to 1.</param>
/// <exception cref="ArgumentOutOfRangeException">If the threshold is not between 0 and 1.</exception>
public sealed record ExactMatch([Option(AtLeast = 0, AtMost = 1)] double Threshold = 0.5) : Metric
{
    /// <summary>The probability above which a sigmoid column predicts "yes"; softmax columns do not use it.</summary>
    public double Threshold { get; init => field = Decisions.CheckedThreshold(value); } = Decisions.CheckedThreshold(Threshold);

    /// <inheritdoc/>
    public override string Name => "exact_match";

    /// <inheritdoc/>
    public override bool HigherIsBetter => true;

    /// <inheritdoc/>
    public override bool Fits(OutcomeForm form) => form is not (OutcomeForm.Regression or OutcomeForm.Counts);

    /// <inheritdoc/>
    protected override double Evaluate(in Outcome outcome)
    {
        double right = 0;
        for (int row = 0; row < outcome.Rows; row++)
        {
            right += IsRight(outcome, row) ? outcome.Weight(row) : 0;
        }

        return right / outcome.TotalWeight;
    }

    private bool IsRight(in Outcome outcome, int row)
    {
        if (outcome.Form != OutcomeForm.Multilabel)
        {
            return Decisions.Actual(outcome, row) == Decisions.Predicted(outcome, row, Threshold);
        }

        for (int i = row * outcome.Columns; i < (row + 1) * outcome.Columns; i++)
        {
            if (Decisions.Answer(outcome.Targets.Span[i]) != Decisions.IsAbove(outcome.Outputs.Span[i], Threshold))
            {
                return false;
            }
        }

        return true;
    }
}
