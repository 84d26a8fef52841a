namespace Descent.Tuning;

/// <summary>Decides whether a running trial is worse than others and should stop. Implementations have no state: the decision depends on the <see cref="PruningContext"/> alone.</summary>
public abstract record Pruner
{
    /// <summary>Decides whether a trial should stop.</summary>
    /// <param name="context">The study, its trials, and the running trial with the values that it has reported.</param>
    /// <returns>True if it should stop.</returns>
    public abstract bool ShouldPrune(PruningContext context);

    /// <summary>The trials from which a sampler learns for a new trial; by default all of them.</summary>
    /// <param name="trials">The trials of the study.</param>
    /// <param name="number">The number of the new trial.</param>
    /// <returns>The trials that are stopped by the same rule as the new one.</returns>
    internal virtual IReadOnlyList<Trial> Comparable(IReadOnlyList<Trial> trials, int number) => trials;

    /// <summary>The trial from which the number of steps of a whole trial is learned; null if none with steps has completed.</summary>
    private protected static Trial? FirstCompleted(IReadOnlyList<Trial> trials) => trials.FirstOrDefault(trial => trial is { State: TrialState.Completed, LastStep: not null });

    /// <summary>Checks a count.</summary>
    private protected static int AtLeast(int value, int least, string name) =>
        value >= least ? value : throw new ArgumentOutOfRangeException(name, value, $"{name} must be at least {least}.");
}

/// <summary>What a pruner knows when it decides.</summary>
/// <param name="Study">The search space, the direction and the seed.</param>
/// <param name="Trials">The trials, ordered by number.</param>
/// <param name="Trial">The running trial.</param>
public sealed record PruningContext(StudyDefinition Study, IReadOnlyList<Trial> Trials, Trial Trial)
{
    /// <summary>Whether a larger value is better.</summary>
    internal bool Maximizes => Study.Directions[0] == StudyDirection.Maximize;
}
