using Descent.Data;
using Descent.Numerics;
using Descent.Tests.Laws;

namespace Descent.Tests.Training;

public class LearningRateFinderTests
{
    private static readonly Dataset<double> s_data = Dataset.Create<double>(Samples.Targets("real", 50, 3, 5), 3, Samples.Targets("real", 50, 2, 6), 2);

    public static TheoryData<string> Optimizers => Subjects.StepwiseNames;

    [Theory]
    [MemberData(nameof(Optimizers))]
    public void EveryOptimizerTakesAnotherLearningRateAndKeepsTheRest(string name)
    {
        Optimizer optimizer = Subjects.Find<Optimizer>(name);
        Optimizer changed = optimizer with { LearningRate = 0.125 };
        Assert.Equal(optimizer.GetType(), changed.GetType());
        Assert.Equal(new ConstantSchedule(0.125), changed.LearningRate);
        Assert.Equal(optimizer, changed with { LearningRate = optimizer.LearningRate });

        if (optimizer is Hypergradient learning)
        {
            optimizer = learning with { Lowest = 1e-8, Highest = 10 };
        }

        // The weights after a first step lie on a line over the rate, and move: it is used, and nothing else changed. (A look-ahead has no velocity yet.)
        double[] once = FirstStep(optimizer with { LearningRate = 1e-3 }), twice = FirstStep(optimizer with { LearningRate = 2e-3 }), fourfold = FirstStep(optimizer with { LearningRate = 4e-3 });
        Assert.Contains(once.Zip(twice), pair => Math.Abs(pair.First - pair.Second) > 1e-9);
        Assert.All(once.Zip(twice, fourfold), step => Assert.Equal(2 * (step.Second - step.First), step.Third - step.Second, 1e-12));
    }

    [Theory]
    [MemberData(nameof(Optimizers))]
    public void NothingOfTheModelChanges(string name)
    {
        Network network = [new Dense(6, WeightInitializer: new Dynamic()), new BatchNormalization(), new PRelu(), new Dropout(0.2), new GaussianNoise(), new Dense(2)];
        Model<double> model = network.Build<double>(3, 4);
        model.Fit(s_data, new TrainingOptions { Loss = new MeanSquaredError(), Epochs = 1 });
        double[] before = model.Block.Span.ToArray();
        TrainingOptions options = new() { Loss = new MeanSquaredError(), Optimizer = Subjects.Find<Optimizer>(name), BatchSize = 8 };
        LearningRateCurve curve = model.FindLearningRate(s_data, options, new LearningRateRange(Steps: 20)), warm = model.FindLearningRate(s_data, options with { WarmStart = true }, new LearningRateRange(Steps: 20));
        Assert.True(before.AsSpan().SequenceEqual(model.Block.Span));
        Assert.NotEqual(curve.Points[0].Loss, warm.Points[0].Loss);
        Assert.Equal(curve.Points, model.FindLearningRate(s_data, options, new LearningRateRange(Steps: 20)).Points);
        Assert.Equal(Subjects.Find<Optimizer>(name), options.Optimizer);
    }

    [Fact]
    public void LossesAreThoseOfATrainingWithTheseRates()
    {
        Network network = [new Dense(5, new Tanh()), new Dense(2)];
        Model<double> model = network.Build<double>(3, 9);
        TrainingOptions options = new() { Loss = new MeanSquaredError(), Optimizer = new Adam(), BatchSize = 25, Shuffle = false };
        LearningRateCurve curve = model.FindLearningRate(s_data, options, new LearningRateRange(1e-3, 0.1, 11));
        Assert.Equal(curve.Points, model.FindLearningRate(s_data, options with { Threads = 2 }, new LearningRateRange(1e-3, 0.1, 11)).Points);
        Assert.Equal([.. Enumerable.Range(0, 11).Select(i => 1e-3 * Math.Pow(100, i / 10.0))], curve.Points.Select(point => point.LearningRate), (a, b) => Math.Abs(a - b) < 1e-12 * a);

        // Two batches an epoch: their mean loss is what the history of a training with the same rates says.
        History history = model.Fit(s_data, options with { Epochs = 5, Optimizer = new Adam(new ExponentialSchedule(1e-3, 100, 5)) });
        Assert.Equal([.. history.Epochs.Select(epoch => epoch.Loss)], curve.Points.Take(10).Chunk(2).Select(pair => (pair[0].Loss + pair[1].Loss) / 2), (a, b) => Math.Abs(a - b) < 1e-12);
    }

    [Fact]
    public void SmoothingStopAndSuggestionFollowTheirFormulas()
    {
        LearningRateTest test = new(new LearningRateRange(Smoothing: 0.5));
        double[] losses = [8, 8, 8, 8, 8, 8, 8, 8, 8, 8, 8, 8, 7.9, 7.8, 6, 3, 2, 1.9, 1.8, 1.8, 30];
        for (int i = 0; i < losses.Length; i++)
        {
            Assert.False(test.IsOver);
            test.Add(Math.Pow(10, -5 + (0.25 * i)), losses[i]);
        }

        LearningRateCurve curve = test.Curve();
        Assert.True(curve.Left);
        double average = 0;
        for (int i = 0; i < losses.Length; i++)
        {
            average = (0.5 * average) + (0.5 * losses[i]);
            Assert.Equal(average / (1 - Math.Pow(0.5, i + 1)), curve.Points[i].Smoothed, 1e-12);
        }

        Assert.Equal(Math.Pow(10, -5 + (0.25 * 19)), curve.Minimum, 1e-12);
        Assert.Equal(curve.Minimum / 10, curve.Suggested, 1e-15);
        Assert.InRange(curve.Steepest, Math.Pow(10, -5 + (0.25 * 12)), Math.Pow(10, -5 + (0.25 * 17)));
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void ALossThatIsNotFiniteEndsTheTest(double loss)
    {
        LearningRateTest test = new(new LearningRateRange());
        test.Add(1e-3, 1);
        test.Add(1e-2, loss);
        Assert.True(test.IsOver);
        Assert.Single(test.Curve().Points);
        Assert.True(double.IsFinite(test.Curve().Minimum));
    }

    [Fact]
    public void ANegativeLossHasALimitToo()
    {
        LearningRateTest test = new(new LearningRateRange(Smoothing: 0));
        foreach (double loss in (double[])[0.5, 0, -0.5, -1, 0, 2.4])
        {
            test.Add(1, loss);
            Assert.False(test.IsOver, $"{loss}");
        }

        test.Add(1, 4);
        Assert.True(test.IsOver);
    }

    [Fact]
    public void RangesAreChecked()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new LearningRateRange(0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new LearningRateRange(1, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new LearningRateRange(Steps: 9));
        Assert.Throws<ArgumentOutOfRangeException>(() => new LearningRateRange(Smoothing: 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new LearningRateRange(StopFactor: 1));
        Model<double> model = Network.Create([new Dense(2)]).Build<double>(3);
        model.SetParameter("layers.0.weight", [.. Enumerable.Repeat(1e200, 6)]);
        TrainingFailedException failure = Assert.Throws<TrainingFailedException>(() => model.FindLearningRate(s_data, new TrainingOptions { Loss = new MeanSquaredError(), WarmStart = true }));
        Assert.Contains("before any update", failure.Message, StringComparison.Ordinal);
    }

    private static double[] FirstStep(Optimizer optimizer)
    {
        Model<double> model = Network.Create([new Dense(4, new Tanh()), new Dense(2)]).Build<double>(3, 1);
        AlignedBlock<double> parameters = model.Block.Copy();
        using Stepper<double> stepper = Laws.Training.Stepper(model, new TrainingOptions { Loss = new MeanSquaredError(), Optimizer = optimizer, BatchSize = 10 }, 10, 1, parameters);
        _ = stepper.Step([.. Enumerable.Range(0, 10)], 0, 10, new TrainingPosition(0, 1));
        return parameters.Span.ToArray();
    }
}
