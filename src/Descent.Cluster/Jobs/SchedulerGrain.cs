using Microsoft.Extensions.Logging;
using Orleans.Concurrency;

namespace Descent.Cluster;

/// <summary>
/// Gives the jobs of all runs to workers that have room, the runs in turn. What it knows is in memory: if its silo dies, it begins again on another one, clients submit what has not ended, and workers report
/// what they run. A job may then run twice, which changes nothing, and it ends once.
/// </summary>
[Reentrant]
internal sealed partial class SchedulerGrain(ILogger<SchedulerGrain> log, TimeProvider clock) : Grain, IScheduler
{
    /// <summary>The most jobs that a worker gets in one answer.</summary>
    private const int MostTickets = 64;

    /// <summary>The time after which a run whose client is silent is closed.</summary>
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(1);

    private readonly Dictionary<string, Run> runs = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Worker> workers = new(StringComparer.Ordinal);
    private readonly JobTotals totals = new();
    private readonly DateTimeOffset began = clock.GetUtcNow();
    private TaskCompletionSource work = New();
    private int turn;

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        this.RegisterGrainTimer(_ => Sweep(), new GrainTimerCreationOptions(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1)) { Interleave = true, KeepAlive = true });
        return Task.CompletedTask;
    }

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
                totals.Submitted++;
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
        double minutes = Math.Max(1.0 / 60, (clock.GetUtcNow() - began).TotalMinutes);
        return Task.FromResult(new ClusterStatus(
            workers.Values.OrderBy(worker => worker.Report.Place, StringComparer.Ordinal).Select(worker => new WorkerStatus(worker.Report.Place, worker.Report.Identity.ToString(), worker.Report.Threads, worker.Jobs.Count, worker.Report.Memory, worker.Finished, worker.Expires > clock.GetUtcNow())).ToArray(),
            runs.Values.Select(run => new RunStatus(run.Title, run.Jobs.Count - run.Ended.Count, run.Jobs.Values.Count(job => job.Worker is not null))).ToArray(),
            new JobCounts(totals.Submitted, totals.Finished, totals.Failed, totals.Lost, totals.Repeated, totals.Finished / minutes, totals.Finished > 0 ? totals.Seconds / totals.Finished : 0, began)));
    }

    private int Threads => workers.Values.Sum(worker => worker.Report.Threads);

    /// <summary>Takes note of a worker and of what it runs; jobs that it runs and that are waiting here are its jobs again.</summary>
    private WorkerOrders See(WorkerReport report, TimeSpan lease)
    {
        if (!workers.TryGetValue(report.Id, out Worker? worker))
        {
            if (Mismatch(report.Identity, report.Place) is { } refusal)
            {
                LogRefused(report.Place, refusal);
                return WorkerOrders.None with { Refusal = refusal };
            }

            workers[report.Id] = worker = new Worker(report);
            LogJoined(report.Place, report.Threads);
            foreach (Run run in runs.Values)
            {
                Wake(ref run.News);
            }
        }

        (worker.Report, worker.Expires) = (report, clock.GetUtcNow() + lease);
        List<JobName> unwanted = [];
        foreach (JobName name in report.Running)
        {
            if (!runs.TryGetValue(name.Run, out Run? run))
            {
                // After a move of the scheduler its client may not have come back yet.
                if (clock.GetUtcNow() - began > s_patience)
                {
                    unwanted.Add(name);
                }
            }
            else if (!run.Jobs.TryGetValue(name.Number, out Job? job) || run.Ended.ContainsKey(name.Number) || (job.Worker is { } other && other != report.Id))
            {
                unwanted.Add(name);
            }
            else if (job.Worker is null)
            {
                (job.Worker, job.Granted) = (report.Id, clock.GetUtcNow());
                worker.Jobs.Add(name);
            }
        }

        // An answer may have been lost on its way to the worker.
        foreach (JobName name in worker.Jobs.Except(report.Running).ToArray())
        {
            if (!runs.TryGetValue(name.Run, out Run? run) || !run.Jobs.TryGetValue(name.Number, out Job? job) || job.Worker != report.Id)
            {
                worker.Jobs.Remove(name);
            }
            else if (clock.GetUtcNow() - job.Granted > lease)
            {
                worker.Jobs.Remove(name);
                totals.Lost++;
                Return(run, job);
            }
        }

        return WorkerOrders.None with { Ended = [.. unwanted] };
    }

    /// <summary>Chooses jobs for a worker: of each run in turn the first one for which there is room.</summary>
    private (JobTicket, IDataSource)[] Grant(WorkerReport report)
    {
        List<(JobTicket, IDataSource)> granted = [];
        (int threads, long memory) = (report.FreeThreads, report.FreeMemory);
        Run[] open = [.. runs.Values];
        for (int empty = 0; empty < open.Length && threads > 0 && granted.Count < MostTickets; turn++)
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

    private Task Sweep()
    {
        DateTimeOffset now = clock.GetUtcNow();
        foreach (Worker worker in workers.Values.Where(worker => worker.Expires < now).ToArray())
        {
            workers.Remove(worker.Report.Id);
            totals.Lost += worker.Jobs.Count;
            LogLost(worker.Report.Place, worker.Jobs.Count);
            ReturnAll(worker);
        }

        foreach (Run run in runs.Values.Where(run => now - run.Seen > s_patience).ToArray())
        {
            runs.Remove(run.Id);
            LogClosed(run.Id, run.Title);
        }

        return Task.CompletedTask;
    }

    private void ReturnAll(Worker worker)
    {
        foreach (JobName name in worker.Jobs)
        {
            if (runs.TryGetValue(name.Run, out Run? run) && run.Jobs.TryGetValue(name.Number, out Job? job) && job.Worker == worker.Report.Id && !run.Ended.ContainsKey(name.Number))
            {
                Return(run, job);
            }
        }
    }

    private void Return(Run run, Job job)
    {
        job.Worker = null;
        run.Pending.Enqueue(job.Ticket.Number);
        Wake(ref work);
    }

    /// <summary>Takes an ended job from the worker that has it now, which may not be the one that ended it.</summary>
    private void Release(Job job, JobName name)
    {
        if (job.Worker is { } holder)
        {
            workers.GetValueOrDefault(holder)?.Jobs.Remove(name);
            job.Worker = null;
        }
    }

    private static void Wake(ref TaskCompletionSource source)
    {
        TaskCompletionSource woken = source;
        source = New();
        woken.TrySetResult();
    }

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);

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

    /// <summary>What a client wants to be computed.</summary>
    private sealed class Run(string id, string title, ComputerIdentity identity, IDataSource source, DateTimeOffset now)
    {
        // Passed by reference.
        public TaskCompletionSource News = New();

        public string Id => id;

        public string Title => title;

        public ComputerIdentity Identity => identity;

        public IDataSource Source => source;

        public Dictionary<int, Job> Jobs { get; } = [];

        public Queue<int> Pending { get; } = [];

        public Dictionary<int, JobEnd> Ended { get; } = [];

        public DateTimeOffset Seen { get; set; } = now;

        /// <summary>The first waiting job; ended ones are skipped.</summary>
        public Job? Next()
        {
            while (Pending.TryPeek(out int number))
            {
                if (Jobs.TryGetValue(number, out Job? job) && job.Worker is null && !Ended.ContainsKey(number))
                {
                    return job;
                }

                Pending.Dequeue();
            }

            return null;
        }

        public void Remove(int number)
        {
            Jobs.Remove(number);
            Ended.Remove(number);
        }

        /// <summary>Why no worker can run the first waiting job; null if one can, or there is none yet.</summary>
        public string? Refusal(IReadOnlyCollection<Worker> all) => all.Count > 0 && Next() is { } job && all.All(worker => worker.Report.Memory < job.Ticket.Memory)
            ? $"A training needs about {Mebibytes(job.Ticket.Memory)} MiB of memory, but the largest worker has {Mebibytes(all.Max(worker => worker.Report.Memory))} MiB for trainings. Start a larger one, or train with fewer rows or a smaller network."
            : null;

        private static string Mebibytes(long bytes) => (bytes / (1 << 20)).ToString("#,0", System.Globalization.CultureInfo.InvariantCulture);
    }

    /// <summary>A job, and the worker that has it.</summary>
    private sealed class Job(JobTicket ticket)
    {
        public JobTicket Ticket => ticket;

        public string? Worker { get; set; }

        public DateTimeOffset Granted { get; set; }
    }

    /// <summary>A worker, its jobs, and until when it counts as alive.</summary>
    private sealed class Worker(WorkerReport report)
    {
        public WorkerReport Report { get; set; } = report;

        public HashSet<JobName> Jobs { get; } = [];

        public DateTimeOffset Expires { get; set; }

        public long Finished { get; set; }
    }

    private sealed class JobTotals
    {
        public long Submitted { get; set; }

        public long Finished { get; set; }

        public long Failed { get; set; }

        public long Lost { get; set; }

        public long Repeated { get; set; }

        public double Seconds { get; set; }
    }
}
