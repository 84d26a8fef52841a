using Descent.Data;
using Descent.Numerics;
using Descent.Tests.Coverage;

namespace Descent.Tests.Training;

/// <summary>The randomized initializer: what it adds, when, how much, and when it does nothing.</summary>
public class RandomizedTests
{
    public static IEnumerable<string> Proven => ["randomized"];

    private const int Rows = 60, Inputs = 40, Units = 50, Count = Inputs * Units;

    // A rate of 0: whatever moves the weights is the initializer.
    private static readonly TrainingOptions s_still = new() { Loss = new MeanSquaredError(), Optimizer = new GradientDescent(new ExponentialSchedule(0)), BatchSize = 16 };

    [Fact]
    [Proves(Proof.Peer, Of = nameof(Proven))]
    public void ShakesHaveTheVarianceOfTheirStrengths()
    {
        // Before epochs 3 and 5, which is after 2 and 4: s = 0.4·0.5^2 and 0.4·0.5^4; r ~ N(0, 0.3²).
        Randomized rule = new(new RandomNormal(0.3), new ExponentialSchedule(0.4, 0.5), Every: 2);
        double[] first = Weights(rule, 2), moved = Difference(Weights(rule, 6), first);
        double variance = 0.09 * ((0.1 * 0.1) + (0.025 * 0.025));
        AssertVariance(0, 1, Difference(first, Weights(rule.Inner, 0)));
        AssertVariance(variance, Count, moved);
        AssertVariance(0.09 * 0.01, Count, Difference(Weights(rule, 3), first));
        Assert.Equal(Weights(rule, 3), Weights(rule, 4));
    }

    [Fact]
    public void RedrawReplacesTheShareThatItsStrengthSays()
    {
        Randomized rule = new(new RandomUniform(0.5), 0.25, Form: RandomizedForm.Redraw);
        double[] first = Weights(rule, 1), second = Weights(rule, 2), third = Weights(rule, 3);
        Assert.Equal(Weights(rule.Inner, 0), first);
        AssertShare(0.25, Changed(first, second).Length);
        AssertShare(0.25, Changed(second, third).Length);
        AssertShare(1 - (0.75 * 0.75), Changed(first, third).Length);
        double[] fresh = [.. Changed(first, second).Select(i => second[i])];
        Assert.InRange(fresh.Sum(w => w * w) / fresh.Length, 0.25 / 3 * 0.8, 0.25 / 3 * 1.2);
        Assert.InRange(fresh.Max(Math.Abs), 0.45, 0.5);
        Assert.Equal(Count, Changed(first, Weights(rule with { Strength = 7 }, 2)).Length);
    }

    [Fact]
    public void NothingHappensWhereTheStrengthIsZero()
    {
        TrainingOptions options = new() { Loss = new MeanSquaredError(), Epochs = 6, BatchSize = 16 };
        foreach (RandomizedForm form in Enum.GetValues<RandomizedForm>())
        {
            Assert.Equal(Weights(new HeNormal(), options), Weights(new Randomized(new HeNormal(), 0, 1, form), options));
            Assert.Equal(Weights(new HeNormal(), options), Weights(new Randomized(new HeNormal(), 0.5, 6, form), options));
            Assert.NotEqual(Weights(new HeNormal(), options), Weights(new Randomized(new HeNormal(), 0.5, 5, form), options));
        }
    }

    [Fact]
    public void ANegativeStrengthIsNamed()
    {
        Randomized rule = new(Strength: new PolynomialSchedule(0.1, 2, -1));
        Assert.Contains("strength of the randomized initializer is -0.4", Assert.Throws<ArgumentException>(() => Weights(rule, 5)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ThreadsAndRegistersChangeNoBit()
    {
        TrainingOptions options = new() { Loss = new MeanSquaredError(), Optimizer = new Nesterov(0.05), Epochs = 5, BatchSize = 16, Threads = 1 };
        foreach (RandomizedForm form in Enum.GetValues<RandomizedForm>())
        {
            Randomized rule = new(Form: form);
            float[] expected = [.. Fitted<float>(rule, options, LaneWidth.Table.First(row => row.Supported).Bits).GetParameter("layers.0.weight")];
            foreach (int bits in LaneWidth.Table.Where(row => row.Supported).Select(row => row.Bits))
            {
                Assert.Equal(expected, Fitted<float>(rule, options, bits).GetParameter("layers.0.weight"));
                Assert.Equal(expected, Fitted<float>(rule, options with { Threads = 2 }, bits).GetParameter("layers.0.weight"));
            }
        }
    }

    [Fact]
    public void AWarmStartIsShakenTooAndDrawsNothingFirst()
    {
        Randomized rule = new(new RandomNormal(0.3), 0.5);
        Model<double> model = Fitted<double>(rule, s_still with { Epochs = 1 }, LaneWidth.Current);
        double[] first = model.GetParameter("layers.0.weight");
        model.Fit(Data(), s_still with { Epochs = 1, WarmStart = true });
        Assert.Equal(first, model.GetParameter("layers.0.weight"));
        model.Fit(Data(), s_still with { Epochs = 2, WarmStart = true });
        AssertVariance(0.09 * 0.25, Count, Difference(model.GetParameter("layers.0.weight"), first));
    }

    [Fact]
    public void AShakingThatDidHarmIsForgotten()
    {
        // Learns for three epochs, then is shaken to pieces.
        Dataset data = Data();
        TrainingOptions options = new() { Loss = new MeanSquaredError(), Optimizer = new Adam(0.003), BatchSize = 16, Validation = data };
        History calm = Fit(new GlorotUniform(), 3), shaken = Fit(new Randomized(Strength: 50, Every: 3), 5);
        Assert.Equal(3, shaken.BestEpoch);
        Assert.Equal(calm.Epochs[2].ValidationLoss, shaken.Epochs[2].ValidationLoss);
        Assert.True(shaken.Epochs[3].ValidationLoss > 1.1 * shaken.Epochs[2].ValidationLoss);

        History Fit(Initializer initializer, int epochs)
        {
            Network network = [new Dense(Units, new Tanh()) { WeightInitializer = initializer }, new Dense(3)];
            return network.Build<double>(Inputs, 3).Fit(data, options with { Epochs = epochs });
        }
    }

    [Fact]
    public void ItWorksTogetherWithDynamicInEitherOrder()
    {
        foreach (Initializer both in (Initializer[])[new Dynamic(new Randomized(new RandomNormal(0.3), 0.1)), new Randomized(new Dynamic(new RandomNormal(0.3)), 0.1)])
        {
            double[] scaled = Weights(new Dynamic(new RandomNormal(0.3)), 1), first = Weights(both, 1);
            Assert.Equal(scaled, first);
            Assert.NotEqual(Weights(new RandomNormal(0.3), 1), first);
            AssertVariance(0.09 * 0.01, Count, Difference(Weights(both, 2), first));
        }

        Assert.Throws<ArgumentException>("Inner", () => new Dynamic(new Randomized(new Dynamic())));
        Assert.Throws<ArgumentException>("Inner", () => new Randomized(new Dynamic(new Randomized())));
    }

    private static double[] Weights(Initializer initializer, int epochs) => Weights(initializer, s_still with { Epochs = epochs });

    private static double[] Weights(Initializer initializer, TrainingOptions options) => Fitted<double>(initializer, options, LaneWidth.Current).GetParameter("layers.0.weight");

    private static Model<T> Fitted<T>(Initializer initializer, TrainingOptions options, int bits)
        where T : unmanaged, System.Numerics.IBinaryFloatingPointIeee754<T>
    {
        Network network = [new Dense(Units, new Tanh()) { WeightInitializer = initializer }, new Dense(3)];
        Model<T> model = network.Build<T>(Inputs, 3, bits);
        model.Fit(Data(), options);
        return model;
    }

    private static Dataset<double> Data() => Dataset.Create<double>(Laws.Samples.Targets("real", Rows, Inputs, 1), Inputs, Laws.Samples.Targets("real", Rows, 3, 2), 3);

    private static double[] Difference(double[] a, double[] b) => [.. a.Zip(b, (x, y) => x - y)];

    private static int[] Changed(double[] before, double[] after) => [.. Enumerable.Range(0, Count).Where(i => before[i] != after[i])];

    /// <summary>Mean 0 and the variance of normal numbers, within five standard errors.</summary>
    private static void AssertVariance(double expected, int count, double[] values)
    {
        Assert.InRange(values.Average(), -5 * Math.Sqrt(expected / count), 5 * Math.Sqrt(expected / count));
        Assert.InRange(values.Sum(v => v * v) / values.Length, expected * (1 - (5 * Math.Sqrt(2.0 / count))), expected * (1 + (5 * Math.Sqrt(2.0 / count))));
    }

    private static void AssertShare(double expected, int changed) =>
        Assert.InRange((double)changed / Count, expected - (5 * Math.Sqrt(expected * (1 - expected) / Count)), expected + (5 * Math.Sqrt(expected * (1 - expected) / Count)));
}
