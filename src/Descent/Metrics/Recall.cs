namespace Descent;

/// <summary>How many of the rows of a class were found: hits / actual.</summary>
/// <remarks>0 if there are no rows of the class, unless <paramref name="ZeroDivision"/> says otherwise. scikit-learn: <c>recall_score</c>.</remarks>
/// <param name="Averaging">How the classes' scores become one; by default that of "yes" for binary outcomes, else the macro mean.</param>
/// <param name="Threshold">The probability above which a sigmoid column says "yes", 0 … 1.</param>
/// <param name="ZeroDivision">The score where there is nothing to divide by; default 0.</param>
/// <exception cref="ArgumentOutOfRangeException">If the threshold is no probability or one of the others unknown.</exception>
public sealed record Recall(Averaging Averaging = Averaging.Automatic, double Threshold = 0.5, ZeroDivision ZeroDivision = ZeroDivision.Zero)
    : ClassScore(Averaging, Threshold, ZeroDivision)
{
    /// <inheritdoc/>
    public override string Name => "recall";

    private protected override double Score(ClassCounts counts) => Ratio(counts.Hits, counts.Actual);
}
