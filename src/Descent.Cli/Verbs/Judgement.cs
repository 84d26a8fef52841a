using System.Collections.Frozen;
using System.Globalization;
using Descent.Cli.Runs;
using Descent.Cli.Screens;
using Descent.Data;

namespace Descent.Cli.Verbs;

/// <summary>Writes how well a model does: the scores beside those of a guess, and which errors it makes.</summary>
internal static class Judgement
{
    /// <summary>The scores that are at most 1.</summary>
    private static readonly FrozenSet<string> s_shares = Enum.GetValues<OutcomeForm>().SelectMany(form => StandardMetrics.For(form)).Where(metric => metric.HigherIsBetter).Select(StandardMetrics.Key).ToFrozenSet(StringComparer.Ordinal);

    /// <summary>A measured number, short enough to read.</summary>
    public static string Number(double value) => Fixed.Text(value);

    /// <summary>A score by its name; what is at most 1 has four places, however near to 0.</summary>
    public static string Number(string name, double value) => s_shares.Contains(name.Split('[')[0]) && Math.Abs(value) < 0.001 ? Fixed.Places(value) : Fixed.Text(value);

    /// <summary>Which label a binary task is scored for, to stand behind a heading; nothing for other tasks.</summary>
    public static string Positive(BinaryDecision? decision) => decision is null ? ""
        : string.Create(CultureInfo.InvariantCulture, $"; positive class \"{decision.PositiveLabel}\"{(decision.Threshold == 0.5 ? "" : $", predicted at a probability of at least {decision.Threshold}")}");

    /// <summary>Scores, and a confusion matrix or the sizes of the errors.</summary>
    public static void Write(Screen screen, TableModel model, TableEvaluation evaluation)
    {
        WriteScores(screen, evaluation, model.Preprocessor.Schema.TargetNames);
        WriteErrors(screen, model, evaluation);
    }

    /// <summary>
    /// Names and values of the scores beside those of the baselines, of all rows and, where training has seen some of them, of the others alone.
    /// </summary>
    private static void WriteScores(Screen screen, TableEvaluation evaluation, IReadOnlyList<string> names)
    {
        TableEvaluation[] parts = evaluation.Unseen is { } unseen ? [evaluation, unseen] : [evaluation];
        // Two parts side by side fit 80 columns with short heads; the lines below say what they are.
        string Head(Baseline baseline) => parts.Length == 1 || baseline.Name == "prior" ? Words.Of(baseline) : baseline.Name;
        string[] headers = ["score", .. parts.SelectMany((part, i) => (string[])[parts.Length == 1 ? "value" : i == 0 ? "all rows" : "new rows", .. part.Baselines.Select(Head)])];
        screen.Table(headers, evaluation.Scores.Keys.Where(name => !name.Contains('[', StringComparison.Ordinal)).Select(name => (string[])[StandardMetrics.NameOf(name), .. parts.SelectMany(part => part.Baselines.Select(baseline => baseline.Scores).Prepend(part.Scores)).Select(values => Number(name, values.GetValueOrDefault(name, double.NaN)))]), 1..);
        WriteBaselines(screen, evaluation.Baselines);
        if (evaluation.Coverage is { } coverage)
        {
            screen.Line(string.Create(CultureInfo.InvariantCulture, $"intervals: those of {coverage.Level:P0} (predict --interval {coverage.Level}) hold {coverage.Fraction:P1} of the answers; mean width {string.Join(", ", coverage.MeanWidths.Select(Number))}"), indent: 2);
        }

        if (evaluation.Quantiles is { } quantiles)
        {
            WriteQuantiles(screen, quantiles, names);
        }

        if (evaluation.Unseen is { } others)
        {
            screen.Line($"new rows: {Data.Wording.Count(others.Outcome.Rows, "row")} without an equal among the training rows; the baselines beside them are for these", indent: 2);
        }

        WriteExplanations(screen, evaluation.Outcome.Form, evaluation.Scores);
        WriteUndefined(screen, evaluation.Undefined, evaluation.Baselines);
        WriteLeftOut(screen, evaluation.Outcome.Form, evaluation.Scores.Keys);
        WriteTargets(screen, evaluation);
        // What a saved model lacks, another training may give.
        screen.Notices(evaluation.Notices, elsewhere: "train");
    }

    /// <summary>What the baselines guess.</summary>
    public static void WriteBaselines(Screen screen, IReadOnlyList<Baseline> baselines)
    {
        foreach (Baseline baseline in baselines)
        {
            screen.Line($"{Words.Of(baseline)}: {baseline.Guess}", indent: 2);
        }
    }

    /// <summary>What the names of scores leave open.</summary>
    public static void WriteExplanations(Screen screen, OutcomeForm form, IReadOnlyDictionary<string, double> scores)
    {
        foreach (string text in ScoresOf.Explanations(form, scores))
        {
            screen.Line(text, indent: 2);
        }
    }

    /// <summary>Why scores are undefined.</summary>
    public static void WriteUndefined(Screen screen, IReadOnlyDictionary<string, string> reasons, IReadOnlyList<Baseline> baselines)
    {
        foreach ((Baseline baseline, string name, string reason) in baselines.SelectMany(own => own.Undefined.Where(pair => !reasons.ContainsKey(pair.Key)).Select(pair => (own, pair.Key, pair.Value))))
        {
            if (!name.Contains('[', StringComparison.Ordinal))
            {
                screen.Line($"{StandardMetrics.NameOf(name)} of {Words.Of(baseline)} is undefined: {reason}.", indent: 2);
            }
        }

        foreach ((string name, string reason) in reasons.Where(reason => !reason.Key.Contains('[', StringComparison.Ordinal)))
        {
            screen.Line($"{StandardMetrics.NameOf(name)} is undefined: {reason}.", indent: 2);
        }
    }

    /// <summary>Why a usual score is missing.</summary>
    public static void WriteLeftOut(Screen screen, OutcomeForm form, IEnumerable<string> scores)
    {
        if (form == OutcomeForm.Regression && !scores.Contains(StandardMetrics.Key(new MeanAbsolutePercentageError()), StringComparer.Ordinal))
        {
            screen.Line("mape is left out: it divides by the targets, and some are 0 or next to 0.", indent: 2);
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

        screen.Heading("Scores per target");
        screen.Table(["target", .. metrics.Select(StandardMetrics.NameOf)], targets.Select(target => (string[])[target, .. metrics.Select(metric => evaluation.Scores.TryGetValue($"{metric}[{target}]", out double value) ? Number(metric, value) : "–")]), 1..);
    }

    /// <summary>For each quantile the share of the answers that it is above, and how many lie between the outermost.</summary>
    private static void WriteQuantiles(Screen screen, QuantileScores quantiles, IReadOnlyList<string> names)
    {
        screen.Heading("Answers below the predicted quantiles");
        screen.Table(
            ["quantile", "expected", .. names.Count == 1 ? ["found"] : names],
            quantiles.Levels.Select((level, i) => (string[])[level.ToString(CultureInfo.InvariantCulture), Share(level), .. quantiles.Targets.Select(target => Share(target.Below[i]))]), 0..);
        foreach ((TargetQuantiles target, string name) in quantiles.Levels.Count > 1 ? quantiles.Targets.Zip(names) : [])
        {
            foreach (QuantileInterval interval in target.Intervals)
            {
                screen.Line(string.Create(CultureInfo.InvariantCulture, $"{(names.Count == 1 ? "" : $"{name}: ")}{Share(interval.Inside)} lie between {interval.Lower} and {interval.Upper}, {Share(interval.Level)} are expected; mean width {Number(interval.MeanWidth)}"), indent: 2);
            }
        }

        static string Share(double share) => share.ToString("0.0 %", CultureInfo.InvariantCulture);
    }

    private static void WriteErrorSizes(Screen screen, Outcome outcome, IReadOnlyList<string> names)
    {
        screen.Heading($"{ErrorSizes.Title[..^1]}{(outcome.Weights.IsEmpty ? "" : ", weighted like the scores")})");
        screen.Table(["", .. ErrorSizes.Heads], ErrorSizes.Of(outcome, names).Select(row => (string[])[row.Target, .. row.Sizes.Select(Number)]), 1..);
    }
}
