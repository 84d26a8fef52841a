namespace Descent;

/// <summary>One way to train, under a name.</summary>
/// <param name="Name">What it is called in the comparison.</param>
/// <param name="Options">How it trains; its seed is not used.</param>
public sealed record Variant(string Name, TableOptions Options);

/// <summary>A variant trained with one seed.</summary>
/// <param name="Seed">Decided split, first weights and order of rows.</param>
/// <param name="Epochs">The course of training, up to where it failed if it did.</param>
/// <param name="BestEpoch">The epoch whose weights were judged, from 1; 0 if training failed.</param>
/// <param name="Seconds">Duration of training.</param>
/// <param name="Scores">The scores on rows that training never saw, by name; none if training failed.</param>
/// <param name="Failure">Why there is no result: a <see cref="TrainingFailedException"/>, an <see cref="ArgumentException"/> for options that do not fit each other, or a <see cref="Data.DataException"/> for options that do not fit the table; null if it trained.</param>
public sealed record VariantRun(ulong Seed, IReadOnlyList<EpochRecord> Epochs, int BestEpoch, double Seconds, IReadOnlyDictionary<string, double> Scores, Exception? Failure)
{
    /// <summary>The baselines on the same rows; none if training failed.</summary>
    public IReadOnlyList<Baseline> Baselines { get; init; } = [];

    /// <summary>What the model explains of training and unseen rows; null if training failed.</summary>
    public FitSkill? Skill { get; init; }

    /// <summary>Rows that the scores are of, and how many of them are equal to a training row.</summary>
    public (int Rows, int SeenInTraining) Judged { get; init; }
}

/// <summary>A variant with all its runs.</summary>
/// <param name="Variant">The variant.</param>
/// <param name="Runs">One per seed.</param>
public sealed record VariantResult(Variant Variant, IReadOnlyList<VariantRun> Runs)
{
    /// <summary>The runs that did not fail.</summary>
    public IEnumerable<VariantRun> Trained => Runs.Where(run => run.Failure is null);

    /// <summary>Every score's mean over the runs that did not fail, and its sample standard deviation (dividing by runs − 1; 0 for one run).</summary>
    public IReadOnlyDictionary<string, (double Mean, double Deviation)> Scores { get; } = CrossValidation.Summarize([.. Runs.Where(run => run.Failure is null).Select(run => run.Scores)]);

    /// <summary>Mean best epoch of the runs that did not fail; NaN if none did.</summary>
    public double BestEpoch => Trained.Select(run => (double)run.BestEpoch).DefaultIfEmpty(double.NaN).Average();

    /// <summary>Mean duration of the runs that did not fail; NaN if none did.</summary>
    public double Seconds => Trained.Select(run => run.Seconds).DefaultIfEmpty(double.NaN).Average();
}

/// <summary>How far a comparison has come.</summary>
/// <param name="Variant">The variant that trains.</param>
/// <param name="Seed">With which seed.</param>
/// <param name="Training">How far its training is; null when it has ended.</param>
/// <param name="Finished">The finished run; null while it trains.</param>
public sealed record ComparisonProgress(Variant Variant, ulong Seed, TrainingProgress? Training, VariantRun? Finished);
