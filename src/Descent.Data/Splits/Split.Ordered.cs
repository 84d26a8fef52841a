namespace Descent.Data;

/// <content>Splits in temporal order.</content>
public sealed partial class Split
{
    /// <summary>Splits rows by order, without randomness: the last rows are the test part, those before them the validation part, and
    /// the first are the training part.</summary>
    /// <param name="rows">The rows to split.</param>
    /// <param name="order">The position of each of these rows in the order (see
    /// <see cref="RowOrder.Of(Table, string, ReadOnlySpan{int})"/>); equal ones keep the order of the table.</param>
    /// <param name="test">The fraction of test rows, 0 ≤ test &lt; 1.</param>
    /// <param name="validation">The fraction of validation rows, 0 ≤ validation &lt; 1 − test.</param>
    /// <returns>The parts.</returns>
    /// <exception cref="DataException">If there are too few rows for the fractions.</exception>
    public static Split Ordered(ReadOnlySpan<int> rows, ReadOnlySpan<double> order, double test = 0.2, double validation = 0)
    {
        (int[] train, int[] valid, int[] last) = Cut(rows.Length, order, test, validation);
        return Make(rows, train, valid, last, []);
    }

    private static Split Ordered(Table table, Schema schema, ReadOnlySpan<int> rows, string orderBy, double test, double validation)
    {
        double[] order = RowOrder.Of(table, schema, orderBy, rows);
        (int[] train, int[] valid, int[] last) = Cut(rows.Length, order, test, validation);
        int column = table.RequireColumn(orderBy);
        int[] own = rows.ToArray();
        string[] parts = [Words(train, "trained on"), Words(valid, "validation"), Words(last, "test")];
        return Make(rows, train, valid, last, [Notice.Information($"Rows are split in the order of \"{orderBy}\": {string.Join(", ", parts.Where(part => part.Length > 0))}."),
            .. RowOrder.Doubts(schema, orderBy), .. RowOrder.Ties(table, orderBy, rows, order, [.. ((int[][])[train, valid, last]).Where(part => part.Length > 0)])]);

        string Words(int[] places, string part) => places.Length == 0 ? "" : $"{places.Length} {part} ({table[own[places[0]], column]} … {table[own[places[^1]], column]})";
    }

    private static (int[] Train, int[] Validation, int[] Test) Cut(int rows, ReadOnlySpan<double> order, double test, double validation)
    {
        (int testCount, int validationCount) = Counts(rows, test, validation);
        int[] sorted = RowOrder.Sorted(rows, order);
        int trainCount = rows - testCount - validationCount;
        return (sorted[..trainCount], sorted[trainCount..(trainCount + validationCount)], sorted[(trainCount + validationCount)..]);
    }
}
