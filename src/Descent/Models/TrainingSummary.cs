using Descent.Data;

namespace Descent;

/// <summary>What a model remembers of the answers in its training rows: enough for the guesses that it must beat.</summary>
/// <param name="Targets">One per target column.</param>
public sealed record TrainingSummary(IReadOnlyList<TargetSummary> Targets)
{
    /// <summary>Hashes of the training rows; null if the model keeps none.</summary>
    public RowFingerprints? Rows { get; init; }

    /// <summary>Sums up training rows.</summary>
    /// <param name="preprocessor">What made numbers of them.</param>
    /// <param name="rows">The rows.</param>
    /// <param name="numbers">Their targets in their own units; none of labels.</param>
    /// <param name="levels">The levels of the quantiles to remember of them; null for none.</param>
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
    /// Halfway between the least value that at least the share of the weight does not exceed and the least that more than it does not exceed: of half of equal weights the middle, or the mean of the two middle ones.
    /// Every number between the two has the least quantile loss.
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

/// <summary>What a model remembers of one target column.</summary>
/// <param name="Counts">Training rows of each label, or their weights; none for numbers.</param>
/// <param name="Mean">Of numbers: their mean; otherwise 0.</param>
/// <param name="Median">Of numbers: the middle one, or the mean of the two middle ones; otherwise 0.</param>
public sealed record TargetSummary(IReadOnlyList<double> Counts, double Mean, double Median)
{
    /// <summary>Of numbers whose quantiles are predicted: their own, one per level; otherwise null.</summary>
    public IReadOnlyList<double>? Quantiles { get; init; }
}
