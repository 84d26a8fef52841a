namespace Descent.Metrics;

/// <summary>The rows of one column in order of their scores, rows of equal score taken together: what the curves of ranking metrics are made of.</summary>
internal static class RankedScores
{
    /// <summary>Weight of the "yes" rows and of the "no" rows for each score that occurs, the lowest score first; rows without weight are left out.</summary>
    /// <param name="outcome">Targets, outputs and row weights.</param>
    /// <param name="column">Whose scores.</param>
    /// <param name="classes">The class of every row as <see cref="ClassesOf"/> gives it, found once for all columns.</param>
    public static List<Step> Of(in Outcome outcome, int column, int[]? classes)
    {
        double[] scores = new double[outcome.Rows];
        int[] order = new int[outcome.Rows];
        ReadOnlySpan<double> outputs = outcome.Outputs.Span;
        for (int row = 0; row < scores.Length; row++)
        {
            scores[row] = outputs[(row * outcome.Columns) + column];
            order[row] = row;
        }

        Array.Sort(scores, order);
        List<Step> steps = [];
        for (int start = 0, end; start < order.Length; start = end)
        {
            double positives = 0, negatives = 0;
            for (end = start; end < order.Length && scores[end] == scores[start]; end++)
            {
                bool positive = IsPositive(outcome, order[end], column, classes);
                positives += positive ? outcome.Weight(order[end]) : 0;
                negatives += positive ? 0 : outcome.Weight(order[end]);
            }

            if (positives + negatives > 0)
            {
                steps.Add(new Step(scores[start], positives, negatives));
            }
        }

        return steps;
    }

    /// <summary>The same for one column alone, checked; nothing where there is nothing to judge.</summary>
    public static List<Step> ForCurve(in Outcome outcome, int column)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(column);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(column, outcome.Columns);
        return outcome.Form is OutcomeForm.Regression or OutcomeForm.Counts
            ? throw new ArgumentException("A regression has no curve over thresholds; only outcomes with classes have.", nameof(outcome))
            : outcome.IsUsable ? Of(outcome, column, ClassesOf(outcome)) : [];
    }

    /// <summary>The class of every row of a multiclass outcome; nothing for other forms, whose columns say it themselves.</summary>
    public static int[]? ClassesOf(in Outcome outcome) => outcome.Form == OutcomeForm.Multiclass ? Decisions.Actual(outcome) : null;

    private static bool IsPositive(in Outcome outcome, int row, int column, int[]? classes) => classes is not null
        ? classes[row] == column
        : Decisions.IsPositive(outcome.Targets.Span[(row * outcome.Columns) + column]) == 1;

    /// <summary>The rows of one score.</summary>
    /// <param name="Score">The score.</param>
    /// <param name="Positives">Weight of the "yes" rows.</param>
    /// <param name="Negatives">Weight of the "no" rows.</param>
    public readonly record struct Step(double Score, double Positives, double Negatives);
}
