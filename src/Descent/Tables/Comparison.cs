using System.Globalization;
using System.Runtime.ExceptionServices;
using Descent.Data;

namespace Descent;

/// <summary>
/// A comparison of several ways to train. Every variant gets the same rows and, for the same seed, the same split and the same order of
/// rows, so that differences come from the variants.
/// </summary>
/// <remarks>
/// A variant whose training fails is reported, and the others continue. The best one is chosen by the scores on rows that training never
/// used. Because it is the best of several, its score is slightly optimistic for new data.
/// </remarks>
/// <param name="Results">One result per variant, in the given order.</param>
/// <param name="Metrics">The metrics of the scores; the first determines the best variant unless <see cref="Score"/> is another score, the last breaks ties.</param>
public sealed record Comparison(IReadOnlyList<VariantResult> Results, IReadOnlyList<Metric> Metrics)
{
    /// <summary>The name of the score that determines the best variant: <c>pinballLoss</c>, the mean quantile loss, if all variants predict the same quantiles, otherwise the first of the <see cref="Metrics"/>.</summary>
    public string Score => Results.All(result => result.Variant.Options.ChosenLoss is Quantiles own && own.Levels.SequenceEqual(((Quantiles)Results[0].Variant.Options.ChosenLoss!).Levels))
        ? QuantileScores.LossKey
        : StandardMetrics.Key(Metrics[0]);

    /// <summary>The variants that trained with at least one seed, the best first; equal ones in the given order.</summary>
    public IReadOnlyList<VariantResult> Ranking => [.. Results
        .Where(result => result.Trained.Any())
        .OrderBy(result => result.Trained.Count() < result.Runs.Count)
        .ThenByDescending(result => Worth(result, Score, Score != QuantileScores.LossKey && Metrics[0].HigherIsBetter))
        .ThenByDescending(result => Worth(result, StandardMetrics.Key(Metrics[^1]), Metrics[^1].HigherIsBetter))];

    /// <summary>The best variant, the first of the <see cref="Ranking"/>; null if none trained. A variant that failed with a seed comes after those that never failed.</summary>
    public VariantResult? Best => Ranking.Count > 0 ? Ranking[0] : null;

    /// <summary>The baselines, each with the means of its scores over the seeds, on the same rows for every variant; empty if no variant trained.</summary>
    public IReadOnlyList<Baseline> Baselines => Ranking
        // The baselines of a variant without probabilities lack the scores that need them.
        .MaxBy(result => result.Trained.First().Baselines.Sum(baseline => baseline.Scores.Count)) is { } richest ? CrossValidation.MeansOf([.. richest.Trained.Select(run => run.Baselines)]) : [];

    /// <summary>Notices about doubtful scores, over all variants.</summary>
    public IReadOnlyList<Notice> Notices => Best is null ? [] :
    [
        .. Ranking.All(result => BelowBaseline(result).Any()) ? BelowBaseline(Best) : [],
        .. EvaluationNotices.OfRepeats(
            Best.Trained.Sum(run => run.Judged.SeenInTraining), Best.Trained.Sum(run => run.Judged.Rows),
            $"equal to a training row in every column that the model uses{(Best.Trained.Count() > 1 ? ", all seeds taken together" : "")}",
            RepeatedRows.Remedies),
    ];

    /// <summary>
    /// The other variants whose score is not significantly worse than that of the best one, by a paired t-test at 5 % on the differences in the
    /// <see cref="Score"/>, over the seeds with which both trained. Empty if there is only one seed, which allows no test.
    /// </summary>
    public IReadOnlyList<VariantResult> NotSeparated => Best is null || Best.Runs.Count < 2 ? [] : [.. Ranking.Skip(1).Where(other => !PairedDifference.IsCertain(Pairs(Best, other)))];

    private IEnumerable<Notice> BelowBaseline(VariantResult result) => EvaluationNotices.OfBaselines(
        result.Scores.ToDictionary(score => score.Key, score => score.Value.Mean, StringComparer.Ordinal),
        CrossValidation.MeansOf([.. result.Trained.Select(run => run.Baselines)]),
        result.Trained.First().Skill,
        what: Ranking.Count == 1 ? null : ("Every variant", "the best has "));

    /// <summary>The variants in one line, the best first, each with the mean of the main score.</summary>
    /// <returns>Text such as <c>accuracy: wide 0.9667, narrow 0.9333</c>.</returns>
    public override string ToString() => Best is null ? "no variant trained"
        : $"{Score}: {string.Join(", ", Ranking.Select(result => string.Create(CultureInfo.InvariantCulture, $"{result.Variant.Name} {result.Scores.GetValueOrDefault(Score).Mean:G4}")))}";

    private double[] Pairs(VariantResult best, VariantResult other)
    {
        string name = Score;
        return [.. best.Trained.Join(other.Trained, run => run.Seed, run => run.Seed, (a, b) => a.Scores[name] - b.Scores[name]).Where(double.IsFinite)];
    }

    /// <summary>Trains and evaluates every variant with every seed.</summary>
    /// <param name="table">The rows.</param>
    /// <param name="targets">The names of the columns to predict.</param>
    /// <param name="variants">At least one variant, with distinct names. Their seeds are not used, and all must hold out the same rows for the scores.</param>
    /// <param name="seeds">The seeds of split, initial weights and order of rows; default 1 alone. Use three or more to distinguish differences from chance.</param>
    /// <param name="progress">Receives a report of every epoch and of every finished run, on the threads of the runs, one at a time.</param>
    /// <param name="cancellation">Ends the current runs within one batch, and then the comparison.</param>
    /// <returns>The comparison.</returns>
    /// <exception cref="ArgumentException">If there are no variants or seeds, two variants have the same name, or no rows are held out for the scores.</exception>
    /// <exception cref="DataException">If the table cannot be used for training; the message names the place and the fix.</exception>
    /// <exception cref="OperationCanceledException">If the comparison was canceled.</exception>
    public static Comparison Of(Table table, IReadOnlyList<string> targets, IReadOnlyList<Variant> variants, IReadOnlyList<ulong>? seeds = null, IProgress<ComparisonProgress>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(table);
        ArgumentNullException.ThrowIfNull(targets);
        ArgumentNullException.ThrowIfNull(variants);
        seeds ??= [1];
        Require(variants, seeds);
        // A table that cannot be used for training is an error of the call, not of a variant.
        OutcomeForm form = TableEvaluation.FormOf(Data.Schema.Infer(table, targets, variants[0].Options.SchemaForLoss).Task);
        VariantRun[] runs = RunAll(table, targets, variants, seeds, progress, cancellation);
        IEnumerable<VariantResult> results = variants.Select((variant, i) => new VariantResult(variant, runs[(i * seeds.Count)..((i + 1) * seeds.Count)]));
        return new Comparison([.. results], StandardMetrics.For(form));
    }

    /// <summary>
    /// Executes all runs, in order, on as many threads as the variants specify. Parallel runs with one thread each use processors better than several threads
    /// on one batch, and give the same bits.
    /// </summary>
    private static VariantRun[] RunAll(Table table, IReadOnlyList<string> targets, IReadOnlyList<Variant> variants, IReadOnlyList<ulong> seeds, IProgress<ComparisonProgress>? progress, CancellationToken cancellation)
    {
        VariantRun[] runs = new VariantRun[variants.Count * seeds.Count];
        int threads = variants.Any(variant => variant.Options.Threads == 0) ? Environment.ProcessorCount : variants.Max(variant => variant.Options.Threads);
        int workers = Math.Min(Math.Min(threads, Environment.ProcessorCount), runs.Length);
        Lock turn = new();
        if (workers <= 1)
        {
            for (int i = 0; i < runs.Length; i++)
            {
                runs[i] = Run(table, targets, variants[i / seeds.Count], seeds[i % seeds.Count], progress, turn, cancellation);
            }

            return runs;
        }

        try
        {
            Parallel.For(0, runs.Length, new ParallelOptions { MaxDegreeOfParallelism = workers }, i =>
            {
                Variant variant = variants[i / seeds.Count];
                runs[i] = Run(table, targets, variant with { Options = variant.Options with { Threads = 1 } }, seeds[i % seeds.Count], progress, turn, cancellation);
            });
        }
        catch (AggregateException failures)
        {
            ExceptionDispatchInfo.Throw(failures.InnerExceptions[0]);
        }

        return runs;
    }

    private static VariantRun Run(Table table, IReadOnlyList<string> targets, Variant variant, ulong seed, IProgress<ComparisonProgress>? progress, Lock turn, CancellationToken cancellation)
    {
        Recorder recorder = new(variant, seed, progress, turn);
        VariantRun run;
        try
        {
            TableTraining training = TableTrainer.Train(table, targets, variant.Options with { Seed = seed, Progress = recorder }, cancellation);
            cancellation.ThrowIfCancellationRequested();
            run = new VariantRun(seed, training.History.Epochs, training.History.BestEpoch, training.History.Seconds, training.Evaluation!.Scores, Failure: null)
            {
                Baselines = training.Evaluation.Baselines,
                Skill = training.Skill,
                Judged = (training.TestRows, training.Evaluation.RowsSeenInTraining ?? 0),
            };
        }
        catch (Exception fault) when (fault is TrainingFailedException or ArgumentException or DataException)
        {
            run = new VariantRun(seed, recorder.Epochs, 0, recorder.Epochs.Sum(epoch => epoch.Seconds), new Dictionary<string, double>(StringComparer.Ordinal), fault);
        }

        lock (turn)
        {
            progress?.Report(new ComparisonProgress(variant, seed, Training: null, run));
        }

        return run;
    }

    private static void Require(IReadOnlyList<Variant> variants, IReadOnlyList<ulong> seeds)
    {
        if (variants.Count == 0 || seeds.Count == 0)
        {
            throw new ArgumentException($"A comparison needs at least one variant and one seed, but {variants.Count} variants and {seeds.Count} seeds were given.", nameof(variants));
        }

        if (variants.GroupBy(variant => variant.Name, StringComparer.Ordinal).FirstOrDefault(group => group.Count() > 1) is { } twice)
        {
            throw new ArgumentException($"{twice.Count()} variants are named '{twice.Key}'. Give each variant a different name.", nameof(variants));
        }

        (double, double?, Table?) Kept(Variant variant) => (variant.Options.Test is null ? variant.Options.TestFraction : 0, variant.Options.ValidationFraction, variant.Options.Test);
        if (variants.Any(variant => variant.Options is { Test: null, TestFraction: 0 } || !Kept(variant).Equals(Kept(variants[0]))))
        {
            throw new ArgumentException("All variants must be evaluated on the same rows. Give each the same TestFraction above 0 (or the same Test), and the same ValidationFraction.", nameof(variants));
        }
    }

    private static double Worth(VariantResult result, string name, bool higherIsBetter)
    {
        double mean = result.Scores.TryGetValue(name, out (double Mean, double Deviation) score) && double.IsFinite(score.Mean) ? score.Mean : double.NaN;
        // An undefined score ranks below any other.
        return double.IsNaN(mean) ? double.NegativeInfinity : higherIsBetter ? mean : -mean;
    }

    /// <summary>Keeps the epochs of a run, which may fail, and reports them; reports of different runs never overlap.</summary>
    private sealed class Recorder(Variant variant, ulong seed, IProgress<ComparisonProgress>? progress, Lock turn) : IProgress<TrainingProgress>
    {
        public List<EpochRecord> Epochs { get; } = [];

        public void Report(TrainingProgress value)
        {
            if (value.Finished is { } epoch)
            {
                Epochs.Add(epoch);
            }

            lock (turn)
            {
                variant.Options.Progress?.Report(value);
                progress?.Report(new ComparisonProgress(variant, seed, value, Finished: null));
            }
        }
    }
}
