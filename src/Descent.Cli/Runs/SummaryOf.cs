namespace Descent.Cli.Runs;

/// <summary>The first lines of a report, for the owner of the table: how good, against what, how sure, what to do next.</summary>
internal static class SummaryOf
{
    private const double Quantile = 1.96;

    /// <summary>The report with its summary.</summary>
    public static RunReport With(RunReport report, TableTraining training, CrossValidation? validation)
    {
        TableEvaluation? evaluation = validation?.Folds[0].Evaluation ?? training.Evaluation;
        if (evaluation is null)
        {
            return report;
        }

        TableEvaluation judged = validation is null ? evaluation.Unseen ?? evaluation : evaluation;
        IReadOnlyDictionary<string, double> scores = validation is null ? judged.Scores : validation.Scores.ToDictionary(score => score.Key, score => score.Value.Mean, StringComparer.Ordinal);
        IReadOnlyList<Baseline> baselines = validation?.Baselines ?? judged.Baselines;
        int rows = validation?.Folds.Sum(fold => fold.TestRows) ?? judged.Outcome.Rows;
        return report with
        {
            Summary =
            [
                new("How good", HowGood(judged, scores, rows, training.Model.Preprocessor.Schema.TargetNames, validation is not null)),
                .. Against(judged, scores, baselines),
                new("How sure", HowSure(judged, scores, rows, training, validation)),
                new("What to do next", Next(report.Fit) + Trees(judged.Outcome.Form)),
            ],
        };
    }

    private static string HowGood(TableEvaluation judged, IReadOnlyDictionary<string, double> scores, int rows, IReadOnlyList<string> targets, bool isMean)
    {
        string of = $"Of {Wording.Count(rows, "row")} that training never saw";
        double Score(string name) => scores.GetValueOrDefault(name, double.NaN);
        return judged.Outcome.Form switch
        {
            OutcomeForm.Binary => $"{Cost()}{of}, {Percent(Score("accuracy"))} get the right label. {Percent(Score("recall"))} of the rows that are \"{judged.Decision!.PositiveLabel}\" are found, and {Percent(Score("precision"))} of the rows predicted as \"{judged.Decision.PositiveLabel}\" are correct.",
            OutcomeForm.Multiclass => $"{of}, {Percent(Score("accuracy"))} get the right one of {judged.ClassNames.Count} labels.",
            OutcomeForm.Multilabel => $"{of}, {Percent(Score("accuracy"))} of the answers are correct, and {Percent(Score("exactMatch"))} of the rows in all answers.",
            OutcomeForm.Counts => $"In {Wording.Count(rows, "row")} that training never saw it explains {Percent(Score("poissonD2"))} of the variation that a mean count leaves (Poisson D²).{Errors()}",
            _ => $"In {Wording.Count(rows, "row")} that training never saw it explains {Percent(Score("r2"))} of the variation of {Wording.Names(targets)} (R²).{Errors()}",
        };

        // If errors have costs, these are what counts.
        string Cost() => scores.TryGetValue("meanCost", out double cost) ? $"The mean cost of a row is {Markup.Measure(cost, 3)}, by the given costs of errors. " : "";

        // Several targets have a table below; with several folds, rows are judged by different models.
        string Errors() => isMean || targets.Count > 1 ? "" : ErrorSizes.Of(judged.Outcome, targets).First().Sizes is var sizes ? $" Half of the predictions are off by at most {Markup.Measure(sizes[0], 3)}, nine in ten by at most {Markup.Measure(sizes[2], 3)}." : "";
    }

    private static IEnumerable<LabelValue> Against(TableEvaluation judged, IReadOnlyDictionary<string, double> scores, IReadOnlyList<Baseline> baselines)
    {
        string[] names = judged.Outcome.Form switch
        {
            OutcomeForm.Regression => ["rmse", "mae"],
            OutcomeForm.Counts => ["poissonDeviance", "mae"],
            _ => scores.ContainsKey("meanCost") ? ["meanCost", "accuracy"] : ["accuracy", "logLoss"],
        };
        if (baselines.Count == 0)
        {
            yield break;
        }

        IEnumerable<string> compared = names.Where(scores.ContainsKey).Select((name, i) =>
        {
            Baseline baseline = baselines[Math.Min(i, baselines.Count - 1)];
            return $"{StandardMetrics.NameOf(name).Replace('_', ' ')} {Markup.Measure(baseline.Scores.GetValueOrDefault(name, double.NaN), 3)}{(baselines.Count > 1 ? $" of the {baseline.Name}" : "")}, the model {Markup.Measure(scores[name], 3)}";
        });
        yield return new("Against what", $"A guess that ignores all columns ({baselines[0].Guess.Split(';')[0]}): {string.Join("; ", compared)}.");
    }

    private static string HowSure(TableEvaluation judged, IReadOnlyDictionary<string, double> scores, int rows, TableTraining training, CrossValidation? validation)
    {
        if (validation is not null && validation.Scores.First() is var first)
        {
            return $"Over {validation.Folds.Count} folds, {StandardMetrics.NameOf(first.Key)} is {Fixed.Beside(Markup.Measure(first.Value.Mean), first.Value.Deviation)}, the standard deviation of the folds.";
        }

        if (judged.Outcome.Form is OutcomeForm.Binary or OutcomeForm.Multiclass)
        {
            (double low, double high) = Calibration.IntervalOfShare(scores["accuracy"], EffectiveRows(judged.Outcome));
            return $"With {Wording.Count(rows, "test row")}, the share of correct answers among new rows of the same kind lies between {Percent(low)} and {Percent(high)} (95 % interval).";
        }

        return training.Skill is { Unseen: { } unseen, UnseenDeviation: var error } && double.IsFinite(error)
            ? $"With {Wording.Count(rows, "test row")}, the explained share for new rows of the same kind lies between {Percent(unseen - (Quantile * error))} and {Percent(Math.Min(1, unseen + (Quantile * error)))} (95 % interval)."
            : $"There are only {Wording.Count(rows, "test row")}: too few to say.";
    }

    private static string Next(IReadOnlyList<LabelValue> fit)
    {
        string? tries = fit.FirstOrDefault(fact => fact.Label == "What to try")?.Value;
        return $"{(tries is null ? "" : $"Try {tries}. ")}Look at the worst rows below. descent learning-curve tells whether more rows would help, and descent predict --explain why a row gets its prediction.";
    }

    // Measured with the default on thirteen tables; docs/defaults.md has the figures. No other property of a table told where trees do better.
    private static string Trees(OutcomeForm form) => form == OutcomeForm.Regression
        ? " For numbers, tuned boosted trees are worth a comparison: they did better than this default on three of the four tables that it was measured with, by 0.2 to 5 % of the variation. For classes they did not."
        : "";

    /// <summary>Rows that weigh as much as these do together (Kish).</summary>
    private static double EffectiveRows(Outcome outcome)
    {
        double squares = Enumerable.Range(0, outcome.Rows).Sum(row => outcome.Weight(row) * outcome.Weight(row));
        return squares > 0 ? outcome.TotalWeight * outcome.TotalWeight / squares : outcome.Rows;
    }

    private static string Percent(double share) => double.IsNaN(share) ? "an undefined part" : $"{100 * share:0.#} %";
}
