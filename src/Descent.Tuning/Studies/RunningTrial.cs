namespace Descent.Tuning;

/// <summary>A trial that is being computed: what an objective receives.</summary>
public sealed class RunningTrial
{
    private readonly Study study;
    private readonly SortedDictionary<int, double> reported = [];

    internal RunningTrial(Study study, Trial trial, TrialLease? lease, CancellationToken cancellationToken)
    {
        (this.study, Number, Lease, CancellationToken) = (study, trial.Number, lease, cancellationToken);
        Parameters = trial.Parameters!;
        Seed = study.SeedOf(trial.Number);
    }

    /// <summary>The number of the trial in its study; the first is 0.</summary>
    public int Number { get; }

    /// <summary>The seed of the trial, derived from the seed of the study and the number: an objective that uses no other randomness can be computed again to the same bits.</summary>
    public ulong Seed { get; }

    /// <summary>The values of the parameters.</summary>
    public ParameterValues Parameters { get; }

    /// <summary>Whether the run was canceled; an objective that takes long should pass it on.</summary>
    public CancellationToken CancellationToken { get; }

    /// <summary>Whether a larger value of the first objective is better.</summary>
    internal bool Maximizes => study.Directions[0] == StudyDirection.Maximize;

    /// <summary>The right to finish the trial; null if it is only computed again.</summary>
    internal TrialLease? Lease { get; }

    /// <summary>The value of a number or an integer.</summary>
    /// <param name="name">The name of an active parameter.</param>
    /// <returns>The number.</returns>
    public double GetNumber(string name) => Parameters.GetNumber(name);

    /// <summary>The value of an integer.</summary>
    /// <param name="name">The name of an active parameter.</param>
    /// <returns>The integer.</returns>
    public int GetInteger(string name) => Parameters.GetInteger(name);

    /// <summary>The value of a choice.</summary>
    /// <param name="name">The name of an active parameter.</param>
    /// <returns>The text.</returns>
    public string GetChoice(string name) => Parameters.GetChoice(name);

    /// <summary>Reports a value of the objective before the end, such as the validation loss of an epoch.</summary>
    /// <param name="value">The value; NaN is worse than every number.</param>
    /// <param name="step">The step, such as the epoch, at least 0, not yet reported.</param>
    /// <exception cref="InvalidOperationException">If the study has several objectives.</exception>
    /// <exception cref="ArgumentException">If the step has been reported.</exception>
    /// <exception cref="TrialLostException">If another process has taken over the trial.</exception>
    public void Report(double value, int step)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(step);
        if (study.Directions.Count > 1)
        {
            throw new InvalidOperationException("A study of several objectives does not take values before the end.");
        }

        if (!reported.TryAdd(step, value))
        {
            throw new ArgumentException($"Step {step} of trial {Number} has been reported already.", nameof(step));
        }

        if (Lease is not null)
        {
            study.Storage.Report(Lease, step, value);
        }
    }

    /// <summary>Whether the pruner of the study says that the trial should stop, judged at the last reported step.</summary>
    /// <returns>True if it is worse than others; false without a pruner, or if the trial is only computed again.</returns>
    public bool ShouldPrune() => Lease is not null && study.ShouldPrune(this, reported);

    /// <summary>Ends the trial if <see cref="ShouldPrune"/> is true, with an exception that the run handles.</summary>
    /// <exception cref="TrialPrunedException">If the trial should stop.</exception>
    public void ThrowIfPruned()
    {
        if (ShouldPrune())
        {
            throw new TrialPrunedException($"Trial {Number} stops at step {reported.Keys.Last()}, where it is worse than others.");
        }
    }

    /// <summary>Sets an attribute, which is kept with the trial, or replaces it.</summary>
    /// <param name="name">The name.</param>
    /// <param name="value">The value.</param>
    /// <exception cref="TrialLostException">If another process has taken over the trial.</exception>
    public void SetAttribute(string name, string value)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentNullException.ThrowIfNull(value);
        if (Lease is not null)
        {
            study.Storage.SetAttribute(Lease, name, value);
        }
    }
}
