namespace Descent.Cluster;

/// <summary>The state of a cluster.</summary>
/// <param name="Workers">The workers.</param>
/// <param name="Runs">The commands that submit jobs.</param>
/// <param name="Jobs">What became of the jobs.</param>
/// <param name="Scheduler">The address of the worker that gives jobs to all of them; if it dies, another one does.</param>
[GenerateSerializer]
public sealed record ClusterStatus([property: Id(0)] IReadOnlyList<WorkerStatus> Workers, [property: Id(1)] IReadOnlyList<RunStatus> Runs, [property: Id(2)] JobCounts Jobs, [property: Id(3)] string Scheduler);

/// <summary>The state of a worker.</summary>
/// <param name="Place">Its machine and process.</param>
/// <param name="Computer">The version and the processor.</param>
/// <param name="Threads">Its threads for trainings.</param>
/// <param name="Running">The jobs that it runs.</param>
/// <param name="Memory">Its bytes of memory for trainings.</param>
/// <param name="Finished">The jobs that it has ended.</param>
/// <param name="IsAlive">Whether it was heard of within its lease.</param>
[GenerateSerializer]
public sealed record WorkerStatus([property: Id(0)] string Place, [property: Id(1)] string Computer, [property: Id(2)] int Threads, [property: Id(3)] int Running, [property: Id(4)] long Memory, [property: Id(5)] long Finished, [property: Id(6)] bool IsAlive);

/// <summary>The state of a command that submits jobs.</summary>
/// <param name="Title">What it does.</param>
/// <param name="Waiting">The jobs that have not ended.</param>
/// <param name="Running">Those of them that a worker has.</param>
[GenerateSerializer]
public sealed record RunStatus([property: Id(0)] string Title, [property: Id(1)] int Waiting, [property: Id(2)] int Running);

/// <summary>What became of jobs. With a database, the counts go on when the scheduler's worker ends; if it dies, those of the last second may be missing, and jobs that end in that second may be counted again.</summary>
/// <param name="Submitted">The jobs that have ended or wait for their end.</param>
/// <param name="Finished">Those with a result, each counted once.</param>
/// <param name="Failed">Those that no worker could run.</param>
/// <param name="Lost">How often a job was taken from a silent worker.</param>
/// <param name="Repeated">Results of jobs that had ended, which were ignored.</param>
/// <param name="PerMinute">Jobs that finished in the last minute.</param>
/// <param name="MeanSeconds">The mean duration of a finished job on its worker.</param>
/// <param name="Since">When counting began.</param>
[GenerateSerializer]
public sealed record JobCounts(
    [property: Id(0)] long Submitted, [property: Id(1)] long Finished, [property: Id(2)] long Failed, [property: Id(3)] long Lost, [property: Id(4)] long Repeated, [property: Id(5)] double PerMinute, [property: Id(6)] double MeanSeconds, [property: Id(7)] DateTimeOffset Since);
