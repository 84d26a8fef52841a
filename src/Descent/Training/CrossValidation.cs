namespace Descent.Training;

/// <summary>One training per fold, and their scores taken together.</summary>
/// <param name="Folds">The trainings.</param>
public sealed record CrossValidation(IReadOnlyList<TableTraining> Folds)
{
    /// <summary>The mean over the folds and the sample standard deviation (dividing by folds − 1) of every score that all folds have.</summary>
    public IReadOnlyDictionary<string, (double Mean, double Deviation)> Scores { get; } = Summarize([.. Folds.Select(f => f.Evaluation!.Scores)]);

    /// <summary>Mean and sample standard deviation of every score that all have; nothing of nothing.</summary>
    internal static OrderedDictionary<string, (double Mean, double Deviation)> Summarize(IReadOnlyList<IReadOnlyDictionary<string, double>> folds)
    {
        OrderedDictionary<string, (double Mean, double Deviation)> scores = [];
        foreach (string name in folds.SelectMany(f => f.Keys).Distinct(StringComparer.Ordinal).Where(name => folds.All(f => f.ContainsKey(name))))
        {
            double[] values = [.. folds.Select(f => f[name])];
            double mean = values.Average();
            scores[name] = (mean, Math.Sqrt(values.Sum(v => (v - mean) * (v - mean)) / Math.Max(1, values.Length - 1)));
        }

        return scores;
    }
}
