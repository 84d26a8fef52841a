namespace Descent.Tuning;

/// <summary>
/// Keeps studies and their trials. Several threads, and with most storages several processes and machines, use a study at the same
/// time: every method is atomic.
/// </summary>
/// <remarks>
/// A running trial belongs to whoever has its lease. A lease that is not extended in time ends, and <see cref="Claim"/> gives the
/// trial to the next caller, exactly once, with the same values. A storage may end the lease of a process that it knows to have died. From then on, all methods refuse the old lease with a
/// <see cref="TrialLostException"/>, so that a process that was only slow cannot finish the trial a second time.
/// </remarks>
public interface IStudyStorage
{
    /// <summary>Creates a study, or finds the one of this name.</summary>
    /// <param name="study">The study to create.</param>
    /// <returns>The study in the storage, which may differ from <paramref name="study"/> if it existed before.</returns>
    StudyDefinition Open(StudyDefinition study);

    /// <summary>The studies, ordered by name.</summary>
    /// <returns>The studies.</returns>
    IReadOnlyList<StudyDefinition> Studies();

    /// <summary>Claims a trial: the one of the lowest number whose lease has ended, or else a new one, if there are fewer than <paramref name="limit"/>. Values that an earlier attempt reported are removed, and so are its attributes.</summary>
    /// <param name="study">The name of the study.</param>
    /// <param name="limit">The number of trials, of every state, from which on no new one is created.</param>
    /// <param name="lifetime">The time after which the lease ends; null for a lease that does not end.</param>
    /// <returns>The lease; null if there is no such trial.</returns>
    TrialLease? Claim(string study, int limit, TimeSpan? lifetime);

    /// <summary>Sets the values of a claimed trial, which has none yet.</summary>
    /// <param name="lease">The lease.</param>
    /// <param name="suggestion">The values, and what the sampler keeps with the trial.</param>
    void Begin(TrialLease lease, Suggestion suggestion);

    /// <summary>Adds a value that the objective reports.</summary>
    /// <param name="lease">The lease.</param>
    /// <param name="step">The step, at least 0, not yet reported.</param>
    /// <param name="value">The value.</param>
    /// <exception cref="ArgumentException">If the step has been reported.</exception>
    void Report(TrialLease lease, int step, double value);

    /// <summary>Sets an attribute, or replaces it.</summary>
    /// <param name="lease">The lease.</param>
    /// <param name="name">The name.</param>
    /// <param name="value">The value.</param>
    void SetAttribute(TrialLease lease, string name, string value);

    /// <summary>Extends a lease.</summary>
    /// <param name="lease">The lease.</param>
    /// <param name="lifetime">The time from now after which it ends.</param>
    void Extend(TrialLease lease, TimeSpan lifetime);

    /// <summary>Ends a lease, so that the next <see cref="Claim"/> continues the trial.</summary>
    /// <param name="lease">The lease.</param>
    void Release(TrialLease lease);

    /// <summary>Ends a trial.</summary>
    /// <param name="lease">The lease, which ends, too.</param>
    /// <param name="result">The result.</param>
    void Finish(TrialLease lease, TrialResult result);

    /// <summary>A trial.</summary>
    /// <param name="study">The name of the study.</param>
    /// <param name="number">The number of the trial.</param>
    /// <returns>The trial.</returns>
    /// <exception cref="ArgumentException">If there is no such trial.</exception>
    Trial Trial(string study, int number);

    /// <summary>The trials of a study, ordered by number.</summary>
    /// <param name="study">The name of the study.</param>
    /// <returns>The trials at this moment, with <see cref="Descent.Tuning.Trial.IsWaiting"/> of those that nobody computes.</returns>
    IReadOnlyList<Trial> Trials(string study);
}

/// <summary>What a storage keeps of a study.</summary>
/// <param name="Name">The name.</param>
/// <param name="Space">The search space.</param>
/// <param name="Directions">A direction for each objective.</param>
/// <param name="Seed">The seed.</param>
public sealed record StudyDefinition(string Name, SearchSpace Space, IReadOnlyList<StudyDirection> Directions, ulong Seed)
{
    /// <summary>What else the trials depend on, such as the data, by name; default nothing.</summary>
    public IReadOnlyDictionary<string, string> Attributes { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);
}

/// <summary>The right to compute and finish a trial.</summary>
/// <param name="Study">The name of the study.</param>
/// <param name="Number">The number of the trial.</param>
/// <param name="Token">Differs for every claim.</param>
public sealed record TrialLease(string Study, int Number, string Token);
