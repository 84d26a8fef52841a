namespace Descent.Metrics;

/// <summary>The usual metrics of an outcome, by name, in the order in which people read them.</summary>
public static class Scores
{
    /// <summary>The metrics that are usually asked of a form of outcome.</summary>
    /// <param name="form">The form.</param>
    /// <returns>
    /// Binary and multiclass: accuracy, precision, recall, f1 (macro for multiclass), balanced_accuracy, mcc, roc_auc, pr_auc,
    /// log_loss, brier. Multilabel: accuracy (per element), exact_match, f1, roc_auc, pr_auc (all macro), log_loss, brier.
    /// Regression: r2, rmse, mae, mse, mape, poisson_deviance.
    /// Counts: poisson_d2, r2, rmse, mae, mse, poisson_deviance.
    /// </returns>
    /// <exception cref="ArgumentOutOfRangeException">If the form is unknown.</exception>
    public static IReadOnlyList<Metric> Standard(OutcomeForm form) => form switch
    {
        OutcomeForm.Binary or OutcomeForm.Multiclass => [
            new Accuracy(), new Precision(), new Recall(), new F1(), new BalancedAccuracy(), new MatthewsCorrelation(), new RocAuc(), new PrAuc(), new LogLoss(), new Brier(),
        ],
        OutcomeForm.Multilabel => [new Accuracy(), new ExactMatch(), new F1(), new RocAuc(), new PrAuc(), new LogLoss(), new Brier()],
        OutcomeForm.Regression => [new R2(), new RootMeanSquaredError(), new MeanAbsoluteError(), new MeanSquaredError(), new MeanAbsolutePercentageError(), new PoissonDeviance()],
        OutcomeForm.Counts => [new PoissonD2(), new R2(), new RootMeanSquaredError(), new MeanAbsoluteError(), new MeanSquaredError(), new PoissonDeviance()],
        _ => throw new ArgumentOutOfRangeException(nameof(form), form, "The form is none of Regression, Binary, Multiclass, Multilabel, Counts."),
    };

    /// <summary>
    /// The values of <see cref="Standard"/>, ready for JSON: keys in camel case. A multilabel outcome has, after its
    /// accuracy, <see cref="AccuracyPerOutput"/> for each column as <c>accuracy[name]</c>. Of a regression, mape is left out
    /// where a target is 0, and poissonDeviance where the targets are no counts: whole numbers of at least 0, not all 0.
    /// Of scores that are no probabilities (<see cref="Outcome.HasProbabilities"/>) logLoss and brier are left out, and of several classes
    /// rocAuc and prAuc as well, which compare the outputs of different rows.
    /// </summary>
    /// <param name="outcome">Targets, outputs and row weights.</param>
    /// <param name="outputNames">Names for the columns, or nothing for their numbers from 0.</param>
    /// <returns>Name and value, in order; a value is NaN where its metric is undefined.</returns>
    /// <exception cref="ArgumentException">If there are names, but not one per column.</exception>
    public static OrderedDictionary<string, double> Of(in Outcome outcome, IReadOnlyList<string>? outputNames = null)
    {
        if (outputNames is not null && outputNames.Count != outcome.Columns)
        {
            throw new ArgumentException($"There are {outputNames.Count} output names for {outcome.Columns} columns; give one per column or none.", nameof(outputNames));
        }

        OrderedDictionary<string, double> scores = [];
        foreach (Metric metric in Standard(outcome.Form))
        {
            if (!SaysSomething(metric, outcome))
            {
                continue;
            }

            scores.Add(Key(metric), metric.Compute(outcome));
            if (metric is Accuracy && outcome.Form == OutcomeForm.Multilabel)
            {
                IReadOnlyList<double> each = new AccuracyPerOutput().Each(outcome);
                for (int column = 0; column < each.Count; column++)
                {
                    scores.Add($"accuracy[{outputNames?[column] ?? $"{column}"}]", each[column]);
                }
            }
        }

        return scores;
    }

    private static bool SaysSomething(Metric metric, in Outcome outcome) => metric switch
    {
        MeanAbsolutePercentageError => !outcome.Targets.Span.Contains(0),
        LogLoss or Brier => outcome.HasProbabilities,
        RocAuc or PrAuc => outcome.HasProbabilities || outcome.Form != OutcomeForm.Multiclass,
        PoissonDeviance => outcome.Form == OutcomeForm.Counts || AreCounts(outcome.Targets.Span),
        _ => true,
    };

    private static bool AreCounts(ReadOnlySpan<double> targets)
    {
        foreach (double target in targets)
        {
            if (target < 0 || !double.IsInteger(target))
            {
                return false;
            }
        }

        return targets.ContainsAnyExcept(0);
    }

    /// <summary>A metric's name in camel case, such as <c>logLoss</c> for <c>log_loss</c>.</summary>
    /// <param name="metric">The metric.</param>
    /// <returns>The key under which JSON keeps its value.</returns>
    public static string Key(Metric metric)
    {
        ArgumentNullException.ThrowIfNull(metric);
        string[] words = metric.Name.Split('_');
        return words[0] + string.Concat(words.Skip(1).Select(w => char.ToUpperInvariant(w[0]) + w[1..]));
    }
}
