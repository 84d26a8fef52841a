namespace Descent;

/// <summary>The counts from which precision, recall and F1 of one class are computed.</summary>
/// <param name="Hits">Σ w of the rows that belong to the class and were predicted as the class (true positives).</param>
/// <param name="Predicted">Σ w of the rows that were predicted as the class.</param>
/// <param name="Actual">Σ w of the rows that belong to the class.</param>
internal readonly record struct ClassCounts(double Hits, double Predicted, double Actual)
{
    public static ClassCounts operator +(ClassCounts a, ClassCounts b) => new(a.Hits + b.Hits, a.Predicted + b.Predicted, a.Actual + b.Actual);

    /// <summary>Computes the counts of each class or, for a multilabel outcome, of the "yes" of each column.</summary>
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
