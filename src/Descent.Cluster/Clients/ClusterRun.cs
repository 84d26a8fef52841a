using System.Collections.Concurrent;
using System.Threading.Channels;
using Descent.Formats;

namespace Descent.Cluster;

/// <summary>The jobs of this process at the scheduler: submits them, and learns of their ends. If the scheduler begins anew on another silo, it is told again what has not ended.</summary>
internal sealed class ClusterRun : IAsyncDisposable
{
    private readonly IGrainFactory grains;
    private readonly string title;
    private readonly string id = Guid.NewGuid().ToString("N");
    private readonly ConcurrentDictionary<int, WaitingJob> waiting = new();
    private readonly ConcurrentQueue<int> unwanted = [];
    private readonly Channel<JobTicket> unsent = Channel.CreateUnbounded<JobTicket>();
    private readonly CancellationTokenSource closing = new();
    private readonly IDataSource source;
    private Task[] loops = [];
    private int next, threads;

    private ClusterRun(IGrainFactory grains, string title)
    {
        (this.grains, this.title, Data) = (grains, title, new DataServer((job, epoch, report) => waiting.TryGetValue(job, out WaitingJob? one) && one.Follow(epoch, report)));
        source = grains.CreateObjectReference<IDataSource>(Data);
    }

    /// <summary>Sends data to workers.</summary>
    public DataServer Data { get; }

    /// <summary>The threads of all workers.</summary>
    public int Threads => Volatile.Read(ref threads);

    private IScheduler Scheduler => grains.GetGrain<IScheduler>(0);

    /// <summary>Opens a run.</summary>
    /// <exception cref="ClusterException">If the workers have another version or processor that would change bits.</exception>
    public static async Task<ClusterRun> OpenAsync(IGrainFactory grains, string title)
    {
        ClusterRun run = new(grains, title);
        await run.Open();
        run.threads = (await run.Scheduler.Status()).Workers.Sum(worker => worker.Threads);
        run.loops = [Task.Run(run.Send), Task.Run(run.Follow)];
        return run;
    }

    /// <summary>Submits a job and waits for its end.</summary>
    /// <param name="job">The job.</param>
    /// <param name="key">The name of its result.</param>
    /// <param name="onEpoch">Receives each epoch of a followed job; an exception of it ends the job and is passed on.</param>
    /// <param name="cancellation">Ends the job.</param>
    public JobEnd Submit(PortableJob job, string key, Action<byte[]> onEpoch, CancellationToken cancellation)
    {
        WaitingJob one = new(new JobTicket(id, Interlocked.Increment(ref next), key, job.Description, job.Memory, job.Cores, job.IsFollowed));
        waiting[one.Ticket.Number] = one;
        unsent.Writer.TryWrite(one.Ticket);
        bool hasEnded = false;
        try
        {
            JobEnd end = one.Wait(onEpoch, cancellation);
            hasEnded = true;
            return end;
        }
        finally
        {
            waiting.TryRemove(one.Ticket.Number, out _);
            if (!hasEnded)
            {
                unwanted.Enqueue(one.Ticket.Number);
            }
        }
    }

    /// <summary>Closes the run.</summary>
    public async ValueTask DisposeAsync()
    {
        await closing.CancelAsync();
        await Scheduler.Close(id);
        await Task.WhenAll(loops);
        closing.Dispose();
    }

    private async Task Open()
    {
        if (await Scheduler.Open(id, title, ComputerIdentity.Own, source) is { } refusal)
        {
            throw new ClusterException(refusal);
        }
    }

    private async Task OpenAgain()
    {
        if (!closing.IsCancellationRequested)
        {
            await Open();
            await Scheduler.Submit(id, [.. waiting.Values.Select(one => one.Ticket)]);
        }
    }

    /// <summary>Submits jobs, as many at a time as have arrived.</summary>
    private async Task Send()
    {
        List<JobTicket> tickets = [];
        while (!closing.IsCancellationRequested)
        {
            await Attempt(async () =>
            {
                // Those of a failed attempt are still there; the scheduler takes a job only once.
                _ = tickets.Count > 0 || await unsent.Reader.WaitToReadAsync(closing.Token);
                while (unsent.Reader.TryRead(out JobTicket? ticket))
                {
                    tickets.Add(ticket);
                }

                if (!await Scheduler.Submit(id, [.. tickets]))
                {
                    await OpenAgain();
                }

                tickets.Clear();
            });
        }
    }

    /// <summary>Waits for jobs to end.</summary>
    private async Task Follow()
    {
        int[] confirmed = [], ended = [];
        while (!closing.IsCancellationRequested)
        {
            while (unwanted.TryDequeue(out int number))
            {
                ended = [.. ended, number];
            }

            await Attempt(async () =>
            {
                RunNews news = await Scheduler.Follow(id, confirmed, ended, TimeSpan.FromSeconds(2));
                Volatile.Write(ref threads, news.Threads);
                (confirmed, ended) = ([.. news.Ended.Select(end => end.Job.Number)], []);
                if (!news.IsKnown)
                {
                    await OpenAgain();
                }

                foreach (JobEnd end in news.Ended)
                {
                    waiting.GetValueOrDefault(end.Job.Number)?.Complete(end);
                }

                if (news.Refusal is { } refusal)
                {
                    FailAll(new ClusterException(refusal));
                }
            });
        }
    }

    /// <summary>Tries something that fails while the scheduler's silo has died and it is not yet on another one.</summary>
    private async Task Attempt(Func<Task> attempt)
    {
        try
        {
            await attempt();
        }
        catch (ClusterException fault)
        {
            FailAll(fault);
        }
        catch (Exception) when (!closing.IsCancellationRequested)
        {
            await Task.Delay(500);
        }
        catch (Exception)
        {
            // The run is closed; nobody waits for jobs any more.
            return;
        }
    }

    private void FailAll(ClusterException fault)
    {
        foreach (WaitingJob one in waiting.Values)
        {
            one.Fail(fault);
        }
    }
}
