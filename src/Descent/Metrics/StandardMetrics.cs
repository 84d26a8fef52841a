namespace Descent;

/// <summary>The standard metrics for each form of outcome, by name, in the order of reports.</summary>
public static class StandardMetrics
{
    /// <summary>Gets the standard metrics for a form of outcome.</summary>
    /// <param name="form">The form.</param>
    /// <param name="threshold">The probability above which a sigmoid column predicts "yes", from 0 to 1; default 0.5.</param>
    /// <returns>
    /// Binary and multiclass: accuracy, precision, recall, f1 (macro for multiclass), balanced_accuracy, mcc, roc_auc, pr_auc,
    /// log_loss, brier. Multilabel: accuracy (per element), exact_match, f1, roc_auc, pr_auc (all macro), log_loss, brier.
    /// Regression: r2, rmse, mae, mse, mape, poisson_deviance.
    /// Counts: poisson_d2, r2, rmse, mae, mse, poisson_deviance.
    /// </returns>
    /// <exception cref="ArgumentOutOfRangeException">If the form is unknown, or the threshold is not between 0 and 1.</exception>
    public static IReadOnlyList<Metric> For(OutcomeForm form, double threshold = 0.5) => form switch
    {
        OutcomeForm.Binary or OutcomeForm.Multiclass => [
            new Accuracy(threshold), new Precision(Threshold: threshold), new Recall(Threshold: threshold), new F1(Threshold: threshold),
            new BalancedAccuracy(threshold), new MatthewsCorrelation(threshold), new RocAuc(), new PrAuc(), new LogLoss(), new Brier(),
        ],
        OutcomeForm.Multilabel => [new Accuracy(threshold), new ExactMatch(threshold), new F1(Threshold: threshold), new RocAuc(), new PrAuc(), new LogLoss(), new Brier()],
        OutcomeForm.Regression => [new R2(), new RootMeanSquaredError(), new MeanAbsoluteErrorMetric(), new MeanSquaredErrorMetric(), new MeanAbsolutePercentageError(), new PoissonDeviance()],
        OutcomeForm.Counts => [new PoissonD2(), new R2(), new RootMeanSquaredError(), new MeanAbsoluteErrorMetric(), new MeanSquaredErrorMetric(), new PoissonDeviance()],
        _ => throw new ArgumentOutOfRangeException(nameof(form), form, "Form must be one of Regression, Binary, Multiclass, Multilabel, Counts."),
    };

    /// <summary>
    /// Computes the metrics of <see cref="For"/>, with keys in camel case as in JSON. If there are several columns, the value over all columns is followed by one value per column:
    /// for a multilabel outcome the accuracy, as <c>accuracy[name]</c>; for a regression or counts every score, as <c>r2[name]</c>. For a regression, mape
    /// is omitted if a target is 0, and poissonDeviance always, because it is for counts.
    /// If the outputs are not probabilities (<see cref="Outcome.HasProbabilities"/>), logLoss and brier are omitted; for several classes
    /// so are rocAuc and prAuc, which compare the outputs of different rows.
    /// </summary>
    /// <param name="outcome">Targets, outputs and row weights.</param>
    /// <param name="outputNames">The names of the columns, or null to use their numbers, starting at 0.</param>
    /// <param name="threshold">The probability above which a sigmoid column predicts "yes", from 0 to 1; default 0.5.</param>
    /// <returns>Names and values, in order; a value is NaN if its metric is undefined, for which <see cref="WhyUndefined"/> gives the reason.</returns>
    /// <exception cref="ArgumentException">If there are names, but their number is not the number of columns.</exception>
    public static OrderedDictionary<string, double> Values(in Outcome outcome, IReadOnlyList<string>? outputNames = null, double threshold = 0.5)
    {
        if (outputNames is not null && outputNames.Count != outcome.Columns)
        {
            throw new ArgumentException($"There are {outputNames.Count} output names for {outcome.Columns} columns. Give one name per column, or none.", nameof(outputNames));
        }

        OrderedDictionary<string, double> scores = [];
        Outcome[] columns = outcome.Form is OutcomeForm.Regression or OutcomeForm.Counts && outcome.Columns > 1 ? outcome.Split() : [];
        foreach (Metric metric in For(outcome.Form, threshold))
        {
            if (SaysSomething(metric, outcome))
            {
                scores.Add(Key(metric), metric.Compute(outcome));
            }

            for (int column = 0; column < columns.Length; column++)
            {
                if (SaysSomething(metric, columns[column]))
                {
                    scores.Add(Key(metric, column, outputNames), metric.Compute(columns[column]));
                }
            }

            if (metric is Accuracy && outcome.Form == OutcomeForm.Multilabel)
            {
                IReadOnlyList<double> each = [.. ConfusionMatrix.PerOutputOrNone(outcome, threshold).Select(matrix => matrix.Correct / matrix.Total)];
                for (int column = 0; column < outcome.Columns; column++)
                {
                    scores.Add(Key(metric, column, outputNames), each.Count > 0 ? each[column] : double.NaN);
                }
            }
        }

        return scores;
    }

    private static bool SaysSomething(Metric metric, in Outcome outcome) => metric switch
    {
        // Errors would be divided by the machine epsilon instead of targets that are closer to 0.
        MeanAbsolutePercentageError => !outcome.Targets.Span.ContainsAnyInRange(-Outcome.DoubleEpsilon, Outcome.DoubleEpsilon),
        LogLoss or Brier => outcome.HasProbabilities,
        RocAuc or PrAuc => outcome.HasProbabilities || outcome.Form != OutcomeForm.Multiclass,
        PoissonDeviance => outcome.Form == OutcomeForm.Counts,
        _ => true,
    };

    /// <summary>Returns why scores are undefined.</summary>
    /// <param name="scores">The scores of the outcome, from <see cref="Values"/>.</param>
    /// <param name="outcome">Targets, outputs and row weights.</param>
    /// <param name="outputNames">The names of the columns, or null to use their numbers, starting at 0.</param>
    /// <returns>The reason for every score that is NaN.</returns>
    public static IReadOnlyDictionary<string, string> WhyUndefined(IReadOnlyDictionary<string, double> scores, in Outcome outcome, IReadOnlyList<string>? outputNames = null)
    {
        ArgumentNullException.ThrowIfNull(scores);
        OrderedDictionary<string, string> reasons = [];
        foreach ((string name, double value) in scores)
        {
            if (double.IsNaN(value))
            {
                string bare = name.Split('[')[0];
                Metric? metric = For(outcome.Form).FirstOrDefault(metric => Key(metric) == bare) ?? (bare == Key(new MeanCost()) ? new MeanCost() : null);
                reasons.Add(name, metric?.WhyUndefined(outcome, outputNames) ?? "this column alone does not have enough data");
            }
        }

        return reasons;
    }

    /// <summary>Gets the name of a metric in camel case, such as <c>logLoss</c> for <c>log_loss</c>.</summary>
    /// <param name="metric">The metric.</param>
    /// <returns>The key of the value in JSON.</returns>
    public static string Key(Metric metric)
    {
        ArgumentNullException.ThrowIfNull(metric);
        string[] words = metric.Name.Split('_');
        return words[0] + string.Concat(words.Skip(1).Select(w => char.ToUpperInvariant(w[0]) + w[1..]));
    }

    /// <summary>Gets the name of the metric for a key, with the column if there is one: <c>log_loss</c> for <c>logLoss</c>, and <c>r2[price]</c> for <c>r2[price]</c>.</summary>
    /// <param name="key">A key of scores.</param>
    /// <returns>The name in snake case.</returns>
    public static string NameOf(string key)
    {
        ArgumentNullException.ThrowIfNull(key);
        string bare = key.Split('[')[0];
        return string.Concat(bare.Select(letter => char.IsAsciiLetterUpper(letter) ? $"_{char.ToLowerInvariant(letter)}" : $"{letter}")) + key[bare.Length..];
    }

    /// <summary>Whether a text is a key, spelled like the key or like the name of the metric.</summary>
    internal static bool IsNamed(string key, string text) => text.Equals(key, StringComparison.OrdinalIgnoreCase) || text.Equals(NameOf(key), StringComparison.OrdinalIgnoreCase);

    private static string Key(Metric metric, int column, IReadOnlyList<string>? names) => $"{Key(metric)}[{names?[column] ?? $"{column}"}]";
}
