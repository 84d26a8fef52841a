using System.Collections.Concurrent;
using System.Numerics;
using Descent.Formats;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Descent.Cluster;

/// <summary>Runs trainings on the workers of a cluster, with the same bits as in this process.</summary>
/// <example><code>
/// using ClusterJobRunner cluster = await ClusterJobRunner.ConnectAsync(new ClusterOptions { Connection = database, Secret = secret }, "prices");
/// TableTraining training = TableTrainer.Train(table, ["price"], new TableOptions { Runner = cluster });
/// </code></example>
public sealed class ClusterJobRunner : IJobRunner, IDisposable
{
    /// <summary>The most jobs under way, each of which holds a thread of this process.</summary>
    private const int MostJobs = 1_024;

    private readonly IHost host;
    private readonly ClusterRun run;
    private readonly ConcurrentQueue<string> taken = [];
    private int here;

    private ClusterJobRunner(IHost host, ClusterRun run) => (this.host, this.run) = (host, run);

    /// <summary>Twice the threads of all workers, so that none waits for this process; at least 8.</summary>
    public int Parallelism => Math.Clamp(2 * run.Threads, 8, MostJobs);

    /// <summary>The threads of all workers.</summary>
    public int Threads => run.Threads;

    /// <summary>The number of trainings that the workers have ended.</summary>
    public int Finished => taken.Count;

    /// <summary>The number of trainings that ran in this process, because something in it watches them, or they have a type that only it knows.</summary>
    public int Here => here;

    private IGrainFactory Grains => host.Services.GetRequiredService<IGrainFactory>();

    /// <summary>Connects to a cluster.</summary>
    /// <param name="options">Where it is, and its secret.</param>
    /// <param name="title">What the jobs are for, shown in the status of the cluster.</param>
    /// <param name="cancellation">Ends waiting.</param>
    /// <returns>The runner, which the caller disposes of when the jobs have ended.</returns>
    /// <exception cref="ClusterException">If no worker answers within half a minute, or the workers have another version or processor that would change bits.</exception>
    public static async Task<ClusterJobRunner> ConnectAsync(ClusterOptions options, string title, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(title);
        IHost client = await ClusterClient.ConnectAsync(options, cancellation);
        try
        {
            return new ClusterJobRunner(client, await ClusterRun.OpenAsync(client.Services.GetRequiredService<IGrainFactory>(), title));
        }
        catch
        {
            ClusterClient.Disconnect(client);
            throw;
        }
    }

    /// <inheritdoc/>
    /// <exception cref="ClusterException">If the cluster refuses the job, or has no worker that can run it.</exception>
    public History Run<T>(TrainingJob<T> job, CancellationToken cancellation)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(job);
        if (PortableJob.Of(job) is not { } portable)
        {
            Interlocked.Increment(ref here);
            return LocalJobRunner.Instance.Run(job, cancellation);
        }

        run.Data.Add(portable.Data);
        string key = $"{portable.Hash}-{ComputerIdentity.Own.Bits}-{ComputerIdentity.Own.Version}";
        int last = 0;
        try
        {
            while (true)
            {
                int epochs = 0;
                JobEnd end = run.Submit(portable, key, Follow, cancellation);
                if (end.Failure is { } failure)
                {
                    throw new ClusterException($"A worker cannot run a job: {failure}");
                }

                if (Retried(() => Grains.GetGrain<IJobResult>(key).Get(), cancellation) is { } result)
                {
                    taken.Enqueue(key);
                    return PortableJob.Take(job, Packing.Unpack(result));
                }

                // Another run had the same job, and has removed its result; it is computed again, and its epochs that were judged are not judged again.
                void Follow(byte[] epoch)
                {
                    if (++epochs > last)
                    {
                        last = epochs;
                        PortableJob.Follow(job, epoch);
                    }
                }
            }
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            return new History([], 0, 0, 0, 1, StopReason.Cancelled);
        }
        finally
        {
            run.Data.Remove(portable.Data);
        }
    }

    /// <summary>Ends the run and removes the results of its jobs from the cluster.</summary>
    public void Dispose()
    {
        try
        {
            Task.WhenAll(taken.Select(key => Grains.GetGrain<IJobResult>(key).Clear()).Append(run.DisposeAsync().AsTask())).Wait(TimeSpan.FromSeconds(20));
        }
        catch (AggregateException fault)
        {
            // The cluster is gone. It closes the run by itself, and old results are removed later.
            System.Diagnostics.Trace.TraceInformation(fault.Message);
        }

        ClusterClient.Disconnect(host);
    }

    private static T Retried<T>(Func<Task<T>> call, CancellationToken cancellation)
    {
        for (int attempt = 1; ; attempt++)
        {
            try
            {
                return call().WaitAsync(cancellation).GetAwaiter().GetResult();
            }
            catch (Exception fault) when (fault is not OperationCanceledException && attempt < 200)
            {
                cancellation.WaitHandle.WaitOne(Math.Min(2_000, 100 * attempt));
                cancellation.ThrowIfCancellationRequested();
            }
        }
    }
}
