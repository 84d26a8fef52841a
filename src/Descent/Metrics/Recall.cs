namespace Descent;

/// <summary>The fraction of the rows of a class that were predicted as the class: hits / actual.</summary>
/// <remarks>0 if there are no rows of the class, unless <paramref name="ZeroDivision"/> says otherwise. scikit-learn: <c>recall_score</c>.</remarks>
/// <param name="Averaging">How the scores of the classes are averaged; by default the score of "yes" for binary outcomes, otherwise the macro mean.</param>
/// <param name="Threshold">The probability above which a sigmoid column predicts "yes", from 0 to 1.</param>
/// <param name="ZeroDivision">The score if the denominator is 0; default 0.</param>
/// <exception cref="ArgumentOutOfRangeException">If the threshold is not between 0 and 1, or another option is unknown.</exception>
public sealed record Recall(Averaging Averaging = Averaging.Automatic, double Threshold = 0.5, ZeroDivision ZeroDivision = ZeroDivision.Zero)
    : ClassScore(Averaging, Threshold, ZeroDivision)
{
    /// <inheritdoc/>
    public override string Name => "recall";

    private protected override double Score(ClassCounts counts) => Ratio(counts.Hits, counts.Actual);
}
