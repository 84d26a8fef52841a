using Descent.Data;
using Descent.Numerics;
using Descent.Tests.Goldens;

namespace Descent.Tests.Laws;

/// <summary>
/// Mistakes that are known from other people's programs. Each test writes down the wrong value as well as the right one, and shows that the
/// two can be told apart and that ours is the right one.
/// </summary>
public class KnownDefectTests
{
    private static readonly double[] s_inputs = [1, 2, 4, 8, 3], s_upstream = [0.5, -1, 2, 0.25, -0.125];

    [Fact]
    public void TheLogarithmIsThatOfThePrediction()
    {
        double[] predicted = [0.25, 0.125, 0.625], targets = [0.5, 0.25, 0.25], logits = [.. predicted.Select(p => Math.Log(p))];
        double right = -targets.Zip(predicted, (y, p) => y * Math.Log(p)).Sum(), wrong = -targets.Zip(predicted, (y, p) => p * Math.Log(y)).Sum();
        AssertRight(right, wrong, Value(new Softmax(), new CategoricalCrossEntropy(), logits, targets));
        double rightDivergence = targets.Zip(predicted, (y, p) => y * Math.Log(y / p)).Sum(), wrongDivergence = targets.Zip(predicted, (y, p) => p * Math.Log(p / y)).Sum();
        AssertRight(rightDivergence, wrongDivergence, Value(new Softmax(), new KullbackLeibler(), logits, targets));

        const double p = 0.125, y = 0.75;
        double rightBinary = -(y * Math.Log(p)) - ((1 - y) * Math.Log(1 - p)), wrongBinary = -(p * Math.Log(y)) - ((1 - p) * Math.Log(1 - y));
        AssertRight(rightBinary, wrongBinary, Value(new Sigmoid(), new BinaryCrossEntropy(), [Math.Log(p / (1 - p))], [y]));
    }

    [Fact]
    public void BatchNormalizationsGradientGoesThroughItsStatistics()
    {
        (double[] normalized, double deviation) = Normalized();
        double mean = s_upstream.Average(), along = s_upstream.Zip(normalized, (g, x) => g * x).Average();
        double[] right = [.. s_upstream.Zip(normalized, (g, x) => 1.5 / deviation * (g - mean - (x * along)))], wrong = [.. s_upstream.Select(g => 1.5 / deviation * g)];
        Probe<double> probe = BatchNormalized(Reduction.Sum);
        double[] ours = probe.Frame.Delta(probe.Plan.Input).Row(0).ToArray();
        for (int i = 0; i < ours.Length; i++)
        {
            AssertRight(right[i], wrong[i], ours[i]);
        }
    }

    [Theory]
    [InlineData(Reduction.Sum)]
    [InlineData(Reduction.MeanOverSamples)]
    public void ScaleAndShiftHaveTheirOwnGradientsDividedByTheBatch(Reduction reduction)
    {
        (double[] normalized, _) = Normalized();
        double divisor = reduction == Reduction.Sum ? 1 : s_inputs.Length;
        double scale = s_upstream.Zip(normalized, (g, x) => g * x).Sum() / divisor, shift = s_upstream.Sum() / divisor;
        Probe<double> probe = BatchNormalized(reduction);
        double ourScale = Gradient(probe, "layers.0.scale"), ourShift = Gradient(probe, "layers.0.shift");
        AssertRight(scale, shift, ourScale);
        AssertRight(shift, scale, ourShift);
        if (reduction != Reduction.Sum)
        {
            AssertRight(scale, scale * divisor, ourScale);
            AssertRight(shift, shift * divisor, ourShift);
        }
    }

    /// <summary>
    /// Row i adds 4^i to what the weight moved by, so the digits of that to base 4 say how often each row was seen. A last batch cut from
    /// the rows as they lay would show some twice and others not at all.
    /// </summary>
    [Theory]
    [InlineData(13, 5)]
    [InlineData(13, 12)]
    [InlineData(8, 3)]
    public void TheLastBatchIsTheRestOfTheShuffledRows(int rows, int batch)
    {
        const double rate = 1.0 / (1L << 40);
        double[] inputs = [.. Enumerable.Range(0, rows).Select(i => Math.Pow(4, i))];

        // Far above its target the absolute error has the slope 1 for every row.
        Dataset<double> data = Dataset.Create<double>(inputs, 1, inputs.Select(_ => -1e9).ToArray(), 1);
        Network network = [new Dense(1) { UseBias = false, WeightInitializer = new Zeros() }];
        Model<double> model = network.Build<double>(1);
        model.Fit(data, new TrainingOptions { Loss = new MeanAbsoluteError(Reduction.Sum), Optimizer = new GradientDescent(rate), BatchSize = batch, Epochs = 1, Seed = 3 });
        int[] order = [.. Enumerable.Range(0, rows)];
        new CounterRandom(3, Streams.Shuffle + 1).Shuffle<int>(order);
        int whole = rows / batch * batch;
        double right = inputs.Sum(), wrong = order[..whole].Sum(i => inputs[i]) + inputs[whole..].Sum();
        Assert.NotEqual(order, [.. order.Order()]);
        AssertRight(right, wrong, -model.GetParameter("layers.0.weight")[0] / rate);
    }

    [Fact]
    public void ClassesAreCountedOverAllBatches()
    {
        // 70 rows in batches of 16: a count that every batch begins anew is that of the last six.
        double[] inputs = Samples.Targets("real", 70, 1, 4), targets = [.. inputs.Select((x, i) => (x > 0) ^ (i % 5 == 0 && i < 64) ? 1.0 : 0)];
        Network network = [new Dense(1, new Sigmoid()) { UseBias = false }];
        Model<double> model = network.Build<double>(1);
        model.SetParameter("layers.0.weight", [3]);
        Dataset<double> data = Dataset.Create<double>(inputs, 1, targets, 1);
        History history = model.Fit(data, new TrainingOptions { Loss = new BinaryCrossEntropy(), Optimizer = new GradientDescent(1e-300), Epochs = 1, BatchSize = 16, WarmStart = true, Validation = data, Metrics = [new Accuracy(), new Recall()] });
        AssertRight(Accuracy(..), Accuracy(64..), history.Epochs[0].Metrics["accuracy"]);
        AssertRight(Recall(..), Recall(64..), history.Epochs[0].Metrics["recall"]);

        ConfusionMatrix matrix = ConfusionMatrix.Of(new Outcome(OutcomeForm.Binary, targets, model.Predict(inputs), 1));
        AssertRight(Count(.., 1, true), Count(64.., 1, true), matrix[1, 1]);
        AssertRight(Count(.., 0, false), Count(64.., 0, false), matrix[0, 1]);
        Assert.Equal(70, matrix.Total);

        double Accuracy(Range rows) => inputs[rows].Zip(targets[rows]).Average(r => r.First > 0 == r.Second > 0 ? 1.0 : 0);
        double Recall(Range rows) => Count(rows, 1, true) / targets[rows].Sum();
        double Count(Range rows, int actual, bool right) => inputs[rows].Zip(targets[rows]).Count(r => r.Second == actual && (r.First > 0 == r.Second > 0) == right);
    }

    [Fact]
    public void DropoutsMaskIsAppliedBackwardsToo()
    {
        const int width = 6, rows = 20;
        Network network = [new Dropout(0.5), new Dense(width) { UseBias = false }];
        Probe<double> probe = new(network, width, rows, new MeanSquaredError(Half: true, Reduction.Sum), 1);
        Parameter weight = probe.Plan.Parameters.InOrder[0];
        for (int i = 0; i < width * width; i++)
        {
            probe.Parameters.Span[weight.Offset + i] = i % (width + 1) == 0 ? 1 : 0;
        }

        probe.SetBatch([.. Enumerable.Repeat(1.0, width * rows)], [.. Enumerable.Repeat(-3.0, width * rows)]);
        probe.Gradient();
        int dropped = 0;
        for (int r = 0; r < width; r++)
        {
            for (int n = 0; n < rows; n++)
            {
                // The gradient of the output is output + 3; what was dropped has none, what was kept has twice as much.
                double factor = probe.Frame.Value(probe.Plan.Output).Row(r)[n], unmasked = factor + 3;
                AssertRight(factor * unmasked, unmasked, probe.Frame.Delta(probe.Plan.Input).Row(r)[n]);
                dropped += factor == 0 ? 1 : 0;
            }
        }

        Assert.InRange(dropped, 30, 90);
    }

    /// <summary>Mean 3.6, variance (over all, not all but one) 5.84.</summary>
    private static (double[] Normalized, double Deviation) Normalized()
    {
        double mean = s_inputs.Average(), deviation = Math.Sqrt(s_inputs.Average(x => (x - mean) * (x - mean)) + 1e-5);
        return ([.. s_inputs.Select(x => (x - mean) / deviation)], deviation);
    }

    /// <summary>γ = 1.5, β = 0.5, and targets that leave the gradients at the outputs, which a mean over the samples divides.</summary>
    private static Probe<double> BatchNormalized(Reduction reduction)
    {
        Network network = [new BatchNormalization()];
        Probe<double> probe = new(network, 1, s_inputs.Length, new MeanSquaredError(Half: true, reduction), 1);
        foreach (Parameter parameter in probe.Plan.Parameters.InOrder.Where(p => p.Trains))
        {
            probe.Parameters.Span[parameter.Offset] = parameter.Name.EndsWith("scale", StringComparison.Ordinal) ? 1.5 : 0.5;
        }

        probe.SetBatch(s_inputs, [.. Normalized().Normalized.Zip(s_upstream, (x, g) => (1.5 * x) + 0.5 - g)]);
        probe.Gradient();
        return probe;
    }

    private static double Gradient(Probe<double> probe, string name) => probe.Gradients.Span[probe.Plan.Parameters.InOrder.Single(p => p.Name == name).Offset];

    private static double Value(Activation activation, Loss loss, double[] logits, double[] targets)
    {
        Probe<double> probe = new([activation], logits.Length, 1, loss, 1);
        probe.InputGradients(logits, targets);
        return probe.Loss();
    }

    private static void AssertRight(double right, double wrong, double ours)
    {
        Assert.True(Math.Abs(right - wrong) > 1e-3 * Math.Max(1, Math.Abs(right)), $"The test cannot tell {right:R} from the wrong {wrong:R}.");
        GoldenFile.AssertClose(right, ours, 1e-12, $"the right value, not the wrong {wrong:R}");
    }
}
