namespace Descent.Tuning;

/// <summary>Options for tuning the network of a table; every property has a sensible default.</summary>
public sealed record TableTuningOptions
{
    /// <summary>The number of trials; default 50. Trials that fail or are pruned count.</summary>
    public int Trials { get; init => field = AtLeastOne(value, nameof(Trials)); } = 50;

    /// <summary>The time after which no trial is started; null, the default, for no limit. A trial that runs is not interrupted.</summary>
    public TimeSpan? Time { get; init => field = value is not { } time || time > TimeSpan.Zero ? value : throw new ArgumentOutOfRangeException(nameof(Time), value, "Time must be above 0."); }

    /// <summary>The usual number of folds.</summary>
    internal const int UsualFolds = 5;

    /// <summary>The number of folds of a cross-validation; null, the default, for 5, and 3 for recipes from 10,000 rows on. With 1, a fifth of the rows is held out instead, the same rows in every trial.</summary>
    public int? Folds { get; init => field = value is null ? null : AtLeastOne(value.Value, nameof(Folds)); }

    /// <summary>The number of seeds with which the folds are repeated in every trial, counted from <see cref="TableOptions.Seed"/>; default 1, the only number for recipes. More seeds make the scores of trials less noisy.</summary>
    public int Seeds { get; init => field = AtLeastOne(value, nameof(Seeds)); } = 1;

    /// <summary>
    /// The scores by which trials are compared: keys of <see cref="TableEvaluation.Scores"/>, text forms of metrics, such as <c>top_k_accuracy:k=3</c>, or <c>parameters</c>, the number of trainable values. Empty, the
    /// default, for the log loss for classes, the mean quantile loss for quantiles, and R² for other numbers (for counts, the D² of the Poisson deviance). With several, the result has the front of
    /// trials that no other dominates, and the best of them by the first score is trained.
    /// </summary>
    public IReadOnlyList<string> Scores { get; init => field = [.. value ?? throw new ArgumentNullException(nameof(Scores))]; } = [];

    /// <summary>What chooses the values of trials; null, the default, for <see cref="TpeSampler"/>, and <see cref="Nsga2Sampler"/> for several scores.</summary>
    public Sampler? Sampler { get; init; }

    /// <summary>What stops trials, judged by the score after epochs of the first fold and by the mean score of the folds so far (<see cref="TableTuner.StepsPerFold"/>). Null, the default, to stop none. Needs a single score.</summary>
    public Pruner? Pruner { get; init; }

    /// <summary>
    /// The share of its own epochs that a trial trains in the first fold before it may be stopped, 0 … 1; null, the default, for 0.1, and 0.5 for recipes, which stop by themselves when they no longer improve. A small learning rate or a large network starts slowly, and says nothing about the end. Trials are
    /// compared at the first step (<see cref="TableTuner"/>) from this epoch on.
    /// </summary>
    public double? PruningWarmup { get; init => field = value is null or (>= 0 and <= 1) ? value : throw new ArgumentOutOfRangeException(nameof(PruningWarmup), value, "PruningWarmup must be from 0 to 1."); }

    /// <summary>The number of the best trials from whose networks the average is chosen, if recipes are tuned; default 16. With 1, the model is the best trial's own.</summary>
    public int Candidates { get; init => field = AtLeastOne(value, nameof(Candidates)); } = 16;

    /// <summary>Where trials are kept; null, the default, for the memory of this process.</summary>
    public IStudyStorage? Storage { get; init; }

    /// <summary>The name of the study in the storage; default <c>study</c>.</summary>
    public string Name { get; init; } = "study";

    /// <summary>
    /// What trials depend on beyond the data, the targets, the score, the folds, the seeds and the share of test rows, such as settings of the training, by name; default nothing.
    /// A study in a storage is continued only by those who have the same.
    /// </summary>
    public IReadOnlyDictionary<string, string> Attributes { get; init => field = new Dictionary<string, string>(value ?? throw new ArgumentNullException(nameof(Attributes)), StringComparer.Ordinal); } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>How values of the search space become options of a training; null, the default, for <see cref="TableParameters.Apply"/>. Called from one thread at a time. It is not used for recipes.</summary>
    public Func<TableOptions, ParameterValues, TableOptions>? Apply { get; init; }

    private static int AtLeastOne(int value, string name) => value >= 1 ? value : throw new ArgumentOutOfRangeException(name, value, $"{name} must be at least 1.");
}
