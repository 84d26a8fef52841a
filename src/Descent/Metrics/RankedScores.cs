namespace Descent;

/// <summary>The rows of one column in order of their scores, with rows of equal score combined; the ranking metrics and their curves are computed from it.</summary>
internal static class RankedScores
{
    /// <summary>Computes an area for every column, and their unweighted mean.</summary>
    /// <param name="outcome">Targets, outputs and row weights.</param>
    /// <param name="area">The area, from the steps of <see cref="Of(in Outcome, int, int[])"/>.</param>
    public static double Mean(in Outcome outcome, Func<List<Step>, double> area)
    {
        double sum = 0;
        int[]? classes = ClassesOf(outcome);
        for (int column = 0; column < outcome.Columns; column++)
        {
            sum += area(Of(outcome, column, classes));
        }

        return sum / outcome.Columns;
    }

    /// <summary>
    /// The weights of the "yes" rows and of the "no" rows from the highest score to the lowest, as needed for the areas under the curves:
    /// "no" rows between two neighboring scores of "yes" rows are one step. With many classes, each has few rows, so
    /// this costs rows × classes × log (rows per class), a small part of the cost of sorting all rows for every class.
    /// </summary>
    /// <param name="outcome">Targets, outputs and row weights.</param>
    /// <param name="column">The column of the scores.</param>
    /// <param name="classes">The class of every row, from <see cref="ClassesOf"/>, computed once for all columns.</param>
    public static List<Step> Of(in Outcome outcome, int column, int[]? classes) => Of(outcome, column, classes, onlyPositives: true);

    // Steps without weight are left out.
    private static List<Step> Of(in Outcome outcome, int column, int[]? classes, bool onlyPositives)
    {
        ReadOnlySpan<double> outputs = outcome.Outputs.Span, weights = outcome.Weights.Span;
        int columns = outcome.Columns, count = 0;
        bool[] positive = Positives(outcome, column, classes);
        double[] marks = new double[positive.Length];
        for (int row = 0; row < positive.Length; row++)
        {
            if (positive[row] || !onlyPositives)
            {
                marks[count++] = outputs[(row * columns) + column];
            }
        }

        Array.Sort(marks, 0, count);
        Span<double> distinct = marks.AsSpan(0, Distinct(marks.AsSpan(0, count)));

        // Bin 2i + 1 holds the rows whose score is mark i, and bin 2i those between marks i - 1 and i.
        (double Positives, double Negatives)[] bins = new (double, double)[(2 * distinct.Length) + 1];
        for (int row = 0; row < positive.Length; row++)
        {
            int place = distinct.BinarySearch(outputs[(row * columns) + column]);
            ref (double Positives, double Negatives) bin = ref bins[place < 0 ? 2 * ~place : (2 * place) + 1];
            (positive[row] ? ref bin.Positives : ref bin.Negatives) += weights.IsEmpty ? 1 : weights[row];
        }

        List<Step> steps = [];
        double truePositives = 0, falsePositives = 0;
        for (int bin = bins.Length - 1; bin >= 0; bin--)
        {
            (double positives, double negatives) = bins[bin];
            if (positives + negatives > 0)
            {
                truePositives += positives;
                falsePositives += negatives;
                steps.Add(new Step(bin % 2 == 1 ? distinct[bin / 2] : double.NaN, positives, negatives, truePositives, falsePositives));
            }
        }

        return steps;
    }

    /// <summary>Moves the distinct values of a sorted span to its front, and counts them.</summary>
    private static int Distinct(Span<double> sorted)
    {
        int count = 0;
        foreach (double value in sorted)
        {
            if (count == 0 || value != sorted[count - 1])
            {
                sorted[count++] = value;
            }
        }

        return count;
    }

    /// <summary>A step for every score that occurs in one column, after argument checks; empty if the outcome is not usable.</summary>
    public static List<Step> ForCurve(in Outcome outcome, int column)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(column);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(column, outcome.Columns);
        return outcome.Form is OutcomeForm.Regression or OutcomeForm.Counts
            ? throw new ArgumentException("A regression has no curve over thresholds; only outcomes with classes do.", nameof(outcome))
            : outcome.IsUsable ? Of(outcome, column, ClassesOf(outcome), onlyPositives: false) : [];
    }

    /// <summary>The class of every row of a multiclass outcome; null for other forms, which do not need it.</summary>
    public static int[]? ClassesOf(in Outcome outcome) => outcome.Form == OutcomeForm.Multiclass ? Decisions.Actual(outcome) : null;

    private static bool[] Positives(in Outcome outcome, int column, int[]? classes)
    {
        bool[] positive = new bool[outcome.Rows];
        ReadOnlySpan<double> targets = outcome.Targets.Span;
        for (int row = 0; row < positive.Length; row++)
        {
            positive[row] = classes is null ? Decisions.IsPositive(targets[(row * outcome.Columns) + column]) == 1 : classes[row] == column;
        }

        return positive;
    }

    /// <summary>The rows of one score, or the "no" rows between two scores.</summary>
    /// <param name="Score">The score; NaN between two scores.</param>
    /// <param name="Positives">The weight of the "yes" rows.</param>
    /// <param name="Negatives">The weight of the "no" rows.</param>
    /// <param name="TruePositives">The weight of the "yes" rows with this score or a higher one.</param>
    /// <param name="FalsePositives">The weight of the "no" rows with this score or a higher one.</param>
    public readonly record struct Step(double Score, double Positives, double Negatives, double TruePositives, double FalsePositives);
}
