using System.Collections.Frozen;

namespace Descent.Cli.Verbs;

/// <summary>Writes how good a model is: its scores beside those of the baselines, and its errors.</summary>
internal static class Judgement
{
    /// <summary>The scores that are at most 1.</summary>
    private static readonly FrozenSet<string> s_shares = Enum.GetValues<OutcomeForm>().SelectMany(form => StandardMetrics.For(form))
        .Where(metric => metric.HigherIsBetter).Select(StandardMetrics.Key).ToFrozenSet(StringComparer.Ordinal);

    /// <summary>A score by its name; one that is at most 1 has four decimal places, however close to 0.</summary>
    public static string Number(string name, double value) => s_shares.Contains(name.Split('[')[0]) && Math.Abs(value) < 0.001 ? Fixed.Places(value) : Fixed.Text(value);

    /// <summary>The label for which a binary task is scored, as the end of a heading; empty for other tasks.</summary>
    public static string Positive(BinaryDecision? decision) => decision is null ? ""
        : $"; positive class \"{decision.PositiveLabel}\"{(decision.Threshold == 0.5 ? "" : $", predicted at a probability of at least {Fixed.Number(decision.Threshold, 6)}")}";

    /// <summary>Writes the scores, and a confusion matrix or the sizes of the errors.</summary>
    public static void Write(Screen screen, TableModel model, TableEvaluation evaluation)
    {
        IReadOnlyList<string> names = model.Preprocessor.Schema.TargetNames;
        WriteScores(screen, evaluation, names);
        ClassText.Write(screen, evaluation);
        if (model.Preprocessor.Task is TaskKind.Regression or TaskKind.Counts)
        {
            screen.Heading($"{ErrorSizes.Title[..^1]}{(evaluation.Outcome.Weights.IsEmpty ? "" : ", weighted like the scores")})");
            screen.Table(["", .. ErrorSizes.Heads], ErrorSizes.Of(evaluation.Outcome, names).Select(row => (string[])[row.Target, .. row.Sizes.Select(Fixed.Text)]), 1..);
        }
    }

    /// <summary>Writes the scores beside those of the baselines: of all rows and, if some of them were trained on, of the others alone.</summary>
    private static void WriteScores(Screen screen, TableEvaluation evaluation, IReadOnlyList<string> names)
    {
        TableEvaluation[] parts = evaluation.Unseen is { } unseen ? [evaluation, unseen] : [evaluation];
        // Two parts beside each other fit into 80 columns with short headers; the lines below explain them.
        string Head(Baseline baseline) => parts.Length == 1 || baseline.Name == "prior" ? Words.Of(baseline) : baseline.Name;
        screen.Table(
            ["score", .. parts.SelectMany((part, i) => (string[])[parts.Length == 1 ? "value" : i == 0 ? "all rows" : "new rows", .. part.Baselines.Select(Head)])],
            evaluation.Scores.Keys.Where(name => !IsOfTarget(name)).Select(name => (string[])
            [
                StandardMetrics.NameOf(name),
                .. parts.SelectMany(part => part.Baselines.Select(baseline => baseline.Scores).Prepend(part.Scores)).Select(scores => Number(name, scores.GetValueOrDefault(name, double.NaN))),
            ]),
            1..);
        WriteBaselines(screen, evaluation.Baselines);
        screen.Line(evaluation.Coverage is { } coverage
            ? $"intervals: those of {coverage.Level:P0} (predict --interval {coverage.Level}) contain {coverage.Fraction:P1} of the true values; mean width {string.Join(", ", coverage.MeanWidths.Select(Fixed.Text))}"
            : null, indent: 2);
        if (evaluation.Quantiles is { } quantiles)
        {
            WriteQuantiles(screen, quantiles, names);
        }

        screen.Line(evaluation.Unseen is { } others
            ? $"new rows: {Data.Wording.Count(others.Outcome.Rows, "row")} without an equal among the training rows; the baselines beside them are for these"
            : null, indent: 2);
        WriteRemarks(screen, evaluation.Outcome.Form, evaluation.Scores, evaluation.Undefined, evaluation.Baselines);
        WriteTargets(screen, evaluation);
        // A saved model cannot be changed, but another training can do otherwise.
        screen.Notices(evaluation.Notices, elsewhere: "train");
    }

    // The scores of single targets, such as r2[price].
    private static bool IsOfTarget(string name) => name.Contains('[', StringComparison.Ordinal);

    /// <summary>Writes what the baselines predict.</summary>
    public static void WriteBaselines(Screen screen, IReadOnlyList<Baseline> baselines) => screen.Lines(baselines.Select(baseline => $"{Words.Of(baseline)}: {baseline.Guess}"), indent: 2);

    /// <summary>Writes what the names of scores do not say, why some are undefined, and why a usual one is missing.</summary>
    public static void WriteRemarks(
        Screen screen, OutcomeForm form, IReadOnlyDictionary<string, double> scores, IReadOnlyDictionary<string, string> reasons, IReadOnlyList<Baseline> baselines) => screen.Lines(
    [
        .. ScoresOf.Explanations(form, scores),
        .. baselines.SelectMany(baseline => baseline.Undefined.Where(reason => !IsOfTarget(reason.Key) && !reasons.ContainsKey(reason.Key))
            .Select(reason => $"{StandardMetrics.NameOf(reason.Key)} of {Words.Of(baseline)} is undefined: {reason.Value}.")),
        .. reasons.Where(reason => !IsOfTarget(reason.Key)).Select(reason => $"{StandardMetrics.NameOf(reason.Key)} is undefined: {reason.Value}."),
        .. form == OutcomeForm.Regression && !scores.ContainsKey(StandardMetrics.Key(new MeanAbsolutePercentageError()))
            ? ["mape is left out: it divides by the targets, and some are 0 or next to 0."]
            : Array.Empty<string>(),
    ], indent: 2);

    /// <summary>With several targets, writes the scores of each.</summary>
    private static void WriteTargets(Screen screen, TableEvaluation evaluation)
    {
        string[] names = [.. evaluation.Scores.Keys.Where(IsOfTarget)];
        string[] metrics = [.. names.Select(name => name.Split('[')[0]).Distinct(StringComparer.Ordinal)];
        string[] targets = [.. names.Select(name => name[(name.IndexOf('[', StringComparison.Ordinal) + 1)..^1]).Distinct(StringComparer.Ordinal)];
        if (targets.Length > 0)
        {
            screen.Heading("Scores per target");
            screen.Table(
                ["target", .. metrics.Select(StandardMetrics.NameOf)],
                targets.Select(target => (string[])[target, .. metrics.Select(metric => evaluation.Scores.TryGetValue($"{metric}[{target}]", out double value) ? Number(metric, value) : "–")]), 1..);
        }
    }

    /// <summary>Writes which fraction of the true values lies below each quantile, and between two of them.</summary>
    private static void WriteQuantiles(Screen screen, QuantileScores quantiles, IReadOnlyList<string> names)
    {
        screen.Heading("Answers below the predicted quantiles");
        screen.Table(
            ["quantile", "expected", .. names.Count == 1 ? ["found"] : names],
            quantiles.Levels.Select((level, i) => (string[])[$"{level}", Share(level), .. quantiles.Targets.Select(target => Share(target.Below[i]))]), 0..);
        foreach ((TargetQuantiles target, string name) in quantiles.Levels.Count > 1 ? quantiles.Targets.Zip(names) : [])
        {
            string of = names.Count == 1 ? "" : $"{name}: ";
            screen.Lines(target.Intervals.Select(interval =>
                $"{of}{Share(interval.Inside)} lie between {interval.Lower} and {interval.Upper}, {Share(interval.Level)} are expected; mean width {Fixed.Text(interval.MeanWidth)}"), indent: 2);
        }

        static string Share(double share) => $"{share:0.0 %}";
    }
}
