namespace Descent.Metrics;

/// <summary>The rows of one column in order of their scores, rows of equal score taken together: what the curves of ranking metrics are made of.</summary>
internal static class RankedScores
{
    /// <summary>Weight of the "yes" rows and of the "no" rows for each score that occurs, the lowest score first; rows without weight are left out.</summary>
    public static List<(double Positives, double Negatives)> Of(in Outcome outcome, int column)
    {
        double[] scores = new double[outcome.Rows];
        int[] order = new int[outcome.Rows];
        for (int row = 0; row < scores.Length; row++)
        {
            scores[row] = outcome.Outputs.Span[(row * outcome.Columns) + column];
            order[row] = row;
        }

        Array.Sort(scores, order);
        List<(double Positives, double Negatives)> steps = [];
        for (int start = 0, end; start < order.Length; start = end)
        {
            double positives = 0, negatives = 0;
            for (end = start; end < order.Length && scores[end] == scores[start]; end++)
            {
                bool positive = IsPositive(outcome, order[end], column);
                positives += positive ? outcome.Weight(order[end]) : 0;
                negatives += positive ? 0 : outcome.Weight(order[end]);
            }

            if (positives + negatives > 0)
            {
                steps.Add((positives, negatives));
            }
        }

        return steps;
    }

    private static bool IsPositive(in Outcome outcome, int row, int column) => outcome.Form == OutcomeForm.Multiclass
        ? Decisions.Actual(outcome, row) == column
        : Decisions.IsPositive(outcome.Targets.Span[(row * outcome.Columns) + column]) == 1;
}
