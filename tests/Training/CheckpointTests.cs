using System.Numerics;
using Descent.Data;
using Descent.Formats;
using Descent.Tests.Cli;
using Descent.Tests.Laws;

namespace Descent.Tests.Training;

/// <summary>Saved in the middle, read back from a file and gone on with: the same bits as without a stop.</summary>
public sealed class CheckpointTests : IDisposable
{
    private const int Rows = 53, StepsPerEpoch = 6, Epochs = 4;
    private static readonly Network s_network = [new Dense(6), new BatchNormalization(), new PRelu(), new Dropout(0.2), new Dense(3)];
    private readonly TemporaryFolder folder = new();

    public static TheoryData<string> Optimizers => Subjects.StepwiseNames;

    public void Dispose() => folder.Dispose();

    [Theory]
    [MemberData(nameof(Optimizers))]
    public void EveryOptimizerGoesOnAsIfNeverStopped(string name)
    {
        TrainingOptions options = Options(Subjects.Find<Optimizer>(name));

        // In the middle of an epoch, at the end of one, before the last step.
        Check<float>(options, 2 * StepsPerEpoch);
        Check<float>(options, StepsPerEpoch + 4);
        Check<double>(options, (Epochs * StepsPerEpoch) - 1);
    }

    [Fact]
    public void SchedulesOfEveryNumberGoOn()
    {
        Schedule plateau = new PlateauSchedule(0.6, 0.5, 0, 0.3), falling = new CosineSchedule(0.5, 3, 0.1);
        foreach (Optimizer optimizer in (Optimizer[])[new Adam(plateau, plateau, falling, falling, AmsGrad: true), new Nadam(falling, plateau, plateau, MomentumDecay: falling), new AdamW(falling, plateau, plateau, plateau), new Hypergradient(new Nesterov(0.01, plateau), falling)])
        {
            TrainingOptions options = Options(optimizer) with { Regularizer = new MaxNorm(plateau, new L1(falling)), Clipping = new GradientClipping(plateau) };
            Check<float>(options, (2 * StepsPerEpoch) + 3);
            Check<float>(options, 3 * StepsPerEpoch);
        }
    }

    [Fact]
    public void EarlyStoppingAndTheBestWeightsGoOn()
    {
        TrainingOptions options = Options(new Adam(0.3)) with { Epochs = 60, EarlyStopping = new EarlyStopping(5) };
        (Model<float> whole, History course) = Fit<float>(options);
        Assert.Equal(StopReason.EarlyStopping, course.Stop);
        Assert.InRange(course.BestEpoch, 2, course.Epochs.Count - 5);

        // Stopped before the best epoch, after it, and asked to go on although it is over.
        foreach (int epochs in (int[])[course.BestEpoch - 1, course.BestEpoch + 2])
        {
            Check<float>(options, epochs * StepsPerEpoch);
        }

        Checkpoint? last = null;
        Fit<float>(options with { OnCheckpoint = c => last = c });
        (Model<float> again, History same) = Fit<float>(options with { Resume = last });
        Assert.Equal((course.Stop, course.Steps, course.BestEpoch), (same.Stop, same.Steps, same.BestEpoch));
        AssertSame(whole, again);
    }

    [Fact]
    public void AKilledRunGoesOnFromItsLastCheckpoint()
    {
        TrainingOptions options = Options(new Adam()) with { Epochs = 10 };
        List<Checkpoint> seen = [];
        Assert.Throws<OperationCanceledException>(() => Fit<float>(options with
        {
            CheckpointEvery = 3,
            OnCheckpoint = checkpoint =>
            {
                seen.Add(checkpoint);
                _ = seen.Count == 2 ? throw new OperationCanceledException("killed") : 0;
            },
        }));
        Assert.Equal([3, 6], seen.Select(c => c.Epoch));
        foreach (Checkpoint checkpoint in seen)
        {
            AssertSame(Fit<float>(options).Model, Fit<float>(options with { Resume = checkpoint }).Model);
        }
    }

    [Fact]
    public void CancelledInTheMiddleItGoesOnToo()
    {
        TrainingOptions options = Options(new Momentum()) with { Epochs = 100_000_000 };
        using CancellationTokenSource source = new(TimeSpan.FromMilliseconds(60));
        Checkpoint? checkpoint = null;
        History cut = Fit<float>(options with { OnCheckpoint = c => checkpoint = c, CheckpointEvery = 100_000 }, source.Token).History;
        Assert.Equal(StopReason.Cancelled, cut.Stop);
        Assert.Equal(cut.Steps, checkpoint!.Steps);
        options = options with { Epochs = checkpoint.Epoch + 3 };
        AssertSame(Fit<float>(options).Model, Fit<float>(options with { Resume = checkpoint }).Model);
    }

    [Theory]
    [InlineData(7)]
    [InlineData(11)]
    [InlineData(20)]
    public void RowsAndWeightsThatChangeWithTheEpochGoOnToTheSameBits(int steps)
    {
        Network network = [new Dense(4, new Tanh()) { WeightInitializer = new Randomized(Strength: 0.3) }, new Dense(1)];
        TrainingOptions options = new()
        {
            Loss = new MeanSquaredError(),
            Optimizer = new Adam(0.01),
            Epochs = 6,
            BatchSize = 8,
            Augmentations = [new InputNoise(0.3), new Mixup(0.5)],
        };
        Model<float> whole = Trained(options), plain = Trained(options with { Augmentations = null });
        Checkpoint? checkpoint = null;
        Trained(options with { OnCheckpoint = c => checkpoint = c, MaximumSteps = steps });
        AssertSame(whole, Trained(options with { Resume = checkpoint }));
        Assert.NotEqual(whole.GetParameter("layers.0.weight"), plain.GetParameter("layers.0.weight"));
        Assert.Contains("its augmentations is", Assert.Throws<ArgumentException>(() => Trained(options with { Augmentations = [new InputNoise(0.4), new Mixup(0.5)], Resume = checkpoint })).Message, StringComparison.Ordinal);

        Model<float> Trained(TrainingOptions how)
        {
            Model<float> model = network.Build<float>(3, 5);
            float[] inputs = [.. Enumerable.Range(0, 3 * 30).Select(i => MathF.Sin(i))], targets = [.. Enumerable.Range(0, 30).Select(i => MathF.Cos(3 * i))];
            model.Fit(Dataset.Create<float>(inputs, 3, targets, 1), how);
            return model;
        }
    }

    [Fact]
    public void AnotherRunIsRefused()
    {
        TrainingOptions options = Options(new Adam());
        Checkpoint? checkpoint = null;
        Fit<float>(options with { OnCheckpoint = c => checkpoint = c, MaximumSteps = 7 });
        TrainingOptions resumed = options with { Resume = checkpoint };
        foreach ((string word, TrainingOptions other) in ((string, TrainingOptions)[])[
            ("optimizer", resumed with { Optimizer = new Adam(0.5) }), ("loss", resumed with { Loss = new Huber() }), ("regularizer", resumed with { Regularizer = null }),
            ("clipping", resumed with { Clipping = new GradientClipping(1) }), ("batch size", resumed with { BatchSize = 7 }), ("seed", resumed with { Seed = 99 }),
            ("order of rows", resumed with { Shuffle = false }), ("validation data", resumed with { Validation = null }), ("best weights", resumed with { RestoreBestWeights = false })])
        {
            Assert.Contains($"its {word} is", Assert.Throws<ArgumentException>(() => Fit<float>(other)).Message, StringComparison.Ordinal);
        }

        Assert.Contains("its precision is", Assert.Throws<ArgumentException>(() => Fit<double>(resumed)).Message, StringComparison.Ordinal);

        // A run that is refused has changed nothing: the next one still says that it replaces the weights that were set.
        Model<float> model = s_network.Build<float>(4, 3);
        model.SetParameter("layers.0.weight", model.GetParameter("layers.0.weight"));
        Assert.Throws<ArgumentException>(() => model.Fit(Data(2, Rows), resumed));
        Assert.Contains(model.Fit(Data(2, Rows), options with { Epochs = 1 }).Notices, notice => notice.Text.Contains("were replaced by newly drawn ones", StringComparison.Ordinal));
        Network network = [new Dense(3)];
        Assert.Contains("its network is", Assert.Throws<ArgumentException>(() => network.Build<float>(4, 3).Fit(Data(1, Rows), resumed)).Message, StringComparison.Ordinal);
        Assert.Contains("its training data is", Assert.Throws<ArgumentException>(() => s_network.Build<float>(4, 3).Fit(Data(2, Rows), resumed)).Message, StringComparison.Ordinal);

        // What limits a run may change.
        Assert.Equal(2, Fit<float>(resumed with { Epochs = 2, Threads = 2 }).History.Epochs.Count);
    }

    [Fact]
    public void BadFilesAreRefused()
    {
        Checkpoint? checkpoint = null;
        Fit<float>(Options(new Adam()) with { OnCheckpoint = c => checkpoint = c, MaximumSteps = 7 });
        string path = Path.Combine(folder.Path, "run.checkpoint");
        CheckpointFile.Save(path, checkpoint!);
        Assert.Equal(checkpoint!.State, CheckpointFile.Load(path).State);
        byte[] bytes = File.ReadAllBytes(path);
        bytes[^9] ^= 1;
        File.WriteAllBytes(path, bytes);
        Assert.Throws<ModelFileException>(() => CheckpointFile.Load(path));
        File.WriteAllBytes(path, bytes[..(bytes.Length / 2)]);
        Assert.Throws<ModelFileException>(() => CheckpointFile.Load(path));
        Assert.Throws<FormatException>(() => Checkpoint.Create("{}", checkpoint.Parameters, checkpoint.BestParameters, checkpoint.OptimizerSlots));
        Assert.Throws<FormatException>(() => Checkpoint.Create("null", checkpoint.Parameters, checkpoint.BestParameters, checkpoint.OptimizerSlots));
        Assert.Throws<FormatException>(() => Checkpoint.Create(checkpoint.State, checkpoint.Parameters[4..], checkpoint.BestParameters, checkpoint.OptimizerSlots));
        Assert.Contains("newer", Assert.Throws<FormatException>(() => Checkpoint.Create(checkpoint.State.Replace("\"version\":2", "\"version\":4", StringComparison.Ordinal), checkpoint.Parameters, checkpoint.BestParameters, checkpoint.OptimizerSlots)).Message, StringComparison.Ordinal);
    }

    /// <summary>Version 1 knew neither the first loss nor the length of schedules, and named nothing that chooses the best epoch.</summary>
    [Fact]
    public void ACheckpointOfVersionOneGoesOn()
    {
        Checkpoint? cut = null;
        TrainingOptions options = Options(new Adam());
        Fit<float>(options with { OnCheckpoint = c => cut = c, MaximumSteps = 7 });
        string old = System.Text.RegularExpressions.Regex.Replace(cut!.State.Replace("\"version\":2", "\"version\":1", StringComparison.Ordinal).Replace("\"best epoch\":\"by validation loss\",", "", StringComparison.Ordinal), ",\"initialLoss\":.*$", "}");
        Assert.DoesNotContain("best epoch", old, StringComparison.Ordinal);
        (Model<float> resumed, History rest) = Fit<float>(options with { Resume = Checkpoint.Create(old, cut.Parameters, cut.BestParameters, cut.OptimizerSlots) });
        AssertSame(Fit<float>(options).Model, resumed);
        Assert.True(double.IsNaN(rest.InitialLoss));
    }

    private void Check<T>(TrainingOptions options, long stop)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        (Model<T> whole, History course) = Fit<T>(options);
        string path = Path.Combine(folder.Path, "run.checkpoint");
        History cut = Fit<T>(options with { MaximumSteps = stop, OnCheckpoint = c => CheckpointFile.Save(path, c) }).History;
        Assert.Equal(stop, cut.Steps);
        (Model<T> resumed, History rest) = Fit<T>(options with { Resume = CheckpointFile.Load(path) });
        AssertSame(whole, resumed);
        Assert.Equal((course.Stop, course.Steps, course.BestEpoch), (rest.Stop, rest.Steps, rest.BestEpoch));
        Assert.Equal(course.Epochs.Select(e => (e.Epoch, e.Loss, e.ValidationLoss, e.LearningRate)), rest.Epochs.Select(e => (e.Epoch, e.Loss, e.ValidationLoss, e.LearningRate)));
    }

    private static void AssertSame<T>(Model<T> expected, Model<T> actual)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => Assert.Equal(expected.Block.Span.ToArray(), actual.Block.Span.ToArray());

    private static (Model<T> Model, History History) Fit<T>(TrainingOptions options, CancellationToken cancellation = default)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Model<T> model = s_network.Build<T>(4, 3);
        return (model, model.Fit(Data(1, Rows), options, cancellation));
    }

    private static TrainingOptions Options(Optimizer optimizer) => new()
    {
        Loss = new MeanSquaredError(),
        Optimizer = optimizer,
        Regularizer = new L2(0.01),
        BatchSize = 9,
        Epochs = Epochs,
        Validation = Data(5, 20),
        Threads = 1,
    };

    private static Dataset<double> Data(ulong seed, int rows) => Dataset.Create<double>(Samples.Targets("real", rows, 4, seed), 4, Samples.Targets("real", rows, 3, seed + 1), 3);
}
