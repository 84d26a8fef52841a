namespace Descent;

/// <summary>The mean recall of the classes that occur: the accuracy as if all classes were equally frequent.</summary>
/// <remarks>scikit-learn: <c>balanced_accuracy_score</c>. Classes without rows (of weight above zero) are left out.</remarks>
/// <param name="Threshold">The probability above which a sigmoid column predicts "yes", from 0 to 1.</param>
/// <exception cref="ArgumentOutOfRangeException">If the threshold is not between 0 and 1.</exception>
public sealed record BalancedAccuracy([Option(AtLeast = 0, AtMost = 1)] double Threshold = 0.5) : Metric
{
    /// <summary>The probability above which a sigmoid column predicts "yes"; softmax columns do not use it.</summary>
    public double Threshold { get; init => field = Decisions.CheckedThreshold(value); } = Decisions.CheckedThreshold(Threshold);

    /// <inheritdoc/>
    public override string Name => "balanced_accuracy";

    /// <inheritdoc/>
    public override bool HigherIsBetter => true;

    /// <inheritdoc/>
    public override bool Fits(OutcomeForm form) => form is OutcomeForm.Binary or OutcomeForm.Multiclass;

    /// <inheritdoc/>
    protected override double Evaluate(in Outcome outcome) =>
        ClassCounts.Of(outcome, Threshold).Where(c => c.Actual > 0).Average(c => c.Hits / c.Actual);
}
