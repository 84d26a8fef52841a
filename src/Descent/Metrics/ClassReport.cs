namespace Descent;

/// <summary>How well one class is distinguished from the others (a row of scikit-learn's <c>classification_report</c>).</summary>
/// <param name="Label">The class.</param>
/// <param name="Precision">The fraction of the rows predicted as the class that belong to it; 0 if no row is predicted as the class.</param>
/// <param name="Recall">The fraction of the rows of the class that were predicted as the class; 0 if it has no rows.</param>
/// <param name="F1">2·hits / (predicted + rows); 0 if both are 0.</param>
/// <param name="Rows">The weight (or number) of its rows.</param>
/// <param name="Predicted">The weight (or number) of the rows that were predicted as the class.</param>
public sealed record ClassReport(string Label, double Precision, double Recall, double F1, double Rows, double Predicted)
{
    /// <summary>Computes one report per class of a confusion matrix.</summary>
    /// <param name="confusion">The matrix.</param>
    /// <param name="labels">One name per class.</param>
    /// <returns>The reports, in the order of the classes.</returns>
    /// <exception cref="ArgumentException">If there is not one name per class.</exception>
    public static IReadOnlyList<ClassReport> Of(ConfusionMatrix confusion, IReadOnlyList<string> labels)
    {
        ArgumentNullException.ThrowIfNull(confusion);
        ArgumentNullException.ThrowIfNull(labels);
        return labels.Count == confusion.Classes
            ? [.. labels.Select((label, c) => Of(label, new ClassCounts(confusion[c, c], confusion.Predicted(c), confusion.Actual(c))))]
            : throw new ArgumentException($"There are {labels.Count} labels for {confusion.Classes} classes. Give one label per class.", nameof(labels));
    }

    /// <summary>Computes one report per column of a multilabel outcome, for its "yes".</summary>
    /// <param name="outcome">Targets, outputs and row weights.</param>
    /// <param name="outputNames">One name per column.</param>
    /// <param name="threshold">The probability above which a column predicts "yes"; default 0.5.</param>
    /// <returns>The reports, in the order of the columns.</returns>
    /// <exception cref="ArgumentException">If the outcome is not multilabel or has outputs that are not finite, or there is not one name per column.</exception>
    public static IReadOnlyList<ClassReport> Of(in Outcome outcome, IReadOnlyList<string> outputNames, double threshold = 0.5)
    {
        ArgumentNullException.ThrowIfNull(outputNames);
        IReadOnlyList<ConfusionMatrix> matrices = ConfusionMatrix.PerOutput(outcome, threshold);
        return outputNames.Count == matrices.Count
            ? [.. outputNames.Zip(matrices, (name, m) => Of(name, new ClassCounts(m[1, 1], m.Predicted(1), m.Actual(1))))]
            : throw new ArgumentException($"There are {outputNames.Count} names for {matrices.Count} columns. Give one name per column.", nameof(outputNames));
    }

    internal static ClassReport Of(string label, ClassCounts counts) => new(
        label, new Precision().OfClass(counts), new Recall().OfClass(counts), new F1().OfClass(counts), counts.Actual, counts.Predicted);
}
