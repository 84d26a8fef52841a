namespace Descent.Tuning;

/// <summary>Options of a study; every property has a sensible default.</summary>
public sealed record StudyOptions
{
    /// <summary>The name in the storage; default <c>study</c>.</summary>
    public string Name { get; init => field = string.IsNullOrWhiteSpace(value) ? throw new ArgumentException("The name of a study must not be empty.", nameof(Name)) : value; } = "study";

    /// <summary>A direction for each objective, at least one; default <see cref="StudyDirection.Minimize"/>.</summary>
    public IReadOnlyList<StudyDirection> Directions
    {
        get;
        init => field = value is { Count: > 0 } && value.All(Enum.IsDefined) ? [.. value] : throw new ArgumentException("A study needs a defined direction for each objective, and at least one.", nameof(Directions));
    }
    = [StudyDirection.Minimize];

    /// <summary>What chooses the values of trials; null, the default, for <see cref="TpeSampler"/>, and <see cref="Nsga2Sampler"/> for several objectives.</summary>
    public Sampler? Sampler { get; init; }

    /// <summary>What stops trials that are worse than others; null, the default, to stop none. Needs an objective that reports values.</summary>
    public Pruner? Pruner { get; init; }

    /// <summary>
    /// The name of a choice that divides the trials for the pruner: a trial is compared only with those that have the same value of it, such as the same kind of model, since values of different kinds at the same step
    /// say little about their ends. Null, the default, to compare all.
    /// </summary>
    public string? PruneWithin { get; init; }

    /// <summary>
    /// Whether values that another trial has are drawn again, up to <see cref="Study.MostDraws"/> times; default false. It is of use if equal values give equal results. A sampler that follows a sequence, such as
    /// <see cref="GridSampler"/>, is asked once.
    /// </summary>
    public bool AvoidRepeats { get; init; }

    /// <summary>Where trials are kept; null, the default, for the memory of this process.</summary>
    public IStudyStorage? Storage { get; init; }

    /// <summary>The seed from which samplers and trials derive their random numbers; default 0. A study that is in the storage keeps its own.</summary>
    public ulong Seed { get; init; }

    /// <summary>What else the trials depend on, such as the data and the settings of the objective, by name; default nothing. A study that is in the storage must have the same.</summary>
    public IReadOnlyDictionary<string, string> Attributes { get; init => field = new Dictionary<string, string>(value ?? throw new ArgumentNullException(nameof(Attributes)), StringComparer.Ordinal); } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>The values of the first trials, such as defaults known to be good; default none. Trial i has those at index i.</summary>
    public IReadOnlyList<ParameterValues> First { get; init => field = [.. value ?? throw new ArgumentNullException(nameof(First))]; } = [];
}

/// <summary>Why <see cref="Study.Run(Func{RunningTrial, double}, int, StudyRunOptions?)"/> returned.</summary>
public enum StudyRunEnd
{
    /// <summary>The study has the demanded number of trials, or the sampler has no further values.</summary>
    Trials,

    /// <summary>The time is over.</summary>
    Time,

    /// <summary>The run was canceled.</summary>
    Canceled,
}

/// <summary>Options of a run; every property has a sensible default.</summary>
public sealed record StudyRunOptions
{
    /// <summary>The time after which no trial is started; null, the default, for no limit. A trial that runs is not interrupted.</summary>
    public TimeSpan? Time { get; init; }

    /// <summary>The number of trials that run at the same time, on a thread each; default 1. With more, the values that samplers choose depend on the order in which trials end.</summary>
    public int Workers { get; init => field = value >= 1 ? value : throw new ArgumentOutOfRangeException(nameof(Workers), value, "Workers must be at least 1."); } = 1;

    /// <summary>The time after which another process may take over a trial of a process that has died; default a minute. It is extended while the process lives.</summary>
    public TimeSpan Lease { get; init => field = value > TimeSpan.Zero ? value : throw new ArgumentOutOfRangeException(nameof(Lease), value, "Lease must be above zero."); } = TimeSpan.FromMinutes(1);

    /// <summary>Receives every trial that has ended; default none.</summary>
    public IProgress<Trial>? Progress { get; init; }

    /// <summary>
    /// Receives the trials that other processes still compute whenever there is no further one to start; null, the default, to return then. With it, the run goes on until all trials have ended, and
    /// takes over those of processes that die. It does not return while a trial without a lease runs.
    /// </summary>
    public IProgress<IReadOnlyList<Trial>>? Waiting { get; init; }

    /// <summary>Ends the run. A trial that stops with an <see cref="OperationCanceledException"/> is continued by the next run, with the same values and seed.</summary>
    public CancellationToken CancellationToken { get; init; }
}
