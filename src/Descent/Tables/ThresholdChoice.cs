using System.Globalization;
using Descent.Data;

namespace Descent;

/// <summary>The threshold of a binary model that is best for a metric on given predictions.</summary>
/// <param name="Metric">The metric.</param>
/// <param name="Threshold">The lowest probability at which the positive label is predicted, above 0 and below 1.</param>
/// <param name="Value">The value of the metric at this threshold, on the predictions that chose it; for other rows it is optimistic.</param>
/// <param name="Usual">The value of the metric at the threshold 0.5.</param>
/// <param name="Rows">The number of rows.</param>
/// <remarks>
/// Every way to divide the rows by their predicted probability is tried, including all or none as positive. Of equally good divisions, the one nearest to
/// 0.5 is chosen or, for <see cref="MeanCost"/>, to the best threshold for calibrated probabilities; if both sides are equally near, the lower one. The threshold is that
/// nearest point if it divides the rows in this way, and otherwise in the middle between the two neighboring probabilities, rounded to as few decimal places as possible.
/// </remarks>
public sealed record ThresholdChoice(Metric Metric, double Threshold, double Value, double Usual, int Rows)
{
    // Equal divisions differ by rounding: in proportion to a mean cost, whose unit does not matter, and to 1 for scores.
    private const double Tolerance = 1e-12;

    private static readonly double[] s_targets = [1, 1, 0, 0], s_outputs = [1, 0, 1, 0];

    /// <summary>Chooses the best threshold for the predictions of an outcome.</summary>
    /// <param name="outcome">Targets and probabilities of the positive label, with the weights of the rows.</param>
    /// <param name="metric">A metric that depends on the predicted labels, such as <see cref="F1"/>, with its default threshold.</param>
    /// <returns>The best threshold; null if the outcome has no rows of one of the two labels, or no threshold gives a number.</returns>
    /// <exception cref="ArgumentException">If the outcome is not binary, or the metric does not depend on a threshold or has its own.</exception>
    public static ThresholdChoice? Best(in Outcome outcome, Metric metric)
    {
        ArgumentNullException.ThrowIfNull(metric);
        if (outcome.Form != OutcomeForm.Binary)
        {
            throw new ArgumentException($"A threshold needs a binary outcome, but this one is {outcome.Form}.", nameof(outcome));
        }

        if (WhyNot(metric) is { } why)
        {
            throw new ArgumentException(why, nameof(metric));
        }

        List<RankedScores.Step> steps = RankedScores.ForCurve(outcome, 0);
        if (steps.Count == 0 || steps[^1].TruePositives == 0 || steps[^1].FalsePositives == 0)
        {
            return null;
        }

        double preferred = metric is MeanCost cost ? cost.EqualCostThreshold : 0.5, sign = metric.HigherIsBetter ? 1 : -1, unit = metric is MeanCost ? 0 : 1;
        double[] cells = new double[s_targets.Length];
        (double Low, double High, double Value, double Distance)? best = null;
        for (int i = 0; i <= steps.Count; i++)
        {
            // Rows of steps before i are predicted as positive.
            double low = i == steps.Count ? 0 : steps[i].Score, high = i == 0 ? 1 : steps[i - 1].Score;
            if (low >= high)
            {
                continue;
            }

            double value = At(i), distance = low < preferred && preferred < high ? 0 : Math.Abs(low + ((high - low) / 2) - preferred);
            double gain = best is { } own ? sign * (value - own.Value) : double.PositiveInfinity, tolerated = Tolerance * Math.Max(unit, Math.Abs(value));
            if (double.IsFinite(value) && (gain > tolerated || (gain >= -tolerated && distance <= best!.Value.Distance)))
            {
                best = (low, high, value, distance);
            }
        }

        return best is { } found ? new ThresholdChoice(metric, Between(found.Low, found.High, preferred), found.Value, At(steps.FindIndex(step => step.Score < 0.5) is >= 0 and var below ? below : steps.Count), outcome.Rows) : null;

        // The metric depends on the four cells of the confusion matrix alone, so four weighted rows have the same value.
        double At(int positives)
        {
            (double hits, double alarms) = positives == 0 ? (0, 0) : (steps[positives - 1].TruePositives, steps[positives - 1].FalsePositives);
            (cells[0], cells[1], cells[2], cells[3]) = (hits, steps[^1].TruePositives - hits, alarms, steps[^1].FalsePositives - alarms);
            return metric.Compute(new Outcome(OutcomeForm.Binary, s_targets, s_outputs, 1, cells));
        }
    }

    /// <summary>Returns why a metric cannot choose a threshold; null if it can.</summary>
    internal static string? WhyNot(Metric metric) =>
        !metric.Fits(OutcomeForm.Binary) || metric.Equals(PositiveClass.Follow(metric, new BinaryDecision("", 0.25), positiveIsFirst: true))
            ? $"{metric.Name} cannot choose a threshold, because it is not computed from two predicted labels or has a threshold of its own. Use f1, balanced_accuracy, mcc, accuracy, cohen_kappa or mean_cost."
            : null;

    /// <summary>What was chosen and how good it is, in one sentence.</summary>
    /// <returns>Text such as <c>The threshold 0.23 has the best f1 of 455 rows that the networks were not trained on: 0.71, and 0.6 at 0.5.</c></returns>
    public override string ToString()
    {
        string words = Metric is MeanCost ? "the lowest mean cost" : $"the best {Metric.Name}";
        string theory = Metric is MeanCost { EqualCostThreshold: var equal } ? $" For calibrated probabilities the costs alone would say {Rounded(equal, 6)}." : "";
        return $"The threshold {Rounded(Threshold, 6)} has {words} on {Amount.Of(Rows, "row")} predicted by networks that were not trained on them: {Rounded(Value)}, and {Rounded(Usual)} at 0.5. It is the best of many, so other rows judge it.{theory}";
    }

    private static string Rounded(double value, int decimals = 4) => Math.Abs(value) is > 0 and < 1e-4 or >= 1e6
        ? value.ToString("0.###e+0", CultureInfo.InvariantCulture)
        : value.ToString($"0.{new string('#', decimals)}", CultureInfo.InvariantCulture);

    /// <summary>Chooses a number above <paramref name="low"/> and below <paramref name="high"/>: the preferred one if it is between them, otherwise their middle, rounded.</summary>
    private static double Between(double low, double high, double preferred)
    {
        if (low < preferred && preferred < high)
        {
            return preferred;
        }

        double middle = low + ((high - low) / 2);
        for (int digits = 2; digits <= 15; digits++)
        {
            double rounded = Math.Round(middle, digits);
            if (low < rounded && rounded < high)
            {
                return rounded;
            }
        }

        return middle;
    }
}
