using System.Globalization;
using Descent.Data;

namespace Descent;

/// <summary>The names of the columns of predictions.</summary>
/// <param name="Predictions">Those of the predictions: <c>prediction</c>, or one per target.</param>
/// <param name="Probabilities">Those of the probabilities: one per label, or per target of a multilabel task.</param>
/// <param name="Quantiles">Those of the quantiles: all levels of the first target and then those of the next.</param>
internal sealed record PredictionColumns(IReadOnlyList<string> Predictions, IReadOnlyList<string> Probabilities, IReadOnlyList<string> Quantiles)
{
    public static PredictionColumns Of(TableModel model)
    {
        Preprocessor preprocessor = model.Preprocessor;
        IReadOnlyList<string> targets = preprocessor.Schema.TargetNames;
        string[] predictions = targets.Count == 1 ? ["prediction"] : [.. targets.Select(target => $"prediction_{target}")];
        return new(
            predictions,
            !model.GivesProbabilities ? [] : [.. (preprocessor.Task == TaskKind.Multilabel ? targets : preprocessor.Labels).Select(name => $"probability_{name}")],
            [.. predictions.SelectMany(name => model.Quantiles.Select(level => string.Create(CultureInfo.InvariantCulture, $"{name}_q{level}")))]);
    }
}
