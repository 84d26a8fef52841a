using Descent.Cluster;
using Descent.Tests.Cli;

namespace Descent.Tests.Cluster;

/// <summary>A cluster on this machine, without a database: workers are processes of the tool.</summary>
public sealed class LocalWorkers : IDisposable
{
    public const string Secret = "a secret of more than sixteen letters";

    private readonly List<WorkerProcess> started = [];

    /// <summary>The folder of the workers' caches.</summary>
    internal TemporaryFolder Folder { get; } = new();

    public string Place { get; } = WorkerProcess.FreeLocal();

    internal IReadOnlyList<WorkerProcess> Started => started;

    public ClusterOptions Options => new() { Connection = Place, Secret = Secret };

    /// <summary>Starts a worker; the first one has to stay.</summary>
    internal WorkerProcess Start(IReadOnlyDictionary<string, string>? environment, params string[] options)
    {
        // For commands that run in this process.
        Environment.SetEnvironmentVariable("DESCENT_CLUSTER_SECRET", Secret);
        started.Add(WorkerProcess.Begin(Place, Secret, environment, [.. options.Contains("--cache", StringComparer.Ordinal) ? [] : (string[])["--cache", Folder[$"cache{started.Count}"]], .. options]).Joined());
        return started[^1];
    }

    public Task<ClusterJobRunner> Connect() => ClusterJobRunner.ConnectAsync(Options, "a test", TestContext.Current.CancellationToken);

    public Task<ClusterStatus> Status() => ClusterClient.StatusAsync(Options, TestContext.Current.CancellationToken);

    public void Dispose()
    {
        started.ForEach(worker => worker.Dispose());
        Folder.Dispose();
    }

    internal static async Task Until(Func<Task<bool>> condition)
    {
        for (int attempt = 0; !await condition(); attempt++)
        {
            Assert.True(attempt < 600, "It does not happen.");
            await Task.Delay(50, TestContext.Current.CancellationToken);
        }
    }
}
