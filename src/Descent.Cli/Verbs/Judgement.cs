using System.Globalization;
using Descent.Cli.Screens;
using Descent.Data.Schemas;
using Descent.Metrics;
using Descent.Models;
using Descent.Training;

namespace Descent.Cli.Verbs;

/// <summary>Writes how well a model does: the scores beside those of a guess, and which errors it makes.</summary>
internal static class Judgement
{
    private static readonly double[] Quantiles = [0.5, 0.75, 0.9, 0.95, 1];

    /// <summary>A measured number, short enough to read.</summary>
    public static string Number(double value) => Fixed.Text(value);

    /// <summary>Which label a binary task is scored for, to stand behind a heading; nothing for other tasks.</summary>
    public static string Positive(BinaryDecision? decision) => decision is null ? ""
        : string.Create(CultureInfo.InvariantCulture, $"; positive class \"{decision.PositiveLabel}\"{(decision.Threshold == 0.5 ? "" : $", predicted at a probability of at least {decision.Threshold}")}");

    /// <summary>Scores, and a confusion matrix or the sizes of the errors.</summary>
    public static void Write(Screen screen, TableModel model, TableEvaluation evaluation)
    {
        WriteScores(screen, evaluation);
        WriteErrors(screen, model, evaluation);
    }

    /// <summary>Names and values of the scores, beside those of the baselines, and without the rows that training has seen.</summary>
    public static void WriteScores(Screen screen, TableEvaluation evaluation)
    {
        TableEvaluation? unseen = evaluation.Unseen;
        string[] headers = ["score", "value", .. unseen is null ? Array.Empty<string>() : [$"new rows only"], .. evaluation.Baselines.Select(baseline => baseline.Name == "prior" ? "baseline" : baseline.Name)];
        TextTable scores = new(headers) { Numbers = Enumerable.Range(1, headers.Length - 1).ToHashSet() };
        foreach ((string name, double value) in evaluation.Scores.Where(score => !score.Key.Contains('[', StringComparison.Ordinal)))
        {
            scores.Add([name, Number(value), .. unseen is null ? Array.Empty<string>() : [Number(unseen.Scores.GetValueOrDefault(name, double.NaN))], .. evaluation.Baselines.Select(baseline => Number(baseline.Scores.GetValueOrDefault(name, double.NaN)))]);
        }

        screen.Table(scores);
        foreach (Baseline baseline in evaluation.Baselines)
        {
            screen.Line($"{(baseline.Name == "prior" ? "baseline" : baseline.Name)}: {baseline.Guess}", indent: 2);
        }

        WriteUndefined(screen, evaluation.Undefined);
        WriteTargets(screen, evaluation);
        foreach (Data.Notice notice in evaluation.Notices)
        {
            screen.Notice(notice);
        }
    }

    /// <summary>Why scores are undefined.</summary>
    public static void WriteUndefined(Screen screen, IReadOnlyDictionary<string, string> reasons)
    {
        foreach ((string name, string reason) in reasons.Where(reason => !reason.Key.Contains('[', StringComparison.Ordinal)))
        {
            screen.Line($"{name} is undefined: {reason}.", indent: 2);
        }
    }

    /// <summary>A confusion matrix or the worst mistakes, a table of the classes, or for regression the sizes of the errors.</summary>
    public static void WriteErrors(Screen screen, TableModel model, TableEvaluation evaluation)
    {
        ClassText.Write(screen, evaluation);
        if (model.Preprocessor.Task is TaskKind.Regression or TaskKind.Counts)
        {
            WriteErrorSizes(screen, evaluation.Outcome, model.Preprocessor.Schema.TargetNames);
        }
    }

    /// <summary>Of several targets, the scores of each.</summary>
    private static void WriteTargets(Screen screen, TableEvaluation evaluation)
    {
        string[] metrics = [.. evaluation.Scores.Keys.Where(name => name.Contains('[', StringComparison.Ordinal)).Select(name => name.Split('[')[0]).Distinct(StringComparer.Ordinal)];
        string[] targets = [.. evaluation.Scores.Keys.Where(name => name.Contains('[', StringComparison.Ordinal)).Select(name => name[(name.IndexOf('[', StringComparison.Ordinal) + 1)..^1]).Distinct(StringComparer.Ordinal)];
        if (targets.Length == 0)
        {
            return;
        }

        screen.Heading("Scores of each target");
        TextTable table = new(["target", .. metrics]) { Numbers = Enumerable.Range(1, metrics.Length).ToHashSet() };
        foreach (string target in targets)
        {
            table.Add([target, .. metrics.Select(metric => evaluation.Scores.TryGetValue($"{metric}[{target}]", out double value) ? Number(value) : "–")]);
        }

        screen.Table(table);
    }

    private static void WriteErrorSizes(Screen screen, Outcome outcome, IReadOnlyList<string> names)
    {
        screen.Heading("Sizes of the errors (quantiles of the absolute error)");
        TextTable table = new(["", .. Quantiles.Select(Fixed.Percent)]) { Numbers = Enumerable.Range(1, Quantiles.Length).ToHashSet() };
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
