using System.Diagnostics;
using Descent.Tuning;
using Descent.Tuning.Postgres;

namespace Descent.Tests.Tuning;

/// <summary>A server that stops, for a while or for good.</summary>
public sealed class PostgresOutageTests : IClassFixture<PostgresTestServer>, IDisposable
{
    private static readonly TimeSpan s_minute = TimeSpan.FromMinutes(1);
    private static readonly StudyDefinition s_study = new("study", WorkerProcesses.Space, [StudyDirection.Minimize], 1);
    private static readonly Suggestion s_suggestion = new(WorkerProcesses.Space.Assign(_ => 0.5));
    private static readonly TrialResult s_result = new(TrialState.Completed, [0.25]);

    private readonly PostgresTestServer server;
    private readonly string place;
    private readonly List<PostgresStudyStorage> opened = [];

    public PostgresOutageTests(PostgresTestServer server)
    {
        Assert.SkipUnless(server.IsThere, PostgresTestServer.Missing);
        this.server = server;
        place = server.Create();
    }

    public void Dispose() => opened.ForEach(storage => storage.Dispose());

    [Fact]
    public async Task ATrialWhoseLeaseEndedWhileTheServerWasAwayCountsOnce()
    {
        PostgresStudyStorage storage = Open(), other = Open();
        storage.Open(s_study);
        TrialLease lost = storage.Claim("study", 1, TimeSpan.FromSeconds(0.2))!;
        storage.Begin(lost, s_suggestion);
        server.Stop("immediate");
        Task<TrialLease?> taking = Task.Run(() => other.Claim("study", 1, s_minute), TestContext.Current.CancellationToken);
        await Task.Delay(300, TestContext.Current.CancellationToken);
        Assert.False(taking.IsCompleted);
        server.Start();
        TrialLease taken = (await taking)!;
        Assert.Equal(0, taken.Number);
        other.Finish(taken, s_result);
        Assert.Throws<TrialLostException>(() => storage.Finish(lost, s_result with { Values = [7] }));
        Trial trial = storage.Trials("study").Single();
        Assert.Equal((0.25, 2, s_suggestion.Values), (trial.Value, trial.Attempt, trial.Parameters));
    }

    [Fact]
    public void AServerThatDoesNotComeBackIsGivenUp()
    {
        PostgresStudyStorage storage = Open(TimeSpan.FromSeconds(0.5));
        storage.Open(s_study);
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
        PostgresStudyStorage storage = new(place, TimeSpan.FromSeconds(2)) { Waiting = waiting.Add };
        opened.Add(storage);
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
        PostgresStudyStorage storage = new(place) { Cancellation = end.Token };
        opened.Add(storage);
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

    private PostgresStudyStorage Open(TimeSpan? retryTime = null)
    {
        PostgresStudyStorage storage = new(place, retryTime);
        opened.Add(storage);
        return storage;
    }
}
