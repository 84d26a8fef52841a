using System.Globalization;
using Descent.Data;

namespace Descent;

/// <summary>
/// A comparison of several ways to train by cross-validation. Every variant gets the same folds and, for the same seed, the same initial
/// weights and order of rows, so that differences come from the variants.
/// </summary>
/// <remarks>
/// A variant whose training fails is reported, and the others continue. The best one is chosen by its scores on the folds. Because it is the
/// best of several, these are slightly optimistic for new data. Test rows, which no fold contains, are not used to choose: the best variant
/// alone is trained again on all other rows, and evaluated on them (<see cref="Winner"/>).
/// </remarks>
/// <param name="Results">One result per variant, in the given order.</param>
/// <param name="Metrics">
/// The metrics of the scores; the first determines the best variant unless <see cref="Score"/> is another score, the last breaks ties. Unless a score is chosen, the first of classes is the log loss; accuracy, if a variant
/// predicts no probabilities; balanced accuracy, if <see cref="IsImbalanced"/>.
/// </param>
public sealed record Comparison(IReadOnlyList<VariantResult> Results, IReadOnlyList<Metric> Metrics)
{
    private const double MostImbalance = 3;

    /// <summary>The name of the score that determines the best variant: <c>pinballLoss</c>, the mean quantile loss, if all variants predict the same quantiles, otherwise the first of the <see cref="Metrics"/>.</summary>
    public string Score => ChosenScore is { } chosen ? chosen : Results.All(result => result.Variant.Options.ChosenLoss is Quantiles own && own.Levels.SequenceEqual(((Quantiles)Results[0].Variant.Options.ChosenLoss!).Levels))
        ? QuantileScores.LossKey
        : StandardMetrics.Key(Metrics[0]);

    /// <summary>The key of the score that was asked for; null for the usual one.</summary>
    private string? ChosenScore { get; init; }

    /// <summary>
    /// Whether the best variant is chosen by balanced accuracy: a variant weights the classes or moves the threshold, and the most frequent label has at least three times as many rows as the rarest one
    /// (<see cref="Imbalance"/>). The log loss and accuracy hardly count the rows of a rare class, so they would prefer a network that ignores them to one that balances the classes.
    /// </summary>
    public bool IsImbalanced { get; init; }

    /// <summary>How many times as many training rows the most frequent label has as the rarest one; 1 for other tasks.</summary>
    public double Imbalance { get; init; } = 1;

    /// <summary>The variants that trained with at least one seed, the best first; equal ones in the given order.</summary>
    public IReadOnlyList<VariantResult> Ranking => [.. Results
        .Where(result => result.Trained.Any())
        .OrderBy(result => result.Trained.Count() < result.Runs.Count)
        .ThenByDescending(result => Worth(result, Score, Score == StandardMetrics.Key(Metrics[0]) && Metrics[0].HigherIsBetter))
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
        .. Winner?.Evaluation is { } test ? EvaluationNotices.OfSeen(test, Winner.Model.Training?.Rows?.IsComplete ?? true, "test row") : [],
    ];

    /// <summary>The other variants whose score is not significantly worse than that of the best one (<see cref="Difference"/>). If there are any, there is no clear winner.</summary>
    public IReadOnlyList<VariantResult> NotSeparated => Best is null ? [] : [.. Ranking.Skip(1).Where(other => !Difference(other).IsSignificant)];

    /// <summary>The best variant, trained on all rows but the test rows with the first seed, and evaluated on these; null if no rows were held out, no variant trained, or this failed (<see cref="WinnerFailure"/>).</summary>
    public TableTraining? Winner { get; init; }

    /// <summary>The reason why the best variant could not be trained or evaluated as <see cref="Winner"/>, although it was on the folds; null if there is none.</summary>
    public Exception? WinnerFailure { get; init; }

    /// <summary>The difference between the <see cref="Score"/> of a variant and that of the best one, over the folds and seeds with which both trained.</summary>
    /// <param name="other">A variant of the <see cref="Ranking"/>.</param>
    /// <returns>The difference; the mean is NaN if there is no pair.</returns>
    public PairedDifference Difference(VariantResult other)
    {
        ArgumentNullException.ThrowIfNull(other);
        string name = Score;
        (double Difference, double Ratio)[] pairs = [.. (Best ?? other).Trained
            .Join(other.Trained, run => (run.Seed, run.Fold), run => (run.Seed, run.Fold), (best, own) => (own.Scores[name] - best.Scores[name], (double)own.Judged.Rows / own.TrainRows))
            .Where(pair => double.IsFinite(pair.Item1))];
        return PairedDifference.Of([.. pairs.Select(pair => pair.Difference)], pairs.Select(pair => pair.Ratio).DefaultIfEmpty().Average());
    }

    private IEnumerable<Notice> BelowBaseline(VariantResult result) => EvaluationNotices.OfBaselines(
        result.Scores.ToDictionary(score => score.Key, score => score.Value.Mean, StringComparer.Ordinal),
        CrossValidation.MeansOf([.. result.Trained.Select(run => run.Baselines)]),
        result.Trained.First().Skill,
        what: Ranking.Count == 1 ? null : ("Every variant", "the best has "),
        errors: EvaluationNotices.ErrorsOf(result.Scores, result.Trained.Count()));

    /// <summary>The variants in one line, the best first, each with the mean of the main score.</summary>
    /// <returns>Text such as <c>log_loss: wide 0.0667, narrow 0.0933</c>.</returns>
    public override string ToString() => Best is null ? "no variant trained"
        : $"{StandardMetrics.NameOf(Score)}: {string.Join(", ", Ranking.Select(result => string.Create(CultureInfo.InvariantCulture, $"{result.Variant.Name} {result.Scores.GetValueOrDefault(Score).Mean:G4}")))}";

    /// <summary>Trains and evaluates every variant on every fold with every seed.</summary>
    /// <param name="table">The rows.</param>
    /// <param name="targets">The names of the columns to predict.</param>
    /// <param name="variants">At least one variant, with distinct names. Their seeds are not used, and all must hold out the same test rows; without any, there is no <see cref="Winner"/>.</param>
    /// <param name="seeds">The seeds of folds, initial weights and order of rows; default 1 alone. Several repeat the cross-validation. The first one decides the test rows.</param>
    /// <param name="folds">The number of folds, at least 2; default 5.</param>
    /// <param name="score">The name of the score that determines the best variant, one of the metrics of the task; null, the default, for the usual one (<see cref="Metrics"/>).</param>
    /// <param name="progress">Receives a report of every epoch and of every finished run, on the threads of the runs, one at a time.</param>
    /// <param name="cancellation">Ends the current runs within one batch, and then the comparison.</param>
    /// <returns>The comparison.</returns>
    /// <exception cref="ArgumentException">If there are no variants or seeds, the score is not one of the task, two variants have the same name, or two hold out different test rows.</exception>
    /// <exception cref="DataException">If the table cannot be used for training; the message names the place and the fix.</exception>
    /// <exception cref="OperationCanceledException">If the comparison was canceled.</exception>
    public static Comparison Of(Table table, IReadOnlyList<string> targets, IReadOnlyList<Variant> variants, IReadOnlyList<ulong>? seeds = null, int folds = 5, string? score = null, IProgress<ComparisonProgress>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(table);
        ArgumentNullException.ThrowIfNull(targets);
        ArgumentNullException.ThrowIfNull(variants);
        seeds ??= [1];
        Require(variants, seeds);
        // A table that cannot be used for training is an error of the call, not of a variant.
        TableOptions common = variants[0].Options;
        Schema schema = Schema.Infer(table, targets, common.SchemaForTask);
        IReadOnlyList<Metric> metrics = StandardMetrics.For(TableEvaluation.FormOf(schema.Task));
        Metric? wanted = score is null ? null : metrics.FirstOrDefault(metric => metric.Name.Equals(score, StringComparison.OrdinalIgnoreCase) || StandardMetrics.Key(metric).Equals(score, StringComparison.OrdinalIgnoreCase))
            ?? throw new ArgumentException($"'{score}' is not a score of this task. The scores are {string.Join(", ", metrics.Select(metric => metric.Name).Distinct(StringComparer.Ordinal))}.", nameof(score));
        Split held = Split.For(table, schema, common.Test is null ? common.TestFraction : 0, 0, seeds[0], common.Schema.Group, common.Schema.SplitBy);
        Task[] tasks = [.. from variant in variants
                           from seed in seeds
                           from fold in KFold.For(table, schema, held.Train, folds, seed, common.Schema.Group, common.Schema.SplitBy).Index()
                           select new Task(variant, seed, fold.Index + 1, fold.Item)];
        VariantRun[] runs = RunAll(table, targets, tasks, progress, cancellation);
        double imbalance = schema.Task is TaskKind.Binary or TaskKind.Multiclass ? ImbalanceOf(schema.Classes(table, held.Train)) : 1;
        bool isImbalanced = wanted is null && imbalance >= MostImbalance && variants.Any(variant => Rebalances(variant.Options));
        Metric judge = wanted ?? (isImbalanced ? metrics.First(metric => metric is BalancedAccuracy) : Usual(metrics, runs));
        Comparison comparison = new(
            [.. runs.Chunk(runs.Length / variants.Count).Zip(variants, (own, variant) => new VariantResult(variant, own))], [.. metrics.OrderBy(metric => !metric.Equals(judge))])
        { IsImbalanced = isImbalanced, Imbalance = imbalance, ChosenScore = wanted is null ? null : StandardMetrics.Key(wanted) };
        return comparison.Best is { } best && (common.Test is not null || held.Test.Length > 0) ? comparison.Refitted(table, targets, best.Variant.Options with { Seed = seeds[0] }, held, cancellation) : comparison;
    }

    /// <summary>The log loss, which tuning judges by, too, if all variants have it; otherwise the first metric.</summary>
    private static Metric Usual(IReadOnlyList<Metric> metrics, VariantRun[] runs) =>
        metrics.FirstOrDefault(metric => metric is LogLoss) is { } loss && runs.All(run => run.Failure is not null || double.IsFinite(run.Scores.GetValueOrDefault(StandardMetrics.Key(loss), double.NaN))) ? loss : metrics[0];

    private static bool Rebalances(TableOptions options) => options.BalanceClasses || options.ClassWeights is not null || options.Threshold is not null || options.ThresholdMetric is not null || options.Costs is not null;

    private static double ImbalanceOf(int[] classes)
    {
        int[] counts = [.. classes.CountBy(label => label).Select(pair => pair.Value)];
        return (double)counts.Max() / counts.Min();
    }

    /// <summary>Trains on all rows but the test rows. A failure must not lose the results of the folds.</summary>
    private Comparison Refitted(Table table, IReadOnlyList<string> targets, TableOptions options, Split held, CancellationToken cancellation)
    {
        try
        {
            TableTraining training = TableTrainer.Prepare(table, Schema.Infer(table, targets, options.SchemaForTask), held.Train, held.Test, held.Notices, options).Train(cancellation);
            cancellation.ThrowIfCancellationRequested();
            return this with { Winner = training };
        }
        catch (Exception fault) when (fault is TrainingFailedException or ArgumentException or DataException)
        {
            return this with { WinnerFailure = fault };
        }
    }

    /// <summary>Executes all runs on as many threads as the variants specify.</summary>
    private static VariantRun[] RunAll(Table table, IReadOnlyList<string> targets, Task[] tasks, IProgress<ComparisonProgress>? progress, CancellationToken cancellation)
    {
        int threads = tasks.Any(task => task.Variant.Options.Threads == 0) ? 0 : tasks.Max(task => task.Variant.Options.Threads);
        Lock turn = new();
        return SideBySide.Run(tasks.Length, threads, tasks[0].Variant.Options.Runner, (i, isAlone) =>
            Run(table, targets, tasks[i], isAlone ? tasks[i].Variant.Options : tasks[i].Variant.Options with { Threads = 1 }, progress, turn, cancellation));
    }

    private static VariantRun Run(Table table, IReadOnlyList<string> targets, Task task, TableOptions options, IProgress<ComparisonProgress>? progress, Lock turn, CancellationToken cancellation)
    {
        Recorder recorder = new(task, progress, turn);
        VariantRun run;
        try
        {
            TableOptions own = options with { Seed = task.Seed, Test = null, Progress = recorder };
            TableTraining training = TableTrainer.Prepare(table, Schema.Infer(table, targets, own.SchemaForTask), task.Rows.Train, task.Rows.Test, task.Rows.Notices, own).Train(cancellation);
            cancellation.ThrowIfCancellationRequested();
            run = new VariantRun(task.Seed, task.Fold, training.History.Epochs, training.History.BestEpoch, training.History.Seconds, training.Evaluation!.Scores, Failure: null)
            {
                Baselines = training.Evaluation.Baselines,
                Skill = training.Skill,
                TrainRows = task.Rows.Train.Length,
                Judged = (training.TestRows, training.Evaluation.RowsSeenInTraining ?? 0),
            };
        }
        catch (Exception fault) when (fault is TrainingFailedException or ArgumentException or DataException)
        {
            run = new VariantRun(task.Seed, task.Fold, recorder.Epochs, 0, recorder.Epochs.Sum(epoch => epoch.Seconds), new Dictionary<string, double>(StringComparer.Ordinal), fault);
        }

        lock (turn)
        {
            progress?.Report(new ComparisonProgress(task.Variant, task.Seed, task.Fold, Training: null, run));
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
        if (variants.Any(variant => !Kept(variant).Equals(Kept(variants[0]))))
        {
            throw new ArgumentException("All variants must be evaluated on the same rows. Give each the same TestFraction (or the same Test), and the same ValidationFraction.", nameof(variants));
        }
    }

    private static double Worth(VariantResult result, string name, bool higherIsBetter)
    {
        double mean = result.Scores.TryGetValue(name, out (double Mean, double Deviation) score) && double.IsFinite(score.Mean) ? score.Mean : double.NaN;
        // An undefined score ranks below any other.
        return double.IsNaN(mean) ? double.NegativeInfinity : higherIsBetter ? mean : -mean;
    }

    /// <summary>A training run to do: a variant, a seed, a fold from 1, and its rows.</summary>
    private sealed record Task(Variant Variant, ulong Seed, int Fold, Split Rows);

    /// <summary>Keeps the epochs of a run, which may fail, and reports them; reports of different runs never overlap.</summary>
    private sealed class Recorder(Task task, IProgress<ComparisonProgress>? progress, Lock turn) : IProgress<TrainingProgress>
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
                task.Variant.Options.Progress?.Report(value);
                progress?.Report(new ComparisonProgress(task.Variant, task.Seed, task.Fold, value, Finished: null));
            }
        }
    }
}
