namespace Descent.Cli.Runs;

/// <summary>What is shown of so many classes that a whole confusion matrix would help nobody, and would grow with their square.</summary>
internal static class ManyClasses
{
    /// <summary>From so many classes on the worst pairs are shown in place of the matrix.</summary>
    public const int From = 25;

    /// <summary>How many pairs are shown at most.</summary>
    public const int MostPairs = 50;

    /// <summary>Whether there are so many.</summary>
    public static bool Are(TableEvaluation evaluation) => evaluation.Confusion?.Classes >= From || evaluation.Classes.Count >= From;

    /// <summary>The commonest mistakes, the most frequent first.</summary>
    public static IReadOnlyList<ClassPair> WorstPairs(ConfusionMatrix confusion, IReadOnlyList<string> labels, int most = MostPairs)
    {
        List<ClassPair> pairs = [];
        for (int actual = 0; actual < confusion.Classes; actual++)
        {
            for (int predicted = 0; predicted < confusion.Classes; predicted++)
            {
                if (actual != predicted && confusion[actual, predicted] > 0)
                {
                    pairs.Add(new ClassPair(labels[actual], labels[predicted], confusion[actual, predicted], confusion.Actual(actual), (actual, predicted)));
                }
            }
        }

        return [.. pairs.OrderByDescending(pair => pair.Rows).Take(most)];
    }

    /// <summary>The classes with rows that are told worst, the worst first.</summary>
    public static IReadOnlyList<ClassReport> Worst(IReadOnlyList<ClassReport> classes, int most) =>
        [.. classes.Where(c => c.Rows > 0).OrderBy(c => c.F1).ThenByDescending(c => c.Rows).Take(most)];
}

/// <summary>How often one class was taken for another.</summary>
/// <param name="Actual">The class that was wanted.</param>
/// <param name="Predicted">The class that was answered.</param>
/// <param name="Rows">How often, or by which weight.</param>
/// <param name="Of">Rows of the class that was wanted, or their weight.</param>
/// <param name="Place">Where it stands in the matrix.</param>
internal sealed record ClassPair(string Actual, string Predicted, double Rows, double Of, (int Actual, int Predicted) Place);
