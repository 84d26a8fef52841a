using System.Text.Json;
using Descent.Data;
using Descent.Tests.Coverage;
using Descent.Tests.Goldens;

namespace Descent.Tests.Schedules;

/// <summary>Schedules against PyTorch's at whole epochs, and against their formulas in between.</summary>
public class ScheduleTests
{
    public static IEnumerable<string> Constant => ["constant_schedule"];

    public static IEnumerable<string> InverseTime => ["inverse_time_schedule"];

    private static readonly JsonElement s_golden = GoldenFile.Read("optimizers.json"), s_moreGolden = GoldenFile.Read("optimizers_more.json");

    private static readonly Dictionary<string, Schedule> s_peers = new()
    {
        ["step"] = new StepSchedule(0.5, 0.3, 4),
        ["multi_step"] = new MultiStepSchedule(0.5, [3, 5, 11], 0.3),
        ["exponential"] = new ExponentialSchedule(0.5, 0.9),
        ["polynomial"] = new PolynomialSchedule(0.5, 10, 0, 2),
        ["cosine"] = new CosineSchedule(0.5, 12, 0.05),
        ["cosine_restarts"] = new CosineRestartsSchedule(0.5, 3, 2, 0.05),
        ["warm_up"] = new WarmUpSchedule(new ExponentialSchedule(0.5, 0.9), 5, 0.2),
        ["one_cycle"] = new OneCycleSchedule(0.5, 40, 0.3, 20, 100),
        ["plateau"] = new PlateauSchedule(0.5, 0.5, 2, 1e-4, 1, 0.1),
    };

    private static readonly JsonElement s_keras = GoldenFile.Read("schedules_keras.json");

    // Keras counts steps; four of them are an epoch here.
    private static readonly Dictionary<string, Schedule> s_ofKeras = new()
    {
        ["polynomial"] = new PolynomialSchedule(0.5, 5, 0.125, 2),
        ["polynomial_cycle"] = new PolynomialSchedule(0.5, 5, 0.125, Cycle: true),
        ["polynomial_cycle_square"] = new PolynomialSchedule(0.5, 3, 0.0625, 2, Cycle: true),
        ["restarts"] = new CosineRestartsSchedule(0.5, 2, 2, 0.0625),
        ["restarts_falling"] = new CosineRestartsSchedule(0.5, 2, 2, 0.0625, Height: 0.5),
        ["restarts_falling_even"] = new CosineRestartsSchedule(0.5, 3, 1, 0, Height: 0.75),
        ["inverse_time"] = new InverseTimeSchedule(0.5, 0.25, 2),
        ["inverse_time_staircase"] = new InverseTimeSchedule(0.5, 0.25, 2, Staircase: true),
        ["exponential_staircase"] = new StepSchedule(0.5, 0.75, 3),
        ["piecewise"] = new PiecewiseConstantSchedule([0.5, 0.0625, 0.25, 0.001], [2, 5, 11], KeepAtBoundary: true),
        ["multi_step"] = new MultiStepSchedule(0.5, [2, 5], 0.25, KeepAtBoundary: true),
    };

    public static TheoryData<string> OfKeras => [.. s_keras.GetProperty("schedules").EnumerateObject().Select(s => s.Name)];

    public static IEnumerable<string> OfKerasNames => OfKeras.Select(row => Catalogue.NameOf(s_ofKeras[row.Data]));

    [Theory]
    [Proves(Proof.Peer, Of = nameof(OfKerasNames))]
    [MemberData(nameof(OfKeras))]
    public void EqualsKeras(string name)
    {
        int stepsPerEpoch = s_keras.GetProperty("stepsPerEpoch").GetInt32();
        Assert.All(GoldenFile.Numbers(s_keras.GetProperty("schedules").GetProperty(name)).Index(), at => Assert.Equal(at.Item, s_ofKeras[name].At(new TrainingPosition(at.Index, stepsPerEpoch)), 1e-14));
    }

    public static IEnumerable<string> OfRealMlp => ["flat_cosine_schedule", "logarithmic_cosine_schedule"];

    [Fact]
    [Proves(Proof.Peer, Of = nameof(OfRealMlp))]
    public void RealMlpsSchedulesEqualItsFormulas()
    {
        JsonElement golden = GoldenFile.Read("schedules_realmlp.json");
        foreach ((string name, Schedule schedule) in ((string, Schedule)[])[("flat_cosine", new FlatCosineSchedule(0.15)), ("logarithmic_cosine", new LogarithmicCosineSchedule(0.04))])
        {
            // 41 shares of a run of 10 epochs of 4 steps; the last one is its end.
            Assert.All(GoldenFile.Numbers(golden.GetProperty(name)).Index(), at => Assert.Equal(at.Item, schedule.At(new TrainingPosition(at.Index, 4) { RunEpochs = 10 }), 1e-15));
        }

        Assert.All([0.0, 1, 3, 7, 15], zero => Assert.Equal(0, new LogarithmicCosineSchedule(1, Epochs: 15).At(new TrainingPosition((long)zero, 1)), 1e-15));
    }

    [Fact]
    public void AtABoundaryTheNextNumberBeginsUnlessTheOldOneIsKept()
    {
        TrainingPosition before = new(19, 10), at = new(20, 10), after = new(21, 10);
        foreach ((Schedule changes, Schedule keeps) in ((Schedule, Schedule)[])[
            (new MultiStepSchedule(0.5, [2], 0.5), new MultiStepSchedule(0.5, [2], 0.5, KeepAtBoundary: true)),
            (new PiecewiseConstantSchedule([0.5, 0.25], [2]), new PiecewiseConstantSchedule([0.5, 0.25], [2], KeepAtBoundary: true))])
        {
            Assert.Equal((0.5, 0.25, 0.25), (changes.At(before), changes.At(at), changes.At(after)));
            Assert.Equal((0.5, 0.5, 0.25), (keeps.At(before), keeps.At(at), keeps.At(after)));
        }

        // As words of a command line.
        Assert.Equal(new PiecewiseConstantSchedule([0.5, 0.25, 0.1], [2, 4]), Catalogue.Parse<Schedule>("piecewise_constant:0.5/0.25/0.1,boundaries=2/4"));
    }

    public static TheoryData<string> Peers => [.. s_golden.GetProperty("schedules").EnumerateObject().Select(s => s.Name)];

    public static IEnumerable<string> PeerNames => Peers.Select(row => Catalogue.NameOf(s_peers[row.Data]));

    [Theory]
    [Proves(Proof.Peer, Of = nameof(PeerNames))]
    [MemberData(nameof(Peers))]
    public void EqualsPyTorch(string name)
    {
        double[] expected = GoldenFile.Numbers(s_golden.GetProperty("schedules").GetProperty(name)), losses = GoldenFile.Numbers(s_golden.GetProperty("losses"));
        for (int epoch = 0; epoch < expected.Length; epoch++)
        {
            TrainingPosition position = new(epoch, 1) { Losses = losses.AsMemory(0, Math.Min(epoch, losses.Length)) };
            Assert.Equal(expected[epoch], s_peers[name].At(position), 1e-14);
        }
    }

    [Theory]
    [InlineData("step")]
    [InlineData("multi_step")]
    [InlineData("exponential")]
    [InlineData("polynomial")]
    [InlineData("cosine")]
    [InlineData("cosine_restarts")]
    [InlineData("inverse_time")]
    public void AWarmUpBeforeItEqualsPyTorch(string name)
    {
        double[] expected = GoldenFile.Numbers(s_moreGolden.GetProperty("warm_up_before").GetProperty(name));
        WarmUpSchedule schedule = new(name == "inverse_time" ? new InverseTimeSchedule(0.5, 0.3) : s_peers[name], 5, 0.2);
        Assert.All(expected.Index(), at => Assert.Equal(at.Item, schedule.At(new TrainingPosition(at.Index, 1)), 1e-14));
    }

    [Fact]
    public void AWarmUpLeadsToTheBeginningOfAnySchedule()
    {
        foreach (Schedule then in Laws.Subjects.All<Schedule>())
        {
            WarmUpSchedule schedule = new(then, 2, 0.25);
            double first = then.At(new TrainingPosition(0, 10));
            for (int step = 0; step < 60; step++)
            {
                double expected = step < 20 ? first * (0.25 + (0.75 * step / 20)) : then.At(new TrainingPosition(step - 20, 10));
                Assert.Equal(expected, schedule.At(new TrainingPosition(step, 10)), 1e-15);
            }
        }
    }

    [Fact]
    [Proves(Proof.Peer, Of = nameof(InverseTime))]
    public void InverseTimeEqualsKeras()
    {
        InverseTimeSchedule schedule = new(0.5, 0.3);
        Assert.All(GoldenFile.Numbers(s_moreGolden.GetProperty("inverse_time")).Index(), at => Assert.Equal(at.Item, schedule.At(new TrainingPosition(at.Index, 1)), 1e-15));
    }

    [Fact]
    public void FormulasInBetween()
    {
        TrainingPosition at = new(27, 10);
        Assert.Equal(0.4 * Math.Pow(0.9, 2.7 / 2), new ExponentialSchedule(0.4, 0.9, 2).At(at), 1e-15);
        Assert.Equal(0.4 / (1 + (0.3 * 2.7)), new InverseTimeSchedule(0.4, 0.3).At(at), 1e-15);
        Assert.Equal(0.1 + (0.3 * Math.Pow(1 - 0.27, 1.5)), new PolynomialSchedule(0.4, 10, 0.1, 1.5).At(at), 1e-15);
        Assert.Equal(0.1 + (0.15 * (1 + Math.Cos(Math.PI * 0.27))), new CosineSchedule(0.4, 10, 0.1).At(at), 1e-15);
        Assert.Equal(0.1 + (0.15 * (1 + Math.Cos(Math.PI * 0.35))), new CosineRestartsSchedule(0.4, 2, 1, 0.1).At(at), 1e-15);
        Assert.Equal(0.4 * 0.1, new MultiStepSchedule(0.4, [0.5, 2.8]).At(at), 1e-15);
    }

    [Fact]
    [Proves(Proof.Peer, Of = nameof(Constant))]
    public void AConstantNeverChanges() => Assert.All((long[])[0, 1, 7, 1000, 123456789], step => Assert.Equal(0.3, new ConstantSchedule(0.3).At(new TrainingPosition(step, 10))));

    [Fact]
    public void EndsAreReachedAndKept()
    {
        foreach (TrainingPosition late in (TrainingPosition[])[new(1000, 10), new(123456, 10)])
        {
            Assert.Equal(0.1, new CosineSchedule(0.4, 100, 0.1).At(late), 1e-15);
            Assert.Equal(0.1, new PolynomialSchedule(0.4, 100, 0.1).At(late), 1e-15);
            Assert.Equal(0.4 / 25 / 1e4, new OneCycleSchedule(0.4, 100).At(late), 1e-15);
        }
    }

    [Fact]
    public void WithoutALengthOfItsOwnAScheduleTakesTheRuns()
    {
        TrainingPosition at = new(60, 2) { RunEpochs = 200 };
        Assert.Equal(new CosineSchedule(0.4, 200, 0.1).At(at), new CosineSchedule(0.4, Final: 0.1).At(at));
        Assert.Equal(new PolynomialSchedule(0.4, 200, 0.1).At(at), new PolynomialSchedule(0.4, Final: 0.1).At(at));
        Assert.Equal(new OneCycleSchedule(0.4, 200).At(at), new OneCycleSchedule(0.4).At(at));

        // What follows a warm-up has the rest of the run.
        Assert.Equal(new WarmUpSchedule(new CosineSchedule(0.4, 190), 10).At(at), new WarmUpSchedule(new CosineSchedule(0.4), 10).At(at));
        Assert.Equal(new CosineSchedule(0.4, 100).At(new TrainingPosition(60, 2)), new CosineSchedule(0.4).At(new TrainingPosition(60, 2)));

        // In training: the last of 8 epochs, not the hundredth, is the end.
        Dataset data = Dataset.Create<double>(new double[] { 1, 2, 3, 4 }, 1, new double[] { 1, 2, 3, 4 }, 1);
        Network network = [new Dense(1)];
        History history = network.Build<double>(1, 1).Fit(data, new TrainingOptions { Loss = new MeanSquaredError(), Optimizer = new Adam(new CosineSchedule(0.01)), Epochs = 8 });
        Assert.All(history.Epochs, e => Assert.Equal(0.005 * (1 + Math.Cos(Math.PI * (e.Epoch - 1) / 8)), e.LearningRate, 1e-15));
        Assert.Empty(history.Notices);
        History idle = network.Build<double>(1, 1).Fit(data, new TrainingOptions { Loss = new MeanSquaredError(), Optimizer = new Adam(new CosineSchedule(0.01, 5)), Epochs = 8 });
        Assert.Contains("3 of 8 epochs", Assert.Single(idle.Notices).Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1, 1, 0.3)]
    [InlineData(1, 2, 0)]
    [InlineData(0.25, 2, 0.9)]
    [InlineData(3, 1, 0.3)]
    public void OneCycleIsANumberForTheShortestRuns(double epochs, int stepsPerEpoch, double rise)
    {
        OneCycleSchedule schedule = new(0.4, epochs, rise);
        for (int step = 0; step < 9; step++)
        {
            Assert.InRange(schedule.At(new TrainingPosition(step, stepsPerEpoch)), 0.4 / 25 / 1e4 * (1 - 1e-9), 0.4);
        }
    }

    [Fact]
    public void TrainingTellsPlateausItsLosses()
    {
        // Targets of noise only: the validation loss soon stands still, and the rate falls as the recorded losses say.
        double[] inputs = Laws.Samples.Targets("real", 40, 3, 5), targets = Laws.Samples.Targets("real", 40, 1, 6);
        Dataset data = Dataset.Create<double>(inputs, 3, targets, 1);
        PlateauSchedule schedule = new(0.1, 0.5, 1);
        foreach (Dataset? validation in (Dataset?[])[data, null])
        {
            Network network = [new Dense(4, new Tanh()), new Dense(1)];
            History history = network.Build<double>(3, 1).Fit(data, new TrainingOptions { Loss = new MeanSquaredError(), Optimizer = new Adam(schedule), Epochs = 60, Validation = validation });
            double[] losses = [.. history.Epochs.Select(e => e.ValidationLoss ?? e.Loss)];
            for (int epoch = 0; epoch < losses.Length; epoch++)
            {
                Assert.Equal(schedule.At(new TrainingPosition(0, 1) { Losses = losses.AsMemory(0, epoch) }), history.Epochs[epoch].LearningRate);
            }

            Assert.True(history.Epochs[^1].LearningRate < 0.1);
        }
    }
}
