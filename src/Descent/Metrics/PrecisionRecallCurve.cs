namespace Descent;

/// <summary>A point of a <see cref="PrecisionRecallCurve"/>.</summary>
/// <param name="Precision">The fraction of the rows predicted as "yes" that are "yes".</param>
/// <param name="Recall">The fraction of the "yes" rows that are predicted as "yes".</param>
/// <param name="Threshold">Rows with at least this score are predicted as "yes"; infinity for none.</param>
public readonly record struct PrecisionRecallPoint(double Precision, double Recall, double Threshold);

/// <summary>The precision-recall curve of one column: the precision and the recall for every threshold.</summary>
/// <remarks>
/// One point per score that occurs, the highest first, preceded by (1, 0) for no "yes" predictions. scikit-learn: <c>precision_recall_curve</c>,
/// which returns the points in reverse order. Without "yes" rows the recall is 1, as in scikit-learn. <see cref="PrAuc"/> sums its steps.
/// </remarks>
public static class PrecisionRecallCurve
{
    /// <summary>Computes the points of the curve of a column.</summary>
    /// <param name="outcome">Targets, outputs and row weights, not of a regression.</param>
    /// <param name="column">The index of the column; a softmax column is scored against the rest.</param>
    /// <returns>The points, in order of decreasing threshold; none for an outcome without rows, without weight or with a non-finite output.</returns>
    /// <exception cref="ArgumentException">If the outcome is a regression.</exception>
    /// <exception cref="ArgumentOutOfRangeException">If there is no such column.</exception>
    public static IReadOnlyList<PrecisionRecallPoint> Of(in Outcome outcome, int column = 0)
    {
        List<RankedScores.Step> steps = RankedScores.ForCurve(outcome, column);
        return steps.Count == 0 ? [] :
        [
            new(1, 0, double.PositiveInfinity),
            .. steps.Select(step => new PrecisionRecallPoint(step.TruePositives / (step.TruePositives + step.FalsePositives), steps[^1].TruePositives > 0 ? step.TruePositives / steps[^1].TruePositives : 1, step.Score)),
        ];
    }
}
