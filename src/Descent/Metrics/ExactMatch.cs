namespace Descent;

/// <summary>The share of rows with every answer right; the accuracy, unless the outcome is multilabel.</summary>
/// <remarks>scikit-learn: <c>accuracy_score</c>, which it calls subset accuracy for multilabel.</remarks>
/// <param name="Threshold">The probability above which a sigmoid column says "yes", 0 … 1.</param>
/// <exception cref="ArgumentOutOfRangeException">If the threshold is no probability.</exception>
public sealed record ExactMatch(double Threshold = 0.5) : Metric
{
    /// <summary>The probability above which a sigmoid column says "yes"; softmax columns do not use it.</summary>
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
