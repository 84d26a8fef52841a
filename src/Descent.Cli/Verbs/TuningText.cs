namespace Descent.Cli.Verbs;

/// <summary>The result of tuning as text: the best trials, the best one alone, the average that is saved, and the study.</summary>
internal static class TuningText
{
    private const int ListedTrials = 5, MostListedTrials = 20;

    public static void Write(Screen screen, TableTuning tuning, string command)
    {
        WriteTrials(screen, tuning);
        bool isAverage = tuning.Average.Count > 0;
        screen.Heading($"{(isAverage ? "The best trial alone" : "The model: the settings of the best trial")}, trial {tuning.Best.Number + 1}");
        screen.Fact("validation", $"{Name(tuning)} {Fixed.Beside(Number(tuning, tuning.Validation.Mean), tuning.Validation.Deviation)} (mean of {TableTuner.ScoresOf(tuning.Best).Count} trainings on folds, ± standard deviation)");
        WriteTest(screen, tuning, tuning.BestTestScores, SeenBy(tuning.Training.Evaluation));
        screen.Fact("optimism", tuning.Optimism is { } optimism
            ? $"{Number(tuning, optimism)}: how much better the validation score is than the test score. It is above 0 on average, because the best of many is partly best by chance; the choice of the test rows changes it, too"
            : null);
        if (isAverage)
        {
            WriteAverage(screen, tuning);
        }

        screen.Line();
        screen.Fact("the same again", command);
        screen.Heading("Study");
        screen.Lines(StudyText.Of(tuning.Study, [.. tuning.Scores.Select(StandardMetrics.NameOf)]));
    }

    /// <summary>The number of the trial, from 1, to which each network of the model belongs; null unless networks of trials are averaged.</summary>
    public static IReadOnlyList<int>? TrialsOfMembers(TableTuning tuning)
    {
        AveragedTrial[] used = [.. Used(tuning)];
        return used.Length == 0 ? null : [.. used.Zip(tuning.Training.Trials).SelectMany(pair => Enumerable.Repeat(pair.First.Trial.Number + 1, pair.Second.Networks))];
    }

    private static IEnumerable<AveragedTrial> Used(TableTuning tuning) => tuning.Average.Where(trial => trial.Weight > 0);

    private static void WriteTrials(Screen screen, TableTuning tuning)
    {
        bool isSingle = tuning.Scores.Count == 1;
        Trial[] all = [.. tuning.Study.Trials], completed = [.. all.Where(trial => trial.State == TrialState.Completed)];
        IEnumerable<Trial> listed = (isSingle ? completed : tuning.Study.ParetoFront).OrderBy(trial => tuning.HigherIsBetter ? -trial.Values[0] : trial.Values[0]);
        // The networks of these are in the model, so they are listed even if many are better alone.
        Trial[] first = [.. listed.DistinctBy(trial => trial.Parameters).Take(isSingle ? ListedTrials : MostListedTrials)];
        listed = [.. first, .. Used(tuning).Select(trial => trial.Trial).Where(trial => !first.Contains(trial))];
        string others = string.Join(" and ", new[] { TrialState.Pruned, TrialState.Failed }.Select(state => (Word: state.ToString().ToLowerInvariant(), Count: all.Count(trial => trial.State == state)))
            .Where(state => state.Count > 0).Select(state => $"{state.Count:#,0} {state.Word}"));
        screen.Heading($"{(isSingle ? "The best" : "Those that no other is better than in one score without being worse in another,")} of {Wording.Count(completed.Length, "completed trial")}{(others.Length > 0 ? $"; {others}" : "")}");
        screen.Table(
            ["trial", .. tuning.Scores.Select(StandardMetrics.NameOf), "values"],
            listed.Select(trial => (string[])[$"{trial.Number + 1}", .. trial.Values.Select((value, i) => Judgement.Number(tuning.Scores[i], value)), StudyText.Values(trial)]), 0..(tuning.Scores.Count + 1), wrapLast: true);
        screen.Line(TableTuner.BaselineOf(tuning.Best) is var (name, score)
            ? $"baseline {name}, which uses no feature: {Name(tuning)} {Number(tuning, score)} on the same folds"
            : null, indent: 2);
        screen.Line(all.Count(trial => TableTuner.RepeatedBy(trial) is not null) is > 0 and var repeated
            ? $"{Wording.Count(repeated, "trial")} had the values of an earlier one and took its scores; each is listed once."
            : null, indent: 2);
    }

    private static void WriteAverage(Screen screen, TableTuning tuning)
    {
        AveragedTrial[] used = [.. Used(tuning).OrderByDescending(trial => trial.Weight)];
        screen.Heading($"The model: {(used.Length == 1 ? $"the networks of trial {used[0].Trial.Number + 1}" : $"an average of the networks of {used.Length} trials")}");
        if (used.Length > 1)
        {
            screen.Table(
                ["trial", "weight", Name(tuning), "values"],
                used.Select(trial => (string[])[$"{trial.Trial.Number + 1}", $"{trial.Weight:0.00}", Number(tuning, trial.Trial.Values[0]), StudyText.Values(trial.Trial)]),
                0..3, wrapLast: true);
        }

        (double mean, double deviation) = tuning.AverageValidation!.Value;
        screen.Fact("validation", used.Length == 1 ? $"{Name(tuning)} {Fixed.Beside(Number(tuning, mean), deviation)}, that of the trial: {(tuning.Average.Count == 1 ? "no average was chosen (--average)" : "no average of trials is better on the folds")}"
            : $"{Name(tuning)} {Fixed.Beside(Number(tuning, mean), deviation)} of the average on the same folds; the weights were chosen on them, so it is a little too good");
        WriteTest(screen, tuning, tuning.TestScores, "of the test; more scores are below");
    }

    private static void WriteTest(Screen screen, TableTuning tuning, IReadOnlyList<double> scores, string rows) => screen.Fact("test", scores.Count == 0 ? "no rows were kept for it (--test-fraction)"
        : $"{string.Join(", ", scores.Select((score, i) => $"{StandardMetrics.NameOf(tuning.Scores[i])} {Judgement.Number(tuning.Scores[i], score)}"))} on {Wording.Count(tuning.Training.TestRows, "row")} {rows}");

    // A row that is equal to a training row was in the folds under another number.
    private static string SeenBy(TableEvaluation? evaluation) => evaluation?.RowsSeenInTraining is > 0 and var seen ? $"that were kept from all trials; {Wording.Part(seen, evaluation.Outcome.Rows, "row", "is", "are")} equal to a training row" : "that no trial saw";

    private static string Name(TableTuning tuning) => StandardMetrics.NameOf(tuning.Score);

    private static string Number(TableTuning tuning, double value) => Judgement.Number(tuning.Score, value);
}
