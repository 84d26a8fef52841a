using Descent.Metrics;

namespace Descent.Training;

/// <summary>One training per fold, and their scores taken together.</summary>
/// <param name="Folds">The trainings.</param>
public sealed record CrossValidation(IReadOnlyList<TableTraining> Folds)
{
    /// <summary>The mean over the folds and the sample standard deviation (dividing by folds − 1) of every score that all folds have.</summary>
    public IReadOnlyDictionary<string, (double Mean, double Deviation)> Scores { get; } = Summarize([.. Folds.Select(f => f.Evaluation!.Scores)]);

    /// <summary>Why a mean is NaN, by the score's name.</summary>
    public IReadOnlyDictionary<string, string> Undefined { get; } = Reasons([.. Folds.Select(f => f.Evaluation!.Undefined)]);

    /// <summary>The baselines, each with the means of its scores over the folds; none if the folds have none.</summary>
    public IReadOnlyList<Baseline> Baselines { get; } = [.. Folds[0].Evaluation!.Baselines.Select((baseline, i) =>
        baseline with { Scores = Summarize([.. Folds.Select(f => f.Evaluation!.Baselines[i].Scores)]).ToDictionary(score => score.Key, score => score.Value.Mean, StringComparer.Ordinal) })];

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
