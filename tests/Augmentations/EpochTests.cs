using Descent.Data;
using Descent.Numerics;
using Descent.Tests.Coverage;

namespace Descent.Tests.Augmentations;

/// <summary>Augmentations that change the numbers of the rows before every epoch.</summary>
public class EpochTests
{
    public static IEnumerable<string> OfNoise => ["noise"];

    public static IEnumerable<string> OfMixup => ["mixup"];

    private const int Draws = 100_000;

    [Theory]
    [Proves(Proof.Peer, Of = nameof(OfMixup))]
    [InlineData(0.1)]
    [InlineData(0.2)]
    [InlineData(0.5)]
    [InlineData(1)]
    [InlineData(4)]
    public void CoefficientsHaveTheMomentsOfBeta(double alpha)
    {
        CounterRandom random = new(9, Streams.Augmentation);
        double[] drawn = [.. Enumerable.Range(0, Draws).Select(i => Mixup.Coefficient(random, (ulong)i, alpha))];
        Assert.All(drawn, value => Assert.InRange(value, 0, 1));

        // Var = 1/(4(2α + 1)); the fourth central moment of Beta(α, α) is 3/(16(2α + 1)(2α + 3)).
        double variance = 1 / (4 * ((2 * alpha) + 1)), fourth = 3 / (16 * ((2 * alpha) + 1) * ((2 * alpha) + 3));
        Assert.InRange((drawn.Average() - 0.5) / Math.Sqrt(variance / Draws), -5, 5);
        Assert.InRange((drawn.Average(value => (value - 0.5) * (value - 0.5)) - variance) / Math.Sqrt((fourth - (variance * variance)) / Draws), -5, 5);
        Assert.InRange((drawn.Average(value => Math.Pow(value - 0.5, 4)) - fourth) / (0.0625 / Math.Sqrt(Draws)), -5, 5);
    }

    [Fact]
    public void CoefficientsHaveTheDistributionOfBeta()
    {
        // Closed forms: α = 1 is uniform, α = ½ the arcsine law, α = 2 has 3x² − 2x³. Kolmogorov's bound for p = 1e-6 is 2.69/√n.
        CounterRandom random = new(10, Streams.Augmentation);
        foreach ((double alpha, Func<double, double> distribution) in new (double, Func<double, double>)[] { (1, x => x), (0.5, x => 2 / Math.PI * Math.Asin(Math.Sqrt(x))), (2, x => (3 * x * x) - (2 * x * x * x)) })
        {
            double[] sorted = [.. Enumerable.Range(0, Draws).Select(i => Mixup.Coefficient(random, (ulong)i, alpha)).Order()];
            Assert.True(sorted.Select((x, i) => Math.Abs(distribution(x) - ((i + 0.5) / Draws))).Max() < 2.69 / Math.Sqrt(Draws), $"α = {alpha}");
        }
    }

    [Fact]
    public void MixedRowsAreThoseOfTheFormula()
    {
        Dataset<double> rows = Rows(64);
        double[] weights = [.. Enumerable.Range(0, 64).Select(i => 1.0 + i)];
        EpochRows<double> mixed = EpochRows<double>.Of(rows, weights, [new Mixup(1)], 5)!;
        mixed.Refresh(3);
        int[] partners = [.. Enumerable.Range(0, 64)];
        int others = 0;
        double least = 1;
        for (int row = 0; row < 64; row++)
        {
            // The weights 1 … 64 tell partner and share: own and other give the mixed weight, and must give the inputs too.
            double[] input = mixed.Data.Inputs.Slice(row * 3, 3).ToArray();
            (int Partner, double Share)[] fits = [.. partners.Select(p => (p, p == row ? 1 : (mixed.Weights.Span[row] - weights[p]) / (weights[row] - weights[p])))
                .Where(found => found.Item2 is >= 0 and <= 1 && Enumerable.Range(0, 3).All(c => Math.Abs((found.Item2 * Input(rows, row, c)) + ((1 - found.Item2) * Input(rows, found.p, c)) - input[c]) < 1e-9))];
            Assert.NotEmpty(fits);
            (int partner, double share) = fits[0];
            (others, least) = (others + (share < 1 ? 1 : 0), Math.Min(least, share));
            Assert.Equal((share * rows.Targets.Span[row]) + ((1 - share) * rows.Targets.Span[partner]), mixed.Data.Targets.Span[row], 1e-9);
        }

        Assert.True(others > 56 && least < 0.2, $"{others} of 64 rows were mixed, with shares from {least}.");
        Assert.Equal(Rows(64).Targets.ToArray(), rows.Targets.ToArray());
    }

    [Fact]
    [Proves(Proof.Peer, Of = nameof(OfNoise))]
    public void NoiseHasItsSizeAndLeavesTwoValuedInputsAlone()
    {
        Dataset<double> rows = Rows(20_000);
        EpochRows<double> noisy = EpochRows<double>.Of(rows, default, [new InputNoise(0.3)], 5)!;
        noisy.Refresh(1);
        double[] moved = [.. Enumerable.Range(0, 20_000).SelectMany(row => new[] { 0, 1 }.Select(c => Input(noisy.Data, row, c) - Input(rows, row, c)))];
        Assert.InRange(moved.Average() / (0.3 / Math.Sqrt(moved.Length)), -5, 5);
        Assert.InRange((moved.Average(z => z * z) - 0.09) / (0.09 * Math.Sqrt(2.0 / moved.Length)), -5, 5);
        Assert.All(Enumerable.Range(0, 20_000), row => Assert.Equal(Input(rows, row, 2), Input(noisy.Data, row, 2)));
        Assert.Equal(rows.Targets.ToArray(), noisy.Data.Targets.ToArray());
    }

    [Fact]
    public void AnEpochDecidesItsRowsAndNothingIsAllocated()
    {
        EpochRows<float> rows = EpochRows<float>.Of(Rows(50).As<float>(), default, [new Mixup(), new InputNoise()], 5)!;
        rows.Refresh(2);
        float[] second = rows.Data.Inputs.ToArray();
        rows.Refresh(3);
        Assert.NotEqual(second, rows.Data.Inputs.ToArray());
        long before = GC.GetAllocatedBytesForCurrentThread();
        rows.Refresh(2);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.Equal(second, rows.Data.Inputs.ToArray());
        Assert.Null(EpochRows<float>.Of(Rows(50).As<float>(), default, [new Smote()], 5));
    }

    [Fact]
    public void ValidationRowsAreNeverTouched()
    {
        Dataset<double> train = Rows(60), validation = Rows(40);
        double[] inputs = validation.Inputs.ToArray(), targets = validation.Targets.ToArray(), own = train.Inputs.ToArray();
        Network network = [new Dense(4, new Tanh()), new Dense(1, new Sigmoid())];
        Model<double> model = network.Build<double>(3, 1);
        TrainingOptions options = new() { Loss = new BinaryCrossEntropy(), Epochs = 3, Validation = validation, RestoreBestWeights = false, Augmentations = [new Smote(), new Mixup(), new InputNoise(0.5)] };
        History history = model.Fit(train, options);
        Assert.Equal(inputs, validation.Inputs.ToArray());
        Assert.Equal(targets, validation.Targets.ToArray());
        Assert.Equal(own, train.Inputs.ToArray());

        // The loss on the rows as they are is what was reported: no noise, no mixing, no new rows.
        double[] outputs = model.Predict(inputs);
        double loss = -outputs.Zip(targets, (p, y) => (y * Math.Log(p)) + ((1 - y) * Math.Log(1 - p))).Average();
        Assert.Equal(loss, history.Epochs[^1].ValidationLoss!.Value, 1e-12);
    }

    [Fact]
    public void ThreadsDoNotChangeABit()
    {
        Assert.Equal(Train(1), Train(2));

        static double[] Train(int threads)
        {
            Network network = [new Dense(8, new Tanh()), new Dense(1, new Sigmoid())];
            Model<double> model = network.Build<double>(3, 1);
            model.Fit(Rows(90), new TrainingOptions { Loss = new BinaryCrossEntropy(), Epochs = 4, Threads = threads, Augmentations = [new Smote(), new Mixup(), new InputNoise()] });
            return model.Block.Span.ToArray();
        }
    }

    [Fact]
    public void WhatCannotBeMixedIsRefused()
    {
        Dataset<double> rows = Rows(20);
        Dataset<double> signs = Dataset.Create<double>(rows.Inputs, 3, Array.ConvertAll(rows.Targets.ToArray(), y => (2 * y) - 1), 1);
        Network network = [new Dense(1)];
        ArgumentException refusal = Assert.Throws<ArgumentException>(() => network.Build<double>(3, 1).Fit(signs, new TrainingOptions { Loss = new Hinge(), Augmentations = [new Mixup()] }));
        Assert.Contains("mixed training", refusal.Message, StringComparison.Ordinal);
        network.Build<double>(3, 1).Fit(signs, new TrainingOptions { Loss = new Hinge(), Epochs = 1, Augmentations = [new InputNoise()] });
        Assert.Contains("Smote 2 times", Assert.Throws<ArgumentException>(() => network.Build<double>(3, 1).Fit(signs, new TrainingOptions { Loss = new Hinge(), Augmentations = [new Smote(), new Smote(3)] })).Message, StringComparison.Ordinal);
    }

    /// <summary>Two numeric inputs and one of two values; a third of the targets are 1.</summary>
    private static Dataset<double> Rows(int count)
    {
        CounterRandom random = new(2, Streams.Synthetic);
        double[] inputs = [.. Enumerable.Range(0, 3 * count).Select(i => i % 3 == 2 ? random.Below((ulong)i, 2) : random.Normal((ulong)i))];
        return Dataset.Create<double>(inputs, 3, (double[])[.. Enumerable.Range(0, count).Select(i => i % 3 == 0 ? 1.0 : 0.0)], 1);
    }

    private static double Input(Dataset<double> data, int row, int column) => data.Inputs.Span[(row * 3) + column];
}
