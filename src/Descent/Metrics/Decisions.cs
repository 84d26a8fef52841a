using System.Numerics.Tensors;

namespace Descent;

/// <summary>From probabilities to answers, in one place so that all metrics decide alike.</summary>
internal static class Decisions
{
    /// <summary>"Yes" above the threshold, not at it, as Keras and scikit-learn's classifiers decide.</summary>
    public static int IsAbove(double probability, double threshold) => probability > threshold ? 1 : 0;

    /// <summary>Whether a target stands for "yes"; soft targets of one half and above do, NaN (neither "yes" nor "no") does not.</summary>
    public static int IsPositive(double target) => target >= 0.5 ? 1 : 0;

    /// <summary>0 for "no", 1 for "yes", 2 for NaN: an answer that is neither, which nothing predicts.</summary>
    public static int Answer(double target) => double.IsNaN(target) ? 2 : IsPositive(target);

    /// <summary>The class that the target asks for in each row of a binary or multiclass outcome; one past the last for a class that the model lacks.</summary>
    public static int[] Actual(in Outcome outcome)
    {
        int[] actual = new int[outcome.Rows];
        for (int row = 0; row < actual.Length; row++)
        {
            actual[row] = Actual(outcome, row);
        }

        return actual;
    }

    /// <summary>The class that the target asks for in a binary or multiclass row; one past the last for a class that the model lacks.</summary>
    public static int Actual(in Outcome outcome, int row)
    {
        if (outcome.Form == OutcomeForm.Binary)
        {
            return Answer(outcome.Targets.Span[row]);
        }

        int greatest = Greatest(outcome.Targets, outcome.Columns, row);
        return outcome.Targets.Span[(row * outcome.Columns) + greatest] > 0 ? greatest : outcome.Columns;
    }

    /// <summary>The class that the network answers in a binary or multiclass row.</summary>
    public static int Predicted(in Outcome outcome, int row, double threshold) =>
        outcome.Form == OutcomeForm.Binary ? IsAbove(outcome.Outputs.Span[row], threshold) : Greatest(outcome.Outputs, outcome.Columns, row);

    public static double CheckedThreshold(double threshold) =>
        threshold is >= 0 and <= 1 ? threshold : throw new ArgumentOutOfRangeException(nameof(threshold), threshold, "A threshold is a probability from 0 to 1.");

    private static int Greatest(ReadOnlyMemory<double> values, int columns, int row) =>
        TensorPrimitives.IndexOfMax(values.Span.Slice(row * columns, columns));
}
