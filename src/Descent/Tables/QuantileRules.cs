using System.Globalization;
using Descent.Data;

namespace Descent;

/// <summary>Checks that options and targets allow quantiles.</summary>
internal static class QuantileRules
{
    /// <summary>Rejects options and targets that do not allow quantiles.</summary>
    /// <exception cref="DataException">If targets are labels, or another option contradicts quantiles.</exception>
    public static void Require(Schema schema, TableOptions options)
    {
        if (options.ChosenLoss is not Quantiles)
        {
            return;
        }

        if (options.Quantiles is not null && options.Loss is { } loss)
        {
            throw new DataException($"Quantiles determine the loss and cannot be combined with {loss.GetType().Name}. Remove one of the two.");
        }

        if (options.Quantiles is not null && schema.Task is not (TaskKind.Regression or TaskKind.Counts))
        {
            bool numbers = schema.Targets.All(target => target.Labels.All(label => double.TryParse(label, CultureInfo.InvariantCulture, out _)));
            string what = $"Quantiles need numeric targets, but \"{string.Join("\", \"", schema.TargetNames)}\" {(schema.TargetNames.Count == 1 ? "is interpreted as a column of labels" : "are interpreted as columns of labels")}.";
            throw numbers
                ? new DataException($"{what} If these numbers are quantities, make it a regression task; otherwise remove the quantiles, because labels have probabilities instead.", new Remedy(nameof(SchemaOptions.Task), value: nameof(TaskKind.Regression)))
                : new DataException($"{what} Remove the quantiles, because labels have probabilities instead.");
        }

        if (options.Monitor is not null || options.Until?.Metric is not null)
        {
            throw new DataException("With quantiles the loss must choose the epoch, because metrics evaluate one number per target. Remove the metric.", new Remedy(nameof(TableOptions.Monitor), value: "loss"));
        }
    }
}
