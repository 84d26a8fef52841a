using Descent.Data;

namespace Descent;

/// <summary>The result of a cross-validation: one training run per fold, with their combined scores.</summary>
/// <param name="Folds">The training runs, one per fold.</param>
public sealed record CrossValidation(IReadOnlyList<TableTraining> Folds)
{
    /// <summary>The mean over the folds and the sample standard deviation (dividing by folds − 1) of every score that all folds have.</summary>
    public IReadOnlyDictionary<string, (double Mean, double Deviation)> Scores { get; } = NamedScores<(double Mean, double Deviation)>.Of(Summarize([.. Folds.Select(ScoresOf)]));

    /// <summary>The reasons why means are NaN, by the name of the score.</summary>
    public IReadOnlyDictionary<string, string> Undefined { get; } = Reasons([.. Folds.Select(f => UndefinedOf(f.Evaluation!))]);

    /// <summary>The baselines, each with the means of its scores over the folds; empty if the folds have none.</summary>
    public IReadOnlyList<Baseline> Baselines { get; } = MeansOf([.. Folds.Select(fold => fold.Evaluation!.Baselines)]);

    /// <summary>Notices about doubtful scores, over all folds together.</summary>
    public IReadOnlyList<Notice> Notices { get; } = NoticesOf(Folds);

    /// <summary>Gets the scores of a fold. A score that counts as 0 only because a class has no rows becomes NaN, because it would make the mean depend on the folds rather than on the model.</summary>
    private static Dictionary<string, double> ScoresOf(TableTraining fold) =>
        fold.Evaluation!.Scores.ToDictionary(score => score.Key, score => UndefinedOf(fold.Evaluation).ContainsKey(score.Key) ? double.NaN : score.Value, StringComparer.Ordinal);

    private static IReadOnlyDictionary<string, string> UndefinedOf(TableEvaluation fold)
    {
        string precisions = StandardMetrics.Key(new PrAuc());
        return fold.Classes.FirstOrDefault(c => c.Rows == 0 && c.Label != TableEvaluation.OtherLabels && IsScored(c)) is { } absent && fold.Scores.ContainsKey(precisions)
            ? new OrderedDictionary<string, string>(fold.Undefined, StringComparer.Ordinal) { [precisions] = $"no row is of \"{absent.Label}\"" }
            : fold.Undefined;

        bool IsScored(ClassReport c) => fold.Decision is null || c.Label == fold.Decision.PositiveLabel;
    }

    private static Notice[] NoticesOf(IReadOnlyList<TableTraining> folds)
    {
        TableEvaluation[] evaluations = [.. folds.Select(fold => fold.Evaluation!)];
        FitSkill? skill = FitSkill.Pool([.. folds.Select(fold => fold.Skill).OfType<FitSkill>()]) ?? folds[0].Skill;
        return
        [
            .. EvaluationNotices.OfBaselines(Means(evaluations.Select(fold => (fold.Unseen ?? fold).Scores)), MeansOf([.. evaluations.Select(fold => (fold.Unseen ?? fold).Baselines)]), skill, ByVerdict(folds)[0].First().Diagnosis,
                errors: EvaluationNotices.ErrorsOf(Summarize([.. evaluations.Select(fold => (fold.Unseen ?? fold).Scores)]), folds.Count)),
            .. EvaluationNotices.OfClasses(Together([.. evaluations.SelectMany(fold => fold.Classes)]), evaluations[0], skill),
            .. Repeats(evaluations),
        ];
    }

    /// <summary>Groups training runs by verdict, the most frequent verdict first.</summary>
    /// <param name="folds">The training runs, at least one.</param>
    /// <returns>One group per verdict.</returns>
    public static IReadOnlyList<IGrouping<FitVerdict, TableTraining>> ByVerdict(IReadOnlyList<TableTraining> folds)
    {
        ArgumentNullException.ThrowIfNull(folds);
        return [.. folds.GroupBy(fold => fold.Diagnosis.Verdict).OrderByDescending(group => group.Count())];
    }

    /// <summary>Creates a notice about rows that are equal to rows of other folds.</summary>
    internal static IEnumerable<Notice> Repeats(IReadOnlyList<TableEvaluation> folds) => EvaluationNotices.OfRepeats(
        folds.Sum(fold => fold.RowsSeenInTraining ?? 0), folds.Sum(fold => fold.Outcome.Rows),
        "equal to a row of another fold in every column that the model uses, so the model that they evaluate was trained on an equal row",
        RepeatedRows.Remedies,
        folds.All(fold => fold.RowsSeenInTraining is not null));

    /// <summary>Combines the class reports of all folds.</summary>
    private static ClassReport[] Together(ClassReport[] classes) => [.. classes.GroupBy(c => c.Label, StringComparer.Ordinal).Select(folds =>
    {
        double rows = folds.Sum(c => c.Rows), predicted = folds.Sum(c => c.Predicted), hits = folds.Sum(c => c.Recall * c.Rows);
        return ClassReport.Of(folds.Key, new ClassCounts(hits, predicted, rows));
    })];

    /// <summary>Computes the means of the baselines' scores over several runs.</summary>
    internal static IReadOnlyList<Baseline> MeansOf(IReadOnlyList<IReadOnlyList<Baseline>> runs) => runs.Count == 0 || runs.Any(run => run.Count != runs[0].Count) ? []
        : [.. runs[0].Select((baseline, i) => baseline with { Scores = Means(runs.Select(run => run[i].Scores)), Undefined = Reasons([.. runs.Select(run => run[i].Undefined)]) })];

    /// <summary>Computes the mean of every score that all runs have.</summary>
    internal static Dictionary<string, double> Means(IEnumerable<IReadOnlyDictionary<string, double>> scores) =>
        Summarize([.. scores]).ToDictionary(score => score.Key, score => score.Value.Mean, StringComparer.Ordinal);

    private static OrderedDictionary<string, string> Reasons(IReadOnlyList<IReadOnlyDictionary<string, string>> folds)
    {
        OrderedDictionary<string, string> reasons = [];
        foreach (string name in folds.SelectMany(fold => fold.Keys).Distinct(StringComparer.Ordinal))
        {
            int[] without = [.. folds.Index().Where(fold => fold.Item.ContainsKey(name)).Select(fold => fold.Index)];
            string where = without.Length == 1 ? $"fold {without[0] + 1}" : $"{without.Length} of {folds.Count} folds";
            reasons.Add(name, $"in {where}, {folds[without[0]][name]}");
        }

        return reasons;
    }

    /// <summary>Computes the mean and sample standard deviation of every score that all runs have; empty without runs.</summary>
    internal static OrderedDictionary<string, (double Mean, double Deviation)> Summarize(IReadOnlyList<IReadOnlyDictionary<string, double>> folds)
    {
        OrderedDictionary<string, (double Mean, double Deviation)> scores = [];
        foreach (string name in folds.SelectMany(f => f.Keys).Distinct(StringComparer.Ordinal).Where(name => folds.All(f => f.ContainsKey(name))))
        {
            scores[name] = Sample.Summary([.. folds.Select(fold => fold[name])]);
        }

        return scores;
    }
}
