namespace Descent.Data;

/// <summary>Finds the rows that can be used for training and evaluation, and reports how many are left out.</summary>
internal static class CountedRows
{
    /// <summary>All rows of a table.</summary>
    public static int[] All(Table table) => [.. Enumerable.Range(0, table.Rows)];

    /// <summary>The rows with a value in every target.</summary>
    public static int[] WithTargets(Table table, ReadOnlySpan<int> rows, (int Column, bool WordsAreMissing)[] targets, ICollection<Notice>? notices)
    {
        List<int> kept = new(rows.Length);
        foreach (int row in rows)
        {
            if (targets.All(target => !table.IsMissing(row, target.Column)
                && (!target.WordsAreMissing || NumberReader.IsNumber(table, table.Bytes(row, target.Column)))))
            {
                kept.Add(row);
            }
        }

        if (kept.Count < rows.Length)
        {
            notices?.Add(Notice.Warning($"{Amount.Part(rows.Length - kept.Count, rows.Length, "row", targets.Length == 1 ? "has no target and is" : "lacks one of the targets and is", targets.Length == 1 ? "have no target and are" : "lack one of the targets and are")} left out.", Remedy.FromAdvice("fill the target")));
        }

        return [.. kept];
    }

    /// <summary>The rows with a weight above 0. A row with weight 0 must not affect anything, such as a mean, a list of labels or a
    /// split.</summary>
    public static int[] WithWeight(Table table, int[] rows, ColumnSchema weight, ICollection<Notice>? notices)
    {
        double[] weights = rows.Length == 0 ? [] : RowWeights.Read(table, weight, rows);
        int[] kept = [.. rows.Where((_, i) => weights[i] > 0)];
        if (kept.Length < rows.Length)
        {
            notices?.Add(Notice.Information($"{Amount.Part(rows.Length - kept.Length, rows.Length, "row", "has a weight of 0 and is", "have a weight of 0 and are")} left out."));
        }

        return kept;
    }
}
