namespace Descent.Metrics;

/// <summary>How many of the rows of a class were found: hits / actual.</summary>
/// <remarks>0 if there are no rows of the class. scikit-learn: <c>recall_score</c>.</remarks>
/// <param name="Averaging">How the classes' scores become one; by default that of "yes" for binary outcomes, else the macro mean.</param>
/// <param name="Threshold">The probability above which a sigmoid column says "yes", 0 … 1.</param>
/// <exception cref="ArgumentOutOfRangeException">If the threshold is no probability or the averaging unknown.</exception>
public sealed record Recall(Averaging Averaging = Averaging.Automatic, double Threshold = 0.5) : ClassScore(Averaging, Threshold)
{
    /// <inheritdoc/>
    public override string Name => "recall";

    private protected override double Score(ClassCounts counts) => ClassCounts.Ratio(counts.Hits, counts.Actual);
}
