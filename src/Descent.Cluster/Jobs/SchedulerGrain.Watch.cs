namespace Descent.Cluster;

// What is known of workers, and what becomes of the jobs of those that are lost.
internal sealed partial class SchedulerGrain
{
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

    private Task Sweep()
    {
        DateTimeOffset now = clock.GetUtcNow();
        finished.Enqueue(totals.Finished);
        if (finished.Count > 60)
        {
            finished.Dequeue();
        }

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
}
