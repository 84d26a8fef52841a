using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text;
using Descent.Cluster;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Logging;

namespace Descent.Tests.Cluster;

/// <summary>How workers come and go, what they report, and what they do without room on disk.</summary>
public sealed class WorkerTests : IDisposable
{
    private readonly LocalWorkers cluster = new();

    public void Dispose() => cluster.Dispose();

    [Fact]
    public async Task AWorkerThatStopsHandsItsJobBack()
    {
        cluster.Start(null);
        WorkerProcess leaving = cluster.Start(null, "--drain", "0");
        using ClusterJobRunner runner = await cluster.Connect();
        string[] expected = Workload.Train(Workload.Jobs(4, 3000, null));
        Task<string[]> trained = Task.Run(() => Workload.Train(Workload.Jobs(4, 3000, runner)));
        await LocalWorkers.Until(async () => (await cluster.Status()).Workers.All(worker => worker.Running > 0));
        leaving.Signal("TERM");
        Assert.Equal(0, leaving.End());
        Assert.Contains("Stopped.", leaving.Errors, StringComparison.Ordinal);
        Assert.Equal(expected, await trained);
        ClusterStatus status = await cluster.Status();

        // A scheduler that begins anew on the worker that stays is told of what is not finished; the client counts every job once.
        Assert.Equal((4, 0), (runner.Finished, runner.Here));
        Assert.Equal((status.Jobs.Submitted, 1), (status.Jobs.Finished, status.Workers.Count));
    }

    /// <summary>Any application can be a worker.</summary>
    [Fact]
    public async Task AnApplicationJoinsInFiveLines()
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.AddDescentCluster(options => (options.Connection, options.Secret, options.CacheFolder) = (cluster.Place, LocalWorkers.Secret, cluster.Folder["cache"]));
        await using WebApplication app = builder.Build();
        await app.StartAsync(TestContext.Current.CancellationToken);
        using (ClusterJobRunner runner = await cluster.Connect())
        {
            Assert.Equal(Workload.Train(Workload.Jobs(3, 1, null)), Workload.Train(Workload.Jobs(3, 1, runner)));
            Assert.Equal((3, 0), (runner.Finished, runner.Here));
        }

        Assert.Single(Directory.GetFiles(cluster.Folder["cache"]));
        await app.StopAsync(TestContext.Current.CancellationToken);
    }

    /// <summary>Metrics and traces arrive at a collector by the protocol of OpenTelemetry over HTTP.</summary>
    [Fact]
    public async Task MetricsAndTracesArriveAtACollector()
    {
        ConcurrentDictionary<string, ConcurrentBag<string>> received = new(StringComparer.Ordinal);
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        await using WebApplication collector = builder.Build();
        collector.Run(async context =>
        {
            using MemoryStream body = new();
            await context.Request.Body.CopyToAsync(body);
            received.GetOrAdd($"{context.Request.Path} {context.Request.ContentType}", _ => []).Add(Encoding.Latin1.GetString(body.ToArray()));
        });
        await collector.StartAsync(TestContext.Current.CancellationToken);
        cluster.Start(new Dictionary<string, string>
        {
            ["OTEL_EXPORTER_OTLP_ENDPOINT"] = collector.Urls.Single(),
            ["OTEL_EXPORTER_OTLP_PROTOCOL"] = "http/protobuf",
            ["OTEL_METRIC_EXPORT_INTERVAL"] = "300",
            ["OTEL_BSP_SCHEDULE_DELAY"] = "300",
        });
        using ClusterJobRunner runner = await cluster.Connect();
        Workload.Train(Workload.Jobs(3, 1, runner));
        await LocalWorkers.Until(() => Task.FromResult(Has("/v1/traces", "descent job", "finished") && Has("/v1/metrics", "descent.cluster.jobs", "descent.cluster.job.duration", "orleans", "descent-worker")));
        await collector.StopAsync(TestContext.Current.CancellationToken);

        bool Has(string path, params string[] names) => received.TryGetValue($"{path} application/x-protobuf", out ConcurrentBag<string>? bodies) && names.All(name => bodies.Any(body => body.Contains(name, StringComparison.Ordinal)));
    }

    /// <summary>Rows that do not fit on the disk are trained on from memory, and the worker says so.</summary>
    [Fact]
    public async Task AWorkerWithAFullDiskTrainsAndSaysSo()
    {
        string disk = cluster.Folder["disk"];
        Directory.CreateDirectory(disk);
        Assert.SkipUnless(Environment.UserName == "root" && Run("mount", "-t", "tmpfs", "-o", "size=8k", "none", disk) == 0, "A small disk can be mounted by root only.");
        try
        {
            WorkerProcess worker = cluster.Start(null, "--cache", disk);
            using (ClusterJobRunner runner = await cluster.Connect())
            {
                Assert.Equal(Workload.Train(Workload.Jobs(3, 1, null)), Workload.Train(Workload.Jobs(3, 1, runner)));
                Assert.Equal(3, runner.Finished);
            }

            worker.Signal("TERM");
            Assert.Equal(0, worker.End());
            Assert.Contains($"cannot be kept in {disk}", worker.Errors, StringComparison.Ordinal);
        }
        finally
        {
            Run("umount", "-l", disk);
        }
    }

    private static int Run(string program, params string[] arguments)
    {
        using Process process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
        process.WaitForExit();
        return process.ExitCode;
    }
}
