using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using System.Text.RegularExpressions;
using Descent.Cluster;
using Descent.Data;
using Descent.Tests.Cli;
using Descent.Tuning;
using Descent.Tuning.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Descent.Tests.Cluster;

/// <summary>What two workers on this machine do for commands.</summary>
public sealed class LocalClusterTests : IClassFixture<LocalClusterTests.TwoWorkers>, IDisposable
{
    private readonly LocalWorkers cluster;
    private readonly TemporaryFolder folder = new();

    public LocalClusterTests(TwoWorkers two) => cluster = two.Workers;

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task EveryKindOfTrainingHasTheBitsOfThisProcess()
    {
        Assert.Equal(2, cluster.Started.DistinctBy(worker => worker.Address).Count());
        Table iris = Table.Read(ToolRun.Iris);
        TableOptions quick = new() { Layers = [8], Epochs = 6, Seed = 3 };
        TableOptions portfolio = new() { Seed = 3, Plan = new EnsemblePlan([new PlannedRecipe(new LinearRecipe()), new PlannedRecipe(new MlpRecipe(), 1e9)], 3, 2) };
        ClusterStatus before = await cluster.Status();
        using ClusterJobRunner runner = await cluster.Connect();
        Assert.Equal(ModelHash.Of(TableTrainer.Train(iris, ["species"], portfolio)), ModelHash.Of(TableTrainer.Train(iris, ["species"], portfolio with { Runner = runner })));
        Assert.Equal(
            TableTrainer.CrossValidate(iris, ["species"], 3, quick, cancellation: TestContext.Current.CancellationToken).Folds.Select(ModelHash.Of),
            TableTrainer.CrossValidate(iris, ["species"], 3, quick with { Runner = runner }, cancellation: TestContext.Current.CancellationToken).Folds.Select(ModelHash.Of));
        TableOptions bagging = quick with { Ensemble = new BaggingEnsemble(4) };
        Assert.Equal(ModelHash.Of(TableTrainer.Train(iris, ["petal_width"], bagging)), ModelHash.Of(TableTrainer.Train(iris, ["petal_width"], bagging with { Runner = runner })));
        Assert.Equal(Workload.Train(Workload.Jobs(20, 2, null)), Workload.Train(Workload.Jobs(20, 2, runner)));
        ClusterStatus after = await cluster.Status();
        // The work that is allowed for the second recipe is enough for one division into folds.
        const int Expected = 6 + 3 + 3 + 4 + 20;
        Assert.Equal((Expected, Expected, 0, 0), (after.Jobs.Submitted - before.Jobs.Submitted, after.Jobs.Finished - before.Jobs.Finished, after.Jobs.Failed - before.Jobs.Failed, after.Jobs.Repeated - before.Jobs.Repeated));
        Assert.Equal((2, Expected, (Expected, 0)), (after.Workers.Count(worker => worker.Finished > 0), (int)(after.Workers.Sum(worker => worker.Finished) - before.Workers.Sum(worker => worker.Finished)), (runner.Finished, runner.Here)));
    }

    /// <summary>Trials that a pruner watches run on workers, and are ended there.</summary>
    [Theory]
    [InlineData("learning-rate=log(1e-3,1e-1); epochs=int(20,30)")]
    [InlineData("recipe=choice(mlp;linear); mlp.units=int(4,8) if recipe=mlp")]
    public async Task PrunedTrialsHaveTheBitsOfThisProcess(string space)
    {
        Table iris = Table.Read(ToolRun.Iris);
        using ClusterJobRunner runner = await cluster.Connect();
        (string here, string there) = (Tuned(null), Tuned(runner));
        Assert.Equal(here, there);
        Assert.Contains("Pruned", here, StringComparison.Ordinal);
        Assert.Equal(0, runner.Here);

        string Tuned(IJobRunner? with)
        {
            TableTuner tuner = new(iris, ["species"], new TableOptions { Seed = 5, Threads = 1, Runner = with, Effort = space.StartsWith("recipe", StringComparison.Ordinal) ? null : Effort.Quick }, SearchSpace.Parse(space), new TableTuningOptions { Trials = 8, Folds = 2, Pruner = new PercentilePruner(StartupTrials: 1), PruningWarmup = 0 });
            TableTuning tuning = tuner.Run();
            return $"{ModelHash.Of(tuning.Training)} {string.Join('\n', tuner.Study.Trials.Select(trial => $"{trial.State} {string.Join(' ', trial.Values)} {string.Join(' ', trial.Intermediate)}"))}";
        }
    }

    /// <summary>The tool writes the same model with and without a cluster, and says what it is; a study goes into the cluster, is continued there, and comes back.</summary>
    [Fact]
    public async Task TheToolTrainsOnACluster()
    {
        string[] arguments = ["train", ToolRun.Iris, "--target", "species", "--effort", "quick", "--ensemble", "bagging(count=3)", "--epochs", "4", "--json"];
        ToolRun here = ToolRun.Of([.. arguments, "--out", folder["here"]]).EndsWith(0), there = await Task.Run(() => ToolRun.Of([.. arguments, "--out", folder["there"], "--cluster", cluster.Place]));
        there.EndsWith(0);
        Assert.Contains("3 trainings ran on the cluster.", there.Errors, StringComparison.Ordinal);
        Assert.Equal(here.Json().GetProperty("metrics").ToString(), there.Json().GetProperty("metrics").ToString());
        ToolRun status = await Task.Run(() => ToolRun.Of("cluster", "status", "--cluster", cluster.Place, "--json"));
        Assert.True(status.EndsWith(0).Json().GetProperty("finished").GetInt32() >= 3);

        string place = $"cluster:{cluster.Place}";
        string[] tune = ["tune", ToolRun.Iris, "--target", "species", "--effort", "quick", "--epochs", "4", "--search", "learning-rate=log(1e-3,1e-1)", "--seed", "3", "--json"];
        await Task.Run(() => ToolRun.Of([.. tune, "--trials", "3", "--out", folder["t1"], "--study", folder["a.db"]]).EndsWith(0));
        Assert.Equal(3, (await Task.Run(() => ToolRun.Of("study", folder["a.db"], "--copy-to", place, "--json"))).EndsWith(0).Json().GetProperty("trials").GetInt32());
        ToolRun continued = await Task.Run(() => ToolRun.Of([.. tune, "--trials", "5", "--out", folder["t2"], "--study", place, "--cluster", cluster.Place]));
        ToolRun alone = await Task.Run(() => ToolRun.Of([.. tune, "--trials", "5", "--out", folder["t3"], "--study", folder["a.db"]]));
        Assert.Equal(Result(alone), Result(continued));
        Assert.DoesNotContain("in this process", continued.Errors, StringComparison.Ordinal);
        Assert.Equal(5, (await Task.Run(() => ToolRun.Of("study", place, "--copy-to", folder["b.db"], "--json"))).EndsWith(0).Json().GetProperty("trials").GetInt32());
        using SqliteStudyStorage first = new(folder["a.db"]), second = new(folder["b.db"]);
        string study = first.Studies().Single().Name;
        Assert.Equal(first.Trials(study).Select(trial => $"{trial}"), second.Trials(study).Select(trial => $"{trial}"));

        static string Result(ToolRun tuned) => $"{tuned.EndsWith(0).Json().GetProperty("metrics")} {tuned.Json().GetProperty("tuning").GetProperty("best")} {tuned.Json().GetProperty("tuning").GetProperty("validation")}";
    }

    [Fact]
    public async Task AStudyMovesIntoTheClusterAndBack()
    {
        Study here = new(SearchSpace.Parse("x=uniform(0,1); c=choice(a;b)"), new StudyOptions { Name = "moving", Seed = 3, Storage = new SqliteStudyStorage(folder["a.db"]), Sampler = new RandomSampler() });
        here.Run(trial => trial.GetNumber("x") < 0.1 ? double.NaN : trial.GetNumber("x"), trials: 20, new StudyRunOptions { CancellationToken = TestContext.Current.CancellationToken });
        using ClusterStudyStorage storage = await ClusterStudyStorage.ConnectAsync(cluster.Options, TestContext.Current.CancellationToken);
        Assert.Equal(20, StudyCopy.Copy(here.Storage, here.Name, storage));
        Study there = new(here.Space, new StudyOptions { Name = "moving", Seed = 3, Storage = storage, Sampler = new RandomSampler() });
        there.Run(trial => trial.GetNumber("x"), trials: 30, new StudyRunOptions { Workers = 3, CancellationToken = TestContext.Current.CancellationToken });
        using SqliteStudyStorage back = new(folder["b.db"]);
        Assert.Equal(30, StudyCopy.Copy(storage, here.Name, back));
        here.Run(trial => trial.GetNumber("x"), trials: 30, new StudyRunOptions { CancellationToken = TestContext.Current.CancellationToken });
        Assert.Equal(here.Trials.Select(Text), back.Trials(here.Name).Select(Text));
        Assert.Contains("trials of the study", Assert.Throws<ArgumentException>(() => StudyCopy.Copy(here.Storage, here.Name, back)).Message, StringComparison.Ordinal);
        (here.Storage as IDisposable)?.Dispose();

        static string Text(Trial trial) => $"{trial} {trial.Error} {string.Join(' ', trial.Attributes)}";
    }

    /// <summary>The page shows the workers, asks for itself again, runs no script, and answers to this machine's names only.</summary>
    [Fact]
    public async Task ThePageShowsTheState()
    {
        using System.Diagnostics.Process process = ToolProcess.Start("cluster", "page", "--cluster", cluster.Place, "--port", "0", "--json");
        try
        {
            System.Text.StringBuilder text = new();
            while (text.Append(await process.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken)) is var read && !read.ToString().EndsWith('}'))
            {
                Assert.False(process.HasExited, "The page is not served.");
            }

            using HttpClient client = new() { BaseAddress = new Uri(JsonDocument.Parse(text.ToString()).RootElement.GetProperty("url").GetString()!) };
            string page = await client.GetStringAsync("/", TestContext.Current.CancellationToken);
            Assert.All(cluster.Started, worker => Assert.Contains($":{worker.Process.Id}<", page, StringComparison.Ordinal));
            Assert.Contains("http-equiv=\"refresh\"", page, StringComparison.Ordinal);
            Assert.Contains("default-src 'none'", page, StringComparison.Ordinal);
            Assert.Contains($"on {cluster.Started[0].Address}", page, StringComparison.Ordinal);
            Assert.DoesNotMatch("<script|https?://|src=", page);
            using HttpRequestMessage stranger = new(HttpMethod.Get, "/");
            stranger.Headers.Host = "example.org";
            Assert.Equal(HttpStatusCode.BadRequest, (await client.SendAsync(stranger, TestContext.Current.CancellationToken)).StatusCode);
        }
        finally
        {
            ToolProcess.Signal(process, "INT");
            process.WaitForExit();
        }
    }

    /// <summary>A processor without fused multiply-add, a wrong secret, no secret, noise: all are refused, and the cluster goes on.</summary>
    [Fact]
    public async Task StrangersAreRefused()
    {
        using WorkerProcess thief = WorkerProcess.Begin(cluster.Place, "another secret of sixteen letters");
        using WorkerProcess old = WorkerProcess.Begin(cluster.Place, LocalWorkers.Secret, new Dictionary<string, string> { ["DOTNET_EnableAVX2"] = "0" });
        Assert.Equal(2, old.End());
        Assert.Matches("would not have the same bits everywhere: .*without FMA.*with FMA", Regex.Replace(old.Errors, @"\s+", " "));
        ClusterException stranger = await Assert.ThrowsAsync<ClusterException>(() => ClusterClient.StatusAsync(new ClusterOptions { Connection = cluster.Place, Secret = "another secret of sixteen letters" }, TestContext.Current.CancellationToken));
        Assert.Contains("another secret", stranger.Message, StringComparison.Ordinal);
        using TcpClient noise = new();
        await noise.ConnectAsync(cluster.Started[0].Address!, TestContext.Current.CancellationToken);
        await noise.GetStream().WriteAsync(new byte[4096], TestContext.Current.CancellationToken);
        byte[] answer = new byte[4096];
        try
        {
            int got = await noise.GetStream().ReadAtLeastAsync(answer, 4096, throwOnEndOfStream: false, TestContext.Current.CancellationToken);
            Assert.True(got < 64, "A stranger got an answer.");
        }
        catch (IOException)
        {
            // The connection was reset.
            Assert.False(noise.Client.Poll(0, SelectMode.SelectWrite) && noise.Client.Available > 0);
        }

        Assert.Equal(2, thief.End());
        Assert.Contains("the workers there have another secret", Regex.Replace(thief.Errors, @"\s+", " "), StringComparison.Ordinal);
        using ClusterJobRunner runner = await cluster.Connect();
        Assert.Equal(Workload.Train(Workload.Jobs(3, 1, null)), Workload.Train(Workload.Jobs(3, 1, runner)));
        Assert.Equal(2, (await cluster.Status()).Workers.Count);
        Assert.Contains("secret is needed", Assert.Throws<ArgumentException>(() => new ClusterOptions { Connection = "Host=x", Address = IPAddress.Any }.Validate()).Message, StringComparison.Ordinal);
        Assert.Contains("at least 16 characters", Assert.Throws<ArgumentException>(() => new ClusterOptions { Secret = "short" }.Validate()).Message, StringComparison.Ordinal);
    }

    /// <summary>A program of another version is refused, with both named; nonsense from one of the same version is a failure of its job alone.</summary>
    [Fact]
    public async Task OtherVersionsAndNonsenseAreRefused()
    {
        IHost host = await ClusterClient.ConnectAsync(cluster.Options, TestContext.Current.CancellationToken);
        try
        {
            IGrainFactory grains = host.Services.GetRequiredService<IGrainFactory>();
            IScheduler scheduler = grains.GetGrain<IScheduler>(0);
            DataServer data = new((_, _, _) => false);
            IDataSource source = grains.CreateObjectReference<IDataSource>(data);
            JobTicket ticket = new("run", 1, "key", "{", 0, 1, false);
            string? refusal = await scheduler.Open("run", "another version", ComputerIdentity.Own with { Version = "9.9.9+01234567" }, source);
            Assert.Contains("9.9.9+01234567", refusal, StringComparison.Ordinal);
            Assert.Contains(ComputerIdentity.Own.Version, refusal, StringComparison.Ordinal);
            Assert.False(await scheduler.Submit("run", [ticket]));
            Assert.Null(await scheduler.Open("run", "nonsense", ComputerIdentity.Own, source));
            Assert.True(await scheduler.Submit("run", [ticket]));
            RunNews news = await scheduler.Follow("run", [], [], TimeSpan.FromSeconds(20));
            Assert.Contains("does not describe a job", news.Ended.Single().Failure, StringComparison.Ordinal);
            await scheduler.Close("run");
            GC.KeepAlive(data);
        }
        finally
        {
            ClusterClient.Disconnect(host);
        }
    }

    /// <summary>Two workers for all tests of the class.</summary>
    public sealed class TwoWorkers : IDisposable
    {
        public TwoWorkers()
        {
            Workers.Start(null);
            Workers.Start(null);
        }

        public LocalWorkers Workers { get; } = new();

        public void Dispose() => Workers.Dispose();
    }
}
