namespace Descent;

/// <summary>A point of a <see cref="PrecisionRecallCurve"/>.</summary>
/// <param name="Precision">Share of the rows taken for "yes" that are.</param>
/// <param name="Recall">Share of the "yes" rows that are taken for "yes".</param>
/// <param name="Threshold">Rows with at least this score are taken for "yes"; infinite for none.</param>
public readonly record struct PrecisionRecallPoint(double Precision, double Recall, double Threshold);

/// <summary>The precision-recall curve of one column: what every threshold finds, and how much of what it takes is right.</summary>
/// <remarks>
/// One point per score that occurs, the highest first; before them (1, 0) for taking none. scikit-learn: <c>precision_recall_curve</c>,
/// which gives the points the other way round. Without "yes" rows the recall is 1, as there. <see cref="PrAuc"/> adds up its steps.
/// </remarks>
public static class PrecisionRecallCurve
{
    /// <summary>The points of a column's curve.</summary>
    /// <param name="outcome">Targets, outputs and row weights, not of a regression.</param>
    /// <param name="column">The column, from 0; of softmax columns each is taken against the rest.</param>
    /// <returns>The points, the threshold falling; none for an outcome without rows, without weight or with a non-finite output.</returns>
    /// <exception cref="ArgumentException">If the outcome is a regression.</exception>
    /// <exception cref="ArgumentOutOfRangeException">If there is no such column.</exception>
    public static IReadOnlyList<PrecisionRecallPoint> Of(in Outcome outcome, int column = 0)
    {
        List<RankedScores.Step> steps = RankedScores.ForCurve(outcome, column);
        double positives = steps.Sum(step => step.Positives), found = 0, taken = 0;
        List<PrecisionRecallPoint> points = [];
        if (steps.Count > 0)
        {
            points.Add(new PrecisionRecallPoint(1, 0, double.PositiveInfinity));
        }

        for (int i = steps.Count - 1; i >= 0; i--)
        {
            found += steps[i].Positives;
            taken += steps[i].Positives + steps[i].Negatives;
            points.Add(new PrecisionRecallPoint(found / taken, positives > 0 ? found / positives : 1, steps[i].Score));
        }

        return points;
    }
}
