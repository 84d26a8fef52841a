using Descent.Cli.Reports;
using Descent.Cli.Screens;
using Descent.Data;
using Descent.Tuning;

namespace Descent.Cli.Runs;

/// <summary>A study in a few sentences.</summary>
internal static class StudyText
{
    // Below this R², out of bag, a forest has not learned the objective.
    private const double WeakR2 = 0.3;

    // Of fewer, hardly any is outside the sample of a tree, by which R² is measured.
    /// <summary>The number of completed trials from which on importance is said.</summary>
    public const int FewestTrials = 10;

    /// <summary>The choice that the other parameters of a search of recipes depend on.</summary>
    public const string Recipe = "recipe";

    /// <summary>How the trials ended, the best values, what matters, and how far the search still improved.</summary>
    /// <param name="study">The study.</param>
    /// <param name="names">The names of the objectives; null for "value", or "objective 1" and so on.</param>
    public static IReadOnlyList<string> Of(Study study, IReadOnlyList<string>? names)
    {
        StudyObjective[] objectives = StudyObjective.Of(study, names);
        return Of(study, objectives, [.. objectives.Select(objective => study.Importance(objective.Index))]);
    }

    /// <summary>How the trials ended, the best values, what matters, and how far the search still improved.</summary>
    /// <param name="study">The study.</param>
    /// <param name="objectives">The objectives.</param>
    /// <param name="importance">The importance for each objective; null where there is none.</param>
    public static IReadOnlyList<string> Of(Study study, IReadOnlyList<StudyObjective> objectives, IReadOnlyList<StudyImportance?> importance) =>
    [
        Ends(objectives[0].Trials),
        .. Failure(objectives[0].Trials),
        .. objectives.SelectMany((objective, i) => (string[])[.. Best(objective), .. Improvement(objective), .. Important(importance[i], objectives.Count > 1 ? $"of {objective.Name} " : ""), .. Within(study, objective)]),
        .. objectives.Count > 1 && study.ParetoFront.Count is > 0 and var front ? [$"{Wording.Part(front, objectives[0].Completed.Count, "completed trial", "is", "are")} not dominated: no other is better in one objective and at least as good in all."] : (string[])[],
    ];

    /// <summary>The values of the active parameters of a trial, numbers rounded.</summary>
    public static string Values(Trial trial) => string.Join(' ', trial.Parameters!.ToTexts().Select(entry =>
        $"{entry.Key}={(trial.Parameters.Space[entry.Key] is NumberParameter ? Fixed.Number(trial.Parameters.GetNumber(entry.Key)) : entry.Value)}"));

    private static string Ends(IReadOnlyList<Trial> trials)
    {
        int Number(TrialState state) => trials.Count(trial => trial.State == state);
        Trial[] pruned = [.. trials.Where(trial => trial is { State: TrialState.Pruned, LastStep: not null })];

        // The steps of a table's trials are epochs within the first fold, and folds after it; their epochs are one measure of both.
        bool hasEpochs = pruned.All(trial => TableTuner.EpochsOf(trial) > 0);
        int[] lengths = [.. pruned.Select(trial => hasEpochs ? TableTuner.EpochsOf(trial) : trial.LastStep!.Value).Order()];
        string middle = lengths.Length == 0 ? "" : hasEpochs ? $" (after {Wording.Count(lengths[lengths.Length / 2], "epoch")} in the median)" : $" (at step {lengths[lengths.Length / 2]:#,0} in the median)";
        // A trial that is to be computed again, such as after Ctrl+C or a repair, runs nowhere.
        int waiting = trials.Count(trial => trial.IsWaiting), running = Number(TrialState.Running) - waiting;
        string others = $"{(running > 0 ? $"; {running:#,0} still running" : "")}{(waiting > 0 ? $"; {waiting:#,0} to be computed by the next process that runs tune" : "")}";
        int? planned = trials.Select(TableTuner.PlannedBy).Where(all => all is not null).LastOrDefault(), finished = trials.Count - Number(TrialState.Running);
        string first = planned is { } all && all > finished ? $"{finished:#,0} of {Wording.Count(all, "trial")}" : Wording.Count(trials.Count, "trial");
        return $"{first}: {Number(TrialState.Completed):#,0} completed, {Number(TrialState.Pruned):#,0} pruned{middle}, {Number(TrialState.Failed):#,0} failed{others}.";
    }

    private static IEnumerable<string> Failure(IReadOnlyList<Trial> trials) => trials
        .Where(trial => trial.State == TrialState.Failed)
        .GroupBy(trial => UsageException.Plain((TableTuner.ReasonOf(trial) ?? "").Split('\n')[0].Trim()), StringComparer.Ordinal)
        .OrderByDescending(group => group.Count())
        .Take(1)
        .Where(group => group.Key.Length > 0)
        .Select(group => $"Most frequent failure ({Wording.Count(group.Count(), "trial")}): {group.Key}");

    private static IEnumerable<string> Best(StudyObjective objective) => objective.Best is { } best
        ? [$"Best {objective.Name}: {Fixed.Text(objective.Value(best))}, trial {best.Number + 1:#,0}, with {Values(best)}."]
        : [];

    private static IEnumerable<string> Improvement(StudyObjective objective)
    {
        int half = objective.Completed.Count / 2;
        if (half == 0)
        {
            return [];
        }

        (Trial before, Trial best) = (objective.Completed.Take(half).MinBy(objective.Loss)!, objective.Best!);
        int since = objective.Completed.Count(trial => trial.Number > best.Number);
        string text = objective.Loss(best) < objective.Loss(before)
            ? $"The second half of the completed trials improved {objective.Name} from {Fixed.Text(objective.Value(before))} to {Fixed.Text(objective.Value(best))}"
            : $"The second half of the completed trials did not improve {objective.Name}";
        return [$"{text}; {(since == 0 ? "the last completed trial is the best" : $"{Wording.Count(since, "completed trial")} came after the best without being better")}."];
    }

    /// <summary>What matters within each recipe with at least two options and enough different completed trials for a forest that predicts others.</summary>
    public static IEnumerable<(string Recipe, StudyImportance Importance)> WithinRecipes(Study study, StudyObjective objective) =>
        from choice in study.Space.OfType<ChoiceParameter>().Where(parameter => parameter.Name == Recipe)
        from recipe in choice.Choices
        let names = (string[])[.. study.Space.Select(parameter => parameter.Name).Where(name => name.StartsWith($"{recipe}.", StringComparison.Ordinal))]
        let trials = objective.Completed.Where(trial => trial.Parameters!.GetChoice(Recipe) == recipe && names.All(trial.Parameters.IsActive)).Select(trial => trial.Parameters).Distinct().Count()
        where names.Length > 1 && trials >= FewestTrials
        let importance = study.Importance(objective.Index, names)
        where importance?.R2 >= WeakR2
        select (recipe, importance!);

    private static IEnumerable<string> Within(Study study, StudyObjective objective) => WithinRecipes(study, objective).Select(one =>
        $"Within {one.Recipe} ({Wording.Count(one.Importance.Trials, "trial")}): {string.Join(", ", one.Importance.Parameters.Take(3).Where(parameter => parameter.Fraction >= 0.01).Select(parameter => $"{parameter.Name[(one.Recipe.Length + 1)..]} {Fixed.Percent(parameter.Fraction)}"))} (R² {Fixed.Text(one.Importance.R2)}).");

    private static IEnumerable<string> Important(StudyImportance? importance, string of)
    {
        if (importance is null)
        {
            return [];
        }

        if (importance.Trials < FewestTrials)
        {
            return [$"Which parameters matter {of}cannot be said from {Wording.Count(importance.Trials, "completed trial")}; it takes {FewestTrials}."];
        }

        // NaN is weak, too.
        if (!(importance.R2 >= WeakR2))
        {
            return [$"Which parameters matter {of}cannot be said from {Wording.Count(importance.Trials, "trial")}: a forest does not predict trials that it has not seen (R² {Fixed.Text(importance.R2)})."];
        }

        IEnumerable<string> shares = importance.Parameters.Take(3).Where(parameter => parameter.Fraction >= 0.01).Select(parameter => $"{parameter.Name} {Fixed.Percent(parameter.Fraction)}")
            .Concat(importance.Pairs.Take(1).Where(pair => pair.Fraction >= 0.05).Select(pair => $"{pair.First} together with {pair.Second} another {Fixed.Percent(pair.Fraction)}"));
        // The options of recipes are not in all trials, so nothing else can have a share.
        string[] alone = importance.Parameters is [{ Name: Recipe }] ? ["Only the recipe has a value in all trials, so it has the whole share; what matters among the options of a recipe shows only within its trials, where a forest predicts them."] : [];
        return [.. (string[])[$"Share of the variance {of}over the whole search space: {string.Join(", ", shares)} (functional ANOVA; R² of the forest {Fixed.Text(importance.R2)})."], .. alone];
    }
}
