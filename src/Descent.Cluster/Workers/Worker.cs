using System.Collections.Concurrent;
using System.Globalization;
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
        if (!options.IsLocal)
        {
            await Try(grains.GetGrain<ICleaner>(0).Begin);
        }

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
        // Results that cannot be written, because the database is away, must not pile up.
        int free = Math.Min(options.Threads - all.Where(job => job.IsTraining).Sum(job => job.Threads), (2 * options.Threads) - all.Length);
        return new WorkerReport(id, place, ComputerIdentity.Own, options.Threads, options.Memory, Math.Max(0, free), Math.Max(0, options.Memory - all.Sum(job => job.Ticket.Memory)), [.. running.Keys]);
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
}
