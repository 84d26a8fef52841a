using System.Numerics;
using Descent.Data;
using Descent.Numerics;

namespace Descent;

/// <summary>
/// Adds rows to the smaller classes by interpolating between rows of the same class: x + u·(n − x), where n is one of the k nearest neighbors
/// of x within its class and u is uniform in [0, 1).
/// </summary>
/// <remarks>
/// SMOTE, and with nominal inputs SMOTE-NC (Chawla, Bowyer, Hall and Kegelmeyer 2002, section 6.1). Distances are Euclidean over the numeric inputs, which should be standardized.
/// Inputs with at most two different values are nominal, and so is a group of one-hot columns as a whole. They are not interpolated: a new row gets
/// the most frequent value of the k neighbors of x; of equally frequent values, that of the nearest neighbor. Each nominal input in which two rows differ adds the square of the median
/// of the standard deviations of the numeric inputs within the class to their squared distance, or 1 if no input is numeric. Row weights are interpolated. If a class has a single row, that row is repeated. In classes of more than 2,048 rows, neighbors are
/// searched among 2,048 randomly chosen rows.
/// </remarks>
/// <param name="Neighbors">The number k of nearest neighbors to draw from, at least 1, and at most m − 1 for a class of m rows; default 5.</param>
/// <param name="Ratio">The number of rows of the smaller classes afterwards, as a fraction of that of the largest class; 1 gives classes of equal size.</param>
/// <exception cref="ArgumentOutOfRangeException">If the number of neighbors is below 1, or the ratio is not above 0 and at most 1.</exception>
public sealed record Smote([Option(AtLeast = 1)] int Neighbors = 5, double Ratio = 1) : Resampling(Ratio)
{
    private const int MostCandidates = 2_048;

    /// <summary>The number of nearest neighbors to draw from, at least 1.</summary>
    public int Neighbors { get; init => field = Check.AtLeast(value, 1, nameof(Neighbors)); } = Check.AtLeast(Neighbors, 1);

    internal override int[] Wanted(IReadOnlyList<int> counts) => Raised(counts);

    private protected override Dataset<T> Make<T>(Dataset<T> data, int[][] classes, int[] wanted, ulong seed)
    {
        int columns = data.InputColumns, outputs = data.TargetColumns, rows = wanted.Sum();
        T[] inputs = new T[(long)rows * columns], targets = new T[(long)rows * outputs], weights = new T[data.IsWeighted ? rows : 0];
        data.Inputs.Span.CopyTo(inputs);
        data.Targets.Span.CopyTo(targets);
        data.Weights.Span.CopyTo(weights);
        NominalInputs nominal = NominalInputs.Of(data);
        int next = data.Rows;
        for (int label = 0; label < classes.Length; label++)
        {
            int[] own = [.. classes[label]];
            new CounterRandom(seed, Streams.Augmentation + AugmentationUse.Bases + (ulong)label).Shuffle<int>(own);
            CounterRandom draws = new(seed, Streams.Augmentation + AugmentationUse.Neighbors + (ulong)label);
            int[][] near = wanted[label] > own.Length ? Nearest(data, own, Math.Min(own.Length, wanted[label] - own.Length), Candidates(own, seed, label), nominal) : [];
            for (int i = 0; i < wanted[label] - own.Length; i++, next++)
            {
                int place = i % own.Length, parent = own[place];
                int neighbor = near[place].Length == 0 ? parent : near[place][draws.Below(2 * (ulong)i, near[place].Length)];
                T gap = T.CreateTruncating(draws.Uniform((2 * (ulong)i) + 1));
                foreach (int column in nominal.Numeric)
                {
                    T from = inputs[(parent * columns) + column], to = inputs[(neighbor * columns) + column];
                    inputs[(next * columns) + column] = from + (gap * (to - from));
                }

                foreach ((int Start, int Count) group in nominal.Groups)
                {
                    int voted = near[place].Length == 0 ? parent : Majority(data, near[place], group);
                    inputs.AsSpan((voted * columns) + group.Start, group.Count).CopyTo(inputs.AsSpan((next * columns) + group.Start));
                }

                targets.AsSpan(parent * outputs, outputs).CopyTo(targets.AsSpan(next * outputs));
                if (data.IsWeighted)
                {
                    weights[next] = weights[parent] + (gap * (weights[neighbor] - weights[parent]));
                }
            }
        }

        return Dataset.Create<T>(inputs, columns, targets, outputs, weights);
    }

    private static int[] Candidates(int[] rows, ulong seed, int label)
    {
        if (rows.Length <= MostCandidates)
        {
            return rows;
        }

        int[] drawn = [.. rows];
        new CounterRandom(seed, Streams.Augmentation + AugmentationUse.Candidates + (ulong)label).Shuffle<int>(drawn);
        return drawn[..MostCandidates];
    }

    /// <summary>For each of the first <paramref name="count"/> rows, the nearest candidates other than the row itself, in order of distance; for equal distances the earlier candidate comes first.</summary>
    private int[][] Nearest<T>(Dataset<T> data, int[] rows, int count, int[] candidates, NominalInputs nominal)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        double difference = nominal.Groups.Count == 0 ? 0 : SquaredMedian(data, rows, nominal.Numeric);
        int most = Math.Min(Neighbors, candidates.Length);
        double[] distances = new double[most];
        int[] best = new int[most];
        int[][] nearest = new int[count][];
        for (int i = 0; i < count; i++)
        {
            int found = 0;
            foreach (int candidate in candidates)
            {
                if (candidate == rows[i])
                {
                    continue;
                }

                double distance = SquaredDistance(data, rows[i], candidate, nominal, difference);
                if (found == most && distance >= distances[most - 1])
                {
                    continue;
                }

                int place = found < most ? found++ : most - 1;
                for (; place > 0 && distances[place - 1] > distance; place--)
                {
                    (distances[place], best[place]) = (distances[place - 1], best[place - 1]);
                }

                (distances[place], best[place]) = (distance, candidate);
            }

            nearest[i] = best[..found];
        }

        return nearest;
    }

    // A plain sum: a vectorized sum would depend on the number of lanes.
    private static double SquaredDistance<T>(Dataset<T> data, int a, int b, NominalInputs nominal, double squaredMedian)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ReadOnlySpan<T> x = data.Inputs.Span.Slice(a * data.InputColumns, data.InputColumns), y = data.Inputs.Span.Slice(b * data.InputColumns, data.InputColumns);
        double sum = 0;
        foreach (int i in nominal.Numeric)
        {
            double difference = double.CreateTruncating(x[i] - y[i]);
            sum += difference * difference;
        }

        foreach ((int Start, int Count) group in nominal.Groups)
        {
            sum += NominalInputs.AreEqual(group, x, y) ? 0 : squaredMedian;
        }

        return sum;
    }

    /// <summary>The square of the median, over the numeric inputs, of their standard deviations within some rows.</summary>
    private static double SquaredMedian<T>(Dataset<T> data, int[] rows, IReadOnlyList<int> numeric)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (numeric.Count == 0)
        {
            return 1;
        }

        // Not in the order of drawing, so that the sum depends on the rows alone.
        int[] ordered = [.. rows.Order()];
        double[] variances = new double[numeric.Count];
        for (int i = 0; i < variances.Length; i++)
        {
            double mean = 0, squares = 0;
            foreach (int row in ordered)
            {
                mean += double.CreateTruncating(data.Inputs.Span[(row * data.InputColumns) + numeric[i]]) / ordered.Length;
            }

            foreach (int row in ordered)
            {
                double difference = double.CreateTruncating(data.Inputs.Span[(row * data.InputColumns) + numeric[i]]) - mean;
                squares += difference * difference;
            }

            variances[i] = squares / ordered.Length;
        }

        Array.Sort(variances);
        double low = Math.Sqrt(variances[(variances.Length - 1) / 2]), high = Math.Sqrt(variances[variances.Length / 2]), median = (low + high) / 2;
        return median * median;
    }

    /// <summary>The nearest of the neighbors that have the most frequent value of a nominal input.</summary>
    private static int Majority<T>(Dataset<T> data, int[] neighbors, (int Start, int Count) group)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        return neighbors.MaxBy(neighbor => neighbors.Count(other => NominalInputs.AreEqual(group, Row(neighbor), Row(other))));

        ReadOnlySpan<T> Row(int row) => data.Inputs.Span.Slice(row * data.InputColumns, data.InputColumns);
    }
}
