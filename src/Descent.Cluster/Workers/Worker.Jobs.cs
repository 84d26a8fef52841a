using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using Descent.Formats;

namespace Descent.Cluster;

// How a job runs.
internal sealed partial class Worker
{
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
        if (!job.Ticket.IsFollowed && await Retried(result.Has, job.Cancellation))
        {
            return new JobEnd(name, true, null, 0);
        }

        Dictionary<string, byte[]> data = new(StringComparer.Ordinal);
        foreach (string hash in PortableJob.DataOf(job.Ticket.Description))
        {
            data[hash] = await cache.Get(hash, source, job.Cancellation);
        }

        // The pool answers the silo, so a training has a thread of its own.
        Task<bool> isWanted = Task.FromResult(true);
        byte[] bytes = await Task.Factory.StartNew(() => Packing.Pack(PortableJob.Run(job.Ticket.Description, hash => data[hash], job.Threads, job.Ticket.IsFollowed ? Send : null, job.Cancellation)), job.Cancellation, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        // The next job may begin while this result is on its way.
        job.IsTraining = false;
        freed.Release();

        // The end of a job comes after all its epochs.
        Require(isWanted);
        await Retried(() => result.Set(bytes), job.Cancellation);
        return new JobEnd(name, true, null, clock.Elapsed.TotalSeconds);

        // The next epoch is computed while one is on its way.
        void Send(int epoch, byte[] report)
        {
            Require(isWanted);
            isWanted = source.Follow(name.Number, epoch, report);
        }

        void Require(Task<bool> answer)
        {
            if (!answer.GetAwaiter().GetResult())
            {
                job.Cancel();
                job.Cancellation.ThrowIfCancellationRequested();
            }
        }
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

    /// <summary>A job that runs here.</summary>
    [SuppressMessage("Design", "CA1001:Types that own disposable fields should be disposable", Justification = "A source without a timer holds nothing to release, and may be canceled after the job has ended.")]
    private sealed class Running(JobTicket ticket, int threads)
    {
        private readonly CancellationTokenSource cancellation = new();
        private readonly TaskCompletionSource end = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public JobTicket Ticket => ticket;

        public int Threads => threads;

        /// <summary>Whether it needs its threads; in the end it only sends its result.</summary>
        public bool IsTraining { get; set; } = true;

        public CancellationToken Cancellation => cancellation.Token;

        public Task End => end.Task;

        public void Cancel() => cancellation.Cancel();

        public void Done() => end.TrySetResult();
    }
}
