namespace Descent;

/// <summary>A point of a <see cref="RocCurve"/>.</summary>
/// <param name="FalsePositiveRate">Share of the "no" rows that are taken for "yes".</param>
/// <param name="TruePositiveRate">Share of the "yes" rows that are (the recall).</param>
/// <param name="Threshold">Rows with at least this score are taken for "yes"; infinite for none.</param>
public readonly record struct RocPoint(double FalsePositiveRate, double TruePositiveRate, double Threshold);

/// <summary>The ROC curve of one column: what every threshold finds, and what it takes wrongly, from none (0, 0) to all (1, 1).</summary>
/// <remarks>
/// One point per score that occurs, the highest first. NaN where there are only "yes" or only "no" rows. scikit-learn:
/// <c>roc_curve(drop_intermediate=False)</c>, whose first threshold is infinite from version 1.3 on. <see cref="RocAuc"/> is the area below it.
/// </remarks>
public static class RocCurve
{
    /// <summary>The points of a column's curve.</summary>
    /// <param name="outcome">Targets, outputs and row weights, not of a regression.</param>
    /// <param name="column">The column, from 0; of softmax columns each is taken against the rest.</param>
    /// <returns>The points, the threshold falling; none for an outcome without rows, without weight or with a non-finite output.</returns>
    /// <exception cref="ArgumentException">If the outcome is a regression.</exception>
    /// <exception cref="ArgumentOutOfRangeException">If there is no such column.</exception>
    public static IReadOnlyList<RocPoint> Of(in Outcome outcome, int column = 0)
    {
        List<RankedScores.Step> steps = RankedScores.ForCurve(outcome, column);
        double positives = steps.Sum(step => step.Positives), negatives = steps.Sum(step => step.Negatives), found = 0, wrong = 0;
        List<RocPoint> points = [];
        if (steps.Count > 0)
        {
            points.Add(new RocPoint(0 / negatives, 0 / positives, double.PositiveInfinity));
        }

        for (int i = steps.Count - 1; i >= 0; i--)
        {
            found += steps[i].Positives;
            wrong += steps[i].Negatives;
            points.Add(new RocPoint(wrong / negatives, found / positives, steps[i].Score));
        }

        return points;
    }
}
