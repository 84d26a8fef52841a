namespace Descent.Metrics;

/// <summary>How many of the rows that were taken for a class are of it: hits / predicted.</summary>
/// <remarks>0 if the class is never predicted. scikit-learn: <c>precision_score</c>.</remarks>
/// <param name="Averaging">How the classes' scores become one; by default that of "yes" for binary outcomes, else the macro mean.</param>
/// <param name="Threshold">The probability above which a sigmoid column says "yes", 0 … 1.</param>
/// <exception cref="ArgumentOutOfRangeException">If the threshold is no probability or the averaging unknown.</exception>
public sealed record Precision(Averaging Averaging = Averaging.Automatic, double Threshold = 0.5) : ClassScore(Averaging, Threshold)
{
    /// <inheritdoc/>
    public override string Name => "precision";

    private protected override double Score(ClassCounts counts) => ClassCounts.Ratio(counts.Hits, counts.Predicted);
}
