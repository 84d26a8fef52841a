using Microsoft.Extensions.Logging;
using Orleans.Concurrency;
using Orleans.Storage;

namespace Descent.Cluster;

/// <summary>
/// Gives the jobs of all runs to workers that have room, the runs in turn. Its jobs are in memory: if its silo dies, it begins again on another one, clients submit what has not ended, and workers report
/// what they run. A job may then run twice, which changes nothing, and it ends once. Only counts are kept.
/// </summary>
[Reentrant]
internal sealed partial class SchedulerGrain([PersistentState("counts", ClusterHosting.StorageName)] IPersistentState<SchedulerState> kept, ILocalSiloDetails silo, ILogger<SchedulerGrain> log, TimeProvider clock) : Grain, IScheduler
{
    /// <summary>The most jobs that a worker gets in one answer.</summary>
    private const int MostTickets = 64;

    /// <summary>The time after which a run whose client is silent is closed.</summary>
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(1);

    private readonly Dictionary<string, Run> runs = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Worker> workers = new(StringComparer.Ordinal);
    private readonly Queue<long> finished = [];
    private readonly DateTimeOffset began = clock.GetUtcNow();
    private TaskCompletionSource work = New();
    private JobTotals totals, written;
    private int turn;

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        totals = written = kept.State.Totals with { Since = kept.State.Totals.Since ?? began };
        GrainTimerCreationOptions everySecond = new(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1)) { Interleave = true, KeepAlive = true };
        this.RegisterGrainTimer(_ => Sweep(), everySecond);
        // A timer of its own: the database may be away for a while.
        this.RegisterGrainTimer(_ => KeepCounts(), everySecond);
        return Task.CompletedTask;
    }

    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken) => KeepCounts();

    public Task<string?> Open(string run, string title, ComputerIdentity identity, IDataSource source)
    {
        string? refusal = Mismatch(identity, "this program");
        if (refusal is null && !runs.ContainsKey(run))
        {
            runs[run] = new Run(run, title, identity, source, clock.GetUtcNow());
            LogOpened(run, title);
        }

        return Task.FromResult(refusal);
    }

    public Task<bool> Submit(string run, JobTicket[] tickets)
    {
        if (!runs.TryGetValue(run, out Run? found))
        {
            return Task.FromResult(false);
        }

        foreach (JobTicket ticket in tickets)
        {
            if (found.Jobs.TryAdd(ticket.Number, new Job(ticket)))
            {
                found.Pending.Enqueue(ticket.Number);
            }
        }

        found.Seen = clock.GetUtcNow();
        Wake(ref work);
        return Task.FromResult(true);
    }

    public async Task<RunNews> Follow(string run, int[] confirmed, int[] ended, TimeSpan wait)
    {
        if (!runs.TryGetValue(run, out Run? found))
        {
            return new RunNews(false, [], Threads, null);
        }

        found.Seen = clock.GetUtcNow();
        foreach (int number in confirmed.Concat(ended))
        {
            found.Remove(number);
        }

        if (found.Ended.Count == 0 && found.Refusal(workers.Values) is null)
        {
            await found.News.Task.WaitAsync(wait).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
            found.Seen = clock.GetUtcNow();
        }

        return new RunNews(runs.ContainsKey(run), [.. found.Ended.Values], Threads, found.Refusal(workers.Values));
    }

    public Task Close(string run)
    {
        if (runs.Remove(run, out Run? closed))
        {
            LogClosed(run, closed.Title);
            Wake(ref closed.News);
        }

        return Task.CompletedTask;
    }

    public async Task<WorkerOrders> Take(WorkerReport worker, TimeSpan lease, TimeSpan wait)
    {
        WorkerOrders orders = See(worker, lease);
        if (orders is { Refusal: null, Ended.Length: 0 } && worker.FreeThreads > 0)
        {
            (JobTicket, IDataSource)[] tickets = Grant(worker);
            if (tickets.Length == 0)
            {
                await work.Task.WaitAsync(wait).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
                tickets = workers.ContainsKey(worker.Id) ? Grant(worker) : [];
            }

            return orders with { Tickets = tickets };
        }

        return orders;
    }

    public Task<WorkerOrders> Report(WorkerReport worker, TimeSpan lease) => Task.FromResult(See(worker, lease));

    public Task End(string worker, JobEnd[] ends)
    {
        Worker? from = workers.GetValueOrDefault(worker);
        foreach (JobEnd end in ends)
        {
            from?.Jobs.Remove(end.Job);
            if (!runs.TryGetValue(end.Job.Run, out Run? run) || !run.Jobs.TryGetValue(end.Job.Number, out Job? job) || run.Ended.ContainsKey(end.Job.Number))
            {
                // The client is gone, or another worker was faster.
                totals.Repeated += end.HasResult ? 1 : 0;
            }
            else if (end.HasResult || end.Failure is not null)
            {
                (totals.Finished, totals.Failed) = (totals.Finished + (end.HasResult ? 1 : 0), totals.Failed + (end.HasResult ? 0 : 1));
                totals.Seconds += end.Seconds;
                if (from is not null)
                {
                    from.Finished++;
                }

                run.Ended[end.Job.Number] = end;
                Release(job, end.Job);
                Wake(ref run.News);
            }
            else if (job.Worker == worker)
            {
                Return(run, job);
            }
        }

        return Task.CompletedTask;
    }

    public Task Leave(string worker)
    {
        if (workers.Remove(worker, out Worker? left))
        {
            LogLeft(left.Report.Place, left.Jobs.Count);
            ReturnAll(left);
        }

        return Task.CompletedTask;
    }

    public Task<ClusterStatus> Status()
    {
        // Arrays, which the serializer knows.
        return Task.FromResult(new ClusterStatus(
            workers.Values.OrderBy(worker => worker.Report.Place, StringComparer.Ordinal).Select(worker => new WorkerStatus(worker.Report.Place, worker.Report.Identity.ToString(), worker.Report.Threads, worker.Jobs.Count, worker.Report.Memory, worker.Finished, worker.Expires > clock.GetUtcNow())).ToArray(),
            runs.Values.Select(run => new RunStatus(run.Title, run.Jobs.Count - run.Ended.Count, run.Jobs.Values.Count(job => job.Worker is not null))).ToArray(),
            new JobCounts(totals.Finished + totals.Failed + runs.Values.Sum(run => run.Jobs.Count - run.Ended.Count), totals.Finished, totals.Failed, totals.Lost, totals.Repeated, totals.Finished - finished.FirstOrDefault(totals.Finished), totals.Finished > 0 ? totals.Seconds / totals.Finished : 0, totals.Since!.Value),
            $"{silo.SiloAddress.Endpoint}"));
    }

    private async Task KeepCounts()
    {
        JobTotals now = totals;
        try
        {
            if (now != written)
            {
                kept.State.Totals = now;
                await kept.WriteStateAsync();
                written = now;
            }
        }
        catch (InconsistentStateException)
        {
            // A scheduler of a silo that was declared dead by mistake was the last to write. This one is the right one.
            await kept.ReadStateAsync();
        }
        catch (Exception fault)
        {
            LogUnkept(fault.Message);
        }
    }

    private int Threads => workers.Values.Sum(worker => worker.Report.Threads);

    /// <summary>Chooses jobs for a worker: of each run in turn the first one for which there is room.</summary>
    private (JobTicket, IDataSource)[] Grant(WorkerReport report)
    {
        List<(JobTicket, IDataSource)> granted = [];
        (int threads, long memory) = (report.FreeThreads, report.FreeMemory);
        Run[] open = [.. runs.Values];
        for (int empty = 0; empty < open.Length && threads > 0 && granted.Count < MostTickets; turn = (turn + 1) & int.MaxValue)
        {
            Run run = open[turn % open.Length];
            if (run.Next() is not { } job || !Fits(job.Ticket, report, threads, memory))
            {
                empty++;
                continue;
            }

            empty = 0;
            run.Pending.Dequeue();
            (job.Worker, job.Granted) = (report.Id, clock.GetUtcNow());
            workers[report.Id].Jobs.Add(new JobName(run.Id, job.Ticket.Number));
            (threads, memory) = (threads - Need(job.Ticket, report.Threads), memory - job.Ticket.Memory);
            granted.Add((job.Ticket, run.Source));
        }

        return [.. granted];
    }

    private static bool Fits(JobTicket ticket, WorkerReport worker, int threads, long memory) => Need(ticket, worker.Threads) <= threads && ticket.Memory <= memory;

    /// <summary>The threads that a job gets on a worker.</summary>
    internal static int Need(JobTicket ticket, int threads) => ticket.Cores == 0 ? threads : Math.Min(ticket.Cores, threads);

    private string? Mismatch(ComputerIdentity identity, string who) =>
        (workers.Values.Select(worker => (worker.Report.Identity, worker.Report.Place)).Concat(runs.Values.Select(run => (run.Identity, Place: $"the program that runs {run.Title}"))).FirstOrDefault(other => !other.Item1.Agrees(identity))) is { Item1: { } different } found
            ? $"Trainings would not have the same bits everywhere: {who} is {identity}, but {found.Item2} is {different}. Use the same build of Descent, and processors that all have fused multiply-add or all lack it."
            : null;

    private static void Wake(ref TaskCompletionSource source)
    {
        TaskCompletionSource woken = source;
        source = New();
        woken.TrySetResult();
    }

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    [LoggerMessage(Level = LogLevel.Debug, Message = "The counts of jobs are not written yet: {Reason}")]
    private partial void LogUnkept(string reason);

    [LoggerMessage(Level = LogLevel.Information, Message = "Run {Run} is open: {Title}")]
    private partial void LogOpened(string run, string title);

    [LoggerMessage(Level = LogLevel.Information, Message = "Run {Run} is closed: {Title}")]
    private partial void LogClosed(string run, string title);

    [LoggerMessage(Level = LogLevel.Information, Message = "{Worker} joined with {Threads} threads")]
    private partial void LogJoined(string worker, int threads);

    [LoggerMessage(Level = LogLevel.Information, Message = "{Worker} left and handed {Jobs} jobs back")]
    private partial void LogLeft(string worker, int jobs);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Worker} is silent; its {Jobs} jobs are given to others")]
    private partial void LogLost(string worker, int jobs);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Worker} is refused: {Reason}")]
    private partial void LogRefused(string worker, string reason);
}
