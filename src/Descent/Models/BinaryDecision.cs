namespace Descent;

/// <summary>How a binary model's probability becomes an answer, and for which of the two labels it is scored.</summary>
/// <param name="PositiveLabel">The label that precision, recall, F1, the ROC and the precision-recall curve are about.</param>
/// <param name="Threshold">
/// The probability from which on the positive label is predicted, above 0 and below 1; default 0.5. At exactly this probability the second of the
/// two labels is predicted, whichever is the positive one.
/// </param>
/// <exception cref="ArgumentOutOfRangeException">If the threshold is not above 0 and below 1.</exception>
public sealed record BinaryDecision(string PositiveLabel, double Threshold = 0.5)
{
    /// <summary>The probability from which on the positive label is predicted.</summary>
    public double Threshold { get; init => field = Checked(value); } = Checked(Threshold);

    /// <summary>The probability that the positive label's must exceed, for metrics that ask for more than a threshold.</summary>
    internal double Bound(bool positiveIsFirst) => positiveIsFirst ? Threshold : Math.BitDecrement(Threshold);

    private static double Checked(double threshold) => threshold is > 0 and < 1
        ? threshold
        : throw new ArgumentOutOfRangeException(nameof(threshold), threshold, "A threshold is a probability above 0 and below 1.");
}
