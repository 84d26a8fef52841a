using System.Globalization;
using Descent.Cli.Screens;
using Descent.Data.Schemas;
using Descent.Metrics;
using Descent.Models;
using Descent.Training;

namespace Descent.Cli.Verbs;

/// <summary>Writes how well a model does: the scores, and which errors it makes.</summary>
internal static class Judgement
{
    private const int MostClasses = 20, LongestLabel = 14;
    private static readonly double[] Quantiles = [0.5, 0.75, 0.9, 0.95, 1];

    /// <summary>A measured number, short enough to read.</summary>
    public static string Number(double value) => double.IsFinite(value) ? Fixed.Text(value) : "undefined";

    /// <summary>Scores, and a confusion matrix or the sizes of the errors.</summary>
    public static void Write(Screen screen, TableModel model, TableEvaluation evaluation)
    {
        WriteScores(screen, evaluation);
        WriteErrors(screen, model, evaluation);
    }

    /// <summary>Names and values of the scores.</summary>
    public static void WriteScores(Screen screen, TableEvaluation evaluation)
    {
        TextTable scores = new("score", "value") { Numbers = new HashSet<int> { 1 } };
        foreach ((string name, double value) in evaluation.Scores)
        {
            scores.Add(name, Number(value));
        }

        screen.Table(scores);
    }

    /// <summary>A confusion matrix, or for regression the sizes of the errors.</summary>
    public static void WriteErrors(Screen screen, TableModel model, TableEvaluation evaluation)
    {
        if (evaluation.Confusion is { } confusion)
        {
            WriteConfusion(screen, confusion, model.Preprocessor.Labels);
        }
        else if (model.Preprocessor.Task is TaskKind.Regression or TaskKind.Counts)
        {
            WriteErrorSizes(screen, evaluation.Outcome, model.Preprocessor.Schema.TargetNames);
        }
    }

    private static void WriteConfusion(Screen screen, ConfusionMatrix confusion, IReadOnlyList<string> labels)
    {
        screen.Heading("Confusion (rows: actual, columns: predicted)");
        if (confusion.Classes > MostClasses)
        {
            screen.Line(string.Create(CultureInfo.InvariantCulture, $"{confusion.Classes} classes are too many for a terminal; the report and --json have the whole matrix."));
            return;
        }

        // Columns of a wide matrix are numbered instead of named, and the numbers stand before the names of the rows.
        int left = labels.Max(label => Math.Min(LongestLabel, label.Length)) + 4;
        bool named = left + labels.Sum(label => Math.Min(LongestLabel, Math.Max(label.Length, 5)) + 2L) <= screen.Width;
        string[] heads = [.. labels.Select((label, i) => named ? Wrapping.Shorten(label, LongestLabel) : $"{i + 1}")];
        TextTable table = new(["", .. heads]) { Numbers = Enumerable.Range(1, confusion.Classes).ToHashSet() };
        for (int actual = 0; actual < confusion.Classes; actual++)
        {
            string name = Wrapping.Shorten(labels[actual], LongestLabel);
            table.Add([named ? name : $"{actual + 1} {name}", .. Enumerable.Range(0, confusion.Classes).Select(predicted => confusion[actual, predicted].ToString("0", CultureInfo.InvariantCulture))]);
        }

        screen.Table(table);
    }

    private static void WriteErrorSizes(Screen screen, Outcome outcome, IReadOnlyList<string> names)
    {
        screen.Heading("Sizes of the errors (a share of the rows is at most so far off)");
        TextTable table = new(["", .. Quantiles.Select(share => share.ToString("0 %", CultureInfo.InvariantCulture))]) { Numbers = Enumerable.Range(1, Quantiles.Length).ToHashSet() };
        for (int column = 0; column < names.Count; column++)
        {
            double[] errors = new double[outcome.Rows];
            for (int row = 0; row < errors.Length; row++)
            {
                int i = (row * outcome.Columns) + column;
                errors[row] = Math.Abs(outcome.Outputs.Span[i] - outcome.Targets.Span[i]);
            }

            Array.Sort(errors);
            table.Add([names[column], .. Quantiles.Select(share => Number(errors[(int)Math.Ceiling(share * errors.Length) - 1]))]);
        }

        screen.Table(table);
    }
}
