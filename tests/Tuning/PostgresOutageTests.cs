using System.Diagnostics;
using Descent.Tuning;
using Descent.Tuning.Postgres;

namespace Descent.Tests.Tuning;

/// <summary>A server that stops, for a while or for good.</summary>
public sealed class PostgresOutageTests : IClassFixture<PostgresTestServer>, IDisposable
{
    private readonly PostgresTestServer server;
    private readonly PostgresPlace place;

    public PostgresOutageTests(PostgresTestServer server) => (this.server, place) = (server, new PostgresPlace(server));

    public void Dispose() => place.Dispose();

    [Fact]
    public async Task ATrialWhoseLeaseEndedWhileTheServerWasAwayCountsOnce()
    {
        PostgresStudyStorage storage = Open(), other = Open();
        storage.Open(PostgresPlace.Definition);
        TrialLease lost = storage.Claim("study", 1, TimeSpan.FromSeconds(0.2))!;
        storage.Begin(lost, PostgresPlace.Suggestion);
        server.Stop("immediate");
        Task<TrialLease?> taking = Task.Run(() => other.Claim("study", 1, PostgresPlace.Minute), TestContext.Current.CancellationToken);
        await Task.Delay(300, TestContext.Current.CancellationToken);
        Assert.False(taking.IsCompleted);
        server.Start();
        TrialLease taken = (await taking)!;
        Assert.Equal(0, taken.Number);
        other.Finish(taken, PostgresPlace.Result);
        Assert.Throws<TrialLostException>(() => storage.Finish(lost, PostgresPlace.Result with { Values = [7] }));
        Trial trial = storage.Trials("study").Single();
        Assert.Equal((0.25, 2, PostgresPlace.Suggestion.Values), (trial.Value, trial.Attempt, trial.Parameters));
    }

    [Fact]
    public void AServerThatDoesNotComeBackIsGivenUp()
    {
        PostgresStudyStorage storage = Open(TimeSpan.FromSeconds(0.5));
        storage.Open(PostgresPlace.Definition);
        server.Stop("fast");
        try
        {
            Message.Mentions(Assert.Throws<StudyStorageException>(() => storage.Claim("study", 1, null)).Message, server.Folder);
        }
        finally
        {
            server.Start();
        }

        Assert.Equal(0, storage.Claim("study", 1, null)!.Number);
    }

    /// <summary>No trial fails because of the server, and nothing waits twice.</summary>
    [Fact]
    public void AServerThatStopsMidTrialEndsTheRunAndTheTrialRemains()
    {
        List<string> waiting = [];
        PostgresStudyStorage storage = place.Closed(new PostgresStudyStorage(place.Text, TimeSpan.FromSeconds(2)) { Waiting = waiting.Add });
        Study study = new(WorkerProcesses.Space, new StudyOptions { Storage = storage, Sampler = new RandomSampler() });
        Stopwatch watch = new();
        Message.Mentions(
            Assert.Throws<StudyStorageException>(() => study.Run(
                trial =>
                {
                    if (trial.Number == 1)
                    {
                        server.Stop("immediate");
                        watch.Start();
                    }

                    trial.Report(1, 0);
                    return 1;
                },
                3,
                new StudyRunOptions { Lease = TimeSpan.FromSeconds(4) })).Message,
            server.Folder);
        Assert.InRange(watch.Elapsed.TotalSeconds, 1.9, 3.9);
        server.Start();
        Message.Mentions(Assert.Single(waiting), server.Folder);
        Assert.Equal([TrialState.Completed, TrialState.Running], study.Trials.Select(trial => trial.State));
        study.Run(_ => 2, 3, new StudyRunOptions { Waiting = new Progress<IReadOnlyList<Trial>>() });
        Assert.Equal([1.0, 2, 2], study.Trials.Select(trial => trial.Value));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void WaitingIsCanceledAtOnce(bool isMidTrial)
    {
        using CancellationTokenSource end = new();
        PostgresStudyStorage storage = place.Closed(new PostgresStudyStorage(place.Text) { Cancellation = end.Token });
        Study study = new(WorkerProcesses.Space, new StudyOptions { Storage = storage, Sampler = new RandomSampler() });
        try
        {
            Stopwatch watch = new();
            if (isMidTrial)
            {
                Assert.Equal(StudyRunEnd.Canceled, study.Run(
                    trial =>
                    {
                        server.Stop("immediate");
                        watch.Restart();
                        end.CancelAfter(500);
                        trial.Report(1, 0);
                        return 1;
                    },
                    3,
                    new StudyRunOptions { CancellationToken = end.Token }));
            }
            else
            {
                server.Stop("immediate");
                watch.Start();
                end.CancelAfter(500);
                Assert.ThrowsAny<OperationCanceledException>(() => storage.Studies());
            }

            Assert.InRange(watch.Elapsed.TotalSeconds, 0.4, 1.5);
        }
        finally
        {
            server.Start();
        }
    }

    private PostgresStudyStorage Open(TimeSpan? retryTime = null) => place.Closed(new PostgresStudyStorage(place.Text, retryTime));
}
