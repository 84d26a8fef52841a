using System.Globalization;
using Descent.Cli.Runs;
using Descent.Cli.Screens;

namespace Descent.Cli.Verbs;

/// <summary>Writes which classes are told apart, and which are taken for which.</summary>
internal static class ClassText
{
    private const int LongestLabel = 14, MostShown = 20;

    /// <summary>The confusion matrix, or of many classes the worst mistakes; then a table of the classes.</summary>
    public static void Write(Screen screen, TableEvaluation evaluation)
    {
        bool many = ManyClasses.Are(evaluation);
        if (evaluation.Confusion is { } confusion)
        {
            if (many)
            {
                WritePairs(screen, evaluation, confusion);
            }
            else
            {
                WriteConfusion(screen, confusion, evaluation.ClassNames, evaluation.IsWeighted);
            }
        }

        if (evaluation.Classes.Count > 0)
        {
            WriteClasses(screen, evaluation, many);
            if (evaluation.IsWeighted)
            {
                screen.Line("Rows have weights: where others would be counted, their weights are added up.", indent: 2);
            }
        }
    }

    private static void WriteConfusion(Screen screen, ConfusionMatrix confusion, IReadOnlyList<string> labels, bool isWeighted)
    {
        screen.Heading($"Confusion{(isWeighted ? " by weight" : "")} (rows: actual, columns: predicted)");

        // Columns of a wide matrix are numbered instead of named, and the numbers stand before the names of the rows.
        int left = labels.Max(label => Math.Min(LongestLabel, label.Length)) + 4;
        bool named = left + labels.Sum(label => Math.Min(LongestLabel, Math.Max(label.Length, 5)) + 2L) <= screen.Width;
        string[] heads = [.. labels.Select((label, i) => named ? Wrapping.Shorten(label, LongestLabel) : $"{i + 1}")];
        TextTable table = new(["", .. heads]) { Numbers = Enumerable.Range(1, confusion.Classes).ToHashSet() };
        for (int actual = 0; actual < confusion.Classes; actual++)
        {
            string name = Wrapping.Shorten(labels[actual], LongestLabel);
            table.Add([named ? name : $"{actual + 1} {name}", .. Enumerable.Range(0, confusion.Classes).Select(predicted => Rows(confusion[actual, predicted]))]);
        }

        screen.Table(table);
    }

    private static void WritePairs(Screen screen, TableEvaluation evaluation, ConfusionMatrix confusion)
    {
        screen.Heading($"The commonest mistakes of {confusion.Classes} classes");
        screen.Table(["actual", "predicted", Head(evaluation), "of"], ManyClasses.WorstPairs(confusion, evaluation.ClassNames, MostShown).Select(pair => (string[])[pair.Actual, pair.Predicted, Rows(pair.Rows), Rows(pair.Of)]), 2..4);
    }

    private static void WriteClasses(Screen screen, TableEvaluation evaluation, bool many)
    {
        IReadOnlyList<ClassReport> shown = many ? ManyClasses.Worst(evaluation.Classes, MostShown) : evaluation.Classes;
        string subject = evaluation.Confusion is null ? "targets" : "classes";
        screen.Heading(shown.Count < evaluation.Classes.Count ? $"The {shown.Count} {subject} told worst, of {evaluation.Classes.Count}" : $"Scores per {(evaluation.Confusion is null ? "target, for one of its labels" : "class")}{Judgement.Positive(evaluation.Decision)}");
        screen.Table([evaluation.Confusion is null ? "target" : "class", "precision", "recall", "f1", Head(evaluation), "predicted"], shown.Select(c => (string[])[Words.Of(evaluation, c), Fixed.Text(c.Precision), Fixed.Text(c.Recall), Fixed.Text(c.F1), Rows(c.Rows), Rows(c.Predicted)]), 1..);
    }

    private static string Head(TableEvaluation evaluation) => evaluation.IsWeighted ? "weight" : "rows";

    private static string Rows(double rows) => rows >= 1e15 ? Fixed.Text(rows) : rows.ToString("#,0.###", CultureInfo.InvariantCulture);
}
