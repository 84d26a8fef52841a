namespace Descent;

/// <summary>The fraction of correct predictions: of rows for binary and multiclass outcomes, of elements for multilabel outcomes.</summary>
/// <remarks>
/// scikit-learn: <c>accuracy_score</c> (for multilabel outcomes, the mean of its value per column, as Keras's <c>BinaryAccuracy</c>;
/// scikit-learn's own multilabel accuracy is <see cref="ExactMatch"/>).
/// </remarks>
/// <param name="Threshold">The probability above which a sigmoid column predicts "yes", from 0 to 1.</param>
/// <exception cref="ArgumentOutOfRangeException">If the threshold is not between 0 and 1.</exception>
public sealed record Accuracy([Option(AtLeast = 0, AtMost = 1)] double Threshold = 0.5) : Metric
{
    /// <summary>The probability above which a sigmoid column predicts "yes"; softmax columns do not use it.</summary>
    public double Threshold { get; init => field = Decisions.CheckedThreshold(value); } = Decisions.CheckedThreshold(Threshold);

    /// <inheritdoc/>
    public override string Name => "accuracy";

    /// <inheritdoc/>
    public override bool HigherIsBetter => true;

    /// <inheritdoc/>
    public override bool Fits(OutcomeForm form) => form is not (OutcomeForm.Regression or OutcomeForm.Counts);

    /// <inheritdoc/>
    protected override double Evaluate(in Outcome outcome) => outcome.Form == OutcomeForm.Multilabel
        ? ConfusionMatrix.PerOutput(outcome, Threshold).Average(m => m.Correct / m.Total)
        : ConfusionMatrix.Of(outcome, Threshold).Correct / outcome.TotalWeight;
}
