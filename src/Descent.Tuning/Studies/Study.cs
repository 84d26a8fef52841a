using Descent.Numerics;

namespace Descent.Tuning;

/// <summary>
/// A search for the values of parameters with which an objective is best: a search space, directions, a sampler, a pruner, and a storage
/// for the trials. Its methods can be called from several threads.
/// </summary>
/// <example>
/// <code>
/// Study study = new([SearchParameter.LogNumber("learning-rate", 1e-4, 1), SearchParameter.Integer("units", 4, 64)], new StudyOptions { Seed = 1 });
/// study.Run(trial => Loss(trial.GetNumber("learning-rate"), trial.GetInteger("units"), trial.Seed), trials: 60);
/// Console.WriteLine(study.Best);
/// </code>
/// </example>
public sealed partial class Study
{
    /// <summary>How often values are drawn for a trial until they differ from those of all others, with <see cref="StudyOptions.AvoidRepeats"/>.</summary>
    public const int MostDraws = 16;

    private readonly StudyDefinition definition;
    private readonly StudyOptions options;
    private readonly Lock asking = new();

    /// <summary>Creates a study, or continues the one of the same name in the storage.</summary>
    /// <param name="space">The search space.</param>
    /// <param name="options">The options; null for the defaults.</param>
    /// <exception cref="StudyMismatchException">If the storage has a study of this name with another search space, other directions or other attributes; the message names the differences.</exception>
    public Study(SearchSpace space, StudyOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(space);
        this.options = options ?? new StudyOptions();
        Storage = this.options.Storage ?? new MemoryStudyStorage();
        if (this.options.First.FirstOrDefault(values => !values.Space.Equals(space)) is { } other)
        {
            throw new ArgumentException($"The first values '{other}' belong to another search space.", nameof(options));
        }

        if (this.options.PruneWithin is { } choice && space.FirstOrDefault(parameter => parameter.Name == choice) is not ChoiceParameter)
        {
            throw new ArgumentException($"PruneWithin names '{choice}', which is not a choice of the search space.", nameof(options));
        }

        StudyDefinition wanted = new(this.options.Name, space, this.options.Directions, this.options.Seed) { Attributes = this.options.Attributes };
        definition = Storage.Open(wanted);
        StudyMismatchException.ThrowIfDifferent(definition, wanted);
    }

    /// <summary>The name.</summary>
    public string Name => definition.Name;

    /// <summary>The search space.</summary>
    public SearchSpace Space => definition.Space;

    /// <summary>A direction for each objective.</summary>
    public IReadOnlyList<StudyDirection> Directions => definition.Directions;

    /// <summary>The seed.</summary>
    public ulong Seed => definition.Seed;

    /// <summary>What the trials depend on beside the search space, by name.</summary>
    public IReadOnlyDictionary<string, string> Attributes => definition.Attributes;

    /// <summary>Where the trials are kept.</summary>
    public IStudyStorage Storage { get; }

    /// <summary>What chooses the values of trials.</summary>
    public Sampler Sampler => options.Sampler ?? (Directions.Count > 1 ? new Nsga2Sampler() : new TpeSampler());

    /// <summary>What stops trials that are worse than others; null if none are stopped.</summary>
    public Pruner? Pruner => options.Pruner;

    /// <summary>The trials at this moment, ordered by number.</summary>
    public IReadOnlyList<Trial> Trials => Storage.Trials(Name);

    /// <summary>The completed trial with the best value, the first of them if several have it; null if none has completed.</summary>
    /// <exception cref="InvalidOperationException">If the study has several objectives.</exception>
    public Trial? Best => Directions.Count > 1
        ? throw new InvalidOperationException("A study of several objectives has no single best trial: see ParetoFront.")
        : Trials.Where(trial => trial.State == TrialState.Completed).MinBy(trial => Directions[0] == StudyDirection.Maximize ? -trial.Value : trial.Value);

    /// <summary>The completed trials than which no other is better in one objective and at least as good in all, ordered by number.</summary>
    public IReadOnlyList<Trial> ParetoFront
    {
        get
        {
            Trial[] completed = [.. Trials.Where(trial => trial.State == TrialState.Completed)];
            double[][] losses = [.. completed.Select(trial => Dominance.Losses(trial, Directions))];
            return [.. completed.Where((_, i) => !losses.Any(other => Dominance.Dominates(other, losses[i])))];
        }
    }

    /// <summary>
    /// How much of the variance of an objective each parameter explains, by functional analysis of variance over the completed trials with
    /// a finite value. The forest is drawn from the seed of the study.
    /// </summary>
    /// <param name="objective">The index of the objective; default 0.</param>
    /// <param name="parameters">The names of the parameters to compare, in trials in which all of them are active; null, the default, for those that are active in every completed trial, as in Optuna.</param>
    /// <returns>The importance; null if fewer than two of the trials have different values.</returns>
    /// <exception cref="ArgumentOutOfRangeException">If there is no such objective.</exception>
    /// <exception cref="ArgumentException">If there is no such parameter, or the list is empty.</exception>
    public StudyImportance? Importance(int objective = 0, IReadOnlyList<string>? parameters = null)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(objective);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(objective, Directions.Count);
        return parameters is { Count: 0 }
            ? throw new ArgumentException("Name at least one parameter, or pass null for all.", nameof(parameters))
            : StudyImportance.Of(this, objective, parameters);
    }

    /// <summary>Starts a trial, whose objective the caller computes and then tells. <see cref="Run(Func{RunningTrial, double}, int, StudyRunOptions?)"/> does both.</summary>
    /// <param name="lease">The time after which another process may take over the trial; null, the default, for no limit.</param>
    /// <returns>The trial.</returns>
    public RunningTrial Ask(TimeSpan? lease = null) => Ask(int.MaxValue, lease, CancellationToken.None)!;

    /// <summary>Ends a trial with the values of its objectives. NaN makes it a failed one.</summary>
    /// <param name="trial">The trial that <see cref="Ask(TimeSpan?)"/> returned.</param>
    /// <param name="values">A value for each objective.</param>
    /// <exception cref="ArgumentException">If the number of values is not that of the objectives.</exception>
    /// <exception cref="TrialLostException">If the trial has ended, or another process has taken it over.</exception>
    public void Tell(RunningTrial trial, params IReadOnlyList<double> values)
    {
        ArgumentNullException.ThrowIfNull(values);
        if (values.Count != Directions.Count)
        {
            throw new ArgumentException($"The objective has {values.Count} values, but the study {Directions.Count} directions.", nameof(values));
        }

        Finish(trial, Result(values));
    }

    /// <summary>Ends a trial that was stopped because it is worse than others.</summary>
    /// <param name="trial">The trial that <see cref="Ask(TimeSpan?)"/> returned.</param>
    /// <exception cref="TrialLostException">If the trial has ended, or another process has taken it over.</exception>
    public void TellPruned(RunningTrial trial) => Finish(trial, new TrialResult(TrialState.Pruned, []));

    /// <summary>Ends a trial whose objective could not be computed.</summary>
    /// <param name="trial">The trial that <see cref="Ask(TimeSpan?)"/> returned.</param>
    /// <param name="error">What went wrong.</param>
    /// <exception cref="TrialLostException">If the trial has ended, or another process has taken it over.</exception>
    public void TellFailed(RunningTrial trial, string error)
    {
        ArgumentNullException.ThrowIfNull(error);
        Finish(trial, new TrialResult(TrialState.Failed, [], error));
    }

    /// <summary>Computes the objective of a trial again, with the same values and seed. The study does not change.</summary>
    /// <param name="number">The number of the trial.</param>
    /// <param name="objective">The objective.</param>
    /// <returns>The value, the same as that of the trial if the objective uses no randomness but that of <see cref="RunningTrial.Seed"/>.</returns>
    public double Repeat(int number, Func<RunningTrial, double> objective)
    {
        ArgumentNullException.ThrowIfNull(objective);
        return objective(Again(number));
    }

    /// <summary>Computes the objectives of a trial again, with the same values and seed. The study does not change.</summary>
    /// <param name="number">The number of the trial.</param>
    /// <param name="objective">The objectives.</param>
    /// <returns>Their values.</returns>
    public IReadOnlyList<double> Repeat(int number, Func<RunningTrial, IReadOnlyList<double>> objective)
    {
        ArgumentNullException.ThrowIfNull(objective);
        return objective(Again(number));
    }

    /// <summary>The seed of a trial.</summary>
    internal ulong SeedOf(int number) => new CounterRandom(Seed, Streams.Tuning).Bits((ulong)number);

    /// <summary>Whether the pruner stops a trial.</summary>
    internal bool ShouldPrune(RunningTrial trial, IReadOnlyDictionary<int, double> reported) => Pruner is not null && reported.Count > 0 &&
        Pruner.ShouldPrune(new PruningContext(definition, ComparedWith(trial), new Trial(trial.Number) { Parameters = trial.Parameters, Intermediate = reported }));

    private IReadOnlyList<Trial> ComparedWith(RunningTrial trial) => options.PruneWithin is { } choice
        ? [.. Trials.Where(other => other.Parameters is { } own && own[Space.IndexOf(choice)].Equals(trial.Parameters[Space.IndexOf(choice)]))]
        : Trials;

    private static TrialResult Result(IReadOnlyList<double> values) => values.Any(double.IsNaN)
        ? new TrialResult(TrialState.Failed, [], values.Count == 1 ? "The objective is NaN." : "An objective is NaN.")
        : new TrialResult(TrialState.Completed, values);

    private RunningTrial? Ask(int limit, TimeSpan? lifetime, CancellationToken cancellationToken)
    {
        lock (asking)
        {
            if (Storage.Claim(Name, limit, lifetime) is not { } lease)
            {
                return null;
            }

            Trial trial = Storage.Trial(Name, lease.Number);
            if (trial.Parameters is null)
            {
                try
                {
                    Storage.Begin(lease, Suggest(lease.Number));
                }
                catch (Exception fault) when (fault is not TrialLostException)
                {
                    // A sampler that fails must not leave a trial behind that nobody may continue.
                    Storage.Release(lease);
                    throw;
                }

                trial = Storage.Trial(Name, lease.Number);
            }

            return new RunningTrial(this, trial, lease, cancellationToken);
        }
    }

    private Suggestion Suggest(int number)
    {
        if (number < options.First.Count)
        {
            return new Suggestion(options.First[number]);
        }

        IReadOnlyList<Trial> others = [.. Trials.Where(trial => trial.Number != number)];
        SamplingContext context = new(definition, Pruner?.Comparable(others, number) ?? others, number);
        Suggestion suggestion = Sampler.Suggest(context);
        bool draws = options.AvoidRepeats && Sampler is (TpeSampler or RandomSampler);
        for (int draw = 1; draws && draw < MostDraws && others.Any(trial => suggestion.Values.Equals(trial.Parameters)); draw++)
        {
            // Other numbers are other random numbers; they are far from those of trials. What one sampler prefers again and again, chance replaces.
            Sampler next = draw < MostDraws / 2 ? Sampler : new RandomSampler();
            suggestion = next.Suggest(context with { Number = int.MaxValue - ((number * MostDraws) + draw) });
        }

        return suggestion;
    }

    private RunningTrial Again(int number)
    {
        Trial trial = Storage.Trial(Name, number);
        return trial.Parameters is not null
            ? new RunningTrial(this, trial, null, CancellationToken.None)
            : throw new InvalidOperationException($"Trial {number} has no values yet.");
    }

    private void Finish(RunningTrial trial, TrialResult result)
    {
        ArgumentNullException.ThrowIfNull(trial);
        Storage.Finish(trial.Lease ?? throw new ArgumentException($"Trial {trial.Number} was only computed again; its result stands.", nameof(trial)), result);
    }
}
