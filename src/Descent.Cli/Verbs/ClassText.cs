namespace Descent.Cli.Verbs;

/// <summary>Writes how well classes are recognized, and which are confused.</summary>
internal static class ClassText
{
    private const int LongestLabel = 14, MostShown = 20;

    // Short enough for a column; the table of classes has the whole phrase.
    private const string OtherLabels = "(never seen)";

    /// <summary>Writes the confusion matrix or, of many classes, the most frequent mistakes; then a table of the classes.</summary>
    public static void Write(Screen screen, TableEvaluation evaluation)
    {
        bool many = ManyClasses.Are(evaluation);
        string counted = evaluation.IsWeighted ? "weight" : "rows";
        if (evaluation.Confusion is { } confusion && many)
        {
            screen.Heading($"The most frequent mistakes of {confusion.Classes} classes");
            screen.Table(
                ["actual", "predicted", counted, "of"],
                ManyClasses.WorstPairs(confusion, evaluation.ClassNames, MostShown).Select(pair => (string[])[pair.Actual, pair.Predicted, Rows(pair.Rows), Rows(pair.Of)]), 2..4);
        }
        else if (evaluation.Confusion is { } small)
        {
            WriteConfusion(screen, small, evaluation.ClassNames, evaluation.IsWeighted);
        }

        if (evaluation.Classes.Count > 0)
        {
            WriteClasses(screen, evaluation, many ? ManyClasses.Worst(evaluation.Classes, MostShown) : evaluation.Classes, counted);
        }
    }

    private static void WriteConfusion(Screen screen, ConfusionMatrix confusion, IReadOnlyList<string> labels, bool isWeighted)
    {
        screen.Heading($"Confusion{(isWeighted ? " by weight" : "")} (rows: actual, columns: predicted)");

        labels = [.. labels.Select(label => label == TableEvaluation.OtherLabels ? OtherLabels : label)];

        // The columns of a wide matrix are numbered instead of named, and its rows have number and name.
        int left = labels.Max(label => Math.Min(LongestLabel, label.Length)) + 4;
        bool named = left + labels.Sum(label => Math.Min(LongestLabel, Math.Max(label.Length, 5)) + 2L) <= screen.Width;
        string[] names = [.. labels.Select(label => Wrapping.Shorten(label, LongestLabel))];
        screen.Table(
            ["", .. named ? names : names.Select((_, i) => $"{i + 1}")],
            names.Take(confusion.Classes).Select((name, actual) => (string[])
                [named ? name : $"{actual + 1} {name}", .. Enumerable.Range(0, confusion.Classes).Select(predicted => Rows(confusion[actual, predicted]))]),
            1..);
    }

    private static void WriteClasses(Screen screen, TableEvaluation evaluation, IReadOnlyList<ClassReport> shown, string counted)
    {
        (string one, string all, string scored) = evaluation.Confusion is null ? ("target", "targets", "target, for one of its labels") : ("class", "classes", "class");
        screen.Heading(shown.Count < evaluation.Classes.Count
            ? $"The {shown.Count} {all} with the lowest F1, of {evaluation.Classes.Count}"
            : $"Scores per {scored}{Judgement.Positive(evaluation.Decision)}");
        screen.Table(
            [one, "precision", "recall", "f1", counted, "predicted"],
            shown.Select(c => (string[])[Words.Of(evaluation, c), Fixed.Text(c.Precision), Fixed.Text(c.Recall), Fixed.Text(c.F1), Rows(c.Rows), Rows(c.Predicted)]), 1..);
        screen.Line(evaluation.IsWeighted ? "Rows have weights: where others would be counted, their weights are added up." : null, indent: 2);
    }

    private static string Rows(double rows) => rows >= 1e15 ? Fixed.Text(rows) : $"{rows:#,0.###}";
}
