namespace Descent;

/// <summary>The scores of predicted quantiles.</summary>
/// <param name="Levels">The levels, in ascending order.</param>
/// <param name="Targets">The scores of each target column.</param>
/// <remarks>Rows are weighted. Losses are in the units of the targets.</remarks>
public sealed record QuantileScores(IReadOnlyList<double> Levels, IReadOnlyList<TargetQuantiles> Targets)
{
    /// <summary>The name of the loss among scores.</summary>
    internal const string LossKey = "pinballLoss";

    /// <summary>The mean quantile loss over the levels and targets. For a quantile q of level τ it is <c>τ·(y − q)</c> if y is larger, otherwise <c>(1 − τ)·(q − y)</c>.</summary>
    public double Loss => Targets.Average(target => target.Loss);

    /// <summary>The share of the target values that should lie between the outermost levels; 0 for a single level.</summary>
    public double OuterLevel => Levels[^1] - Levels[0];

    /// <summary>The predicted quantiles in the units of the targets: rows × targets × levels values, row by row. Empty if the same quantiles are predicted for every row.</summary>
    public ReadOnlyMemory<double> Predictions { get; init; }

    /// <summary>Scores quantiles.</summary>
    /// <param name="levels">Their levels.</param>
    /// <param name="outcome">The target values, in their units, and the weights.</param>
    /// <param name="quantiles">Rows × targets × levels values in the same units, or the values of one row for all.</param>
    internal static QuantileScores Of(IReadOnlyList<double> levels, in Outcome outcome, double[] quantiles)
    {
        TargetQuantiles[] targets = new TargetQuantiles[outcome.Columns];
        int count = levels.Count;
        (int Lower, int Upper)[] pairs = QuantileColumns.Pairs(levels);
        for (int target = 0; target < targets.Length; target++)
        {
            double loss = 0;
            double[] below = new double[count], inside = new double[pairs.Length], width = new double[pairs.Length];
            // Summed in the order of the rows, as the shares are, so that the share of all rows is exactly 1.
            double total = 0;
            for (int row = 0; row < outcome.Rows; row++)
            {
                double answer = outcome.Targets.Span[(row * targets.Length) + target], weight = outcome.Weight(row);
                ReadOnlySpan<double> own = quantiles.AsSpan((((row * targets.Length) + target) * count) % quantiles.Length, count);
                for (int level = 0; level < count; level++)
                {
                    double error = answer - own[level];
                    loss += weight * (error > 0 ? levels[level] * error : (levels[level] - 1) * error) / count;
                    below[level] += answer <= own[level] ? weight : 0;
                }

                total += weight;
                foreach ((int i, (int lower, int upper)) in pairs.Index())
                {
                    inside[i] += own[lower] <= answer && answer <= own[upper] ? weight : 0;
                    width[i] += weight * (own[upper] - own[lower]);
                }
            }

            QuantileInterval[] intervals = [.. pairs.Select((pair, i) => new QuantileInterval(levels[pair.Lower], levels[pair.Upper], inside[i] / total, width[i] / total))];
            targets[target] = new TargetQuantiles(loss / total, [.. below.Select(share => share / total)], intervals[0].Inside, intervals[0].MeanWidth) { Intervals = count == 1 ? [] : intervals };
        }

        return new QuantileScores(levels, targets);
    }

    /// <summary>Inserts the loss before other scores and, if there are several targets, the loss of each.</summary>
    internal OrderedDictionary<string, double> Before(OrderedDictionary<string, double> scores, IReadOnlyList<string> names)
    {
        OrderedDictionary<string, double> all = new(StringComparer.Ordinal) { [LossKey] = Loss };
        for (int target = 0; target < names.Count && names.Count > 1; target++)
        {
            all.Add($"{LossKey}[{names[target]}]", Targets[target].Loss);
        }

        foreach ((string name, double value) in scores)
        {
            all.Add(name, value);
        }

        return all;
    }
}

/// <summary>The scores of the predicted quantiles of one target.</summary>
/// <param name="Loss">The mean quantile loss over the levels, in the target's unit.</param>
/// <param name="Below">For each level, the share of the target values that are at most the predicted quantile; for a good model, it is close to the level.</param>
/// <param name="Inside">The share of the target values from the lowest to the highest quantile, both included.</param>
/// <param name="MeanWidth">The mean distance between the lowest and the highest quantile, in the target's unit.</param>
public sealed record TargetQuantiles(double Loss, IReadOnlyList<double> Below, double Inside, double MeanWidth)
{
    /// <summary>The intervals between two levels: first from the lowest to the highest level, then all further pairs of levels τ and 1 − τ from the widest to the narrowest. Empty for a single level.</summary>
    public IReadOnlyList<QuantileInterval> Intervals { get; init; } = [];
}

/// <summary>The interval between two predicted quantiles.</summary>
/// <param name="Lower">The level of the lower quantile.</param>
/// <param name="Upper">The level of the upper quantile; <c>Upper − Lower</c> is the share of the target values that should lie inside.</param>
/// <param name="Inside">The share of the target values from the lower to the upper quantile, both included.</param>
/// <param name="MeanWidth">The mean distance between the two, in the target's unit.</param>
public sealed record QuantileInterval(double Lower, double Upper, double Inside, double MeanWidth)
{
    /// <summary>The share of the target values that should lie inside, <c>Upper − Lower</c>, rounded to 12 digits.</summary>
    public double Level => Math.Round(Upper - Lower, 12);
}
