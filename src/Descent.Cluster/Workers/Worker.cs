using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.IO.Compression;
using Descent.Formats;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Descent.Cluster;

/// <summary>Takes jobs as long as it has room, and runs each on threads of its own, so that the silo answers while they train.</summary>
internal sealed partial class Worker(IGrainFactory grains, ClusterOptions options, DataCache cache, ClusterMetrics metrics, IHostApplicationLifetime application, ILogger<Worker> log) : BackgroundService
{
    private readonly ConcurrentDictionary<JobName, Running> running = new();
    private readonly string id = Guid.NewGuid().ToString("N");
    private readonly string place = string.Create(CultureInfo.InvariantCulture, $"{Environment.MachineName}:{Environment.ProcessId}");
    private readonly SemaphoreSlim freed = new(0);
    private readonly CancellationTokenSource abandoned = new();

    /// <summary>The time to wait for work in one call, well below the limit of a call.</summary>
    private static readonly TimeSpan s_wait = TimeSpan.FromSeconds(5);

    /// <summary>Ends all jobs at once: the cluster has declared this worker dead, and given them to others.</summary>
    public void Abandon() => abandoned.Cancel();

    /// <summary>Why the cluster refused this worker; null if it did not.</summary>
    public string? Refusal { get; private set; }

    private IScheduler Scheduler => grains.GetGrain<IScheduler>(0);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        metrics.Running = () => running.Count;
        // The trainings of the identity take a moment.
        await Task.Run(() => ComputerIdentity.Own, stoppingToken);
        using CancellationTokenSource alive = new();
        Task beats = Beat(alive.Token);
        await Take(stoppingToken);
        await Drain();
        await alive.CancelAsync();
        await beats;
        if (Refusal is null && !abandoned.IsCancellationRequested)
        {
            await Try(() => Scheduler.Leave(id));
        }
    }

    private async Task Take(CancellationToken stopping)
    {
        while (!stopping.IsCancellationRequested && Refusal is null)
        {
            WorkerReport report = Report();
            if (report.FreeThreads == 0)
            {
                Task wait = freed.WaitAsync(s_wait, stopping);
                await wait.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                continue;
            }

            if (await Try(() => Scheduler.Take(report, options.Lease, s_wait)) is not { } orders)
            {
                await Task.Delay(TimeSpan.FromSeconds(0.5), stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                continue;
            }

            Obey(orders);
            foreach ((JobTicket ticket, IDataSource source) in orders.Tickets)
            {
                if (stopping.IsCancellationRequested)
                {
                    await Try(() => Scheduler.End(id, [new JobEnd(new JobName(ticket.Run, ticket.Number), false, null, 0)]));
                }
                else
                {
                    Start(ticket, source);
                }
            }
        }
    }

    /// <summary>Tells the scheduler that this worker is alive, also while it has no room.</summary>
    private async Task Beat(CancellationToken cancellation)
    {
        using PeriodicTimer timer = new(options.Lease / 5);
        while (!cancellation.IsCancellationRequested)
        {
            await timer.WaitForNextTickAsync(cancellation).AsTask().ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
            if (!cancellation.IsCancellationRequested && await Try(() => Scheduler.Report(Report(), options.Lease)) is { } orders)
            {
                Obey(orders);
            }
        }
    }

    private void Obey(WorkerOrders orders)
    {
        if (orders.Refusal is { } refusal && Refusal is null)
        {
            Refusal = refusal;
            LogRefused(refusal);
            application.StopApplication();
        }

        foreach (JobName name in orders.Ended)
        {
            if (running.TryGetValue(name, out Running? unwanted))
            {
                unwanted.Cancel();
            }
        }
    }

    private WorkerReport Report()
    {
        Running[] all = [.. running.Values];
        return new WorkerReport(id, place, ComputerIdentity.Own, options.Threads, options.Memory, Math.Max(0, options.Threads - all.Sum(job => job.Threads)), Math.Max(0, options.Memory - all.Sum(job => job.Ticket.Memory)), [.. running.Keys]);
    }

    private void Start(JobTicket ticket, IDataSource source)
    {
        JobName name = new(ticket.Run, ticket.Number);
        Running job = new(ticket, SchedulerGrain.Need(ticket, options.Threads));
        if (running.TryAdd(name, job))
        {
            _ = Run(name, job, source);
        }
    }

    private async Task Run(JobName name, Running job, IDataSource source)
    {
        using Activity? activity = ClusterMetrics.Source.StartActivity("descent job");
        Stopwatch clock = Stopwatch.StartNew();
        JobEnd end;
        try
        {
            end = await Compute(name, job, source, clock);
        }
        catch (FormatException fault)
        {
            // Every worker would say so.
            end = new JobEnd(name, false, fault.Message, clock.Elapsed.TotalSeconds);
        }
        catch (Exception fault)
        {
            // It is handed back: the client may be gone, or this machine may lack memory or disk.
            end = new JobEnd(name, false, null, clock.Elapsed.TotalSeconds);
            if (!job.Cancellation.IsCancellationRequested)
            {
                LogFailed(fault, name.Number, name.Run);
                await Task.Delay(TimeSpan.FromSeconds(1));
            }
        }

        metrics.Ended(end.HasResult ? "finished" : end.Failure is not null ? "failed" : "returned", clock.Elapsed.TotalSeconds);
        activity?.SetTag("outcome", end.HasResult ? "finished" : "returned");
        // While the scheduler moves to another silo, nobody answers; the job stays among the running ones.
        while (!abandoned.IsCancellationRequested && !await TryEnd(end))
        {
            await Task.Delay(TimeSpan.FromSeconds(0.5));
        }

        running.TryRemove(name, out _);
        job.Done();
        freed.Release();
    }

    private async Task<JobEnd> Compute(JobName name, Running job, IDataSource source, Stopwatch clock)
    {
        IJobResult result = grains.GetGrain<IJobResult>(job.Ticket.Key);
        if (await Retried(result.Has, job.Cancellation))
        {
            return new JobEnd(name, true, null, 0);
        }

        Dictionary<string, byte[]> data = new(StringComparer.Ordinal);
        foreach (string hash in PortableJob.DataOf(job.Ticket.Description))
        {
            data[hash] = await cache.Get(hash, source, job.Cancellation);
        }

        // The pool answers the silo, so a training has a thread of its own.
        byte[] bytes = await Task.Factory.StartNew(() => Packed(PortableJob.Run(job.Ticket.Description, hash => data[hash], job.Threads, job.Cancellation)), job.Cancellation, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        await Retried(() => result.Set(bytes), job.Cancellation);
        return new JobEnd(name, true, null, clock.Elapsed.TotalSeconds);
    }

    /// <summary>Compresses a result. Weights compress little, predictions of classes well; the fastest level costs less than sending.</summary>
    private static byte[] Packed(byte[] result)
    {
        using MemoryStream packed = new();
        using (BrotliStream stream = new(packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            stream.Write(result);
        }

        return packed.ToArray();
    }

    /// <summary>Lets running jobs end, and hands back those that take too long.</summary>
    private async Task Drain()
    {
        LogDrain(running.Count);
        Task all = Task.WhenAll(running.Values.Select(job => job.End));
        await all.WaitAsync(options.Drain, abandoned.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        foreach (Running job in running.Values)
        {
            job.Cancel();
        }

        await Task.WhenAll(running.Values.Select(job => job.End)).WaitAsync(TimeSpan.FromSeconds(5)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    /// <summary>Calls a grain until it answers: its silo may die, or the database restart, while this worker has a result.</summary>
    private async Task<T> Retried<T>(Func<Task<T>> call, CancellationToken cancellation)
    {
        for (int attempt = 1; ; attempt++)
        {
            try
            {
                return await call();
            }
            catch (Exception fault) when (fault is not OperationCanceledException)
            {
                LogRetry(fault.Message, attempt);
                await Task.Delay(TimeSpan.FromSeconds(Math.Min(5, 0.2 * attempt)), cancellation);
            }
        }
    }

    private async Task<bool> TryEnd(JobEnd end)
    {
        try
        {
            await Scheduler.End(id, [end]);
            return true;
        }
        catch (Exception fault) when (!application.ApplicationStopped.IsCancellationRequested)
        {
            LogRetry(fault.Message, 1);
            return false;
        }
    }

    private async Task<WorkerOrders?> Try(Func<Task<WorkerOrders>> call)
    {
        try
        {
            return await call();
        }
        catch (Exception fault)
        {
            LogRetry(fault.Message, 1);
            return null;
        }
    }

    private async Task Try(Func<Task> call)
    {
        try
        {
            await call();
        }
        catch (Exception fault)
        {
            LogRetry(fault.Message, 1);
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "{Reason}")]
    private partial void LogRefused(string reason);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Job {Job} of run {Run} is handed back")]
    private partial void LogFailed(Exception fault, int job, string run);

    [LoggerMessage(Level = LogLevel.Information, Message = "Stopping; {Jobs} running jobs are finished or handed back")]
    private partial void LogDrain(int jobs);

    [LoggerMessage(Level = LogLevel.Debug, Message = "The cluster does not answer, attempt {Attempt}: {Reason}")]
    private partial void LogRetry(string reason, int attempt);

    /// <summary>A job that runs here.</summary>
    [SuppressMessage("Design", "CA1001:Types that own disposable fields should be disposable", Justification = "A source without a timer holds nothing to release, and may be canceled after the job has ended.")]
    private sealed class Running(JobTicket ticket, int threads)
    {
        private readonly CancellationTokenSource cancellation = new();
        private readonly TaskCompletionSource end = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public JobTicket Ticket => ticket;

        public int Threads => threads;

        public CancellationToken Cancellation => cancellation.Token;

        public Task End => end.Task;

        public void Cancel() => cancellation.Cancel();

        public void Done() => end.TrySetResult();
    }
}
