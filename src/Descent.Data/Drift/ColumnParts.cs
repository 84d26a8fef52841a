namespace Descent.Data;

/// <summary>Divides the values of a column into the parts of its <see cref="ColumnDistribution"/>.</summary>
internal sealed class ColumnParts(ColumnEncoder encoder, double[] edges)
{
    /// <summary>Returned instead of a part.</summary>
    public const int Missing = -1, Unseen = -2;

    /// <summary>The number of parts.</summary>
    public int Count { get; } = CountOf(encoder, edges.Length);

    public static int CountOf(ColumnEncoder encoder, int edges) => encoder is CategoricalEncoder categories ? categories.Places : edges + 1;

    /// <summary>The part of a cell, or <see cref="Missing"/>, or <see cref="Unseen"/> for a category that did not occur in training.</summary>
    /// <param name="table">A table, read with the missing words of the model.</param>
    /// <param name="row">The row.</param>
    /// <param name="column">The column of the encoder in the table.</param>
    /// <param name="isOutside">Whether it is a number or date outside the range of the training rows.</param>
    public int Of(Table table, int row, int column, out bool isOutside)
    {
        isOutside = false;
        switch (encoder)
        {
            case CategoricalEncoder categories:
                ReadOnlySpan<byte> cell = table.Bytes(row, column);
                return table.IsMissing(cell, column) ? Missing : categories.Place(cell, table) is >= 0 and var place ? place : Unseen;
            case NumericEncoder or DateEncoder:
                double value = encoder.Number(table, row, column);
                if (double.IsNaN(value))
                {
                    return Missing;
                }

                (double minimum, double maximum) = encoder is NumericEncoder numeric ? (numeric.Minimum, numeric.Maximum) : (DateEncoder.Days(((DateEncoder)encoder).Reference), DateEncoder.Days(((DateEncoder)encoder).Latest));
                isOutside = value < minimum || value > maximum;
                int found = Array.BinarySearch(edges, value);
                return found >= 0 ? found + 1 : ~found;
            default:
                return table.IsMissing(row, column) ? Missing : 0;
        }
    }
}
