using Descent.Data;

namespace Descent;

/// <summary>One training per fold, and their scores taken together.</summary>
/// <param name="Folds">The trainings.</param>
public sealed record CrossValidation(IReadOnlyList<TableTraining> Folds)
{
    /// <summary>The mean over the folds and the sample standard deviation (dividing by folds − 1) of every score that all folds have.</summary>
    public IReadOnlyDictionary<string, (double Mean, double Deviation)> Scores { get; } = Summarize([.. Folds.Select(ScoresOf)]);

    /// <summary>Why a mean is NaN, by the score's name.</summary>
    public IReadOnlyDictionary<string, string> Undefined { get; } = Reasons([.. Folds.Select(f => UndefinedOf(f.Evaluation!))]);

    /// <summary>The baselines, each with the means of its scores over the folds; none if the folds have none.</summary>
    public IReadOnlyList<Baseline> Baselines { get; } = MeansOf([.. Folds.Select(fold => fold.Evaluation!.Baselines)]);

    /// <summary>What is doubtful about the scores of all folds together.</summary>
    public IReadOnlyList<Notice> Notices { get; } = NoticesOf(Folds);

    /// <summary>The scores of a fold. What counts as 0 for want of rows of a class would make the mean a number about the folds, not about the model.</summary>
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
            .. EvaluationNotices.OfBaselines(Means(evaluations.Select(fold => (fold.Unseen ?? fold).Scores)), MeansOf([.. evaluations.Select(fold => (fold.Unseen ?? fold).Baselines)]), skill, ByVerdict(folds)[0].First().Diagnosis),
            .. EvaluationNotices.OfClasses(Together([.. evaluations.SelectMany(fold => fold.Classes)]), evaluations[0], skill),
            .. Repeats(evaluations),
        ];
    }

    /// <summary>The trainings of each verdict, the commonest first.</summary>
    /// <param name="folds">The trainings, at least one.</param>
    /// <returns>One group per verdict.</returns>
    public static IReadOnlyList<IGrouping<FitVerdict, TableTraining>> ByVerdict(IReadOnlyList<TableTraining> folds)
    {
        ArgumentNullException.ThrowIfNull(folds);
        return [.. folds.GroupBy(fold => fold.Diagnosis.Verdict).OrderByDescending(group => group.Count())];
    }

    /// <summary>How many rows are equal to rows of other folds.</summary>
    internal static IEnumerable<Notice> Repeats(IReadOnlyList<TableEvaluation> folds) => EvaluationNotices.OfRepeats(
        folds.Sum(fold => fold.RowsSeenInTraining ?? 0), folds.Sum(fold => fold.Outcome.Rows),
        "equal to a row of another fold in every column that the model uses: the model that they judge was trained on an equal row",
        RepeatedRows.Remedies,
        folds.All(fold => fold.RowsSeenInTraining is not null));

    /// <summary>The classes of all folds.</summary>
    private static ClassReport[] Together(ClassReport[] classes) => [.. classes.GroupBy(c => c.Label, StringComparer.Ordinal).Select(folds =>
    {
        double rows = folds.Sum(c => c.Rows), predicted = folds.Sum(c => c.Predicted), hits = folds.Sum(c => c.Recall * c.Rows);
        return ClassReport.Of(folds.Key, new ClassCounts(hits, predicted, rows));
    })];

    /// <summary>Baselines with the means of their scores.</summary>
    internal static IReadOnlyList<Baseline> MeansOf(IReadOnlyList<IReadOnlyList<Baseline>> runs) => runs.Count == 0 || runs.Any(run => run.Count != runs[0].Count) ? []
        : [.. runs[0].Select((baseline, i) => baseline with { Scores = Means(runs.Select(run => run[i].Scores)), Undefined = Reasons([.. runs.Select(run => run[i].Undefined)]) })];

    /// <summary>The means of every score that all have.</summary>
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

    /// <summary>Mean and sample standard deviation of every score that all have; nothing of nothing.</summary>
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
