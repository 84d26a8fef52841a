namespace Descent;

/// <summary>A named set of options to compare with others.</summary>
/// <param name="Name">Its name in the comparison.</param>
/// <param name="Options">The options; their seed is not used.</param>
public sealed record Variant(string Name, TableOptions Options);

/// <summary>The result of a variant on one fold with one seed.</summary>
/// <param name="Seed">The seed of the folds, the initial weights and the order of rows.</param>
/// <param name="Fold">The fold whose rows were scored, from 1.</param>
/// <param name="Epochs">The finished epochs, up to the failure if training failed.</param>
/// <param name="BestEpoch">The epoch whose weights were evaluated, from 1; 0 if training failed.</param>
/// <param name="Seconds">The duration of training in seconds.</param>
/// <param name="Scores">The scores on rows that training never used, by name; empty if training failed.</param>
/// <param name="Failure">The reason for a failure: a <see cref="TrainingFailedException"/>, an <see cref="ArgumentException"/> for options that do not fit each other, or a <see cref="Data.DataException"/> for options that do not fit the table; null if it trained.</param>
public sealed record VariantRun(ulong Seed, int Fold, IReadOnlyList<EpochRecord> Epochs, int BestEpoch, double Seconds, IReadOnlyDictionary<string, double> Scores, Exception? Failure)
{
    /// <summary>The baselines on the same rows; empty if training failed.</summary>
    public IReadOnlyList<Baseline> Baselines { get; init; } = [];

    /// <summary>The skill of the model on training and unseen rows; null if training failed.</summary>
    public FitSkill? Skill { get; init; }

    /// <summary>The number of rows of the other folds, on which the variant was trained; 0 if training failed.</summary>
    public int TrainRows { get; init; }

    /// <summary>The number of rows on which the scores were computed, and the number of those that are equal to a training row.</summary>
    public (int Rows, int SeenInTraining) Judged { get; init; }
}

/// <summary>A variant with all its runs.</summary>
/// <param name="Variant">The variant.</param>
/// <param name="Runs">One run per seed and fold.</param>
public sealed record VariantResult(Variant Variant, IReadOnlyList<VariantRun> Runs)
{
    /// <summary>The runs that did not fail.</summary>
    public IEnumerable<VariantRun> Trained => Runs.Where(run => run.Failure is null);

    /// <summary>The mean of every score over the runs that did not fail, and its sample standard deviation (dividing by runs − 1; 0 for one run).</summary>
    public IReadOnlyDictionary<string, (double Mean, double Deviation)> Scores { get; } = CrossValidation.Summarize([.. Runs.Where(run => run.Failure is null).Select(run => run.Scores)]);

    /// <summary>The mean best epoch of the runs that did not fail; NaN if all failed.</summary>
    public double BestEpoch => Trained.Select(run => (double)run.BestEpoch).DefaultIfEmpty(double.NaN).Average();

    /// <summary>The mean duration, in seconds, of the runs that did not fail; NaN if all failed.</summary>
    public double Seconds => Trained.Select(run => run.Seconds).DefaultIfEmpty(double.NaN).Average();
}

/// <summary>A report on the progress of a comparison.</summary>
/// <param name="Variant">The variant that is being trained.</param>
/// <param name="Seed">The seed of the run.</param>
/// <param name="Fold">The fold of the run, from 1.</param>
/// <param name="Training">The progress of its training; null if it has ended.</param>
/// <param name="Finished">The finished run; null during training.</param>
public sealed record ComparisonProgress(Variant Variant, ulong Seed, int Fold, TrainingProgress? Training, VariantRun? Finished);
