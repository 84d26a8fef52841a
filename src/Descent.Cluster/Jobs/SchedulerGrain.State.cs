namespace Descent.Cluster;

/// <summary>The state of the scheduler that is kept.</summary>
[GenerateSerializer]
internal sealed class SchedulerState
{
    [Id(0)]
    public JobTotals Totals { get; set; }
}

/// <summary>What became of all jobs; see <see cref="JobCounts"/>.</summary>
[GenerateSerializer]
internal record struct JobTotals(
    [property: Id(0)] long Finished, [property: Id(1)] long Failed, [property: Id(2)] long Lost, [property: Id(3)] long Repeated, [property: Id(4)] double Seconds, [property: Id(5)] DateTimeOffset? Since);

// Runs, jobs and workers.
internal sealed partial class SchedulerGrain
{
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
}
