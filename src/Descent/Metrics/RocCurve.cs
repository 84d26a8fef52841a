namespace Descent;

/// <summary>A point of a <see cref="RocCurve"/>.</summary>
/// <param name="FalsePositiveRate">The fraction of the "no" rows that are predicted as "yes".</param>
/// <param name="TruePositiveRate">The fraction of the "yes" rows that are predicted as "yes" (the recall).</param>
/// <param name="Threshold">Rows with at least this score are predicted as "yes"; infinity for none.</param>
public readonly record struct RocPoint(double FalsePositiveRate, double TruePositiveRate, double Threshold);

/// <summary>The ROC curve of one column: the true and false positive rates for every threshold, from (0, 0) to (1, 1).</summary>
/// <remarks>
/// One point per score that occurs, the highest first. The rates are NaN if there are no rows to divide by: only "yes" or only "no" rows. scikit-learn:
/// <c>roc_curve(drop_intermediate=False)</c>, whose first threshold is infinite from version 1.3 on. <see cref="RocAuc"/> is the area under it.
/// </remarks>
public static class RocCurve
{
    /// <summary>Computes the points of the curve of a column.</summary>
    /// <param name="outcome">Targets, outputs and row weights, not of a regression.</param>
    /// <param name="column">The index of the column; a softmax column is scored against the rest.</param>
    /// <returns>The points, in order of decreasing threshold; none for an outcome without rows, without weight or with a non-finite output.</returns>
    /// <exception cref="ArgumentException">If the outcome is a regression.</exception>
    /// <exception cref="ArgumentOutOfRangeException">If there is no such column.</exception>
    public static IReadOnlyList<RocPoint> Of(in Outcome outcome, int column = 0)
    {
        List<RankedScores.Step> steps = RankedScores.ForCurve(outcome, column);
        if (steps.Count == 0)
        {
            return [];
        }

        (double positives, double negatives) = (steps[^1].TruePositives, steps[^1].FalsePositives);
        return [new(0 / negatives, 0 / positives, double.PositiveInfinity), .. steps.Select(step => new RocPoint(step.FalsePositives / negatives, step.TruePositives / positives, step.Score))];
    }
}
