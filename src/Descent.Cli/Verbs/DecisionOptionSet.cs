using System.CommandLine;
using Descent.Data;

namespace Descent.Cli.Verbs;

/// <summary>The options that say which of two labels is the positive one, and from which probability on it is predicted.</summary>
/// <param name="otherwise">What is used where they are not given, if a model has it.</param>
internal sealed class DecisionOptionSet(string? otherwise = null)
{
    private readonly Option<string?> positive = Choice.Text("--positive", "LABEL", $"Of two labels, the one that precision, recall, F1, PR-AUC and --threshold are about. Default: {otherwise ?? "the rarer one, which is said and saved with the model"}.");
    private readonly Option<double?> threshold = Choice.Real("--threshold", $"Of two labels, the probability from which on the positive one is predicted. Default: {otherwise ?? "0.5; saved with the model"}.", "above 0 and below 1", x => x is > 0 and < 1);

    /// <summary>Adds the options to a verb.</summary>
    /// <param name="verb">The verb.</param>
    /// <param name="withPositive">Whether it matters to the verb which label is the positive one.</param>
    public void AddTo(Verb verb, bool withPositive = true) => verb.Add(withPositive ? [positive, threshold] : [threshold]);

    /// <summary>The options of a training with the decision.</summary>
    public TableOptions With(Call call, TableOptions options) => options with { PositiveLabel = call.Value(positive), Threshold = call.Value(threshold) };

    /// <summary>A saved model with the decision, if one is given. A saved threshold is about the saved label: scores for the other label change no prediction.</summary>
    /// <param name="call">The call.</param>
    /// <param name="model">The model.</param>
    /// <param name="notices">Receives what happens to a saved threshold.</param>
    public TableModel With(Call call, TableModel model, ICollection<Notice>? notices = null)
    {
        string? label = call.Value(positive);
        double? from = call.Value(threshold);
        if (label is null && from is null)
        {
            return model;
        }

        if (model.Decision is not { } saved)
        {
            throw new UsageException($"{(label is not null ? "--positive" : "--threshold")} needs a model with two labels, but this one's task is {Runs.Words.Of(model.Preprocessor.Task)}. Leave it out.");
        }

        UsageException.ThrowIf(from is not null && !model.GivesProbabilities, "--threshold needs a model that gives probabilities, but this one gives scores, because its loss is a hinge. Leave it out.");
        UsageException.ThrowIf(label is not null && !model.Preprocessor.Labels.Contains(label, StringComparer.Ordinal), $"--positive must be one of the model's labels, {string.Join(" or ", model.Preprocessor.Labels)}, but is '{label}'.");

        double kept = label is null || label == saved.PositiveLabel ? saved.Threshold : 1 - saved.Threshold;
        if (from is null && kept != saved.Threshold)
        {
            notices?.Add(Notice.Information($"The saved threshold of {saved.Threshold:0.######} for \"{saved.PositiveLabel}\" is one of {kept:0.######} for \"{label}\": the predictions stay as they are. (--threshold)"));
        }

        return model.With(new BinaryDecision(label ?? saved.PositiveLabel, from ?? kept));
    }
}
