using Descent.Numerics;

namespace Descent.Tuning;

/// <summary>The values of one parameter in a leaf: an interval of [0, 1], or some of the choices.</summary>
internal readonly record struct Side(double Low, double High, bool[]? Choices)
{
    /// <summary>The fraction of all values.</summary>
    public double Width => Choices is null ? High - Low : (double)Choices.Count(isIn => isIn) / Choices.Length;

    public bool Contains(double value) => Choices is null ? value <= High && (value > Low || Low == 0) : Choices[(int)value];

    /// <summary>The fraction of all values that are in both.</summary>
    public double Overlap(in Side other)
    {
        if (Choices is null)
        {
            return Math.Max(0, Math.Min(High, other.High) - Math.Max(Low, other.Low));
        }

        int both = 0;
        for (int i = 0; i < Choices.Length; i++)
        {
            both += Choices[i] && other.Choices![i] ? 1 : 0;
        }

        return (double)both / Choices.Length;
    }
}

/// <summary>A leaf: the mean of the values of its trials, and its side for every parameter.</summary>
internal sealed record Leaf(double Value, Side[] Sides)
{
    /// <summary>The fraction of the search space.</summary>
    public double Volume { get; } = Sides.Aggregate(1.0, (volume, side) => volume * side.Width);

    public bool Contains(double[] point)
    {
        for (int i = 0; i < Sides.Length; i++)
        {
            if (!Sides[i].Contains(point[i]))
            {
                return false;
            }
        }

        return true;
    }
}

/// <summary>A regression tree by its leaves, which divide the search space. Numbers of a point are in [0, 1]; a choice is its index.</summary>
internal sealed class RegressionTree(IReadOnlyList<Leaf> leaves)
{
    public IReadOnlyList<Leaf> Leaves => leaves;

    public double Predict(double[] point) => leaves.First(leaf => leaf.Contains(point)).Value;

    /// <summary>
    /// Fits a tree by the least squares (CART: Breiman et al., "Classification and regression trees", 1984), until the values of a leaf are
    /// equal. A set of choices is divided in the order of their means, which is optimal (ibid., section 9.4).
    /// </summary>
    /// <param name="choices">The number of choices of each parameter; 0 for a number.</param>
    /// <param name="points">The points.</param>
    /// <param name="values">Their values.</param>
    /// <param name="rows">The points that are used, repeated ones as often.</param>
    /// <param name="random">Decides between splits that are equally good.</param>
    /// <param name="depth">The largest number of splits above a leaf.</param>
    public static RegressionTree Fit(int[] choices, double[][] points, double[] values, int[] rows, CounterRandom random, int depth = 64)
    {
        List<Leaf> leaves = [];
        ulong drawn = 0;
        Grow(rows, [.. choices.Select(count => new Side(0, 1, count == 0 ? null : [.. Enumerable.Repeat(true, count)]))], depth);
        return new RegressionTree(leaves);

        void Grow(int[] inside, Side[] sides, int left)
        {
            if (left > 0 && inside.Any(row => values[row] != values[inside[0]]) && Best(inside) is { } split)
            {
                (Side below, Side above) = Divide(split, inside, sides[split.Parameter]);
                Grow(split.Rows[..split.Count], With(below), left - 1);
                Grow(split.Rows[split.Count..], With(above), left - 1);
            }
            else
            {
                leaves.Add(new Leaf(inside.Average(row => values[row]), sides));
            }

            Side[] With(Side side)
            {
                Side[] changed = [.. sides];
                changed[split!.Parameter] = side;
                return changed;
            }
        }

        Split? Best(int[] inside)
        {
            int[] order = [.. Enumerable.Range(0, choices.Length).OrderBy(_ => random.Bits(drawn++))];
            double total = inside.Sum(row => values[row]), most = double.NegativeInfinity;
            Split? best = null;
            foreach (int parameter in order)
            {
                double[] keys = Keys(inside, parameter);
                int[] sorted = [.. inside];
                Array.Sort(keys, sorted);
                double sum = 0;
                for (int count = 1; count < sorted.Length; count++)
                {
                    sum += values[sorted[count - 1]];
                    double gain = (sum * sum / count) + ((total - sum) * (total - sum) / (sorted.Length - count));
                    if (keys[count] > keys[count - 1] && gain > most)
                    {
                        (most, best) = (gain, new Split(parameter, sorted, count));
                    }
                }
            }

            return best;
        }

        // A number itself; a choice by the rank of the mean of its values.
        double[] Keys(int[] inside, int parameter)
        {
            if (choices[parameter] == 0)
            {
                return [.. inside.Select(row => points[row][parameter])];
            }

            double[] present = [.. inside.GroupBy(row => points[row][parameter]).OrderBy(group => group.Average(row => values[row])).ThenBy(group => group.Key).Select(group => group.Key)];
            return [.. inside.Select(row => (double)Array.IndexOf(present, points[row][parameter]))];
        }

        (Side Below, Side Above) Divide(Split split, int[] inside, Side side)
        {
            double Coordinate(int index) => points[split.Rows[index]][split.Parameter];
            if (side.Choices is not { } all)
            {
                double low = Coordinate(split.Count - 1), high = Coordinate(split.Count), middle = low + ((high - low) / 2), cut = middle < high ? middle : low;
                return (side with { High = cut }, side with { Low = cut });
            }

            // Choices that no trial of the node has go with the larger part.
            HashSet<int> lower = [.. Enumerable.Range(0, split.Count).Select(i => (int)Coordinate(i))], upper = [.. Enumerable.Range(split.Count, inside.Length - split.Count).Select(i => (int)Coordinate(i))];
            bool isLowerLarger = 2 * split.Count > inside.Length;
            bool[] below = [.. all.Select((isIn, i) => isIn && (lower.Contains(i) || (isLowerLarger && !upper.Contains(i))))];
            return (side with { Choices = below }, side with { Choices = [.. all.Select((isIn, i) => isIn && !below[i])] });
        }
    }

    /// <summary>
    /// The variance of the tree over the search space, and its parts: at [i, i] that of the mean over all parameters but i, at [i, j] what the
    /// mean over all parameters but i and j varies beyond that. They are exact: the covariance of two leaves' indicators is the product of
    /// their overlaps, so that the variance of a mean is a sum over all pairs of leaves.
    /// </summary>
    public (double Total, double[,] Parts) Variances()
    {
        // A leaf without volume has no part in any mean.
        Leaf[] some = [.. leaves.Where(leaf => leaf.Volume > 1e-100)];
        int count = leaves[0].Sides.Length;
        double mean = some.Sum(leaf => leaf.Volume * leaf.Value), total = some.Sum(leaf => leaf.Volume * (leaf.Value - mean) * (leaf.Value - mean));
        double[] weights = [.. some.Select(leaf => leaf.Volume * (leaf.Value - mean))], ratios = new double[count];
        double[][] widths = [.. some.Select(leaf => leaf.Sides.Select(side => side.Width).ToArray())];
        double[,] parts = new double[count, count];
        for (int a = 0; a < some.Length; a++)
        {
            for (int b = 0; b <= a; b++)
            {
                double product = weights[a] * weights[b] * (a == b ? 1 : 2);
                for (int i = 0; i < count; i++)
                {
                    ratios[i] = some[a].Sides[i].Overlap(some[b].Sides[i]) / widths[a][i] / widths[b][i];
                    double part = product * ratios[i];
                    parts[i, i] += part;
                    for (int j = 0; j < i && part != 0; j++)
                    {
                        parts[i, j] += part * ratios[j];
                    }
                }
            }
        }

        for (int i = 0; i < count; i++)
        {
            parts[i, i] = Math.Max(0, parts[i, i]);
            for (int j = 0; j < i; j++)
            {
                parts[i, j] = parts[j, i] = Math.Max(0, parts[i, j] - parts[i, i] - parts[j, j]);
            }
        }

        return (total, parts);
    }

    /// <summary>The mean over the parameters that are NaN in a point.</summary>
    public double Mean(double[] point) => leaves.Sum(leaf =>
    {
        double share = leaf.Value;
        for (int i = 0; i < point.Length && share != 0; i++)
        {
            share *= double.IsNaN(point[i]) ? leaf.Sides[i].Width : leaf.Sides[i].Contains(point[i]) ? 1 : 0;
        }

        return share;
    });

    // The first rows go below.
    private sealed record Split(int Parameter, int[] Rows, int Count);
}
