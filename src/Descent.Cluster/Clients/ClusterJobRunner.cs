using System.Collections.Concurrent;
using System.IO.Compression;
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
    private readonly string title;
    private readonly string run = Guid.NewGuid().ToString("N");
    private readonly DataServer data = new();
    private readonly ConcurrentDictionary<int, Waiting> waiting = new();
    private readonly ConcurrentQueue<string> taken = [];
    private readonly ConcurrentQueue<int> canceled = [];
    private readonly ConcurrentQueue<JobTicket> unsent = [];
    private readonly CancellationTokenSource closing = new();
    private readonly SemaphoreSlim unsentArrived = new(0);
    private readonly IDataSource source;
    private Task[] loops = [];
    private int next, threads, here;

    private ClusterJobRunner(IHost host, string title)
    {
        (this.host, this.title) = (host, title);
        source = Grains.CreateObjectReference<IDataSource>(data);
    }

    /// <summary>Twice the threads of all workers, so that none waits for this process; at least 8.</summary>
    public int Parallelism => Math.Clamp(2 * Volatile.Read(ref threads), 8, MostJobs);

    /// <summary>The threads of all workers.</summary>
    public int Threads => Volatile.Read(ref threads);

    /// <summary>The number of trainings that the workers have ended.</summary>
    public int Finished => taken.Count;

    /// <summary>The number of trainings that ran in this process, because something in it watches them, or they have a type that only it knows.</summary>
    public int Here => here;

    private IGrainFactory Grains => host.Services.GetRequiredService<IGrainFactory>();

    private IScheduler Scheduler => Grains.GetGrain<IScheduler>(0);

    /// <summary>Connects to a cluster.</summary>
    /// <param name="options">Where it is, and its secret.</param>
    /// <param name="title">What the jobs are for, shown in the status of the cluster.</param>
    /// <param name="cancellation">Ends waiting.</param>
    /// <returns>The runner, which the caller disposes of when the jobs have ended.</returns>
    /// <exception cref="ClusterException">If no worker answers within half a minute, or the workers have another version or processor that would change bits.</exception>
    public static async Task<ClusterJobRunner> ConnectAsync(ClusterOptions options, string title, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(title);
        ClusterJobRunner runner = new(await ClusterClient.ConnectAsync(options, cancellation), title);
        try
        {
            await runner.Open();
            runner.threads = (await runner.Scheduler.Status()).Workers.Sum(worker => worker.Threads);
            runner.loops = [Task.Run(runner.Send, CancellationToken.None), Task.Run(runner.Follow, CancellationToken.None)];
            return runner;
        }
        catch
        {
            runner.Dispose();
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

        data.Add(portable.Data);
        string key = $"{portable.Hash}-{ComputerIdentity.Own.Bits}-{ComputerIdentity.Own.Version}";
        try
        {
            while (true)
            {
                JobEnd end = Wait(portable, key, cancellation);
                if (end.Failure is { } failure)
                {
                    throw new ClusterException($"A worker cannot run a job: {failure}");
                }

                if (Retried(() => Grains.GetGrain<IJobResult>(key).Get(), cancellation) is { } result)
                {
                    taken.Enqueue(key);
                    return PortableJob.Take(job, Unpacked(result));
                }

                // Another run had the same job, and has removed its result; it is computed again.
            }
        }
        catch (OperationCanceledException)
        {
            return new History([], 0, 0, 0, 1, StopReason.Cancelled);
        }
        finally
        {
            data.Remove(portable.Data);
        }
    }

    /// <summary>Ends the run and removes the results of its jobs from the cluster.</summary>
    public void Dispose()
    {
        closing.Cancel();
        try
        {
            Task.WhenAll(taken.Select(key => Grains.GetGrain<IJobResult>(key).Clear()).Append(Scheduler.Close(run))).Wait(TimeSpan.FromSeconds(10));
            Task.WaitAll(loops, TimeSpan.FromSeconds(10));
        }
        catch (AggregateException)
        {
            // The cluster is gone. It closes the run by itself, and old results are removed when a worker starts.
            Volatile.Write(ref threads, 0);
        }

        ClusterClient.Disconnect(host);
    }

    private async Task Open()
    {
        if (await Scheduler.Open(run, title, ComputerIdentity.Own, source) is { } refusal)
        {
            throw new ClusterException(refusal);
        }
    }

    private JobEnd Wait(PortableJob portable, string key, CancellationToken cancellation)
    {
        Waiting one = new(new JobTicket(run, Interlocked.Increment(ref next), key, portable.Description, portable.Memory, portable.Cores));
        waiting[one.Ticket.Number] = one;
        unsent.Enqueue(one.Ticket);
        unsentArrived.Release();
        try
        {
            return one.End.Task.WaitAsync(cancellation).GetAwaiter().GetResult();
        }
        finally
        {
            if (waiting.TryRemove(one.Ticket.Number, out _) && cancellation.IsCancellationRequested)
            {
                canceled.Enqueue(one.Ticket.Number);
            }
        }
    }

    /// <summary>Submits jobs, as many at a time as have arrived.</summary>
    private async Task Send()
    {
        while (!closing.IsCancellationRequested)
        {
            await unsentArrived.WaitAsync(closing.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            List<JobTicket> tickets = [];
            while (unsent.TryDequeue(out JobTicket? ticket))
            {
                tickets.Add(ticket);
            }

            if (tickets.Count == 0)
            {
                continue;
            }

            try
            {
                if (!await Scheduler.Submit(run, [.. tickets]))
                {
                    await Open();
                    await Scheduler.Submit(run, [.. waiting.Values.Select(one => one.Ticket)]);
                }
            }
            catch (Exception fault) when (fault is not ClusterException)
            {
                // Its silo may have died. The scheduler is then on another one in a while, and takes a job only once.
                await Task.Delay(500, CancellationToken.None);
                tickets.ForEach(unsent.Enqueue);
                unsentArrived.Release();
            }
            catch (ClusterException fault)
            {
                FailAll(fault);
            }
        }
    }

    /// <summary>Waits for jobs to end.</summary>
    private async Task Follow()
    {
        int[] confirmed = [];
        while (!closing.IsCancellationRequested)
        {
            try
            {
                int[] ended = [.. Drained(canceled)];
                RunNews news = await Scheduler.Follow(run, confirmed, ended, TimeSpan.FromSeconds(2));
                Volatile.Write(ref threads, news.Threads);
                if (closing.IsCancellationRequested)
                {
                    return;
                }

                if (!news.IsKnown)
                {
                    await Open();
                    await Scheduler.Submit(run, [.. waiting.Values.Select(one => one.Ticket)]);
                    continue;
                }

                foreach (JobEnd end in news.Ended)
                {
                    if (waiting.TryGetValue(end.Job.Number, out Waiting? one))
                    {
                        one.End.TrySetResult(end);
                    }
                }

                confirmed = [.. news.Ended.Select(end => end.Job.Number)];
                if (news.Refusal is { } refusal)
                {
                    FailAll(new ClusterException(refusal));
                }
            }
            catch (ClusterException fault)
            {
                FailAll(fault);
            }
            catch (Exception) when (!closing.IsCancellationRequested)
            {
                await Task.Delay(500, CancellationToken.None);
            }
        }
    }

    private void FailAll(ClusterException fault)
    {
        foreach (Waiting one in waiting.Values)
        {
            one.End.TrySetException(fault);
        }
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

    private static IEnumerable<int> Drained(ConcurrentQueue<int> queue)
    {
        while (queue.TryDequeue(out int number))
        {
            yield return number;
        }
    }

    private static byte[] Unpacked(byte[] packed)
    {
        using MemoryStream from = new(packed), to = new();
        using BrotliStream stream = new(from, CompressionMode.Decompress);
        stream.CopyTo(to);
        return to.ToArray();
    }

    /// <summary>A job that a thread of this process waits for.</summary>
    private sealed class Waiting(JobTicket ticket)
    {
        public JobTicket Ticket => ticket;

        public TaskCompletionSource<JobEnd> End { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
