using Descent.Data;
using Descent.Formats;
using Descent.Numerics;
using Descent.Tests.Cli;
using Descent.Tests.Hashes;
using Descent.Tuning;

namespace Descent.Tests.Cluster;

/// <summary>Trainings that run from their description, as in another process, give the bits of those that run here.</summary>
public class JobRunnerTests
{
    private static readonly Table s_iris = Table.Read(ToolRun.Iris);
    private static readonly TableOptions s_quick = new() { Layers = [8], Epochs = 6, Seed = 3 };

    public static TheoryData<string> Trainings => [.. HashedTraining.All.Keys];

    public static TheoryData<string, TableOptions> Tables => new()
    {
        { "species", s_quick },
        { "species", s_quick with { Layers = null, Epochs = null } with { Plan = new EnsemblePlan([new PlannedRecipe(new LinearRecipe()), new PlannedRecipe(new RealMlpRecipe { Epochs = 4 }, 1e9)], 3, 2) } },
        { "petal_width", new TableOptions { Seed = 3, Plan = new EnsemblePlan([new PlannedRecipe(new MlpRecipe(), 1e9)], 2, 1) } },
        { "species", s_quick with { Ensemble = new AverageEnsemble(3) } },
        { "species", s_quick with { Ensemble = new AverageEnsemble(3, Together: true) } },
        { "species", s_quick with { Ensemble = new VotingEnsemble(3) } },
        { "petal_width", s_quick with { Ensemble = new BaggingEnsemble(4) } },
        { "species", s_quick with { Ensemble = new BoostingEnsemble(3) } },
        { "petal_width", s_quick with { Ensemble = new GradientBoostingEnsemble(3) } },
        { "species", s_quick with { Layers = null, Epochs = null, Ensemble = new StackingEnsemble([new LinearRecipe(), new PerceptronRecipe()], 2) } },
        { "species", s_quick with { Monitor = new Accuracy(), EarlyStopping = new EarlyStopping(2), ValidationFraction = 0.2, ClassWeights = new Dictionary<string, double> { ["setosa"] = 2 }, BalanceValidation = true } },
        { "species", s_quick with { Until = new MetricGoal(0.4, new Accuracy()), ValidationFraction = 0.2, Epochs = 30 } },
        { "petal_width", s_quick with { Precision = NumericPrecision.Double, Optimizer = new Lbfgs() } },
        { "petal_width", s_quick with { Quantiles = [0.1, 0.9], Augmentations = [new InputNoise(0.01)] } },
    };

    [Theory]
    [MemberData(nameof(Trainings))]
    public void EveryPartOfTheCatalogueTravels(string name)
    {
        HashedTraining training = HashedTraining.All[name];
        PortableRunner runner = new();
        Assert.Equal(training.Hash<float>(LaneWidth.Current, 1), training.Hash<float>(LaneWidth.Current, 1, runner));
        Assert.Equal(training.Hash<double>(LaneWidth.Current, 1), training.Hash<double>(LaneWidth.Current, 1, runner));
        Assert.Equal((2, 0), (runner.Descriptions.Count, runner.Bound));
    }

    [Theory]
    [MemberData(nameof(Tables))]
    public void TablesGiveTheSameBits(string target, TableOptions options)
    {
        PortableRunner runner = new();
        TableTraining here = TableTrainer.Train(s_iris, [target], options, TestContext.Current.CancellationToken), there = TableTrainer.Train(s_iris, [target], options with { Runner = runner }, TestContext.Current.CancellationToken);
        Assert.Equal(ModelHash.Of(here), ModelHash.Of(there));
        Assert.Equal(0, runner.Bound);
        Assert.NotEmpty(runner.Descriptions);
    }

    [Fact]
    public void FoldsAndThresholdsGiveTheSameBits()
    {
        PortableRunner runner = new(3);
        TableOptions options = s_quick with { Threads = 1, ThresholdMetric = new F1() };
        Table binary = Table.Create(["a", "b", "y"], [[.. Enumerable.Range(0, 100).Select(row => $"{row * 13 % 29}")], [.. Enumerable.Range(0, 100).Select(row => $"{row * 17 % 31}")], [.. Enumerable.Range(0, 100).Select(row => row * 7 % 10 < 4 ? "yes" : "no")]]);
        CrossValidation here = TableTrainer.CrossValidate(binary, ["y"], 3, options, cancellation: TestContext.Current.CancellationToken), there = TableTrainer.CrossValidate(binary, ["y"], 3, options with { Runner = runner }, cancellation: TestContext.Current.CancellationToken);
        Assert.Equal(here.Folds.Select(ModelHash.Of), there.Folds.Select(ModelHash.Of));
        Assert.Equal(here.Folds.Select(fold => fold.Threshold?.Threshold), there.Folds.Select(fold => fold.Threshold?.Threshold));
        Assert.Equal(3 * (1 + 5), runner.Descriptions.Count);
    }

    [Fact]
    public void ComparisonsGiveTheSameBitsAndTheSameFailures()
    {
        PortableRunner runner = new();
        Variant[] variants = [new Variant("adam", s_quick), new Variant("wild", s_quick with { Optimizer = new GradientDescent(1e30) })];
        Comparison here = Comparison.Of(s_iris, ["species"], variants, folds: 3, cancellation: TestContext.Current.CancellationToken);
        Comparison there = Comparison.Of(s_iris, ["species"], [.. variants.Select(variant => variant with { Options = variant.Options with { Runner = runner } })], folds: 3, cancellation: TestContext.Current.CancellationToken);
        Assert.Equal(Runs(here), Runs(there));
        Assert.Equal(ModelHash.Of(here.Winner!), ModelHash.Of(there.Winner!));
        Assert.Equal(7, runner.Descriptions.Count);

        static IEnumerable<string> Runs(Comparison comparison) => comparison.Results.SelectMany(result => result.Runs).Select(run => $"{run.Seed} {run.Fold} {run.BestEpoch} {string.Join(' ', run.Scores)} {run.Failure?.Message} {string.Join(' ', run.Epochs.Select(epoch => epoch.Loss))}");
    }

    [Theory]
    [InlineData("learning-rate=log(1e-3,1e-1); epochs=int(4,9)", true)]
    [InlineData("recipe=choice(mlp;linear); mlp.units=int(4,8) if recipe=mlp", false)]
    public void TrialsGiveTheSameBits(string space, bool prunes)
    {
        PortableRunner runner = new();
        Assert.Equal(Tuned(null), Tuned(runner));
        Assert.NotEmpty(runner.Descriptions);
        Assert.Equal(0, runner.Bound);
        Assert.Equal(prunes, runner.Descriptions.Any(description => description.Contains("\"followed\":", StringComparison.Ordinal)));

        string Tuned(IJobRunner? with)
        {
            TableTuner tuner = new(s_iris, ["species"], new TableOptions { Seed = 5, Threads = 1, Runner = with, Effort = space.StartsWith("recipe", StringComparison.Ordinal) ? null : Effort.Quick }, SearchSpace.Parse(space), new TableTuningOptions { Trials = 4, Folds = 2, Pruner = prunes ? new PercentilePruner() : null });
            TableTuning tuning = tuner.Run();
            return $"{ModelHash.Of(tuning.Training)} {string.Join('\n', tuner.Study.Trials.Select(trial => $"{trial.State} {string.Join(' ', trial.Values)} {string.Join(' ', trial.Intermediate)}"))}";
        }
    }

    [Fact]
    public void FrozenAndWarmWeightsTravel()
    {
        TableModel source = TableTrainer.Train(s_iris, ["species"], s_quick, TestContext.Current.CancellationToken).Model;
        TableOptions options = new() { Transfer = new TransferOptions(source) { NewHead = true, FrozenLayers = 1 }, Epochs = 3 };
        PortableRunner runner = new();
        Assert.Equal(ModelHash.Of(TableTrainer.Train(s_iris, ["species"], options, TestContext.Current.CancellationToken)), ModelHash.Of(TableTrainer.Train(s_iris, ["species"], options with { Runner = runner }, TestContext.Current.CancellationToken)));
        Assert.Contains("start", runner.Descriptions.Single(), StringComparison.Ordinal);
    }

    [Fact]
    public void AFailureHasItsHistoryAndItsGoodWeights()
    {
        (TrainingFailedException Failure, float[] Weights) here = Fail(null), there = Fail(new PortableRunner());
        Assert.Equal(here.Failure.Message, there.Failure.Message);
        Assert.Equal((here.Failure.Epoch, here.Failure.Batch, here.Failure.Layer, here.Failure.LargestGradient), (there.Failure.Epoch, there.Failure.Batch, there.Failure.Layer, there.Failure.LargestGradient));
        Assert.Equal(here.Failure.History.Epochs.Count, there.Failure.History.Epochs.Count);
        Assert.Equal(here.Weights, there.Weights);

        static (TrainingFailedException, float[]) Fail(IJobRunner? runner)
        {
            TrainingJob<float> job = Job(new TrainingOptions { Loss = new MeanSquaredError(), Optimizer = new GradientDescent(1e20), Runner = runner });
            return (Assert.Throws<TrainingFailedException>(() => job.Model.Fit(job.Data, job.Options)), job.Model.GetParameter("layers.0.weight"));
        }
    }

    [Fact]
    public void WhatIsWatchedStaysInItsProcess()
    {
        PortableRunner runner = new();
        TrainingOptions options = new() { Loss = new MeanSquaredError(), Epochs = 2, Runner = runner };
        TrainingJob<float> watched = Job(options with { Callbacks = [new Watcher()] });
        watched.Model.Fit(watched.Data, watched.Options);
        TrainingJob<float> kept = Job(options with { OnCheckpoint = _ => { } });
        kept.Model.Fit(kept.Data, kept.Options);
        Assert.Empty(runner.Descriptions);
        Assert.Throws<InvalidOperationException>(() => watched.Model.Fit(watched.Data, options with { Callbacks = [new Again(watched)] }));
    }

    [Fact]
    public void WhatIsDamagedIsRefused()
    {
        TrainingJob<float> job = Job(new TrainingOptions { Loss = new MeanSquaredError(), Epochs = 2 });
        PortableJob portable = PortableJob.Of(job)!;
        Assert.Equal(portable.Hash, PortableJob.Of(Job(job.Options))!.Hash);
        byte[] rows = new byte[portable.Data[0].Length];
        portable.Data[0].CopyTo(0, rows);
        byte[] result = PortableJob.Run(portable.Description, _ => rows);
        byte[] cut = result[..^5], turned = [.. result];
        turned[^3] ^= 1;
        Assert.Throws<ModelFileException>(() => PortableJob.Take(job, cut));
        Assert.Throws<ModelFileException>(() => PortableJob.Take(job, turned));
        Assert.Contains("another size", Assert.Throws<FormatException>(() => PortableJob.Run(portable.Description, _ => rows.AsMemory(0, rows.Length - 4))).Message, StringComparison.Ordinal);
        Assert.Throws<FormatException>(() => PortableJob.Run("{", _ => rows));
        Assert.Contains("Use the same version", Assert.Throws<FormatException>(() => PortableJob.Run(portable.Description.Replace("\"format\":1", "\"format\":9", StringComparison.Ordinal), _ => rows)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => portable.Data[0].CopyTo(rows.Length - 1, new byte[2]));
        Assert.Equal(2, PortableJob.Take(job, result).Epochs.Count);
    }

    [Fact]
    public void ManyWaitAtATime()
    {
        using Barrier barrier = new(12);
        Meeting runner = new(barrier);
        Trainer.TrainMany([.. Enumerable.Range(0, 12).Select(_ => Job(new TrainingOptions { Loss = new MeanSquaredError(), Epochs = 1, Runner = runner }))], threads: 1, cancellation: TestContext.Current.CancellationToken);
        Assert.Equal(1, barrier.CurrentPhaseNumber);
    }

    internal static TrainingJob<float> Job(TrainingOptions options, ulong seed = 1)
    {
        Network network = [new Dense(6, new Tanh()), new Dense(1)];
        float[] inputs = [.. Enumerable.Range(0, 3 * 50).Select(i => MathF.Sin(i))], targets = [.. Enumerable.Range(0, 50).Select(i => MathF.Cos(3 * i))];
        return new TrainingJob<float>(network.Build<float>(3, seed), Dataset.Create<float>(inputs, 3, targets, 1), options);
    }

    private sealed class Watcher : TrainingCallback;

    private sealed class Again(TrainingJob<float> job) : TrainingCallback
    {
        public override void OnEpoch(TrainingState state, EpochRecord record) => job.Model.Fit(job.Data, job.Options);
    }

    private sealed class Meeting(Barrier barrier) : IJobRunner
    {
        public int Parallelism => barrier.ParticipantCount;

        public History Run<T>(TrainingJob<T> job, CancellationToken cancellation)
            where T : unmanaged, System.Numerics.IBinaryFloatingPointIeee754<T>
        {
            barrier.SignalAndWait(TimeSpan.FromSeconds(30), cancellation);
            return LocalJobRunner.Instance.Run(job, cancellation);
        }
    }
}
