namespace Descent;

/// <summary>
/// The Matthews correlation coefficient: the correlation between actual and predicted classes, from −1 to 1; for two classes
/// (TP·TN − FP·FN) / √((TP + FP)(TP + FN)(TN + FP)(TN + FN)).
/// </summary>
/// <remarks>
/// 1 is perfect and 0 is no better than chance, regardless of the sizes of the classes. For more classes (Gorodkin 2004):
/// (c·s − Σ pₖtₖ) / √((s² − Σ pₖ²)(s² − Σ tₖ²)), where s is the weight of all rows, c that of the correctly predicted rows, tₖ that of the rows of class k,
/// and pₖ that of the rows predicted as class k. 0 if only one class occurs or only one is predicted. scikit-learn: <c>matthews_corrcoef</c>.
/// </remarks>
/// <param name="Threshold">The probability above which a sigmoid column predicts "yes", from 0 to 1.</param>
/// <exception cref="ArgumentOutOfRangeException">If the threshold is not between 0 and 1.</exception>
public sealed record MatthewsCorrelation([Option(AtLeast = 0, AtMost = 1)] double Threshold = 0.5) : Metric
{
    /// <summary>The probability above which a sigmoid column predicts "yes"; softmax columns do not use it.</summary>
    public double Threshold { get; init => field = Decisions.CheckedThreshold(value); } = Decisions.CheckedThreshold(Threshold);

    /// <inheritdoc/>
    public override string Name => "mcc";

    /// <inheritdoc/>
    public override bool HigherIsBetter => true;

    /// <inheritdoc/>
    public override bool Fits(OutcomeForm form) => form is OutcomeForm.Binary or OutcomeForm.Multiclass;

    /// <inheritdoc/>
    protected override double Evaluate(in Outcome outcome)
    {
        ClassCounts[] classes = ClassCounts.Of(outcome, Threshold);

        // Products of fractions instead of counts: fourth powers of counts would lose digits or overflow.
        double total = outcome.TotalWeight, both = 0, wanted = 0, answered = 0, right = 0;
        bool oneWanted = classes.Count(c => c.Actual > 0) < 2, oneAnswered = classes.Count(c => c.Predicted > 0) < 2;
        foreach (ClassCounts c in classes)
        {
            (double t, double p) = (c.Actual / total, c.Predicted / total);
            both += t * p;
            wanted += t * t;
            answered += p * p;
            right += c.Hits / total;
        }

        return oneWanted || oneAnswered ? 0 : (right - both) / Math.Sqrt((1 - wanted) * (1 - answered));
    }
}
