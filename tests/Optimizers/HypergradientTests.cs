using Descent.Data;
using Descent.Numerics;
using Descent.Tests.Coverage;

namespace Descent.Tests.Optimizers;

/// <summary>The learned rate against differences of the loss, on other hardware, in reports, and what it is for.</summary>
public class HypergradientTests
{
    public static IEnumerable<string> Proven => ["hypergradient"];

    private const int Rows = 23;
    private static readonly Network s_network = [new Dense(5, new Tanh()), new Dense(3)];

    public static TheoryData<string> Inner => [.. Optimizers.Select(o => o.ToString()!)];

    private static Optimizer[] Optimizers =>
    [
        new GradientDescent(0.05), new Momentum(0.05), new Momentum(0.05, 0.9, MomentumForm.HeavyBall), new Adam(0.05), new AdamW(0.05, 0.3), new AdamW(0.05, 0.3, AllParameters: true),
        new RmsProp(0.02, Momentum: 0.5, Centered: true), new Nesterov(0.05, 0.9, NesterovForm.Reformulated), new Adagrad(0.05), new Adadelta(0.5), new Adamax(0.05), new Nadam(0.05),
    ];

    /// <summary>The loss after a step, on the same batch, as a function of that step's rate: its slope is what the additive form goes down.</summary>
    [Theory]
    [Proves(Proof.Peer, Of = nameof(Proven))]
    [MemberData(nameof(Inner))]
    public void FollowsTheSlopeOfTheLoss(string name)
    {
        Optimizer inner = Optimizers.Single(o => o.ToString() == name);
        double rate = inner.LearningRate.At(new TrainingPosition(0, 1));
        const double speed = 1e-6, difference = 1e-4;
        foreach (Regularizer? regularizer in (Regularizer?[])[null, new L2(0.1, AllParameters: true)])
        {
            for (int steps = 1; steps <= 3; steps++)
            {
                // So many updates with the rates learned, of which the last one is taken a little longer or shorter.
                double learned = Learned(inner, regularizer, steps), last = steps == 1 ? rate : Learned(inner, regularizer, steps - 1);
                double longer = After(last + difference), shorter = After(last - difference), slope = (longer - shorter) / (2 * difference);
                Assert.Equal(-slope, (learned - last) / speed, 1e-5 * Math.Max(0.1, Math.Abs(slope)));

                double After(double lastRate) => LossAfter(inner, regularizer, steps == 1 ? [lastRate] : [rate, .. Enumerable.Range(1, steps - 2).Select(s => Learned(inner, regularizer, s)), lastRate]);
            }
        }

        double Learned(Optimizer inner, Regularizer? regularizer, int steps)
        {
            using Stepper<double> stepper = Make(new Hypergradient(inner, speed, HypergradientForm.Additive), regularizer);
            for (int step = 0; step <= steps; step++)
            {
                stepper.Step(Order, 0, Rows, new TrainingPosition(step, 1));
            }

            return stepper.LearningRate(new TrainingPosition(steps, 1));
        }
    }

    [Theory]
    [InlineData(HypergradientForm.Additive)]
    [InlineData(HypergradientForm.Multiplicative)]
    public void BitsAreEqualForEveryWidthAndNumberOfThreads(HypergradientForm form)
    {
        TrainingOptions options = new() { Loss = new MeanSquaredError(), Optimizer = new Hypergradient(new AdamW(0.01), 1e-3, form), Regularizer = new L2(0.01), Clipping = new GradientClipping(0.5), BatchSize = 100 };
        float[] expected = Laws.Training.Run<float>(s_network, options, 230, 60, LaneWidth.Current);
        Assert.NotEqual(expected, Laws.Training.Run<float>(s_network, options with { Optimizer = new AdamW(0.01) }, 230, 60, LaneWidth.Current));
        foreach ((int bits, bool supported) in LaneWidth.Table)
        {
            foreach (int threads in supported ? (int[])[1, 2, 3] : [])
            {
                Assert.Equal(expected, Laws.Training.Run<float>(s_network, options, 230, 60, bits, threads));
            }
        }
    }

    [Fact]
    public void AHopelessRateIsRepairedAndReported()
    {
        Dataset<double> data = Data();
        TrainingOptions options = new() { Loss = new MeanSquaredError(), Optimizer = new GradientDescent(1e-4), Epochs = 1500, BatchSize = Rows };
        History plain = s_network.Build<double>(4, 1).Fit(data, options), learned = s_network.Build<double>(4, 1).Fit(data, options with { Optimizer = new Hypergradient(new GradientDescent(1e-4)) });
        Assert.All(plain.Epochs, e => Assert.Equal(1e-4, e.LearningRate));
        Assert.True(learned.Epochs[^1].LearningRate > 0.01, $"{learned.Epochs[^1].LearningRate}");
        Assert.True(learned.Epochs[^1].Loss < 0.6 * plain.Epochs[^1].Loss, $"{learned.Epochs[^1].Loss}, {plain.Epochs[^1].Loss}");
    }

    [Fact]
    public void ARateOfZeroSpeedStaysWhereItIs()
    {
        // A schedule may be 0: what is left is the inner rule, but for rounding.
        Schedule none = new PolynomialSchedule(0);
        TrainingOptions options = new() { Loss = new MeanSquaredError(), BatchSize = 20 };
        foreach (Optimizer inner in Laws.Subjects.Stepwise.Where(o => o is not Hypergradient && o.LearningRate is ConstantSchedule))
        {
            double[] alone = Laws.Training.Run<double>(s_network, options with { Optimizer = inner }, 53, 30, LaneWidth.Current);
            double[] wrapped = Laws.Training.Run<double>(s_network, options with { Optimizer = new Hypergradient(inner, none, HypergradientForm.Additive) }, 53, 30, LaneWidth.Current);
            for (int i = 0; i < alone.Length; i++)
            {
                Assert.Equal(alone[i], wrapped[i], 1e-11);
            }
        }
    }

    [Fact]
    public void WhatCannotBeLearnedIsRefused()
    {
        Assert.Contains("plain number", Assert.Throws<ArgumentException>("Inner", () => new Hypergradient(new Adam(new CosineSchedule(0.1)))).Message, StringComparison.Ordinal);
        Assert.Contains("already learned", Assert.Throws<ArgumentException>("Inner", () => new Hypergradient(new Hypergradient())).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>("HyperLearningRate", () => new Hypergradient(HyperLearningRate: 0));
        Assert.Throws<ArgumentOutOfRangeException>("Lowest", () => new Hypergradient(Lowest: 0));
        Assert.Contains("outside its bounds", Assert.Throws<ArgumentException>(() => Make(new Hypergradient(Highest: 0.001), null)).Message, StringComparison.Ordinal);
        Assert.Equal(new Hypergradient(new Adam(0.5)), new Hypergradient(new Adam()) with { LearningRate = 0.5 });
    }

    private static int[] Order => [.. Enumerable.Range(0, Rows)];

    private static Dataset<double> Data() => Dataset.Create<double>(Laws.Samples.Targets("real", Rows, 4, 8), 4, Laws.Samples.Targets("real", Rows, 3, 9), 3);

    private static Stepper<double> Make(Optimizer optimizer, Regularizer? regularizer)
    {
        Model<double> model = s_network.Build<double>(4, 3);
        TrainingOptions options = new() { Loss = new MeanSquaredError(), Optimizer = optimizer, Regularizer = regularizer, BatchSize = Rows };
        return new Stepper<double>(new CompiledTraining<double>(model, options), Data(), default, Rows, 1, model.Block.Copy());
    }

    /// <summary>Loss and penalty after updates with given rates.</summary>
    private static double LossAfter(Optimizer optimizer, Regularizer? regularizer, double[] rates)
    {
        using Stepper<double> stepper = Make(optimizer, regularizer);
        for (int step = 0; step < rates.Length; step++)
        {
            stepper.Step(Order, 0, Rows, new TrainingPosition(step, 1) { Context = new TrainingPositionContext { LearnedRate = rates[step] } });
        }

        AlignedBlock<double> places = stepper.Parameters;
        double squares = 0;
        foreach (double value in places.Span)
        {
            squares += value * value;
        }

        return stepper.Evaluate(Data(), Order) + (regularizer is L2 l2 ? l2.Strength.At(new TrainingPosition(0, 1)) / 2 * squares : 0);
    }
}
