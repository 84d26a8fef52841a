namespace Descent.Training;

/// <summary>One training per fold, and their scores taken together.</summary>
/// <param name="Folds">The trainings.</param>
public sealed record CrossValidation(IReadOnlyList<TableTraining> Folds)
{
    /// <summary>The mean over the folds and the sample standard deviation (dividing by folds − 1) of every score that all folds have.</summary>
    public IReadOnlyDictionary<string, (double Mean, double Deviation)> Scores { get; } = Summarize(Folds);

    private static OrderedDictionary<string, (double Mean, double Deviation)> Summarize(IReadOnlyList<TableTraining> folds)
    {
        OrderedDictionary<string, (double Mean, double Deviation)> scores = [];
        foreach (string name in folds[0].Evaluation!.Scores.Keys.Where(name => folds.All(f => f.Evaluation!.Scores.ContainsKey(name))))
        {
            double[] values = [.. folds.Select(f => f.Evaluation!.Scores[name])];
            double mean = values.Average();
            scores[name] = (mean, Math.Sqrt(values.Sum(v => (v - mean) * (v - mean)) / Math.Max(1, values.Length - 1)));
        }

        return scores;
    }
}
