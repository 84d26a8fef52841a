using Descent.Data;

namespace Descent.Tuning;

/// <summary>The score by which trials are compared.</summary>
/// <param name="Key">The key among the scores of an evaluation, the text form of a metric that is not among them, or <c>parameters</c>.</param>
/// <param name="HigherIsBetter">Whether a larger value is better.</param>
/// <param name="Metric">The metric, if it is not among the scores.</param>
internal sealed record TuningScore(string Key, bool HigherIsBetter, Metric? Metric = null)
{
    private const string PinballLoss = "pinballLoss", Parameters = "parameters";

    /// <summary>Finds the score of a name, or the default.</summary>
    public static TuningScore Of(string? name, TaskKind task, bool isQuantiles)
    {
        if (name is not null && Catalogue.AreSame(name, Parameters))
        {
            return new TuningScore(Parameters, HigherIsBetter: false);
        }

        OutcomeForm form = TableEvaluation.FormOf(task);
        IReadOnlyList<Metric> standard = StandardMetrics.For(form);
        if (isQuantiles && (name is null || Catalogue.AreSame(name, PinballLoss)))
        {
            return new TuningScore(PinballLoss, HigherIsBetter: false);
        }

        if (standard.FirstOrDefault(metric => name is null ? form is OutcomeForm.Regression or OutcomeForm.Counts || metric is LogLoss : Catalogue.AreSame(metric.Name, name)) is { } usual)
        {
            return new TuningScore(StandardMetrics.Key(usual), usual.HigherIsBetter);
        }

        Metric? other = Parsed(name!);
        return other is null || !other.Fits(form)
            ? throw new ArgumentException($"'{name}' is not a score of this task. The scores are {string.Join(", ", Names(form, standard, isQuantiles))} and {Parameters}.", nameof(name))
            : standard.FirstOrDefault(metric => metric.Equals(other)) is { } same ? new TuningScore(StandardMetrics.Key(same), same.HigherIsBetter)
            : new TuningScore(name!, other.HigherIsBetter, other);
    }

    /// <summary>The value of a result.</summary>
    /// <exception cref="DataException">If it is undefined there; the message gives the reason.</exception>
    public double Of(FoldResult result)
    {
        double value = ValueOf(result);
        TableEvaluation evaluation = result.Evaluation;
        return double.IsFinite(value) ? value
            : throw new DataException(Metric is null && !evaluation.Scores.ContainsKey(Key)
                ? $"There is no {StandardMetrics.NameOf(Key)}, because the network predicts no probabilities with this loss, or a target is 0."
                : $"The {StandardMetrics.NameOf(Key)} is undefined: {(Metric is null ? evaluation.Undefined.GetValueOrDefault(Key) : Metric.WhyUndefined(evaluation.Outcome)) ?? "it is infinite"}.");
    }

    /// <summary>The value of a result; NaN or infinite if it is undefined there.</summary>
    public double ValueOf(FoldResult result) => Key == Parameters ? result.Parameters : Metric?.Compute(result.Evaluation.Outcome) ?? result.Evaluation.Scores.GetValueOrDefault(Key, double.NaN);

    /// <summary>The value of a result, smaller if it is better.</summary>
    public double Loss(FoldResult result) => HigherIsBetter ? -ValueOf(result) : ValueOf(result);

    /// <summary>The names that are accepted: those of the table of scores, and of all other metrics that fit.</summary>
    private static IEnumerable<string> Names(OutcomeForm form, IReadOnlyList<Metric> standard, bool isQuantiles) =>
        standard.Select(metric => metric.Name)
            .Concat(isQuantiles ? [StandardMetrics.NameOf(PinballLoss).Replace(' ', '_')] : [])
            .Concat(Catalogue.Entries.Where(entry => entry.Example is Metric metric && metric.Fits(form)).Select(entry => entry.Name))
            .Distinct(StringComparer.Ordinal);

    private static Metric? Parsed(string text)
    {
        try
        {
            return Catalogue.Parse<Metric>(text);
        }
        catch (FormatException)
        {
            // The caller lists the scores of the task, which says more than the grammar.
            return null;
        }
    }
}
