using System.Collections.Concurrent;
using System.Globalization;
using Descent.Cluster;
using Descent.Tests.Cli;
using Descent.Tests.Tuning;
using Descent.Tuning;
using Npgsql;

namespace Descent.Tests.Cluster;

/// <summary>Workers that share a database, of which some are killed and one is paused, while the database restarts. eng/cluster-check makes it longer.</summary>
public sealed class PostgresClusterTests : IClassFixture<PostgresTestServer>
{
    private const string Secret = "a secret of more than sixteen letters", Variable = "DESCENT_CLUSTER_CHECK";

    private readonly PostgresTestServer server;

    public PostgresClusterTests(PostgresTestServer server)
    {
        Assert.SkipUnless(server.IsThere, PostgresTestServer.Missing);
        this.server = server;
    }

    [Fact]
    public async Task EveryJobCountsOnceWhateverDies()
    {
        // Jobs, epochs of each, workers, kills, seconds of the pause, repetitions, and the first of them, which is the seed of what is killed.
        int[] size = [.. (Environment.GetEnvironmentVariable(Variable) ?? "40,600,3,1,6,1,0").Split(',').Select(text => int.Parse(text, CultureInfo.InvariantCulture))];
        string[] expected = Workload.Train(Workload.Jobs(size[0], size[1], null));
        for (int repetition = size[6]; repetition < size[6] + size[5]; repetition++)
        {
            await Repetition(size, expected, new Random(repetition));
            TestContext.Current.TestOutputHelper!.WriteLine($"Repetition {repetition}: {size[0]} jobs counted once, hashes equal.");
        }
    }

    /// <summary>The worker dies on which the scheduler is: another one goes on with the jobs and with the counts.</summary>
    [Fact]
    public async Task JobsSurviveTheirScheduler()
    {
        const int Jobs = 30;
        string[] expected = Workload.Train(Workload.Jobs(Jobs, 500, null));
        using TemporaryFolder folder = new();
        (ClusterOptions options, List<WorkerProcess> workers) = await Start(folder, 2);
        try
        {
            using ClusterJobRunner cluster = await ClusterJobRunner.ConnectAsync(options, "a test", TestContext.Current.CancellationToken);
            Task<string[]> trained = Task.Run(() => Workload.Train(Workload.Jobs(Jobs, 500, cluster)));
            await Progress(cluster, Jobs / 3, trained);
            ClusterStatus before = await ClusterClient.StatusAsync(options, TestContext.Current.CancellationToken);
            Assert.False(trained.IsCompleted, "There is nothing left to lose.");
            workers.Single(worker => $"{worker.Address}" == before.Scheduler).Process.Kill();
            Assert.Equal(expected, await trained.WaitAsync(TimeSpan.FromMinutes(2), TestContext.Current.CancellationToken));
            Assert.Equal((Jobs, 0), (cluster.Finished, cluster.Here));
            ClusterStatus after = await ClusterClient.StatusAsync(options, TestContext.Current.CancellationToken);
            Assert.NotEqual(before.Scheduler, after.Scheduler);
            Assert.Equal(before.Jobs.Since, after.Jobs.Since);
            Assert.InRange(after.Jobs.Finished, Jobs - (before.Jobs.Finished / 2), Jobs + 4);
        }
        finally
        {
            workers.ForEach(worker => worker.Dispose());
        }
    }

    /// <summary>The trials of a study are computed once each, while a worker that may hold it dies and the database restarts.</summary>
    [Fact]
    public async Task AStudyLosesAndDoublesNothing()
    {
        const int Trials = 60;
        using TemporaryFolder folder = new();
        (ClusterOptions options, List<WorkerProcess> workers) = await Start(folder, 3);
        try
        {
            SearchSpace space = SearchSpace.Parse("x=uniform(0,1)");
            Study alone = new(space, new StudyOptions { Seed = 3, Sampler = new RandomSampler() });
            alone.Run(trial => trial.GetNumber("x"), Trials, new StudyRunOptions { CancellationToken = TestContext.Current.CancellationToken });
            using ClusterStudyStorage storage = await ClusterStudyStorage.ConnectAsync(options, TestContext.Current.CancellationToken);
            Study study = new(space, new StudyOptions { Seed = 3, Sampler = new RandomSampler(), Storage = storage });
            ConcurrentDictionary<int, int> computed = new();
            int ended = 0;
            Task run = Task.Run(() => study.Run(
                trial =>
                {
                    computed.AddOrUpdate(trial.Number, 1, (_, count) => count + 1);
                    trial.Report(trial.GetNumber("x") / 2, 1);
                    Interlocked.Increment(ref ended);
                    return trial.GetNumber("x");
                },
                Trials,
                new StudyRunOptions { Workers = 4, CancellationToken = TestContext.Current.CancellationToken }));
            await LocalWorkers.Until(() => Task.FromResult(Volatile.Read(ref ended) >= Trials / 4));
            workers[1].Process.Kill();
            await LocalWorkers.Until(() => Task.FromResult(Volatile.Read(ref ended) >= Trials / 2));
            server.Restart("immediate");
            await run.WaitAsync(TimeSpan.FromMinutes(2), TestContext.Current.CancellationToken);
            Assert.Equal(alone.Trials.Select(trial => $"{trial.Number} {trial.State} {trial.Value}"), study.Trials.Select(trial => $"{trial.Number} {trial.State} {trial.Value}"));
            Assert.Equal((Trials, 1), (computed.Count, computed.Values.Max()));
        }
        finally
        {
            workers.ForEach(worker => worker.Dispose());
        }
    }

    /// <summary>A reminder, which the database keeps, removes results that nobody takes, also on a worker that joined later.</summary>
    [Fact]
    public async Task AReminderRemovesOldResults()
    {
        using TemporaryFolder folder = new();
        (ClusterOptions options, List<WorkerProcess> workers) = await Start(folder, 1);
        try
        {
            await LocalWorkers.Until(() => Task.FromResult(Count("descent_reminder") == 1));
            workers[0].Signal("TERM");
            Assert.Equal(0, workers[0].End());
            Execute("UPDATE descent_reminder SET period = 1000, starttime = now()");
            workers.Add(WorkerProcess.Start(options.Connection, Secret, "--cache", folder["again"]));
            Execute("INSERT INTO descent_grain (service, typename, number0, number1, extension, payload, version, changed) VALUES ('descent', 'a result', 1, 2, '', '\\x00', 1, now() - interval '4 days'), ('descent', 'a result', 3, 4, '', '\\x00', 1, now())");
            await LocalWorkers.Until(() => Task.FromResult(Count("descent_grain WHERE typename = 'a result'") == 1));
            Assert.Equal(1, Count("descent_grain WHERE typename = 'a result' AND number0 = 3"));
        }
        finally
        {
            workers.ForEach(worker => worker.Dispose());
        }

        long Count(string from)
        {
            using NpgsqlConnection connection = new(options.Connection);
            connection.Open();
            using NpgsqlCommand command = new($"SELECT count(*) FROM {from}", connection);
            return (long)command.ExecuteScalar()!;
        }

        void Execute(string text)
        {
            using NpgsqlConnection connection = new(options.Connection);
            connection.Open();
            using NpgsqlCommand command = new(text, connection);
            command.ExecuteNonQuery();
        }
    }

    private async Task<(ClusterOptions Options, List<WorkerProcess> Workers)> Start(TemporaryFolder folder, int count)
    {
        ClusterOptions options = new() { Connection = server.Create(), Secret = Secret };
        await ClusterDatabase.CreateAsync(options, TestContext.Current.CancellationToken);
        List<WorkerProcess> workers = [.. Enumerable.Range(0, count).Select(number => WorkerProcess.Begin(options.Connection, Secret, null, "--cache", folder[$"{number}"]))];
        try
        {
            workers.ForEach(worker => worker.Joined());
            Assert.Equal(workers.Count, workers.DistinctBy(worker => worker.Address).Count());
            return (options, workers);
        }
        catch
        {
            workers.ForEach(worker => worker.Dispose());
            throw;
        }
    }

    private async Task Repetition(int[] size, string[] expected, Random random)
    {
        using TemporaryFolder folder = new();
        (ClusterOptions options, List<WorkerProcess> workers) = await Start(folder, size[2]);
        try
        {
            using ClusterJobRunner cluster = await ClusterJobRunner.ConnectAsync(options, "a test", TestContext.Current.CancellationToken);
            Task<string[]> trained = Task.Run(() => Workload.Train(Workload.Jobs(size[0], size[1], cluster)));
            await Progress(cluster, size[0] / 10, trained);
            WorkerProcess paused = workers[random.Next(workers.Count)];
            paused.Signal("STOP");
            Task resumed = Task.Delay(TimeSpan.FromSeconds(size[4]), TestContext.Current.CancellationToken).ContinueWith(_ => paused.Signal("CONT"), TaskScheduler.Default);
            for (int kill = 0; kill < size[3]; kill++)
            {
                await Progress(cluster, size[0] * (2 + kill) / (size[3] + 4), trained);
                WorkerProcess victim = workers.Where(worker => worker != paused && !worker.Process.HasExited).OrderBy(_ => random.Next()).First();
                Assert.False(trained.IsCompleted, "There is nothing left to lose.");
                victim.Process.Kill();
            }

            server.Restart("fast");
            await resumed;
            string[] actual = await trained.WaitAsync(TimeSpan.FromMinutes(10), TestContext.Current.CancellationToken);
            Assert.Equal(expected, actual);
            Assert.Equal((size[0], 0), (cluster.Finished, cluster.Here));
            for (int attempt = 0; (await ClusterClient.StatusAsync(options, TestContext.Current.CancellationToken)).Workers.Count(worker => worker.IsAlive) < size[2] - size[3]; attempt++)
            {
                // The paused worker was declared dead, and joins again.
                Assert.True(attempt < 100, $"A worker does not come back: {paused.Process.HasExited}.");
                await Task.Delay(300, TestContext.Current.CancellationToken);
            }
        }
        finally
        {
            workers.ForEach(worker => worker.Dispose());
        }
    }

    private static async Task Progress(ClusterJobRunner cluster, int jobs, Task end)
    {
        while (cluster.Finished < jobs && !end.IsCompleted)
        {
            await Task.Delay(20, TestContext.Current.CancellationToken);
        }
    }
}
