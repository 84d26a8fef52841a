namespace Descent;

/// <summary>The usual metrics of an outcome, by name, in the order in which people read them.</summary>
public static class StandardMetrics
{
    /// <summary>The metrics that are usually asked of a form of outcome.</summary>
    /// <param name="form">The form.</param>
    /// <param name="threshold">The probability above which a sigmoid column says "yes", 0 … 1; default 0.5.</param>
    /// <returns>
    /// Binary and multiclass: accuracy, precision, recall, f1 (macro for multiclass), balanced_accuracy, mcc, roc_auc, pr_auc,
    /// log_loss, brier. Multilabel: accuracy (per element), exact_match, f1, roc_auc, pr_auc (all macro), log_loss, brier.
    /// Regression: r2, rmse, mae, mse, mape, poisson_deviance.
    /// Counts: poisson_d2, r2, rmse, mae, mse, poisson_deviance.
    /// </returns>
    /// <exception cref="ArgumentOutOfRangeException">If the form is unknown or the threshold no probability.</exception>
    public static IReadOnlyList<Metric> For(OutcomeForm form, double threshold = 0.5) => form switch
    {
        OutcomeForm.Binary or OutcomeForm.Multiclass => [
            new Accuracy(threshold), new Precision(Threshold: threshold), new Recall(Threshold: threshold), new F1(Threshold: threshold),
            new BalancedAccuracy(threshold), new MatthewsCorrelation(threshold), new RocAuc(), new PrAuc(), new LogLoss(), new Brier(),
        ],
        OutcomeForm.Multilabel => [new Accuracy(threshold), new ExactMatch(threshold), new F1(Threshold: threshold), new RocAuc(), new PrAuc(), new LogLoss(), new Brier()],
        OutcomeForm.Regression => [new R2(), new RootMeanSquaredError(), new MeanAbsoluteErrorMetric(), new MeanSquaredErrorMetric(), new MeanAbsolutePercentageError(), new PoissonDeviance()],
        OutcomeForm.Counts => [new PoissonD2(), new R2(), new RootMeanSquaredError(), new MeanAbsoluteErrorMetric(), new MeanSquaredErrorMetric(), new PoissonDeviance()],
        _ => throw new ArgumentOutOfRangeException(nameof(form), form, "The form is none of Regression, Binary, Multiclass, Multilabel, Counts."),
    };

    /// <summary>
    /// The values of <see cref="For"/>, ready for JSON: keys in camel case. Of several columns, each has its own value after that of all:
    /// a multilabel outcome its accuracy as <c>accuracy[name]</c>, a regression or counts every score, as <c>r2[name]</c>. Of a regression, mape
    /// is left out where a target is 0, and poissonDeviance always: it is for counts.
    /// Of scores that are no probabilities (<see cref="Outcome.HasProbabilities"/>) logLoss and brier are left out, and of several classes
    /// rocAuc and prAuc as well, which compare the outputs of different rows.
    /// </summary>
    /// <param name="outcome">Targets, outputs and row weights.</param>
    /// <param name="outputNames">Names for the columns, or nothing for their numbers from 0.</param>
    /// <param name="threshold">The probability above which a sigmoid column says "yes", 0 … 1; default 0.5.</param>
    /// <returns>Name and value, in order; a value is NaN where its metric is undefined, which <see cref="WhyUndefined"/> explains.</returns>
    /// <exception cref="ArgumentException">If there are names, but not one per column.</exception>
    public static OrderedDictionary<string, double> Values(in Outcome outcome, IReadOnlyList<string>? outputNames = null, double threshold = 0.5)
    {
        if (outputNames is not null && outputNames.Count != outcome.Columns)
        {
            throw new ArgumentException($"There are {outputNames.Count} output names for {outcome.Columns} columns; give one per column or none.", nameof(outputNames));
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
        // Shares of targets below the machine epsilon would be taken of the epsilon.
        MeanAbsolutePercentageError => !outcome.Targets.Span.ContainsAnyInRange(-Outcome.DoubleEpsilon, Outcome.DoubleEpsilon),
        LogLoss or Brier => outcome.HasProbabilities,
        RocAuc or PrAuc => outcome.HasProbabilities || outcome.Form != OutcomeForm.Multiclass,
        PoissonDeviance => outcome.Form == OutcomeForm.Counts,
        _ => true,
    };

    /// <summary>Why scores have no value.</summary>
    /// <param name="scores">The scores of the outcome, as <see cref="Values"/> gives them.</param>
    /// <param name="outcome">Targets, outputs and row weights.</param>
    /// <param name="outputNames">Names for the columns, or nothing for their numbers from 0.</param>
    /// <returns>A reason, in words, for every score that is NaN.</returns>
    public static IReadOnlyDictionary<string, string> WhyUndefined(IReadOnlyDictionary<string, double> scores, in Outcome outcome, IReadOnlyList<string>? outputNames = null)
    {
        ArgumentNullException.ThrowIfNull(scores);
        OrderedDictionary<string, string> reasons = [];
        foreach ((string name, double value) in scores)
        {
            if (double.IsNaN(value))
            {
                string bare = name.Split('[')[0];
                Metric metric = For(outcome.Form).First(metric => Key(metric) == bare);
                reasons.Add(name, metric.WhyUndefined(outcome, outputNames) ?? "a column of its own has too little to judge by");
            }
        }

        return reasons;
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

    /// <summary>The metric's name of a key, with the column that it may be of: <c>log_loss</c> of <c>logLoss</c>, <c>r2[price]</c> of itself.</summary>
    /// <param name="key">A key of scores.</param>
    /// <returns>The name that people read.</returns>
    public static string NameOf(string key)
    {
        ArgumentNullException.ThrowIfNull(key);
        string bare = key.Split('[')[0];
        return string.Concat(bare.Select(letter => char.IsAsciiLetterUpper(letter) ? $"_{char.ToLowerInvariant(letter)}" : $"{letter}")) + key[bare.Length..];
    }

    /// <summary>Whether a text means a key, in the spelling of the key or of the metric's name.</summary>
    internal static bool IsNamed(string key, string text) => text.Equals(key, StringComparison.OrdinalIgnoreCase) || text.Equals(NameOf(key), StringComparison.OrdinalIgnoreCase);

    private static string Key(Metric metric, int column, IReadOnlyList<string>? names) => $"{Key(metric)}[{names?[column] ?? $"{column}"}]";
}
