using static Descent.Cli.Reports.Markup;
using static Descent.Cli.Reports.Page;

namespace Descent.Cli.Reports;

/// <summary>Renders the page of a study.</summary>
internal static class StudyPage
{
    private const int MostAxes = 7, MostPairs = 8, ListedTrials = 10;

    /// <summary>The fewest trials that are drawn: of fewer, the best-trials table says as much.</summary>
    private const int FewestPoints = 5;

    /// <summary>The page.</summary>
    /// <param name="study">The study.</param>
    /// <param name="title">What it is about.</param>
    /// <param name="created">When the page was made.</param>
    /// <param name="names">The names of the objectives; null for "value", or "objective 1" and so on.</param>
    /// <param name="average">The trials whose networks are candidates for an average; null or empty without one.</param>
    public static string Render(Study study, string title, DateTimeOffset created, IReadOnlyList<string>? names = null, IReadOnlyList<AveragedTrial>? average = null)
    {
        StudyObjective[] objectives = StudyObjective.Of(study, names);
        IReadOnlyList<Trial> trials = objectives[0].Trials;
        StudyImportance?[] importance = [.. objectives.Select(objective => study.Importance(objective.Index))];
        Page page = new("Study", title, created);
        page.Section("In short", $"<ul class=\"lines\">{string.Concat(StudyText.Of(study, objectives, importance).Select(line => $"<li>{Escape(line)}</li>\n"))}</ul>");
        AveragedTrial[] used = [.. (average ?? []).Where(trial => trial.Weight > 0).OrderByDescending(trial => trial.Weight)];
        page.Section(
            used.Length == 1 ? "The trial whose networks are the model" : $"The {used.Length} trials whose networks are averaged",
            used.Length == 0 ? "" : Table(["Trial", "Weight", objectives[0].Name, "Parameters"], used.Select(trial => (string[])
                [Count(trial.Trial.Number + 1), $"{trial.Weight:0.00}", Measure(objectives[0].Value(trial.Trial)), StudyText.Values(trial.Trial)]), 4)
                + Remark("The weights are those with which the predictions of the average on rows that its networks did not learn from have the smallest loss; the same predictions are those by which the trials are judged."));
        foreach ((StudyObjective one, StudyObjective other) in objectives.SelectMany((one, i) => objectives.Skip(i + 1).Select(other => (one, other))).Where(pair => pair.one.Completed.Count >= FewestPoints && pair.other.Completed.Count >= FewestPoints))
        {
            page.Section($"{one.Name} and {other.Name}", $"<figure>{StudyCharts.Front(one, other, study.ParetoFront)}</figure>");
        }

        foreach ((StudyObjective objective, StudyImportance? known) in objectives.Zip(importance).Where(pair => pair.First.Completed.Count > 0))
        {
            Append(page, study, objective, known, objectives.Length > 1 ? $"{objective.Name}: " : "");
        }

        page.Section("Values before the end", objectives.Length > 1 || trials.All(trial => trial.Intermediate.Count == 0) ? ""
            : $"<figure>{StudyCharts.Intermediate(objectives[0])}</figure>{Remark(StepsText(trials))}");
        page.Section("Timeline", trials.Any(trial => trial.End is not null) ? $"<figure>{StudyCharts.Timeline(trials)}</figure>" : "");
        page.Section("Best trials", Listed(study, objectives));
        page.Section("Search space", Table(["Parameter"], study.Space.Select(parameter => (string[])[$"{parameter}"])));
        return page.ToString();
    }

    /// <summary>What the steps are: those of a table's trials are epochs of the first fold, and then folds.</summary>
    private static string StepsText(IReadOnlyList<Trial> trials)
    {
        if (trials.FirstOrDefault(trial => trial is { State: TrialState.Completed, LastStep: not null } && TableTuner.ScoresOf(trial).Count > 0) is not { } whole)
        {
            return "A step is what the objective reported, such as an epoch.";
        }

        int folds = TableTuner.ScoresOf(whole).Count, fold = whole.LastStep!.Value / folds;
        string share = whole.Parameters!.Space.Any(parameter => parameter.Name == StudyText.Recipe) ? $" (of realmlp, whose learning rate follows the course of its epochs, the share of its epochs times {Count(fold)})" : "";
        return $"Up to step {Count(fold)}, a step is an epoch of the first fold{share}, and the value is the score on the rows of this fold; from there on, step k · {Count(fold)} is the mean score of k folds. A trial that needs fewer epochs has no values between.";
    }

    /// <summary>The completed trials of one recipe, if recipes are searched: those of the best trial's.</summary>
    private static StudyObjective OfRecipe(StudyObjective objective, string recipe) => objective with { Trials = [.. objective.Trials.Where(trial => trial.Parameters is { } values && values.ToTexts().GetValueOrDefault(StudyText.Recipe) == recipe)] };

    private static void Append(Page page, Study study, StudyObjective objective, StudyImportance? importance, string prefix)
    {
        string[] order = [.. importance?.Parameters.Select(parameter => parameter.Name) ?? [], .. objective.Space.Select(parameter => parameter.Name)];
        ILookup<bool, string> isTried = order.Distinct(StringComparer.Ordinal).ToLookup(name => objective.Completed.Count(trial => trial.Parameters!.IsActive(name)) >= FewestPoints);
        string[] strongest = [.. isTried[true]], rare = [.. isTried[false]];
        List<(string, string)> first = [(prefix + "history", StudyCharts.History(objective))];
        if (importance is not null && importance.Trials >= FewestPoints)
        {
            first.Add(($"{prefix}importance", Bars(importance, 0, $"importance-{objective.Index}")));
        }

        foreach ((string recipe, StudyImportance within) in StudyText.WithinRecipes(study, objective))
        {
            first.Add(($"{prefix}importance within {recipe}, {Wording.Count(within.Trials, "trial")}, R² {Measure(within.R2, 2)}", Bars(within, recipe.Length + 1, $"importance-{objective.Index}-{recipe}")));
        }

        string pruned = objective.Trials.Any(trial => trial.State == TrialState.Pruned && trial.LastStep is not null) ? Remark("A pruned trial is drawn at the last value that it reported, of a part of the folds; at the edge if it is beyond those of completed trials.") : "";
        page.Section($"{prefix}Progress and importance", Figures(first) + pruned + (importance is null ? "" : Remark(
            $"Importance is the fraction of the variance over the whole search space that a parameter explains alone (functional ANOVA, {Wording.Count(importance.Trials, "completed trial")}, parameters that all of them have). Lines show one standard deviation among the trees. R² of the forest for trials that its trees have not seen: {Measure(importance.R2, 2)}; near 0, the fractions mean nothing.")));
        page.Section($"{prefix}Interactions", Table(["Together", "beyond each alone"], (importance?.Pairs ?? []).Take(MostPairs).Where(pair => pair.Fraction >= 0.01).Select(pair => (string[])[$"{pair.First} and {pair.Second}", Screens.Fixed.Percent(pair.Fraction)])));
        string unseen = rare.Length == 0 ? "" : $"Not drawn, because fewer than {FewestPoints} completed trials have a value: {string.Join(", ", rare)}.";
        if (strongest.Length == 0)
        {
            page.Section($"{prefix}Value by parameter", Remark(unseen));
            return;
        }

        page.Section($"{prefix}Value by parameter", Figures(strongest.Select(name => (name, StudyCharts.Slice(objective, objective.Space.IndexOf(name))))) + Remark($"Completed trials. The ring marks the best one. {unseen}"));
        if (importance is { Parameters.Count: > 1 } && importance.Trials >= FewestPoints && strongest.Length > 1)
        {
            page.Section($"{prefix}{strongest[0]} and {strongest[1]}", $"<figure>{StudyCharts.Contour(objective, importance, strongest[0], strongest[1])}</figure>{Remark("The more color, the better the value that the forest predicts, as the mean over all other parameters. Dots are completed trials; the ring marks the best one.")}");
        }

        // Only trials that have nearly all of the values can be followed along their lines: those of one recipe, if recipes are searched.
        string? best = objective.Space.Any(parameter => parameter.Name == StudyText.Recipe) ? objective.Best!.Parameters!.GetChoice(StudyText.Recipe) : null;
        StudyObjective followed = best is null ? objective : OfRecipe(objective, best);
        string[] axes = [.. strongest.Where(name => (best is null || name != StudyText.Recipe) && 2 * followed.Completed.Count(trial => trial.Parameters!.IsActive(name)) > followed.Completed.Count)];
        if (axes.Length < 2 || followed.Completed.Count < FewestPoints)
        {
            return;
        }

        page.Section($"{prefix}Parallel coordinates", $"""<figure class="scroll wide">{StudyCharts.Parallel(followed, [.. axes.Take(MostAxes).Select(name => objective.Space[name])])}</figure><p class="remark swipe">Scroll sideways to see all axes.</p>{Remark($"A line per completed trial{(best is null ? "" : $" of the recipe {best}, that of the best trial")}; the best tenth is orange and broad.{(axes.Length > MostAxes ? $" The {MostAxes} most important of {Count(axes.Length)} parameters that most of them have." : " Parameters that most of them have.")}")}""");
    }

    /// <summary>The importance of parameters as bars, their names without a prefix of some length.</summary>
    private static string Bars(StudyImportance importance, int prefix, string id) => ImportanceChart.Render(
        [.. importance.Parameters.Select(one => new ImportanceBar(one.Name[prefix..], one.Fraction, Math.Max(0, one.Fraction - one.Deviation), Math.Min(1, one.Fraction + one.Deviation), true))],
        "fraction of the variance", Screens.Fixed.Percent, id);

    private static string Listed(Study study, StudyObjective[] objectives)
    {
        IEnumerable<Trial> best = objectives.Length > 1 ? study.ParetoFront : objectives[0].Completed.OrderBy(objectives[0].Loss);
        return Table(["Trial", .. objectives.Select(objective => objective.Name), "Parameters"], best.DistinctBy(trial => trial.Parameters).Take(ListedTrials).Select(trial => (string[])
            [Count(trial.Number + 1), .. objectives.Select(objective => Measure(objective.Value(trial))), StudyText.Values(trial)]), objectives.Length + 2);
    }
}
