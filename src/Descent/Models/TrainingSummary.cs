using Descent.Data;

namespace Descent;

/// <summary>The summary of the training targets that a model keeps, from which the baselines are computed.</summary>
/// <param name="Targets">One summary per target column.</param>
public sealed record TrainingSummary(IReadOnlyList<TargetSummary> Targets)
{
    /// <summary>The hashes of the training rows; null if the model does not keep them.</summary>
    public RowFingerprints? Rows { get; init; }

    /// <summary>The distribution of each feature in the training rows, to detect later changes; null if the model was saved without
    /// it.</summary>
    public IReadOnlyList<ColumnDistribution>? Features { get; init; }

    /// <summary>Summarizes training rows.</summary>
    /// <param name="preprocessor">The preprocessor of the rows.</param>
    /// <param name="rows">The rows.</param>
    /// <param name="numbers">Their targets in their own units; empty for labels.</param>
    /// <param name="levels">The levels of the quantiles to keep; null for none.</param>
    internal static TrainingSummary Of(Preprocessor preprocessor, Dataset<float> rows, double[] numbers, IReadOnlyList<double>? levels = null)
    {
        double[] values = numbers.Length > 0 ? numbers : preprocessor.UnscaleTargets(rows.Targets.Span);
        int columns = rows.TargetColumns;
        if (preprocessor.Task is TaskKind.Regression or TaskKind.Counts)
        {
            return new([.. Enumerable.Range(0, columns).Select(column =>
            {
                (double Value, double Weight)[] ordered = [.. Enumerable.Range(0, rows.Rows).Select(row => (Value: values[(row * columns) + column], Weight: WeightOf(rows, row))).Where(value => value.Weight > 0).OrderBy(value => value.Value)];
                return new TargetSummary([], Mean(values, column, columns, rows), Quantile(ordered, 0.5)) { Quantiles = levels?.Select(level => Quantile(ordered, level)).ToArray() };
            })]);
        }

        double[] counts = new double[columns];
        double total = Enumerable.Range(0, rows.Rows).Sum(row => WeightOf(rows, row));
        for (int i = 0; i < values.Length; i++)
        {
            counts[i % columns] += values[i] * WeightOf(rows, i / columns);
        }

        return preprocessor.Task == TaskKind.Multiclass
            ? new([new TargetSummary(counts, 0, 0)])
            : new([.. counts.Select(yes => new TargetSummary([Math.Max(0, total - yes), yes], 0, 0))]);
    }

    private static double WeightOf(Dataset<float> rows, int row) => rows.IsWeighted ? rows.Weights.Span[row] : 1;

    private static double Mean(double[] values, int column, int columns, Dataset<float> rows)
    {
        double mean = 0, weights = 0;
        for (int row = 0; row < rows.Rows; row++)
        {
            double weight = WeightOf(rows, row);
            weights += weight;
            mean += weight > 0 ? weight / weights * (values[(row * columns) + column] - mean) : 0;
        }

        return mean;
    }

    /// <summary>
    /// Computes the quantile as the midpoint between two values: the smallest one at which the cumulative weight reaches the share, and the smallest one at which it exceeds the share. For level ½ and equal weights
    /// this is the usual median. Every number between the two has the smallest quantile loss.
    /// </summary>
    private static double Quantile((double Value, double Weight)[] ordered, double level)
    {
        double share = ordered.Sum(value => value.Weight) * level, below = 0, lower = double.NaN;
        foreach ((double value, double weight) in ordered)
        {
            below += weight;
            lower = double.IsNaN(lower) && below >= share ? value : lower;
            if (below > share)
            {
                return (lower / 2) + (value / 2);
            }
        }

        return lower;
    }
}

/// <summary>The summary of one target column.</summary>
/// <param name="Counts">The number or total weight of the training rows of each label; empty for numbers.</param>
/// <param name="Mean">The mean of numbers; 0 for labels.</param>
/// <param name="Median">The median of numbers; 0 for labels.</param>
public sealed record TargetSummary(IReadOnlyList<double> Counts, double Mean, double Median)
{
    /// <summary>The quantiles of numbers, one per level, if quantiles are predicted; otherwise null.</summary>
    public IReadOnlyList<double>? Quantiles { get; init; }
}
