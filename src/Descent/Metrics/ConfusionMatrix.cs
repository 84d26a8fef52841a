using System.Globalization;
using System.Text;

namespace Descent;

/// <summary>A confusion matrix: C[i, j] = Σ w over the rows of actual class i and predicted class j.</summary>
/// <remarks>
/// The same as scikit-learn's <c>confusion_matrix</c>. A binary outcome has the classes 0 ("no") and 1 ("yes"). If rows belong to a class
/// that the model does not have (see <see cref="OutcomeForm"/>), there is one additional class, the last, which is never predicted.
/// </remarks>
public sealed class ConfusionMatrix
{
    private readonly double[,] counts;

    private ConfusionMatrix(int classes) => counts = new double[classes, classes];

    /// <summary>The number of classes.</summary>
    public int Classes => counts.GetLength(0);

    /// <summary>The weight of all rows; their number if they have no weights.</summary>
    public double Total => Enumerable.Range(0, Classes).Sum(Actual);

    /// <summary>The weight of the correctly predicted rows, which are on the diagonal.</summary>
    public double Correct => Enumerable.Range(0, Classes).Sum(c => counts[c, c]);

    /// <summary>Gets the weight (or number) of the rows of class <paramref name="actual"/> that were predicted as <paramref name="predicted"/>.</summary>
    /// <param name="actual">The class of the target.</param>
    /// <param name="predicted">The class that the network predicts.</param>
    /// <returns>The weight.</returns>
    public double this[int actual, int predicted] => counts[actual, predicted];

    /// <summary>Computes the matrix of a binary or multiclass outcome.</summary>
    /// <param name="outcome">Targets, outputs and row weights.</param>
    /// <param name="threshold">The probability above which a sigmoid column predicts "yes"; softmax columns do not use it.</param>
    /// <returns>2 × 2 or classes × classes counts.</returns>
    /// <exception cref="ArgumentException">If the outcome has another form or an output that is not finite, or the threshold is not between 0 and 1.</exception>
    public static ConfusionMatrix Of(in Outcome outcome, double threshold = 0.5)
    {
        RequireDecidable(outcome, threshold);
        if (outcome.Form is not (OutcomeForm.Binary or OutcomeForm.Multiclass))
        {
            throw new ArgumentException($"A {outcome.Form} outcome has no single confusion matrix; {nameof(PerOutput)} gives one per column of a multilabel outcome.", nameof(outcome));
        }

        int[] actual = Decisions.Actual(outcome);
        int known = outcome.Form == OutcomeForm.Binary ? 2 : outcome.Columns;
        ConfusionMatrix matrix = new(actual.Contains(known) ? known + 1 : known);
        for (int row = 0; row < outcome.Rows; row++)
        {
            matrix.counts[actual[row], Decisions.Predicted(outcome, row, threshold)] += outcome.Weight(row);
        }

        return matrix;
    }

    /// <summary>Computes one 2 × 2 matrix for each column of a multilabel outcome.</summary>
    /// <param name="outcome">Targets, outputs and row weights.</param>
    /// <param name="threshold">The probability above which a column predicts "yes".</param>
    /// <returns>One matrix per column.</returns>
    /// <exception cref="ArgumentException">If the outcome has another form or an output that is not finite, or the threshold is not between 0 and 1.</exception>
    public static IReadOnlyList<ConfusionMatrix> PerOutput(in Outcome outcome, double threshold = 0.5)
    {
        RequireDecidable(outcome, threshold);
        if (outcome.Form != OutcomeForm.Multilabel)
        {
            throw new ArgumentException($"Only a multilabel outcome has a confusion matrix per column; for a {outcome.Form} outcome use {nameof(Of)} if it has classes.", nameof(outcome));
        }

        ConfusionMatrix[] matrices = new ConfusionMatrix[outcome.Columns];
        ReadOnlySpan<double> targets = outcome.Targets.Span, outputs = outcome.Outputs.Span;
        for (int column = 0; column < outcome.Columns; column++)
        {
            bool hasOthers = false;
            for (int i = column; i < targets.Length && !hasOthers; i += outcome.Columns)
            {
                hasOthers = double.IsNaN(targets[i]);
            }

            matrices[column] = new(hasOthers ? 3 : 2);
            for (int row = 0, i = column; row < outcome.Rows; row++, i += outcome.Columns)
            {
                matrices[column].counts[Decisions.Answer(targets[i]), Decisions.IsAbove(outputs[i], threshold)] += outcome.Weight(row);
            }
        }

        return matrices;
    }

    /// <summary>The same, but an empty list if the outcome is not usable.</summary>
    internal static IReadOnlyList<ConfusionMatrix> PerOutputOrNone(in Outcome outcome, double threshold) => outcome.IsUsable ? PerOutput(outcome, threshold) : [];

    /// <summary>Computes the weight of all rows of a class.</summary>
    /// <param name="actual">The class.</param>
    /// <returns>Σⱼ C[actual, j].</returns>
    public double Actual(int actual) => Enumerable.Range(0, Classes).Sum(predicted => counts[actual, predicted]);

    /// <summary>Computes the weight of all rows that were predicted as a class.</summary>
    /// <param name="predicted">The class.</param>
    /// <returns>Σᵢ C[i, predicted].</returns>
    public double Predicted(int predicted) => Enumerable.Range(0, Classes).Sum(actual => counts[actual, predicted]);

    /// <summary>The matrix of a binary outcome with "yes" and "no" swapped; a third class remains the last.</summary>
    internal ConfusionMatrix Swapped()
    {
        ConfusionMatrix swapped = new(Classes);
        for (int i = 0; i < Classes; i++)
        {
            for (int j = 0; j < Classes; j++)
            {
                swapped.counts[Place(i), Place(j)] = counts[i, j];
            }
        }

        return swapped;

        static int Place(int c) => c < 2 ? 1 - c : c;
    }

    /// <summary>Writes the counts, one line per actual class, with aligned columns.</summary>
    /// <returns>The table, lines separated by a line feed.</returns>
    public override string ToString()
    {
        string[] cells = [.. counts.Cast<double>().Select(c => c.ToString("0.###", CultureInfo.InvariantCulture))];
        int width = cells.Max(c => c.Length) + 2;
        StringBuilder table = new();
        for (int i = 0; i < cells.Length; i++)
        {
            table.Append(cells[i].PadLeft(i % Classes == 0 ? width - 2 : width)).Append((i + 1) % Classes == 0 && i + 1 < cells.Length ? "\n" : "");
        }

        return table.ToString();
    }

    private static void RequireDecidable(in Outcome outcome, double threshold)
    {
        Decisions.CheckedThreshold(threshold);
        if (!outcome.HasFiniteOutputs)
        {
            throw new ArgumentException("Some outputs are not finite numbers, so they do not determine a class. Check the network that computed them.", nameof(outcome));
        }
    }
}
