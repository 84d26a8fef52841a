namespace Descent.Cli.Runs;

/// <summary>What is shown of many classes, whose confusion matrix would be too large to read.</summary>
internal static class ManyClasses
{
    /// <summary>The number of classes from which the worst pairs are shown instead of the matrix.</summary>
    public const int From = 25;

    private const int MostPairs = 50;

    /// <summary>Whether there are so many.</summary>
    public static bool Are(TableEvaluation evaluation) => evaluation.Confusion?.Classes >= From || evaluation.Classes.Count >= From;

    /// <summary>The most frequent mistakes, the most frequent first.</summary>
    public static IReadOnlyList<ClassPair> WorstPairs(ConfusionMatrix confusion, IReadOnlyList<string> labels, int most = MostPairs) =>
        [.. (from actual in Enumerable.Range(0, confusion.Classes)
             from predicted in Enumerable.Range(0, confusion.Classes)
             where actual != predicted && confusion[actual, predicted] > 0
             orderby confusion[actual, predicted] descending
             select new ClassPair(labels[actual], labels[predicted], confusion[actual, predicted], confusion.Actual(actual), (actual, predicted))).Take(most)];

    /// <summary>The classes with rows that are recognized worst, the worst first.</summary>
    public static IReadOnlyList<ClassReport> Worst(IReadOnlyList<ClassReport> classes, int most) =>
        [.. classes.Where(c => c.Rows > 0).OrderBy(c => c.F1).ThenByDescending(c => c.Rows).Take(most)];
}

/// <summary>How often one class was taken for another.</summary>
/// <param name="Actual">The true class.</param>
/// <param name="Predicted">The predicted class.</param>
/// <param name="Rows">How often, or with which weight.</param>
/// <param name="Of">Rows of the true class, or their weight.</param>
/// <param name="Place">The row and column in the matrix.</param>
internal sealed record ClassPair(string Actual, string Predicted, double Rows, double Of, (int Actual, int Predicted) Place);
