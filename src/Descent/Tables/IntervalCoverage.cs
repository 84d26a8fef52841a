namespace Descent;

/// <summary>The fraction of target values that lie inside their prediction intervals.</summary>
/// <param name="Level">The level of the intervals.</param>
/// <param name="Fraction">The fraction of the values, over all targets, that lie inside.</param>
/// <param name="Answers">The number of values.</param>
/// <param name="MeanWidths">The mean width of the intervals of each target, in its unit.</param>
public sealed record IntervalCoverage(double Level, double Fraction, int Answers, IReadOnlyList<double> MeanWidths)
{
    /// <summary>Measures the coverage; null if there are no intervals of this level.</summary>
    internal static IntervalCoverage? Of(PredictionIntervals? intervals, in Outcome outcome, double level = 0.9)
    {
        if (intervals is null || level > intervals.MostLevel)
        {
            return null;
        }

        int inside = 0;
        int columns = outcome.Columns, rows = outcome.Rows;
        double[] widths = new double[columns];
        for (int i = 0; i < outcome.Outputs.Length; i++)
        {
            (double lower, double upper) = intervals.Around(outcome.Outputs.Span[i], level, i % outcome.Columns);
            inside += lower <= outcome.Targets.Span[i] && outcome.Targets.Span[i] <= upper ? 1 : 0;
            widths[i % outcome.Columns] += upper - lower;
        }

        return new IntervalCoverage(level, (double)inside / outcome.Outputs.Length, outcome.Outputs.Length, [.. widths.Select(width => width / rows)]);
    }
}
