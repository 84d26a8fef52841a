namespace Descent;

/// <summary>The harmonic mean of precision and recall: 2·hits / (predicted + actual).</summary>
/// <remarks>0 if the class is neither predicted nor wanted, unless <paramref name="ZeroDivision"/> says otherwise. scikit-learn: <c>f1_score</c>.</remarks>
/// <param name="Averaging">How the classes' scores become one; by default that of "yes" for binary outcomes, else the macro mean.</param>
/// <param name="Threshold">The probability above which a sigmoid column says "yes", 0 … 1.</param>
/// <param name="ZeroDivision">The score where there is nothing to divide by; default 0.</param>
/// <exception cref="ArgumentOutOfRangeException">If the threshold is no probability or one of the others unknown.</exception>
public sealed record F1(Averaging Averaging = Averaging.Automatic, double Threshold = 0.5, ZeroDivision ZeroDivision = ZeroDivision.Zero)
    : ClassScore(Averaging, Threshold, ZeroDivision)
{
    /// <inheritdoc/>
    public override string Name => "f1";

    private protected override double Score(ClassCounts counts) => Ratio(2 * counts.Hits, counts.Predicted + counts.Actual);
}
