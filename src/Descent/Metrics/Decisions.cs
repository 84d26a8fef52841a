using System.Numerics.Tensors;

namespace Descent.Metrics;

/// <summary>From probabilities to answers, in one place so that all metrics decide alike.</summary>
internal static class Decisions
{
    /// <summary>"Yes" above the threshold, not at it, as Keras and scikit-learn's classifiers decide.</summary>
    public static int IsAbove(double probability, double threshold) => probability > threshold ? 1 : 0;

    /// <summary>Whether a target stands for "yes"; soft targets of one half and above do.</summary>
    public static int IsPositive(double target) => target >= 0.5 ? 1 : 0;

    /// <summary>The class that the target asks for in a binary or multiclass row.</summary>
    public static int Actual(in Outcome outcome, int row) =>
        outcome.Form == OutcomeForm.Binary ? IsPositive(outcome.Targets.Span[row]) : Greatest(outcome.Targets, outcome.Columns, row);

    /// <summary>The class that the network answers in a binary or multiclass row.</summary>
    public static int Predicted(in Outcome outcome, int row, double threshold) =>
        outcome.Form == OutcomeForm.Binary ? IsAbove(outcome.Outputs.Span[row], threshold) : Greatest(outcome.Outputs, outcome.Columns, row);

    public static double CheckedThreshold(double threshold) =>
        threshold is >= 0 and <= 1 ? threshold : throw new ArgumentOutOfRangeException(nameof(threshold), threshold, "A threshold is a probability from 0 to 1.");

    private static int Greatest(ReadOnlyMemory<double> values, int columns, int row) =>
        TensorPrimitives.IndexOfMax(values.Span.Slice(row * columns, columns));
}
