using System.Net.Sockets;
using System.Text.RegularExpressions;
using Descent.Cluster;
using Descent.Data;
using Descent.Tests.Cli;
using Descent.Tuning;
using Descent.Tuning.Sqlite;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Logging;

namespace Descent.Tests.Cluster;

/// <summary>A cluster on this machine, without a database: workers are processes of the tool.</summary>
public sealed class LocalClusterTests : IDisposable
{
    private const string Secret = "a secret of more than sixteen letters";

    private readonly string place = WorkerProcess.FreeLocal();
    private readonly List<WorkerProcess> workers = [];
    private readonly TemporaryFolder folder = new();

    public void Dispose()
    {
        workers.ForEach(worker => worker.Dispose());
        folder.Dispose();
    }

    [Fact]
    public async Task EveryKindOfTrainingHasTheBitsOfThisProcess()
    {
        Start();
        Start();
        Assert.Equal(2, workers.DistinctBy(worker => worker.Address).Count());
        Table iris = Table.Read(ToolRun.Iris);
        TableOptions quick = new() { Layers = [8], Epochs = 6, Seed = 3 };
        TableOptions portfolio = new() { Seed = 3, Plan = new EnsemblePlan([new PlannedRecipe(new LinearRecipe()), new PlannedRecipe(new MlpRecipe(), 1e9)], 3, 2) };
        using ClusterJobRunner cluster = await Connect();
        Assert.Equal(ModelHash.Of(TableTrainer.Train(iris, ["species"], portfolio)), ModelHash.Of(TableTrainer.Train(iris, ["species"], portfolio with { Runner = cluster })));
        Assert.Equal(
            TableTrainer.CrossValidate(iris, ["species"], 3, quick, cancellation: TestContext.Current.CancellationToken).Folds.Select(ModelHash.Of),
            TableTrainer.CrossValidate(iris, ["species"], 3, quick with { Runner = cluster }, cancellation: TestContext.Current.CancellationToken).Folds.Select(ModelHash.Of));
        TableOptions bagging = quick with { Ensemble = new BaggingEnsemble(4) };
        Assert.Equal(ModelHash.Of(TableTrainer.Train(iris, ["petal_width"], bagging)), ModelHash.Of(TableTrainer.Train(iris, ["petal_width"], bagging with { Runner = cluster })));
        Assert.Equal(Workload.Train(Workload.Jobs(20, 2, null)), Workload.Train(Workload.Jobs(20, 2, cluster)));
        ClusterStatus status = await Status();
        // The work that is allowed for the second recipe is enough for one division into folds.
        Assert.Equal((6 + 3 + 3 + 4 + 20, 36, 0, 0), (status.Jobs.Submitted, status.Jobs.Finished, status.Jobs.Failed, status.Jobs.Repeated));
        Assert.Equal((2, 36L), (status.Workers.Count(worker => worker.Finished > 0), status.Workers.Sum(worker => worker.Finished)));
    }

    /// <summary>The tool writes the same model with and without a cluster, and says what it is; a worker that is asked to stop does so.</summary>
    [Fact]
    public async Task TheToolTrainsOnACluster()
    {
        WorkerProcess worker = Start();
        string[] arguments = ["train", ToolRun.Iris, "--target", "species", "--effort", "quick", "--ensemble", "bagging(count=3)", "--epochs", "4", "--json"];
        ToolRun here = ToolRun.Of([.. arguments, "--out", folder["here"]]).EndsWith(0), there = await Task.Run(() => ToolRun.Of([.. arguments, "--out", folder["there"], "--cluster", place]));
        there.EndsWith(0);
        Assert.Contains("3 trainings ran on the cluster.", there.Errors, StringComparison.Ordinal);
        Assert.Equal(here.Json().GetProperty("metrics").ToString(), there.Json().GetProperty("metrics").ToString());
        ToolRun status = await Task.Run(() => ToolRun.Of("cluster", "status", "--cluster", place, "--json"));
        Assert.Equal(3, status.EndsWith(0).Json().GetProperty("finished").GetInt32());
        worker.Signal("TERM");
        Assert.Equal(0, worker.End());
        Assert.Contains("Stopped.", worker.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AWorkerThatStopsHandsItsJobBack()
    {
        Start();
        WorkerProcess leaving = Start("--drain", "0");
        using ClusterJobRunner cluster = await Connect();
        string[] expected = Workload.Train(Workload.Jobs(6, 3000, null));
        Task<string[]> trained = Task.Run(() => Workload.Train(Workload.Jobs(6, 3000, cluster)));
        await Until(async () => (await Status()).Workers.All(worker => worker.Running > 0));
        leaving.Signal("TERM");
        Assert.Equal(0, leaving.End());
        Assert.Equal(expected, await trained);
        ClusterStatus status = await Status();

        // A scheduler that begins anew on the worker that stays is told of what is not finished, so it may know of fewer; the client counts every job once.
        Assert.Equal((6, 0), (cluster.Finished, cluster.Here));
        Assert.Equal((status.Jobs.Submitted, 1), (status.Jobs.Finished, status.Workers.Count));
    }

    /// <summary>A processor without fused multiply-add, a wrong secret, no secret, noise: all are refused, and the cluster goes on.</summary>
    [Fact]
    public async Task StrangersAreRefused()
    {
        WorkerProcess first = Start();
        using WorkerProcess old = WorkerProcess.Begin(place, Secret, new Dictionary<string, string> { ["DOTNET_EnableAVX2"] = "0" });
        Assert.Equal(2, old.End());
        Assert.Matches("would not have the same bits everywhere: .*without FMA.*with FMA", Regex.Replace(old.Errors, @"\s+", " "));
        using WorkerProcess thief = WorkerProcess.Begin(place, "another secret of sixteen letters");
        using TcpClient noise = new();
        await noise.ConnectAsync(first.Address!, TestContext.Current.CancellationToken);
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

        using ClusterJobRunner cluster = await Connect();
        Assert.Equal(Workload.Train(Workload.Jobs(3, 1, null)), Workload.Train(Workload.Jobs(3, 1, cluster)));
        Assert.Single((await Status()).Workers);
        Assert.Contains("secret is needed", Assert.Throws<ArgumentException>(() => new ClusterOptions { Connection = "Host=x", Address = System.Net.IPAddress.Any }.Validate()).Message, StringComparison.Ordinal);
        Assert.Contains("at least 16 characters", Assert.Throws<ArgumentException>(() => new ClusterOptions { Secret = "short" }.Validate()).Message, StringComparison.Ordinal);
    }

    /// <summary>Any application can be a worker.</summary>
    [Fact]
    public async Task AnApplicationJoinsInFiveLines()
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.AddDescentCluster(options => (options.Connection, options.Secret, options.CacheFolder) = (place, Secret, folder["cache"]));
        await using WebApplication app = builder.Build();
        await app.StartAsync(TestContext.Current.CancellationToken);
        using (ClusterJobRunner cluster = await Connect())
        {
            Assert.Equal(Workload.Train(Workload.Jobs(3, 1, null)), Workload.Train(Workload.Jobs(3, 1, cluster)));
            Assert.Equal((3, 0), (cluster.Finished, cluster.Here));
        }

        Assert.Single(Directory.GetFiles(folder["cache"]));
        await app.StopAsync(TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task AStudyMovesIntoTheClusterAndBack()
    {
        Start();
        Study here = new(SearchSpace.Parse("x=uniform(0,1); c=choice(a;b)"), new StudyOptions { Seed = 3, Storage = new SqliteStudyStorage(folder["a.db"]), Sampler = new RandomSampler() });
        here.Run(trial => trial.GetNumber("x") < 0.1 ? double.NaN : trial.GetNumber("x"), trials: 20, new StudyRunOptions { CancellationToken = TestContext.Current.CancellationToken });
        using ClusterStudyStorage cluster = await ClusterStudyStorage.ConnectAsync(Options, TestContext.Current.CancellationToken);
        Assert.Equal(20, StudyCopy.Copy(here.Storage, here.Name, cluster));
        Study there = new(here.Space, new StudyOptions { Seed = 3, Storage = cluster, Sampler = new RandomSampler() });
        there.Run(trial => trial.GetNumber("x"), trials: 30, new StudyRunOptions { Workers = 3, CancellationToken = TestContext.Current.CancellationToken });
        using SqliteStudyStorage back = new(folder["b.db"]);
        Assert.Equal(30, StudyCopy.Copy(cluster, here.Name, back));
        here.Run(trial => trial.GetNumber("x"), trials: 30, new StudyRunOptions { CancellationToken = TestContext.Current.CancellationToken });
        Assert.Equal(here.Trials.Select(Text), back.Trials(here.Name).Select(Text));
        Assert.Contains("trials of the study", Assert.Throws<ArgumentException>(() => StudyCopy.Copy(here.Storage, here.Name, back)).Message, StringComparison.Ordinal);
        (here.Storage as IDisposable)?.Dispose();

        static string Text(Trial trial) => $"{trial} {trial.Error} {string.Join(' ', trial.Attributes)}";
    }

    private ClusterOptions Options => new() { Connection = place, Secret = Secret };

    private WorkerProcess Start(params string[] options)
    {
        workers.Add(WorkerProcess.Start(place, Secret, ["--cache", folder[$"cache{workers.Count}"], .. options]));
        Environment.SetEnvironmentVariable("DESCENT_CLUSTER_SECRET", Secret);
        return workers[^1];
    }

    private Task<ClusterJobRunner> Connect() => ClusterJobRunner.ConnectAsync(Options, "a test", TestContext.Current.CancellationToken);

    private Task<ClusterStatus> Status() => ClusterClient.StatusAsync(Options, TestContext.Current.CancellationToken);

    private static async Task Until(Func<Task<bool>> condition)
    {
        for (int attempt = 0; !await condition(); attempt++)
        {
            Assert.True(attempt < 300, "It does not happen.");
            await Task.Delay(50, TestContext.Current.CancellationToken);
        }
    }
}
