using System.Numerics.Tensors;

namespace Descent;

/// <summary>Converts probabilities to predictions, in one place so that all metrics use the same rules.</summary>
internal static class Decisions
{
    /// <summary>Returns 1 ("yes") if a probability is above the threshold, not if it is equal, as in Keras and scikit-learn's classifiers.</summary>
    public static int IsAbove(double probability, double threshold) => probability > threshold ? 1 : 0;

    /// <summary>Returns 1 if a target is "yes", which includes soft targets of at least one half; NaN (neither "yes" nor "no") is not.</summary>
    public static int IsPositive(double target) => target >= 0.5 ? 1 : 0;

    /// <summary>Returns 0 for "no", 1 for "yes", and 2 for NaN, which is neither and never predicted.</summary>
    public static int Answer(double target) => double.IsNaN(target) ? 2 : IsPositive(target);

    /// <summary>Gets the actual class of each row of a binary or multiclass outcome; one past the last class for a class that the model does not have.</summary>
    public static int[] Actual(in Outcome outcome)
    {
        int[] actual = new int[outcome.Rows];
        for (int row = 0; row < actual.Length; row++)
        {
            actual[row] = Actual(outcome, row);
        }

        return actual;
    }

    /// <summary>Gets the actual class of a binary or multiclass row; one past the last class for a class that the model does not have.</summary>
    public static int Actual(in Outcome outcome, int row)
    {
        if (outcome.Form == OutcomeForm.Binary)
        {
            return Answer(outcome.Targets.Span[row]);
        }

        int greatest = Greatest(outcome.Targets, outcome.Columns, row);
        return outcome.Targets.Span[(row * outcome.Columns) + greatest] > 0 ? greatest : outcome.Columns;
    }

    /// <summary>Gets the class that the network predicts for a binary or multiclass row.</summary>
    public static int Predicted(in Outcome outcome, int row, double threshold) =>
        outcome.Form == OutcomeForm.Binary ? IsAbove(outcome.Outputs.Span[row], threshold) : Greatest(outcome.Outputs, outcome.Columns, row);

    public static double CheckedThreshold(double threshold) =>
        threshold is >= 0 and <= 1 ? threshold : throw new ArgumentOutOfRangeException(nameof(threshold), threshold, "Threshold must be from 0 to 1.");

    private static int Greatest(ReadOnlyMemory<double> values, int columns, int row) =>
        TensorPrimitives.IndexOfMax(values.Span.Slice(row * columns, columns));
}
