namespace Descent.Data;

/// <summary>
/// How the values of a feature were distributed in the training rows: numbers and dates by intervals with about equal counts,
/// categories by level.
/// </summary>
/// <param name="Name">The name of the column.</param>
/// <param name="Edges">The limits between the intervals of a number or date in ascending order, dates as days since 1970-01-01: a value
/// v belongs to interval i if exactly i limits are at most v. Empty for other columns.</param>
/// <param name="Counts">The number of training rows in each part: one more than limits for numbers and dates; for a category the levels
/// in the order of the encoding, followed by all rare ones together if there are any; for a column of which only the presence counts,
/// the present ones.</param>
/// <param name="Missing">The number of training rows without a value.</param>
public sealed record ColumnDistribution(string Name, IReadOnlyList<double> Edges, IReadOnlyList<long> Counts, long Missing)
{
    /// <summary>The number of intervals for numbers and dates, as is usual for the population stability index.</summary>
    private const int Intervals = 10;

    /// <summary>The largest number of rows that are counted; more would change the shares by less than what matters.</summary>
    private const int MostRows = 10_000;

    /// <summary>Counts rows of a table, evenly spaced if there are more than 10,000.</summary>
    /// <param name="preprocessor">The preprocessor that was fitted to the rows.</param>
    /// <param name="table">The table.</param>
    /// <param name="rows">The training rows.</param>
    /// <returns>One distribution per feature.</returns>
    /// <exception cref="DataException">If a cell cannot be read.</exception>
    public static IReadOnlyList<ColumnDistribution> Of(Preprocessor preprocessor, Table table, ReadOnlySpan<int> rows)
    {
        ArgumentNullException.ThrowIfNull(preprocessor);
        ArgumentNullException.ThrowIfNull(table);
        int[] counted = new int[Math.Min(rows.Length, MostRows)];
        for (int i = 0; i < counted.Length; i++)
        {
            counted[i] = rows[(int)((long)i * rows.Length / counted.Length)];
        }

        Table read = preprocessor.Schema.Read(table);
        return [.. preprocessor.Encoders.Select(encoder => Of(encoder, read, counted))];
    }

    /// <summary>Whether the distribution can belong to a column; false if a file is damaged.</summary>
    internal bool Fits(ColumnEncoder encoder) => Name == encoder.Name && Missing >= 0 && Counts.All(count => count >= 0)
        && Edges.All(double.IsFinite) && Edges.Zip(Edges.Skip(1)).All(pair => pair.First < pair.Second)
        && Counts.Count == ColumnParts.CountOf(encoder, Edges.Count) && (encoder is NumericEncoder or DateEncoder || Edges.Count == 0);

    private static ColumnDistribution Of(ColumnEncoder encoder, Table table, int[] rows)
    {
        int column = table.RequireColumn(encoder.Name);
        double[] edges = encoder is NumericEncoder or DateEncoder ? EdgesOf([.. rows.Select(row => encoder.Number(table, row, column)).Where(value => !double.IsNaN(value)).Order()]) : [];
        ColumnParts parts = new(encoder, edges);
        long[] counts = new long[parts.Count];
        long missing = 0;
        foreach (int row in rows)
        {
            int part = parts.Of(table, row, column, out _);
            if (part == ColumnParts.Missing)
            {
                missing++;
            }
            else if (part >= 0)
            {
                counts[part]++;
            }
        }

        return new(encoder.Name, edges, counts, missing);
    }

    /// <summary>The deciles, each once and without the smallest value, below which there is nothing.</summary>
    private static double[] EdgesOf(double[] sorted) => sorted.Length == 0 ? []
        : [.. Enumerable.Range(1, Intervals - 1).Select(i => sorted[(int)((long)i * sorted.Length / Intervals)]).Where(edge => edge > sorted[0]).Distinct()];
}
