namespace Descent.Cli.Learning.Lessons;

/// <summary>L1 makes useless weights zero, L2 makes all weights small.</summary>
internal sealed class PenaltyLesson() : Lesson("l1-l2", "L1 and L2", "L1 makes weights zero, L2 makes them small", ["l1", "l2", "elastic_net", "regularization"])
{
    private const int Inputs = 20, Rows = 60, Epochs = 300;
    private const double Strength = 0.3;

    // A weight below this in size counts as zero; with exactZeros it is exactly zero.
    private const double Zero = 1e-3;

    private static readonly double[] s_true = [3, -2, 1];

    private static readonly (string Name, Regularizer? Penalty)[] s_penalties = [("none", null), ("L1", new L1(Strength, ExactZeros: true)), ("L2", new L2(Strength))];

    // The upper bounds of the ranges of |w|.
    private static readonly (string Name, double Below)[] s_ranges = [("zero (below 0.001)", Zero), ("0.001 to 0.1", 0.1), ("0.1 to 1", 1), ("1 and more", double.PositiveInfinity)];

    public override LessonResult Run(LessonSettings settings, CancellationToken cancellation)
    {
        CounterRandom random = new(settings.Seed, Streams.Synthetic), noise = new(settings.Seed, Streams.Synthetic + 1);
        double[] inputs = [.. Enumerable.Range(0, Rows * Inputs).Select(i => random.Normal((ulong)i))];
        double[] targets = [.. inputs.Chunk(Inputs).Select((x, row) => s_true.Select((w, i) => w * x[i]).Sum() + noise.Normal((ulong)row))];
        Dataset<double> data = Dataset.Create<double>(inputs, Inputs, targets, 1);
        double[][] weights = [.. s_penalties.Select(penalty =>
        {
            TrainingOptions options = new() { Loss = new MeanSquaredError(), Optimizer = new Adam(new CosineSchedule(0.05, Epochs)), Regularizer = penalty.Penalty, Epochs = Epochs, BatchSize = Rows };
            return Train([new Dense(1)], data, options, settings.Seed, cancellation).Model.GetParameter("layers.0.weight");
        })];
        return new LessonResult(
            [Figure.Series("zeros", weights.Select(w => (double)w.Count(IsZero))), Figure.Series("length", weights.Select(Length)), .. s_penalties.Select((p, i) => Figure.Series($"{p.Name.ToLowerInvariant()}Weights", weights[i]))],
            new("Three neurons",
                new Paragraph($"y = 3·x1 - 2·x2 + x3 + noise, {Rows} rows. One neuron gets these three inputs and {Inputs - s_true.Length} others that carry no information, and is trained without a penalty, with L1 ({Number(Strength)}·Σ|w|, with exactZeros) and with L2 (½·{Number(Strength)}·Σw²). How many of its {Inputs} weights are how large?"),
                new Grid(["|w|", .. s_penalties.Select(p => p.Name)], [.. s_ranges.Select((range, i) => (string[])
                    [range.Name, .. weights.Select(w => $"{w.Count(v => Math.Abs(v) >= (i == 0 ? 0 : s_ranges[i - 1].Below) && Math.Abs(v) < range.Below)}")])]),
                new Grid(["penalty", "w1", "w2", "w3", "largest other", "length of w"], [.. s_penalties.Zip(weights, (penalty, w) => (string[])
                    [penalty.Name, .. w.Take(s_true.Length).Select(v => Number(v, "0.00")), Number(w.Skip(s_true.Length).Max(Math.Abs), "0.00"), Number(Length(w), "0.00")])])),
            new("What you see, and why",
                new Paragraph("Without a penalty the neuron finds some use for every input: it fits the noise. L1 makes most of the useless weights exactly zero, which shows which inputs matter. L2 makes all weights smaller, useful and useless alike, but none zero."),
                new Paragraph("L1 pulls every weight towards zero with the same force, however small the weight is, so a weight that the data do not pull the other way arrives there and stays. The force of L2 is proportional to the weight and fades with it. Both shrink the true weights as well: that is their price. (With exactZeros an update stops at zero instead of crossing it. Without, steps jump back and forth across zero, and weights end near it.)"),
                new Commands(new("learn regularization", "Other remedies against overfitting:"), new("explain l2", "Its three forms:"), new("explain l1", "Its options:"))));
    }

    private static bool IsZero(double weight) => Math.Abs(weight) < Zero;

    private static double Length(double[] weights) => Math.Sqrt(weights.Sum(w => w * w));
}
