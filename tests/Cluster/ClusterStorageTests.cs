using Descent.Cluster;
using Descent.Tests.Cli;
using Descent.Tests.Tuning;
using Descent.Tuning;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Descent.Tests.Cluster;

/// <summary>A study in a grain does what every storage does.</summary>
public sealed class ClusterStorageTests : StorageTests, IDisposable
{
    private readonly ClusterOptions options;
    private readonly List<IDisposable> opened = [];
    private readonly TemporaryFolder folder = new();

    public ClusterStorageTests() => options = new ClusterOptions { Connection = WorkerProcess.FreeLocal(), CacheFolder = folder.Path };

    public void Dispose()
    {
        opened.ForEach(one => one.Dispose());
        folder.Dispose();
    }

    protected override IStudyStorage Create(TimeProvider time)
    {
        HostApplicationBuilder builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        // The first registration counts.
        builder.Services.AddKeyedSingleton(StudyClock.Key, time);
        builder.AddDescentCluster(own => (own.Connection, own.CacheFolder) = (options.Connection, options.CacheFolder));
        IHost host = builder.Build();
        host.Start();
        IStudyStorage storage = Again(null!, time);
        opened.Add(host);
        return storage;
    }

    protected override IStudyStorage Again(IStudyStorage storage, TimeProvider time)
    {
        ClusterStudyStorage again = ClusterStudyStorage.ConnectAsync(options, TestContext.Current.CancellationToken).GetAwaiter().GetResult();
        lock (opened)
        {
            opened.Insert(0, again);
        }

        return again;
    }
}
