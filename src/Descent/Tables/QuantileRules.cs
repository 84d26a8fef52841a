using System.Globalization;
using Descent.Data;

namespace Descent;

/// <summary>What quantiles of a table do not go together with.</summary>
internal static class QuantileRules
{
    /// <summary>Refuses options and targets that leave no quantiles to predict.</summary>
    /// <exception cref="DataException">If targets are labels, or another option speaks of something else.</exception>
    public static void Require(Schema schema, TableOptions options)
    {
        if (options.ChosenLoss is not Quantiles)
        {
            return;
        }

        if (options.Quantiles is not null && options.Loss is { } loss)
        {
            throw new DataException($"Quantiles have a loss of their own, so {loss.GetType().Name} cannot be the loss as well. Leave one of them out.");
        }

        if (options.Quantiles is not null && schema.Task is not (TaskKind.Regression or TaskKind.Counts))
        {
            bool numbers = schema.Targets.All(target => target.Labels.All(label => double.TryParse(label, CultureInfo.InvariantCulture, out _)));
            string what = $"Quantiles are of numbers, but \"{string.Join("\", \"", schema.TargetNames)}\" {(schema.TargetNames.Count == 1 ? "is taken as a column of labels" : "are taken as columns of labels")}.";
            throw numbers
                ? new DataException($"{what} If these are numbers that mean a size, make it a regression task; otherwise leave the quantiles out: labels have probabilities.", new Remedy(nameof(SchemaOptions.Task), value: nameof(TaskKind.Regression)))
                : new DataException($"{what} Leave the quantiles out: labels have probabilities.");
        }

        if (options.Monitor is not null || options.Until?.Metric is not null)
        {
            throw new DataException("With quantiles the loss chooses the epoch: other metrics judge one number per target. Leave the metric out.", new Remedy(nameof(TableOptions.Monitor), value: "loss"));
        }
    }
}
