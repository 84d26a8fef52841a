namespace Descent;

/// <summary>The decision rule of a binary model: the threshold on its probability, and the label for which it is scored.</summary>
/// <param name="PositiveLabel">The label for which precision, recall, F1, the ROC curve and the precision-recall curve are computed.</param>
/// <param name="Threshold">
/// The lowest probability at which the positive label is predicted, above 0 and below 1; default 0.5. At exactly this probability the second of the
/// two labels is predicted, whichever is the positive one.
/// </param>
/// <exception cref="ArgumentOutOfRangeException">If the threshold is not above 0 and below 1.</exception>
public sealed record BinaryDecision(string PositiveLabel, double Threshold = 0.5)
{
    /// <summary>The lowest probability at which the positive label is predicted.</summary>
    public double Threshold { get; init => field = Checked(value); } = Checked(Threshold);

    /// <summary>The costs of errors, whose mean is a score; null, the default, for none.</summary>
    public ErrorCosts? Costs { get; init; }

    /// <summary>Gets the bound that the probability of the positive label must exceed, for metrics that compare by "greater than".</summary>
    internal double Bound(bool positiveIsFirst) => positiveIsFirst ? Threshold : Math.BitDecrement(Threshold);

    private static double Checked(double threshold) => threshold is > 0 and < 1
        ? threshold
        : throw new ArgumentOutOfRangeException(nameof(threshold), threshold, "The threshold must be above 0 and below 1.");
}
