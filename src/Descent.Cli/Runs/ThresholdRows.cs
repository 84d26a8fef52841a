namespace Descent.Cli.Runs;

/// <summary>What a binary model would predict at several thresholds, on the rows that judge it.</summary>
internal static class ThresholdRows
{
    private static readonly double[] s_usual = [0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95];

    public static string[] Heads(TableEvaluation evaluation) =>
        ["Threshold", "Predicted", "Precision", "Recall", "F1", "Balanced accuracy", .. evaluation.Decision?.Costs is null ? Array.Empty<string>() : ["Mean cost"]];

    /// <summary>A row for each of the usual thresholds and for that of the model, which is marked; none if there are no probabilities of two labels.</summary>
    public static IReadOnlyList<string[]> Of(TableEvaluation evaluation)
    {
        if (evaluation is not { Decision: { } decision, Outcome: { Form: OutcomeForm.Binary, HasProbabilities: true, IsUsable: true } outcome })
        {
            return [];
        }

        return [.. s_usual.Append(decision.Threshold).Distinct().Order().Select(threshold =>
        {
            double bound = Math.BitDecrement(threshold);
            Metric[] metrics = [new Precision(Threshold: bound), new Recall(Threshold: bound), new F1(Threshold: bound), new BalancedAccuracy(bound), .. decision.Costs is { } costs ? [new MeanCost(costs.FalseNegative, costs.FalsePositive, bound)] : Array.Empty<Metric>()];
            return (string[])
            [
                $"{Fixed.Number(threshold, 6)}{(threshold == decision.Threshold ? " (this model)" : "")}",
                $"{ConfusionMatrix.Of(outcome, bound).Predicted(1):#,0.##}",
                .. metrics.Select(metric => Fixed.Text(metric.Compute(outcome))),
            ];
        })];
    }
}
