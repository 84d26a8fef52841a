namespace Descent;

/// <summary>What precision, recall and F1 of one class are made of.</summary>
/// <param name="Hits">Σ w of the rows that are of the class and were taken for it (true positives).</param>
/// <param name="Predicted">Σ w of the rows that were taken for the class.</param>
/// <param name="Actual">Σ w of the rows that are of the class.</param>
internal readonly record struct ClassCounts(double Hits, double Predicted, double Actual)
{
    public static ClassCounts operator +(ClassCounts a, ClassCounts b) => new(a.Hits + b.Hits, a.Predicted + b.Predicted, a.Actual + b.Actual);

    /// <summary>One per class; of a multilabel outcome one per column, for its "yes".</summary>
    public static ClassCounts[] Of(in Outcome outcome, double threshold)
    {
        if (outcome.Form == OutcomeForm.Multilabel)
        {
            return [.. ConfusionMatrix.PerOutput(outcome, threshold).Select(m => Of(m, 1))];
        }

        ConfusionMatrix matrix = ConfusionMatrix.Of(outcome, threshold);
        return [.. Enumerable.Range(0, matrix.Classes).Select(c => Of(matrix, c))];
    }

    private static ClassCounts Of(ConfusionMatrix matrix, int c) => new(matrix[c, c], matrix.Predicted(c), matrix.Actual(c));
}
