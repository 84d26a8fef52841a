namespace Descent;

/// <summary>A prediction that uses no features, with its scores on the same rows, which a model must beat.</summary>
/// <param name="Name"><c>prior</c>, <c>mean</c>, <c>median</c> or <c>quantiles</c>.</param>
/// <param name="Guess">A description of the prediction.</param>
/// <param name="Scores">Its scores, by name.</param>
/// <remarks>
/// Baselines are computed from the training targets. <c>prior</c> is scikit-learn's <c>DummyClassifier(strategy="prior")</c>: the most frequent label (the first one, if
/// several are equally frequent), with the shares of the labels as probabilities. <c>mean</c> and <c>median</c> are its <c>DummyRegressor</c>. For a quantile model, <c>quantiles</c>, its <c>strategy="quantile"</c> for each level, replaces the median. A threshold does not affect them.
/// </remarks>
public sealed record Baseline(string Name, string Guess, IReadOnlyDictionary<string, double> Scores)
{
    /// <summary>The reasons why scores are NaN, by the name of the score.</summary>
    public IReadOnlyDictionary<string, string> Undefined { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Computes the baselines of a model for the rows of an outcome; empty if the model has no summary of its training targets.</summary>
    internal static IReadOnlyList<Baseline> Of(TableModel model, in Outcome outcome)
    {
        if (model.Training is not { Targets: { } targets })
        {
            return [];
        }

        if (outcome.Form is OutcomeForm.Regression or OutcomeForm.Counts)
        {
            if (model.Quantiles.Count > 0 && targets.All(target => target.Quantiles?.Count == model.Quantiles.Count))
            {
                IReadOnlyList<double> levels = model.Quantiles;
                return
                [
                    OfQuantiles("mean", "the mean of the training rows, at every level", outcome, [.. targets.SelectMany(target => levels.Select(_ => target.Mean))], model),
                    OfQuantiles("quantiles", "the quantiles of the training rows", outcome, [.. targets.SelectMany(target => target.Quantiles!)], model),
                ];
            }

            return
            [
                Of("mean", "the mean of the training rows", outcome, [.. targets.Select(target => target.Mean)], 0.5, model),
                Of("median", "the median of the training rows", outcome, [.. targets.Select(target => target.Median)], 0.5, model),
            ];
        }

        double[] shares = outcome.Form == OutcomeForm.Multiclass ? Shares(targets[0]) : [.. targets.Select(target => Shares(target)[1])];
        string guess = outcome.Form == OutcomeForm.Multilabel
            ? "the most frequent label of each target"
            : $"always \"{model.Preprocessor.Labels[MostFrequent(targets[0])]}\", {Frequency(targets[0])}; its probabilities are the shares of the classes in training";
        double threshold = 0.5;
        if (outcome.Form == OutcomeForm.Binary)
        {
            shares[0] = model.PositiveIsFirst ? 1 - shares[0] : shares[0];
            bool positive = (MostFrequent(targets[0]) == 0) == model.PositiveIsFirst;
            threshold = positive ? Math.BitDecrement(shares[0]) : shares[0];
        }

        return [Of("prior", guess, outcome, shares, threshold, model)];
    }

    private static Baseline Of(string name, string guess, in Outcome outcome, double[] outputs, double threshold, TableModel model)
    {
        double[] constant = new double[outcome.Outputs.Length];
        for (int i = 0; i < constant.Length; i += outputs.Length)
        {
            outputs.CopyTo(constant, i);
        }

        Outcome guessed = new(outcome.Form, outcome.Targets, constant, outcome.Columns, outcome.Weights) { HasProbabilities = outcome.HasProbabilities };
        OrderedDictionary<string, double> scores = StandardMetrics.Values(guessed, model.Preprocessor.OutputNames, threshold);
        TableEvaluation.AddCost(scores, model, guessed, threshold);
        return new Baseline(name, guess, scores) { Undefined = StandardMetrics.WhyUndefined(scores, guessed, model.Preprocessor.OutputNames) };
    }

    /// <summary>Computes the baseline that predicts the same quantiles for every row; other scores are those of the median.</summary>
    private static Baseline OfQuantiles(string name, string guess, in Outcome outcome, double[] quantiles, TableModel model)
    {
        double[] middle = [.. quantiles.Chunk(model.Quantiles.Count).Select(own => QuantileColumns.Middle<double>(own, model.Quantiles, value => value))];
        Baseline plain = Of(name, guess, outcome, middle, 0.5, model);
        OrderedDictionary<string, double> scores = new(plain.Scores, StringComparer.Ordinal);
        return plain with { Scores = QuantileScores.Of(model.Quantiles, outcome, quantiles).Before(scores, model.Preprocessor.OutputNames) };
    }

    private static double[] Shares(TargetSummary target) => [.. target.Counts.Select(count => count / target.Counts.Sum())];

    private static string Frequency(TargetSummary target) => target.Counts.Count(count => count == target.Counts.Max()) is > 1 and var equal
        ? $"the first of {equal} labels that are equally frequent in training{(equal < target.Counts.Count ? ", more than the others" : "")}"
        : "the most frequent label";

    private static int MostFrequent(TargetSummary target) => target.Counts.ToList().IndexOf(target.Counts.Max());
}
