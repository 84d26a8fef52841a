namespace Descent.Cli.Verbs;

/// <summary>The options that say which of two labels is the positive one, from which probability on it is predicted, and what errors cost.</summary>
/// <param name="otherwise">What is used where they are not given, if a model has it.</param>
internal sealed class DecisionOptionSet(string? otherwise = null)
{
    private const string ByCosts = "costs";

    private readonly Option<string?> positive = Choice.Text("--positive", "LABEL", $"Of two labels, the one that precision, recall, F1, PR-AUC and --threshold are about. Default: {otherwise ?? "the rarer one, which is said and saved with the model"}.");
    private readonly Option<string?> threshold = otherwise is null
        ? Choice.Text("--threshold", "X|METRIC|costs", "Of two labels, the probability from which on the positive one is predicted; or what it is best for on training rows, predicted by networks that were not trained on them: a metric such as f1, balanced_accuracy or mcc, or costs for the lowest --costs. Default: 0.5; saved with the model.")
        : Choice.Text("--threshold", "X", $"Of two labels, the probability from which on the positive one is predicted. Default: {otherwise}.");

    private readonly Option<string?> costs = Choice.Text("--costs", "fn=X,fp=X", $"Of two labels, what a positive row costs that is predicted as the other label (fn), and the reverse (fp), as in fn=10,fp=1; the mean cost becomes a score. Default: {otherwise ?? "none; saved with the model"}.");

    public IReadOnlyList<Option> All => [positive, threshold, costs];

    /// <summary>For verbs to which it does not matter which label is the positive one.</summary>
    public Option Threshold => threshold;

    /// <summary>The options of a training with the decision.</summary>
    public TableOptions With(Call call, TableOptions options)
    {
        string? from = call.Value(threshold);
        ErrorCosts? cost = Costs(call);
        double? number = Number(from);
        UsageException.ThrowIf(from == ByCosts && cost is null, "--threshold costs needs the costs of errors: --costs fn=10,fp=1.");
        return options with { PositiveLabel = call.Value(positive), Threshold = number, ThresholdMetric = from is null || number is not null ? null : from == ByCosts ? new MeanCost(cost!.FalseNegative, cost.FalsePositive) : MetricOf(from), Costs = cost };
    }

    /// <summary>A saved model with the decision, if one is given. A saved threshold is about the saved label: scores for the other label change no prediction.</summary>
    /// <param name="call">The call.</param>
    /// <param name="model">The model.</param>
    /// <param name="notices">Receives what happens to a saved threshold.</param>
    public TableModel With(Call call, TableModel model, ICollection<Notice>? notices = null)
    {
        string? label = call.Value(positive);
        ErrorCosts? cost = Costs(call);
        double? from = Number(call.Value(threshold));
        UsageException.ThrowIf(call.Value(threshold) is { } text && from is null, $"--threshold must be a number above 0 and below 1, but is '{call.Value(threshold)}'. A metric chooses it in training only (descent train --threshold).");
        if (label is null && from is null && cost is null)
        {
            return model;
        }

        if (model.Decision is not { } saved)
        {
            throw new UsageException($"{(label is not null ? "--positive" : from is not null ? "--threshold" : "--costs")} needs a model with two labels, but this one's task is {Runs.Words.Of(model.Preprocessor.Task)}. Leave it out.");
        }

        UsageException.ThrowIf(from is not null && !model.GivesProbabilities, "--threshold needs a model that gives probabilities, but this one gives scores, because its loss is a hinge. Leave it out.");
        UsageException.ThrowIf(label is not null && !model.Preprocessor.Labels.Contains(label, StringComparer.Ordinal), $"--positive must be one of the model's labels, {string.Join(" or ", model.Preprocessor.Labels)}, but is '{label}'.");

        double kept = label is null || label == saved.PositiveLabel ? saved.Threshold : 1 - saved.Threshold;
        if (from is null && kept != saved.Threshold)
        {
            notices?.Add(Notice.Information($"The saved threshold of {saved.Threshold:0.######} for \"{saved.PositiveLabel}\" is one of {kept:0.######} for \"{label}\": the predictions stay as they are. (--threshold)"));
        }

        ErrorCosts? keptCosts = label is null || label == saved.PositiveLabel || saved.Costs is not { } old ? saved.Costs : new ErrorCosts(old.FalsePositive, old.FalseNegative);
        return model.With(new BinaryDecision(label ?? saved.PositiveLabel, from ?? kept) { Costs = cost ?? keptCosts });
    }

    /// <summary>The number that a text is; null for other texts.</summary>
    private static double? Number(string? text) => text is null || !double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) ? null
        : number is > 0 and < 1 ? number
        : throw new UsageException($"--threshold must be a number above 0 and below 1, but is '{text}'.");

    // Youden's index is 2·balanced_accuracy − 1, so its best threshold is the same.
    private static Metric MetricOf(string text) => UsageException.Checked(
        () => text == "youden" ? new BalancedAccuracy() : Catalogue.Parse<Metric>(text),
        fault => fault is FormatException ? $"--threshold must be a number above 0 and below 1, costs or a metric, but is '{text}'. {fault.Message}" : null);

    private ErrorCosts? Costs(Call call) => call.Value(costs) is not { } text ? null : UsageException.Checked(
        () =>
        {
            Dictionary<string, double> numbers = LabeledNumbers.Parse(text, "a cost", "fn or fp and its cost above 0");
            UsageException.ThrowIf(numbers.Values.Any(cost => cost is < ErrorCosts.Least or > ErrorCosts.Most), $"{costs.Name} must be from 1e-100 to 1e100 each, but is '{text}'. Only their ratio decides a threshold, so use another unit.");
            return numbers.Keys.Order(StringComparer.Ordinal).SequenceEqual(["fn", "fp"], StringComparer.Ordinal)
                ? new ErrorCosts(numbers["fn"], numbers["fp"])
                : throw new FormatException("It needs a cost for fn and one for fp.");
        },
        fault => fault is FormatException ? $"--costs must be such as fn=10,fp=1, but is '{text}'. {fault.Message}" : null);
}
