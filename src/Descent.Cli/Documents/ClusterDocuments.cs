using Descent.Cluster;

namespace Descent.Cli.Documents;

/// <summary>A worker that has joined.</summary>
internal sealed record WorkerDocument(string Address, int Threads, long Memory);

/// <summary>A study that was copied.</summary>
internal sealed record CopiedStudyDocument(string Study, string Place, int Trials);

/// <summary>A new secret.</summary>
internal sealed record ClusterSecretDocument(string Secret);

/// <summary>Where the page is.</summary>
internal sealed record ClusterPageDocument(string Url);

/// <summary>What was removed.</summary>
internal sealed record ClusterCleanDocument(int Removed);

/// <summary>The state of a cluster.</summary>
internal sealed record ClusterStatusDocument(IEnumerable<ClusterWorkerDocument> Workers, IEnumerable<ClusterRunDocument> Commands, long Submitted, long Finished, long Failed, long Lost, long Repeated, double FinishedPerMinute, double MeanSeconds, DateTimeOffset Since, string Scheduler)
{
    public static ClusterStatusDocument Of(ClusterStatus status) => new(
        status.Workers.Select(worker => new ClusterWorkerDocument(worker.Place, worker.Computer, worker.Threads, worker.Running, worker.Memory, worker.Finished, worker.IsAlive)),
        status.Runs.Select(run => new ClusterRunDocument(run.Title, run.Waiting, run.Running)),
        status.Jobs.Submitted, status.Jobs.Finished, status.Jobs.Failed, status.Jobs.Lost, status.Jobs.Repeated, status.Jobs.PerMinute, status.Jobs.MeanSeconds, status.Jobs.Since, status.Scheduler);
}

internal sealed record ClusterWorkerDocument(string Worker, string Computer, int Threads, int Running, long Memory, long Finished, bool Alive);

internal sealed record ClusterRunDocument(string Command, int Waiting, int Running);
