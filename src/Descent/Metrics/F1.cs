namespace Descent;

/// <summary>The harmonic mean of precision and recall: 2·hits / (predicted + actual).</summary>
/// <remarks>0 if the class neither occurs nor is predicted, unless <paramref name="ZeroDivision"/> says otherwise. scikit-learn: <c>f1_score</c>.</remarks>
/// <param name="Averaging">How the scores of the classes are averaged; by default the score of "yes" for binary outcomes, otherwise the macro mean.</param>
/// <param name="Threshold">The probability above which a sigmoid column predicts "yes", from 0 to 1.</param>
/// <param name="ZeroDivision">The score if the denominator is 0; default 0.</param>
/// <exception cref="ArgumentOutOfRangeException">If the threshold is not between 0 and 1, or another option is unknown.</exception>
public sealed record F1(Averaging Averaging = Averaging.Automatic, double Threshold = 0.5, ZeroDivision ZeroDivision = ZeroDivision.Zero)
    : ClassScore(Averaging, Threshold, ZeroDivision)
{
    /// <inheritdoc/>
    public override string Name => "f1";

    private protected override double Score(ClassCounts counts) => Ratio(2 * counts.Hits, counts.Predicted + counts.Actual);
}
