namespace Descent.Data;

/// <content>Folds in temporal order.</content>
public static partial class KFold
{
    /// <summary>
    /// Creates folds that train on the past and are tested on the future: of n rows in order, the last k·⌊n / (k + 1)⌋ are divided into
    /// k test parts of ⌊n / (k + 1)⌋ rows, and each fold trains on all rows before its own, as with scikit-learn's
    /// <c>TimeSeriesSplit</c>.
    /// </summary>
    /// <remarks>The first rows are never tested, and the first fold has the fewest training rows.</remarks>
    /// <param name="rows">The rows.</param>
    /// <param name="order">The position of each of these rows in the order (see
    /// <see cref="RowOrder.Of(Table, string, ReadOnlySpan{int})"/>); equal ones keep the order of the table.</param>
    /// <param name="folds">The number of folds k, from 2 to the number of rows − 1.</param>
    /// <returns>One split per fold, without validation rows.</returns>
    /// <exception cref="DataException">If there are fewer rows than folds + 1.</exception>
    public static Split[] Forward(ReadOnlySpan<int> rows, ReadOnlySpan<double> order, int folds = 5)
    {
        Require(rows.Length - 1, folds, "later row");
        int[] sorted = RowOrder.Sorted(rows.Length, order);
        int size = sorted.Length / (folds + 1), first = sorted.Length - (folds * size);
        Split[] splits = new Split[folds];
        for (int fold = 0; fold < folds; fold++)
        {
            int start = first + (fold * size);
            splits[fold] = Split.Make(rows, sorted[..start], [], sorted[start..(start + size)], [Notice.Information($"Every fold trains on the rows before its test rows: the first {first} of {sorted.Length} rows are used only for training, and each fold tests {size}.")]);
        }

        return splits;
    }

    private static Split[] InOrder(Table table, Schema schema, int[] rows, string orderBy, int folds)
    {
        double[] order = RowOrder.OfAll(table, schema, orderBy, rows);
        Split[] splits = Forward(rows, order, folds);
        Notice[] doubts = [.. RowOrder.Doubts(schema, orderBy)];
        Dictionary<int, int> places = rows.Index().ToDictionary(row => row.Item, row => row.Index);
        return [.. splits.Select(split => split.With([.. split.Notices, .. doubts, .. RowOrder.Ties(table, orderBy, rows, order, Sorted(split.Train), Sorted(split.Test))]))];

        int[] Sorted(int[] part) => [.. part.Select(row => places[row]).OrderBy(place => order[place])];
    }
}
