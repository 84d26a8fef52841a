namespace Descent;

/// <summary>The mean cost of the errors of a binary outcome: (a·FN + b·FP) / n, where a is the cost of a missed positive row and b that of a false alarm.</summary>
/// <remarks>
/// A correct prediction costs nothing. A row that is neither positive nor negative counts as an error whatever is predicted. If probabilities are calibrated,
/// the expected cost is smallest at the threshold b / (a + b) (Elkan, "The foundations of cost-sensitive learning", 2001).
/// </remarks>
/// <param name="FalseNegative">The cost of a positive row that is predicted as negative, above 0; default 1.</param>
/// <param name="FalsePositive">The cost of a negative row that is predicted as positive, above 0; default 1.</param>
/// <param name="Threshold">The probability above which a sigmoid column predicts "yes", from 0 to 1.</param>
/// <exception cref="ArgumentOutOfRangeException">If a cost is not a finite number above 0, or the threshold is not between 0 and 1.</exception>
public sealed record MeanCost([Option(Above = 0)] double FalseNegative = 1, [Option(Above = 0)] double FalsePositive = 1, [Option(AtLeast = 0, AtMost = 1)] double Threshold = 0.5) : Metric
{
    /// <summary>The cost of a positive row that is predicted as negative.</summary>
    public double FalseNegative { get; init => field = Check.Positive(value, nameof(FalseNegative)); } = Check.Positive(FalseNegative);

    /// <summary>The cost of a negative row that is predicted as positive.</summary>
    public double FalsePositive { get; init => field = Check.Positive(value, nameof(FalsePositive)); } = Check.Positive(FalsePositive);

    /// <summary>The probability above which "yes" is predicted.</summary>
    public double Threshold { get; init => field = Decisions.CheckedThreshold(value); } = Decisions.CheckedThreshold(Threshold);

    /// <inheritdoc/>
    public override string Name => "mean_cost";

    /// <inheritdoc/>
    public override bool HigherIsBetter => false;

    /// <summary>The threshold at which the expected costs of both predictions are equal, if probabilities are calibrated.</summary>
    internal double EqualCostThreshold => FalsePositive / (FalsePositive + FalseNegative);

    /// <inheritdoc/>
    public override bool Fits(OutcomeForm form) => form == OutcomeForm.Binary;

    /// <inheritdoc/>
    protected override double Evaluate(in Outcome outcome)
    {
        ConfusionMatrix matrix = ConfusionMatrix.Of(outcome, Threshold);
        double missed = 0, alarms = 0;
        for (int actual = 0; actual < matrix.Classes; actual++)
        {
            missed += actual == 0 ? 0 : matrix[actual, 0];
            alarms += actual == 1 ? 0 : matrix[actual, 1];
        }

        return ((FalseNegative * missed) + (FalsePositive * alarms)) / outcome.TotalWeight;
    }
}
