using Descent.Numerics;

namespace Descent;

/// <summary>Permutes columns and measures the increase of the loss.</summary>
internal sealed class PermutationRounds
{
    private readonly ExplainedRows rows;
    private readonly RowLosses losses;
    private readonly Metric score;
    private readonly ExplanationOptions options;
    private readonly Outcome usual;
    private readonly double[] usualLosses;

    public PermutationRounds(TableModel model, ExplainedRows rows, ExplanationOptions options)
    {
        this.rows = rows;
        this.options = options;
        losses = new RowLosses(model);
        usual = rows.Judge(rows.Inputs());
        usualLosses = losses.Of(usual);
        score = StandardMetrics.For(usual.Form, TableEvaluation.ThresholdOf(model))[0];
    }

    /// <summary>Measures the importance of columns and of groups of columns.</summary>
    public PermutationImportance Measure(IReadOnlyList<string> names, IReadOnlyList<ColumnAssociation> associations)
    {
        int[][] jobs = [.. Enumerable.Range(0, names.Count).Select(column => new[] { column }), .. Association.Groups(associations, names)];
        double usualScore = score.Compute(usual);
        ColumnImportance[] found = new ColumnImportance[jobs.Length];
        Parallel.For(0, jobs.Length, new ParallelOptions { MaxDegreeOfParallelism = options.Threads > 0 ? options.Threads : Environment.ProcessorCount }, job =>
            found[job] = Of([.. jobs[job].Select(column => names[column])], jobs[job], usualScore));
        double loss = Enumerable.Range(0, usual.Rows).Sum(row => usual.Weight(row) * usualLosses[row]) / usual.TotalWeight;
        return new PermutationImportance(losses.Name, loss, StandardMetrics.Key(score), usualScore, rows.Count, options.Repeats, Ordered(found[..names.Count]), Ordered(found[names.Count..]), associations);
    }

    // The sort is stable, so columns of equal importance keep their order in the table.
    private static ColumnImportance[] Ordered(ColumnImportance[] found) => [.. found.OrderByDescending(column => column.LossIncrease)];

    private ColumnImportance Of(string[] names, int[] columns, double usualScore)
    {
        int n = rows.Count;
        double meanWeight = usual.TotalWeight / n;
        double[] suffered = new double[n], caused = new double[n], decreases = new double[options.Repeats];
        float[] inputs = rows.Inputs();
        int[] donors = new int[n];
        for (int repeat = 0; repeat < options.Repeats; repeat++)
        {
            for (int row = 0; row < n; row++)
            {
                donors[row] = row;
            }

            new CounterRandom(options.Seed, Streams.Explanation | ((ulong)(columns[0] + (columns.Length << 20)) << 16) | (uint)repeat).Shuffle(donors.AsSpan());
            for (int row = 0; row < n; row++)
            {
                foreach (int column in columns)
                {
                    rows.Copy(donors[row], inputs.AsSpan(row * rows.Width, rows.Width), rows.Ranges[column]);
                }
            }

            Outcome permuted = rows.Judge(inputs);
            double[] own = losses.Of(permuted);
            for (int row = 0; row < n; row++)
            {
                double increase = usual.Weight(row) / meanWeight * (own[row] - usualLosses[row]);
                suffered[row] += increase;
                caused[donors[row]] += increase;
            }

            double value = score.Compute(permuted);
            decreases[repeat] = score.HigherIsBetter ? usualScore - value : value - usualScore;
        }

        double mean = suffered.Sum() / n / options.Repeats, squares = 0;
        for (int row = 0; row < n; row++)
        {
            double part = ((suffered[row] + caused[row]) / options.Repeats) - (2 * mean);
            squares += part * part;
        }

        (double decrease, double deviation) = Deviation(decreases);
        return new ColumnImportance(names, mean, n > 1 ? Math.Sqrt(squares / ((double)n * (n - 1))) : double.NaN, decrease, deviation);
    }

    /// <summary>Computes the mean and the standard deviation, dividing by the count as NumPy does.</summary>
    private static (double Mean, double Deviation) Deviation(double[] values)
    {
        double mean = values.Average();
        return (mean, Math.Sqrt(values.Sum(value => (value - mean) * (value - mean)) / values.Length));
    }
}
