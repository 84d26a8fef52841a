namespace Descent.Cli.Runs;

/// <summary>Adds scores to a report, beside those of the baselines and of the new rows.</summary>
internal static class ScoresOf
{
    /// <summary>The report with the scores of a training, or of its cross-validation.</summary>
    public static RunReport With(RunReport report, TableTraining training, CrossValidation? validation)
    {
        if (validation is null && training.Evaluation is null)
        {
            return report;
        }

        IReadOnlyList<Baseline> baselines = validation?.Baselines ?? training.Evaluation!.Baselines;
        TableEvaluation? unseen = validation is null ? training.Evaluation!.Unseen : null;
        IReadOnlyList<double> Others(string name) =>
        [
            .. baselines.Select(baseline => baseline.Scores.GetValueOrDefault(name, double.NaN)),
            .. unseen is null ? [] : unseen.Baselines.Select(baseline => baseline.Scores).Prepend(unseen.Scores).Select(scores => scores.GetValueOrDefault(name, double.NaN)),
        ];
        return report with
        {
            Scores = validation is null
                ? [.. training.Evaluation!.Scores.Select(score => new Score(StandardMetrics.NameOf(score.Key), score.Value, Others: Others(score.Key)))]
                : [.. validation.Scores.Select(score => new Score(StandardMetrics.NameOf(score.Key), score.Value.Mean, score.Value.Deviation, Others(score.Key)))],
            OtherScores = [.. baselines.Select(Capital), .. unseen is null ? [] : unseen.Baselines.Select(baseline => $"{Capital(baseline)}, new rows").Prepend("New rows only")],
            NewRows = unseen is null ? null : baselines.Count,
            ScoreRemark = Remark(training.Model.Preprocessor.Schema.TargetNames, training.Model.Decision, baselines, (validation?.Folds[0].Evaluation ?? training.Evaluation)!, validation?.Undefined ?? training.Evaluation!.Undefined),
        };
    }

    private static string Capital(Baseline baseline) => FitText.Capital(Words.Of(baseline));

    /// <summary>Explains what the names of scores do not say.</summary>
    public static IEnumerable<string> Explanations(OutcomeForm form, IReadOnlyDictionary<string, double> scores)
    {
        string[] means = [.. scores.Keys.Where(name => name is "precision" or "recall" or "f1" or "rocAuc" or "prAuc").Select(StandardMetrics.NameOf)];
        string?[] all =
        [
            form == OutcomeForm.Multiclass && means.Length > 0 ? $"{string.Join(", ", means)}: unweighted means over the classes" : null,
            scores.ContainsKey("pinballLoss") ? "pinball_loss: the mean loss of the quantiles; the scores below it are of the median, or of what lies between the quantiles around it" : null,
            scores.ContainsKey("meanCost") ? "mean_cost: the mean cost of a row by the costs of both kinds of errors (--costs); lower is better" : null,
            scores.TryGetValue("mape", out double error) && double.IsFinite(error) ? $"mape: a share of the target; {Fixed.Text(error)} is {100 * error:#,0.##} %" : null,
        ];
        return all.OfType<string>();
    }

    private static string Coverage(QuantileScores quantiles, TargetQuantiles target, string of) =>
        $"Of the answers{of}, {string.Join(", ", quantiles.Levels.Zip(target.Below, (level, share) => $"{share:0.0 %} are below the quantile {level}"))}.{(quantiles.Levels.Count == 1 ? "" : $" {Inside(target)}.")}";

    /// <summary>How many true values lie between two quantiles, and how many should.</summary>
    public static string Inside(TargetQuantiles target) =>
        string.Join("; ", target.Intervals.Select(interval => $"{interval.Inside:0.0 %} are between {interval.Lower} and {interval.Upper}, {interval.Level:0.0 %} are expected"));

    private static string Remark(IReadOnlyList<string> names, BinaryDecision? decision, IReadOnlyList<Baseline> baselines, TableEvaluation evaluation, IReadOnlyDictionary<string, string> undefined) => string.Join(' ',
    [
        .. decision is null ? Array.Empty<string>() : [$"The positive class is \"{decision.PositiveLabel}\", predicted at a probability of at least {Fixed.Number(decision.Threshold, 6)}."],
        .. baselines.Select(baseline => $"{Capital(baseline)}: {baseline.Guess}."),
        .. Explanations(evaluation.Outcome.Form, evaluation.Scores).Select(text => $"{text}."),
        .. evaluation.Quantiles is { } quantiles ? quantiles.Targets.Select((target, i) => Coverage(quantiles, target, quantiles.Targets.Count == 1 ? "" : $" of {names[i]}")) : [],
        .. undefined.Select(reason => $"{StandardMetrics.NameOf(reason.Key)} is undefined: {reason.Value}."),
    ]);
}
