using System.Text.Json;
using Descent.Data;
using Descent.Numerics;
using Descent.Tests.Coverage;
using Descent.Tests.Goldens;

namespace Descent.Tests.Augmentations;

public class ResamplingTests
{
    public static IEnumerable<string> OfUndersample => ["undersample"];

    public static IEnumerable<string> OfOversample => ["oversample"];

    public static IEnumerable<string> OfSmote => ["smote"];

    private const int Columns = 5;

    /// <summary>90 rows of class 0, 30 of class 1, 12 of class 2; two numeric columns, a one-hot group of three.</summary>
    private static Dataset<double> Rows(bool weighted = false)
    {
        int[] counts = [90, 30, 12];
        List<double> inputs = [], targets = [], weights = [];
        CounterRandom random = new(3, Streams.Synthetic);
        int row = 0;
        for (int i = 0; i < 132; i++)
        {
            int label = i % 11 < 8 && counts[0] > 0 ? 0 : counts[1] > 0 ? 1 : counts[2] > 0 ? 2 : 0;
            counts[label]--;
            int level = random.Below((ulong)(5 * row) + 4, 3);
            inputs.AddRange([label + random.Normal((ulong)(5 * row)), (2 * label) + random.Normal((ulong)(5 * row) + 1), level == 0 ? 1 : 0, level == 1 ? 1 : 0, level == 2 ? 1 : 0]);
            targets.AddRange([label == 0 ? 1 : 0, label == 1 ? 1 : 0, label == 2 ? 1 : 0]);
            weights.Add(1 + (row % 3));
            row++;
        }

        return Dataset.Create<double>(inputs.ToArray(), Columns, targets.ToArray(), 3, weighted ? weights.ToArray() : default);
    }

    public static TheoryData<Resampling, int, int, int> Sizes => new()
    {
        { new Oversample(), 90, 90, 90 },
        { new Oversample(0.5), 90, 45, 45 },
        { new Oversample(0.1), 90, 30, 12 },
        { new Smote(), 90, 90, 90 },
        { new Smote(Ratio: 0.5), 90, 45, 45 },
        { new Undersample(), 12, 12, 12 },
        { new Undersample(0.5), 24, 24, 12 },
    };

    [Theory]
    [MemberData(nameof(Sizes))]
    public void ClassesHaveExactlyTheSizesPromised(Resampling resampling, int first, int second, int third)
    {
        Dataset<double> made = resampling.Apply(Rows(), 1);
        Assert.Equal([first, second, third], Enumerable.Range(0, 3).Select(label => Enumerable.Range(0, made.Rows).Count(row => made.Targets.Span[(row * 3) + label] == 1)));
        Assert.Equal(made.Inputs.ToArray(), resampling.Apply(Rows(), 1).Inputs.ToArray());
        if (made.Rows != 132)
        {
            Assert.NotEqual(made.Inputs.ToArray(), resampling.Apply(Rows(), 2).Inputs.ToArray());
        }
    }

    [Fact]
    [Proves(Proof.Peer, Of = nameof(OfOversample))]
    public void OversamplingRepeatsEveryRowEquallyOften()
    {
        Dataset<double> rows = Rows(weighted: true), made = new Oversample().Apply(rows, 1);
        Assert.Equal(rows.Inputs.ToArray(), made.Inputs.Span[..rows.Inputs.Length].ToArray());
        foreach (int row in Enumerable.Range(0, rows.Rows))
        {
            int label = LabelOf(rows, row), times = Enumerable.Range(0, made.Rows).Count(other => Input(made, other).SequenceEqual(Input(rows, row)) && LabelOf(made, other) == label && made.Weights.Span[other] == rows.Weights.Span[row]);
            Assert.InRange(times, label switch { 0 => 1, 1 => 3, _ => 7 }, label switch { 0 => 1, 1 => 3, _ => 8 });
        }
    }

    [Fact]
    [Proves(Proof.Peer, Of = nameof(OfUndersample))]
    public void UndersamplingKeepsRowsAsTheyAreAndInOrder()
    {
        Dataset<double> rows = Rows(), made = new Undersample().Apply(rows, 1);
        int at = -1;
        for (int row = 0; row < made.Rows; row++)
        {
            at = Enumerable.Range(at + 1, rows.Rows - at - 1).First(other => Input(rows, other).SequenceEqual(Input(made, row)) && LabelOf(rows, other) == LabelOf(made, row));
        }
    }

    [Theory]
    [Proves(Proof.Peer, Of = nameof(OfSmote))]
    [InlineData(1)]
    [InlineData(5)]
    [InlineData(100)]
    public void SmotePointsLieBetweenARowAndANearNeighborOfItsClass(int neighbors)
    {
        Dataset<double> rows = Rows(weighted: true), made = new Smote(neighbors).Apply(rows, 4);
        Assert.Equal(rows.Inputs.ToArray(), made.Inputs.Span[..rows.Inputs.Length].ToArray());
        double smallest = 1, largest = 0;
        for (int row = rows.Rows; row < made.Rows; row++)
        {
            int label = LabelOf(made, row);
            int[] own = [.. Enumerable.Range(0, rows.Rows).Where(other => LabelOf(rows, other) == label)];
            (int Parent, double Gap)[] parents = [.. own.SelectMany(a => Nearest(rows, own, a, neighbors).Select(b => (a, Gap(rows, made, row, a, b)))).Where(found => found.Item2 >= 0)];
            Assert.True(parents.Length > 0, $"Row {row} lies on no segment between neighbors.");
            (smallest, largest) = (Math.Min(smallest, parents[0].Gap), Math.Max(largest, parents[0].Gap));
            Assert.Contains(parents, found => Nearest(rows, own, found.Parent, neighbors).Select(other => $"{string.Join(' ', Input(rows, other)[2..].ToArray())}").GroupBy(level => level).MaxBy(votes => votes.Count())!.Key == string.Join(' ', Input(made, row)[2..].ToArray()));

            // A one-hot group stays one.
            Assert.Equal([0, 0, 1], Input(made, row)[2..].ToArray().Order());
        }

        Assert.True(smallest < 0.1 && largest > 0.9, $"Gaps from {smallest} to {largest} do not fill the segments.");
    }

    /// <summary>Neighbors and votes of numbers, a category and a flag, from the formula of the paper (Goldens/imbalance.py).</summary>
    [Fact]
    public void CategoriesAreThoseOfMostNeighbors()
    {
        JsonElement golden = GoldenFile.Read("imbalance.json").GetProperty("smote");
        double[] inputs = GoldenFile.Numbers(golden.GetProperty("inputs")), classes = GoldenFile.Numbers(golden.GetProperty("classes"));
        int[] own = [.. golden.GetProperty("own").EnumerateArray().Select(row => row.GetInt32())], numbers = [0, 1, 5], nominal = [2, 3, 4, 6];
        const int width = 7;
        Dataset<double> made = new Smote(golden.GetProperty("k").GetInt32()).Apply(Dataset.Create<double>(inputs, width, classes, 1), 9);
        HashSet<int> used = [];
        for (int row = classes.Length; row < made.Rows; row++)
        {
            double[] point = made.Inputs.Span.Slice(row * width, width).ToArray();
            int[] parents = [.. Enumerable.Range(0, own.Length).Where(parent => golden.GetProperty("neighbors")[parent].EnumerateArray().Any(neighbor => IsBetween(point, own[parent], neighbor.GetInt32())
                && GoldenFile.Numbers(golden.GetProperty("votes")[parent]).SequenceEqual(nominal.Select(column => point[column]))))];
            Assert.True(parents.Length > 0, $"Row {row} has no parent.");
            used.UnionWith(parents);
        }

        Assert.Equal(own.Length, used.Count);

        bool IsBetween(double[] point, int from, int to)
        {
            double gap = (point[0] - inputs[from * width]) / (inputs[to * width] - inputs[from * width]);
            return gap is >= 0 and < 1 && numbers.All(column => Math.Abs(inputs[(from * width) + column] + (gap * (inputs[(to * width) + column] - inputs[(from * width) + column])) - point[column]) < 1e-9);
        }
    }

    [Fact]
    public void ASingleRowIsRepeatedAndTwoShareASegment()
    {
        Dataset<double> one = Dataset.Create<double>((double[])[1, 2, 3, 4, 9], 1, (double[])[0, 0, 0, 0, 1], 1);
        Assert.Equal([9, 9, 9], new Smote().Apply(one, 1).Inputs.Span[5..].ToArray());
        Dataset<double> two = Dataset.Create<double>((double[])[1, 2, 3, 4, 8, 9], 1, (double[])[0, 0, 0, 0, 1, 1], 1);
        Assert.All(new Smote().Apply(two, 1).Inputs.Span[6..].ToArray(), value => Assert.InRange(value, 8, 9));
    }

    [Fact]
    public void ManyRowsOfAClassAreSearchedInPart()
    {
        double[] inputs = [.. Enumerable.Range(0, 7000).Select(i => (double)i)], targets = [.. Enumerable.Range(0, 7000).Select(i => i < 3000 ? 1.0 : 0.0)];
        Dataset<double> made = new Smote(3).Apply(Dataset.Create<double>(inputs, 1, targets, 1), 1);
        Assert.Equal(8000, made.Rows);
        Assert.All(made.Inputs.Span[7000..].ToArray(), value => Assert.InRange(value, 0, 2999));
    }

    [Fact]
    public void RowsWithoutOneClassAreRefused()
    {
        Dataset<double> numbers = Dataset.Create<double>((double[])[1, 2, 3], 1, (double[])[1, 2, 3], 1), several = Dataset.Create<double>((double[])[1, 2], 1, (double[])[1, 0, 1, 1], 2);
        foreach (Resampling resampling in (Resampling[])[new Oversample(), new Smote(), new Undersample()])
        {
            Assert.Contains($"{resampling.GetType().Name} needs one class per row", Assert.Throws<ArgumentException>(() => resampling.Apply(numbers, 1)).Message, StringComparison.Ordinal);
            Assert.Contains("row 1", Assert.Throws<ArgumentException>(() => resampling.Apply(several, 1)).Message, StringComparison.Ordinal);
        }
    }

    private static int LabelOf(Dataset<double> data, int row) => data.Targets.Span.Slice(row * 3, 3).IndexOf(1);

    private static ReadOnlySpan<double> Input(Dataset<double> data, int row) => data.Inputs.Span.Slice(row * Columns, Columns);

    private static IEnumerable<int> Nearest(Dataset<double> data, int[] own, int row, int count) => own.Where(other => other != row).OrderBy(other => Distance(data, own, row, other)).Take(count);

    // Of two numbers, the median of their deviations is the mean of both.
    private static double Distance(Dataset<double> data, int[] own, int a, int b) =>
        Enumerable.Range(0, 2).Sum(column => Math.Pow(Input(data, a)[column] - Input(data, b)[column], 2))
        + (Input(data, a)[2..].SequenceEqual(Input(data, b)[2..]) ? 0 : Math.Pow(Enumerable.Range(0, 2).Average(column => Deviation([.. own.Select(row => Input(data, row)[column])])), 2));

    private static double Deviation(double[] values) => Math.Sqrt(values.Average(value => Math.Pow(value - values.Average(), 2)));

    /// <summary>Where between two rows a made row lies, or −1 if it does not: numbers and weight must agree.</summary>
    private static double Gap(Dataset<double> rows, Dataset<double> made, int row, int a, int b)
    {
        ReadOnlySpan<double> point = Input(made, row), from = Input(rows, a), to = Input(rows, b);
        double gap = (point[0] - from[0]) / (to[0] - from[0]);
        bool between = gap is >= 0 and < 1 && Math.Abs(from[1] + (gap * (to[1] - from[1])) - point[1]) < 1e-9
            && Math.Abs(rows.Weights.Span[a] + (gap * (rows.Weights.Span[b] - rows.Weights.Span[a])) - made.Weights.Span[row]) < 1e-9;
        return between ? gap : -1;
    }
}
