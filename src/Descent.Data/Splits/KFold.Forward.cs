namespace Descent.Data;

/// <content>Folds in the order of time.</content>
public static partial class KFold
{
    /// <summary>
    /// Folds that learn from the past and are judged by the future: of n rows in order, the last k·⌊n / (k + 1)⌋ are cut into k test
    /// parts of ⌊n / (k + 1)⌋ rows, and each fold trains on all rows before its own; as scikit-learn's <c>TimeSeriesSplit</c>.
    /// </summary>
    /// <remarks>The first rows are never judged, and the first fold has the fewest rows to learn from.</remarks>
    /// <param name="rows">The rows.</param>
    /// <param name="order">Where each of these rows stands (see <see cref="RowOrder.Of(Table, string, ReadOnlySpan{int})"/>); equal ones stay in the order of the table.</param>
    /// <param name="folds">Number of folds k, from 2 to the number of rows − 1.</param>
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
            splits[fold] = Split.Make(rows, sorted[..start], [], sorted[start..(start + size)], [Notice.Information($"Every fold trains on the rows before those that it judges: the first {first} of {sorted.Length} rows are only trained on, and each fold judges {size}.")]);
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
