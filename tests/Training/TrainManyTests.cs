using Descent.Data;

namespace Descent.Tests.Training;

public class TrainManyTests
{
    private static readonly TrainingOptions s_options = new() { Loss = new MeanSquaredError(), Optimizer = new Adam(0.01), Epochs = 4, BatchSize = 16 };

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(0)]
    public void EachNetworkIsTheOneThatIsTrainedAlone(int threads)
    {
        TrainingJob<float>[] jobs = [.. Enumerable.Range(0, 24).Select(i => Job((ulong)i, s_options with { Optimizer = new Adam(0.001 * (1 + (i % 3))) }))];
        List<int> heard = [];
        IReadOnlyList<TrainingJobResult<float>> results = Trainer.TrainMany(jobs, threads, new Listener(heard));
        Assert.Equal(jobs, results.Select(result => result.Job));
        Assert.Equal(Enumerable.Range(1, 24), heard.Order());
        for (int i = 0; i < jobs.Length; i++)
        {
            TrainingJob<float> alone = Job((ulong)i, jobs[i].Options);
            History history = alone.Model.Fit(alone.Data, alone.Options);
            Assert.Equal(alone.Model.GetParameter("layers.2.weight"), jobs[i].Model.GetParameter("layers.2.weight"));
            Assert.Equal(history.Epochs.Select(epoch => epoch.Loss), results[i].History!.Epochs.Select(epoch => epoch.Loss));
            Assert.Null(results[i].Failure);
        }
    }

    [Fact]
    public void AJobThatFailsDoesNotStopTheOthers()
    {
        IReadOnlyList<TrainingJobResult<float>> results = Trainer.TrainMany([Job(1, s_options), Job(2, s_options with { Optimizer = new GradientDescent(1e30) }), Job(3, s_options)]);
        Assert.Equal([true, false, true], results.Select(result => result.History is not null));
        Assert.NotNull(results[1].Failure);
    }

    [Fact]
    public void AMisfitNamesTheJob()
    {
        TrainingJob<float> good = Job(1, s_options), bad = Job(2, s_options) with { Data = Dataset.Create(new float[3, 2], new float[3, 1]) };
        Assert.Contains("Job 1: ", Assert.Throws<ArgumentException>(() => Trainer.TrainMany([good, bad])).Message, StringComparison.Ordinal);
        Assert.Contains("share a model", Assert.Throws<ArgumentException>(() => Trainer.TrainMany([good, good])).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => Trainer.TrainMany([good], -1));
        Assert.Empty(Trainer.TrainMany<float>([]));
    }

    [Fact]
    public void CancellationEndsAll()
    {
        using CancellationTokenSource source = new();
        source.Cancel();
        Assert.All(Trainer.TrainMany([Job(1, s_options), Job(2, s_options)], cancellation: source.Token), result => Assert.Equal(StopReason.Cancelled, result.History!.Stop));
    }

    private static TrainingJob<float> Job(ulong seed, TrainingOptions options)
    {
        Network network = [new Dense(6, new Tanh()), new Dense(1)];
        float[] inputs = [.. Enumerable.Range(0, 3 * 50).Select(i => MathF.Sin(i))], targets = [.. Enumerable.Range(0, 50).Select(i => MathF.Cos(3 * i))];
        return new TrainingJob<float>(network.Build<float>(3, seed), Dataset.Create<float>(inputs, 3, targets, 1), options);
    }

    private sealed class Listener(List<int> heard) : IProgress<int>
    {
        public void Report(int value)
        {
            lock (heard)
            {
                heard.Add(value);
            }
        }
    }
}
