namespace Descent.Cluster;

/// <summary>A job on its way to a worker.</summary>
[GenerateSerializer]
internal sealed record JobTicket(
    [property: Id(0)] string Run, [property: Id(1)] int Number, [property: Id(2)] string Key, [property: Id(3)] string Description, [property: Id(4)] long Memory, [property: Id(5)] int Cores, [property: Id(6)] bool IsFollowed);

/// <summary>A job of a worker.</summary>
[GenerateSerializer]
internal readonly record struct JobName([property: Id(0)] string Run, [property: Id(1)] int Number);

/// <summary>What a worker is and has free.</summary>
[GenerateSerializer]
internal sealed record WorkerReport(
    [property: Id(0)] string Id, [property: Id(1)] string Place, [property: Id(2)] ComputerIdentity Identity, [property: Id(3)] int Threads, [property: Id(4)] long Memory, [property: Id(5)] int FreeThreads, [property: Id(6)] long FreeMemory,
    [property: Id(7)] JobName[] Running);

/// <summary>The answer to a worker.</summary>
/// <param name="Refusal">Why the worker may not join; null if it may.</param>
/// <param name="Tickets">New jobs, each with the client that has its data.</param>
/// <param name="Ended">Running jobs that nobody wants any more.</param>
[GenerateSerializer]
internal sealed record WorkerOrders([property: Id(0)] string? Refusal, [property: Id(1)] (JobTicket Ticket, IDataSource Source)[] Tickets, [property: Id(2)] JobName[] Ended)
{
    public static WorkerOrders None { get; } = new(null, [], []);
}

/// <summary>How a job ended: with a result that its grain has, with a failure that every worker would have, or handed back.</summary>
[GenerateSerializer]
internal sealed record JobEnd([property: Id(0)] JobName Job, [property: Id(1)] bool HasResult, [property: Id(2)] string? Failure, [property: Id(3)] double Seconds);

/// <summary>The answer to a client.</summary>
/// <param name="IsKnown">Whether the scheduler knows the run; if not, it has moved to another silo, and the client submits again what has not ended.</param>
/// <param name="Ended">The jobs that ended and that the client has not confirmed.</param>
/// <param name="Threads">The threads of all workers.</param>
/// <param name="Refusal">Why the run cannot go on; null if it can.</param>
[GenerateSerializer]
internal sealed record RunNews([property: Id(0)] bool IsKnown, [property: Id(1)] JobEnd[] Ended, [property: Id(2)] int Threads, [property: Id(3)] string? Refusal);

/// <summary>The client of a run, which has its data.</summary>
internal interface IDataSource : IGrainObserver
{
    /// <summary>The number of bytes of a hash; −1 if the client does not have it.</summary>
    Task<long> LengthOf(string hash);

    /// <summary>A part of the bytes of a hash.</summary>
    Task<byte[]> Read(string hash, long offset, int count);

    /// <summary>Takes an epoch of a followed job. A job that begins again sends its first epochs again, which changes nothing.</summary>
    /// <returns>Whether the job is still wanted.</returns>
    Task<bool> Follow(int job, int epoch, byte[] report);
}

/// <summary>Gives jobs to workers. There is one in a cluster; its jobs can be told again by workers and clients, so it keeps only counts.</summary>
internal interface IScheduler : IGrainWithIntegerKey
{
    /// <summary>Opens a run, or opens it again on another silo.</summary>
    /// <returns>Why it is refused; null if it is not.</returns>
    Task<string?> Open(string run, string title, ComputerIdentity identity, IDataSource source);

    /// <summary>Adds jobs to a run.</summary>
    /// <returns>Whether the run is open.</returns>
    Task<bool> Submit(string run, JobTicket[] tickets);

    /// <summary>Waits for jobs of a run to end.</summary>
    /// <param name="run">The run.</param>
    /// <param name="confirmed">Jobs whose end the client has seen.</param>
    /// <param name="ended">Jobs that the client does not want any more.</param>
    /// <param name="wait">The longest time to wait.</param>
    Task<RunNews> Follow(string run, int[] confirmed, int[] ended, TimeSpan wait);

    /// <summary>Closes a run.</summary>
    Task Close(string run);

    /// <summary>Takes the report of a worker, gives it what it has room for, and waits if there is nothing.</summary>
    Task<WorkerOrders> Take(WorkerReport worker, TimeSpan lease, TimeSpan wait);

    /// <summary>Tells that a worker is alive.</summary>
    Task<WorkerOrders> Report(WorkerReport worker, TimeSpan lease);

    /// <summary>Tells that jobs ended.</summary>
    Task End(string worker, JobEnd[] ends);

    /// <summary>Tells that a worker leaves; its jobs are given to others.</summary>
    Task Leave(string worker);

    /// <summary>Describes workers and runs.</summary>
    Task<ClusterStatus> Status();
}

/// <summary>The result of a job, kept until its client has it. Its key is the hash of the job and the identity of the computers.</summary>
internal interface IJobResult : IGrainWithStringKey
{
    /// <summary>Whether there is a result.</summary>
    Task<bool> Has();

    /// <summary>Keeps a result, unless there is one already.</summary>
    /// <returns>Whether it is the first.</returns>
    Task<bool> Set(byte[] result);

    /// <summary>The result; null if there is none.</summary>
    Task<byte[]?> Get();

    /// <summary>Removes the result.</summary>
    Task Clear();
}
