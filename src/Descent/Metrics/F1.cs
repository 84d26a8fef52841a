namespace Descent.Metrics;

/// <summary>The harmonic mean of precision and recall: 2·hits / (predicted + actual).</summary>
/// <remarks>0 if the class is neither predicted nor wanted. scikit-learn: <c>f1_score</c>.</remarks>
/// <param name="Averaging">How the classes' scores become one; by default that of "yes" for binary outcomes, else the macro mean.</param>
/// <param name="Threshold">The probability above which a sigmoid column says "yes", 0 … 1.</param>
/// <exception cref="ArgumentOutOfRangeException">If the threshold is no probability or the averaging unknown.</exception>
public sealed record F1(Averaging Averaging = Averaging.Automatic, double Threshold = 0.5) : ClassScore(Averaging, Threshold)
{
    /// <inheritdoc/>
    public override string Name => "f1";

    private protected override double Score(ClassCounts counts) => ClassCounts.Ratio(2 * counts.Hits, counts.Predicted + counts.Actual);
}
