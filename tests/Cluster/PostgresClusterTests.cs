using System.Globalization;
using Descent.Cluster;
using Descent.Tests.Cli;
using Descent.Tests.Tuning;

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
        // Jobs, epochs of each, workers, kills, seconds of the pause, repetitions.
        int[] size = [.. (Environment.GetEnvironmentVariable(Variable) ?? "60,1000,3,1,6,1").Split(',').Select(text => int.Parse(text, CultureInfo.InvariantCulture))];
        string[] expected = Workload.Train(Workload.Jobs(size[0], size[1], null));
        for (int repetition = 0; repetition < size[5]; repetition++)
        {
            await Repetition(size, expected, new Random(repetition));
        }
    }

    private async Task Repetition(int[] size, string[] expected, Random random)
    {
        using TemporaryFolder folder = new();
        string place = server.Create();
        ClusterOptions options = new() { Connection = place, Secret = Secret };
        await ClusterDatabase.CreateAsync(options, TestContext.Current.CancellationToken);
        List<WorkerProcess> workers = [.. Enumerable.Range(0, size[2]).Select(number => WorkerProcess.Begin(place, Secret, null, "--cache", folder[$"{number}"]))];
        try
        {
            workers.ForEach(worker => worker.Joined());
            Assert.Equal(workers.Count, workers.DistinctBy(worker => worker.Address).Count());
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
