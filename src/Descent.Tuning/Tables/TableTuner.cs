using System.Globalization;
using System.Numerics;
using System.Runtime.ExceptionServices;
using Descent.Data;

namespace Descent.Tuning;

/// <summary>
/// Tunes the network of a table. Every trial trains a network with other settings on the same folds of the training rows; the best settings are then
/// used to train on all of these rows. Test rows are held out before, are in no fold, and are evaluated once, at the end.
/// </summary>
/// <remarks>
/// <para>A trial that diverges, or whose settings do not fit each other, fails alone: <see cref="ReasonOf"/> gives its reason.</para>
/// <para>With a pruner, a trial is compared with others within its first training and after each of them. Step e below <see cref="StepsPerFold"/> is the score on the held-out rows of the first fold
/// after e epochs, for the epochs 1, 2, 3, 4, 6, 8, 12, 16 and so on; step k·<see cref="StepsPerFold"/> is the mean score of k folds.</para>
/// </remarks>
/// <example>
/// <code>
/// TableTuner tuner = new(Table.Read("data.csv"), ["y"], tuning: new TableTuningOptions { Trials = 30, Pruner = new PercentilePruner() });
/// TableTuning result = tuner.Run();
/// Console.WriteLine($"{result}, optimism {result.Optimism}");
/// </code>
/// </example>
public sealed partial class TableTuner
{
    private const string ScoresName = "scores", ReasonName = "reason", EpochsName = "epochs";

    /// <summary>The share of the rows that is held out in every trial if there is a single fold.</summary>
    private const double HeldOut = 0.2;

    private readonly Table table, training;
    private readonly IReadOnlyList<string> targets;
    private readonly TableOptions options;
    private readonly TableTuningOptions tuning;
    private readonly TuningScore score;

    /// <summary>Prepares tuning, without training yet.</summary>
    /// <param name="table">The rows.</param>
    /// <param name="targets">The names of the columns to predict.</param>
    /// <param name="options">The options of every training; null, the default, to derive all settings from the data. Their seed decides the test rows, the folds, the initial weights and the sampler.</param>
    /// <param name="space">The search space (<see cref="TableParameters"/>); null, the default, for <see cref="TableSearchSpace"/>, whose first trial has the default settings.</param>
    /// <param name="tuning">The options of tuning; null, the default, for 50 trials on five folds.</param>
    /// <exception cref="ArgumentException">If a parameter of the space has no meaning, the score is not one of the task, or the options choose several networks.</exception>
    /// <exception cref="DataException">If the table cannot be used for training; the message names the place and the fix.</exception>
    /// <exception cref="StudyMismatchException">If the storage has a study of this name of other data, settings or another search space; the message names the differences.</exception>
    public TableTuner(Table table, IReadOnlyList<string> targets, TableOptions? options = null, SearchSpace? space = null, TableTuningOptions? tuning = null)
    {
        ArgumentNullException.ThrowIfNull(table);
        ArgumentNullException.ThrowIfNull(targets);
        options ??= new TableOptions();
        if (options.Effort is not (null or Effort.Quick) || options.Recipe is not null || options.Time is not null || options.Plan is not null)
        {
            throw new ArgumentException("Tuning trains single networks, so the options must not have a recipe, a time, a plan, or an effort other than quick.", nameof(options));
        }

        (this.table, this.targets, this.tuning) = (table, targets, tuning ?? new TableTuningOptions());
        this.options = options with { Effort = Effort.Quick };
        if (this.tuning.Apply is null && space is not null)
        {
            TableParameters.Require(space);
        }

        Plan = TableTrainer.Prepare(table, targets, this.options);
        training = TableTrainer.WithoutTestRows(table, targets, this.options);
        score = TuningScore.Of(this.tuning.Score, Plan.Schema.Task, Plan.Quantiles is not null);
        ParameterValues? first = null;
        if (space is null)
        {
            (space, first) = TableSearchSpace.For(Plan.Schema.Task, RowsOfFold, this.options);
        }

        StepsPerFold = EpochsOf(space) is { } most ? Math.Max(most, 1) : Math.Max(Plan.Options.Epochs, 1);
        // The folds are the same for all trials, and so is whether the table allows them.
        _ = Plans(this.options).First();
        Study = new Study(space, new StudyOptions
        {
            Name = this.tuning.Name,
            Directions = [score.HigherIsBetter ? StudyDirection.Maximize : StudyDirection.Minimize],
            Sampler = this.tuning.Sampler,
            Pruner = this.tuning.Pruner,
            Storage = this.tuning.Storage,
            Seed = this.options.Seed,
            First = first is null ? [] : [first],
            Attributes = this.tuning.Storage is null ? this.tuning.Attributes : Identity(),
        });
    }

    /// <summary>The study, with all trials.</summary>
    public Study Study { get; }

    /// <summary>The plan of a training without values of the search space, such as the schema and the numbers of rows.</summary>
    public TablePlan Plan { get; }

    /// <summary>The name of the score by which trials are compared.</summary>
    public string Score => score.Key;

    /// <summary>The number of trainings of a trial: the folds times the seeds.</summary>
    public int Folds => tuning.Folds * tuning.Seeds;

    /// <summary>
    /// The number of steps of the study that stand for a fold: the largest number of epochs that the search space has, or that of the options. It is the same for all trials, so that they are compared after as many
    /// epochs and after as many folds, although their numbers of epochs differ.
    /// </summary>
    public int StepsPerFold { get; }

    private int RowsOfFold => Math.Max(1, (int)(training.Rows * (tuning.Folds == 1 ? 1 - HeldOut : (tuning.Folds - 1.0) / tuning.Folds)));

    /// <summary>The score of every fold of a completed trial.</summary>
    /// <param name="trial">A trial of a <see cref="TableTuner"/>.</param>
    /// <returns>The scores, those of the first seed first; empty if the trial has not completed.</returns>
    public static IReadOnlyList<double> ScoresOf(Trial trial)
    {
        ArgumentNullException.ThrowIfNull(trial);
        return trial.Attributes.TryGetValue(ScoresName, out string? text) ? [.. text.Split(' ').Select(number => double.Parse(number, CultureInfo.InvariantCulture))] : [];
    }

    /// <summary>The number of epochs that a trial trained in all folds that count: those finished before it ended, or the part of the first one. Folds that were trained beside the first one and are ignored are not included.</summary>
    /// <param name="trial">A trial of a <see cref="TableTuner"/>.</param>
    /// <returns>The number; 0 if the trial failed or still runs.</returns>
    public static int EpochsOf(Trial trial)
    {
        ArgumentNullException.ThrowIfNull(trial);
        return trial.Attributes.TryGetValue(EpochsName, out string? text) ? int.Parse(text, CultureInfo.InvariantCulture) : 0;
    }

    /// <summary>The mean score of the first fold, the first two, and so on, as far as a trial came.</summary>
    /// <param name="trial">A trial of this tuner.</param>
    /// <returns>The means; empty if the trial ended within the first fold.</returns>
    public IReadOnlyList<double> MeansOf(Trial trial)
    {
        ArgumentNullException.ThrowIfNull(trial);
        return [.. trial.Intermediate.Where(step => step.Key % StepsPerFold == 0).Select(step => step.Value)];
    }

    /// <summary>How far a trial came before it was pruned.</summary>
    /// <param name="trial">A trial of this tuner.</param>
    /// <returns>The number of finished folds, or 0 and the epoch in the first fold; null if it reported nothing.</returns>
    public (int Folds, int Epoch)? EndOf(Trial trial)
    {
        ArgumentNullException.ThrowIfNull(trial);
        return trial.LastStep is not { } step ? null : step % StepsPerFold == 0 ? (step / StepsPerFold, 0) : (0, step);
    }

    /// <summary>Why a trial failed, in one sentence.</summary>
    /// <param name="trial">A trial of a <see cref="TableTuner"/>.</param>
    /// <returns>The reason; null if it did not fail.</returns>
    public static string? ReasonOf(Trial trial)
    {
        ArgumentNullException.ThrowIfNull(trial);
        return trial.State == TrialState.Failed ? trial.Attributes.GetValueOrDefault(ReasonName, trial.Error ?? "") : null;
    }

    /// <summary>Computes trials until the number or the time of the options is reached, and then trains with the best values on all training rows.</summary>
    /// <param name="progress">Receives a report after every fold and every trial; default none.</param>
    /// <param name="cancellation">Ends the current trial within one batch. The best of the completed trials is used all the same.</param>
    /// <returns>The result.</returns>
    /// <exception cref="DataException">If no trial has completed; the message gives the reason of the first one that failed.</exception>
    /// <exception cref="OperationCanceledException">If tuning was canceled before a trial had completed.</exception>
    /// <exception cref="TrainingFailedException">If the training on all training rows diverges, although those on the folds did not.</exception>
    public TableTuning Run(IProgress<TableTuningProgress>? progress = null, CancellationToken cancellation = default)
    {
        StudyRunEnd end = Search(progress, cancellation);
        return Train(end);
    }

    /// <summary>Computes trials until the number or the time of the options is reached. At the number, it waits for the trials of other processes, and takes over those of processes that die.</summary>
    /// <param name="progress">Receives a report after every fold and every trial, and while it waits; default none.</param>
    /// <param name="cancellation">Ends the current trial within one batch; whoever continues the study computes it again.</param>
    /// <returns>Why no further trial was started.</returns>
    public StudyRunEnd Search(IProgress<TableTuningProgress>? progress = null, CancellationToken cancellation = default) => Study.Run(trial => Objective(trial, progress), tuning.Trials, new StudyRunOptions
    {
        Time = tuning.Time,
        Progress = new Relay<Trial>(trial =>
        {
            finished[trial.Number] = true;
            progress?.Report(new TableTuningProgress(trial.Number, Folds, Folds, trial.State == TrialState.Completed ? trial.Value : double.NaN, trial));
        }),
        Waiting = new Relay<IReadOnlyList<Trial>>(others =>
        {
            hasWaited = true;
            progress?.Report(new TableTuningProgress(others[0].Number, 0, Folds, double.NaN, Finished: null) { Others = others });
        }),
        CancellationToken = cancellation,
    });

    /// <summary>Trains with the values of the best trial on all training rows, and evaluates the test rows.</summary>
    /// <param name="end">What <see cref="Search"/> returned.</param>
    /// <returns>The result.</returns>
    /// <exception cref="DataException">If no trial has completed; the message gives the reason of the first one that failed.</exception>
    /// <exception cref="OperationCanceledException">If tuning was canceled before a trial had completed.</exception>
    /// <exception cref="TrainingFailedException">If the training on all training rows diverges, although those on the folds did not.</exception>
    public TableTuning Train(StudyRunEnd end)
    {
        if (Study.Best is not { } best)
        {
            if (end == StudyRunEnd.Canceled)
            {
                throw new OperationCanceledException();
            }

            Trial? failed = Study.Trials.FirstOrDefault(trial => trial.State == TrialState.Failed);
            throw new DataException($"None of {Wording.Count(Study.Trials.Count, "trial")} has completed.{(failed is null ? "" : $" The first failure: {ReasonOf(failed)}")}");
        }

        TableOptions chosen = OptionsOf(best);
        TableTraining result = TableTrainer.Train(table, targets, chosen, CancellationToken.None);
        return new TableTuning(Study, end, Score, score.HigherIsBetter, best, chosen, result, result.Evaluation is { } evaluation ? score.Of(evaluation) : null);
    }

    /// <summary>The options of a trial, with which <see cref="TableTrainer.Train"/> trains on all rows but the test rows.</summary>
    /// <param name="trial">A trial.</param>
    /// <returns>The options.</returns>
    public TableOptions OptionsOf(Trial trial)
    {
        ArgumentNullException.ThrowIfNull(trial);
        return Apply(trial.Parameters ?? throw new ArgumentException($"Trial {trial.Number} has no values yet.", nameof(trial)));
    }

    /// <summary>Computes a trial again. The study does not change.</summary>
    /// <param name="number">The number of the trial.</param>
    /// <returns>The score of every fold, the same bits as <see cref="ScoresOf"/> of the trial.</returns>
    public IReadOnlyList<double> Repeat(int number)
    {
        double[] scores = [];
        _ = Study.Repeat(number, trial => (scores = Compute(Apply(trial.Parameters), null, (_, _, _) => { }, CancellationToken.None)).Average());
        return scores;
    }

    private TableOptions Apply(ParameterValues values) => (tuning.Apply ?? TableParameters.Apply)(options, values) with
    {
        Effort = Effort.Quick,
        Seed = options.Seed,
        Test = options.Test,
        TestFraction = options.TestFraction,
        Threads = options.Threads,
        Progress = options.Progress,
    };

    private double Objective(RunningTrial trial, IProgress<TableTuningProgress>? progress)
    {
        started[trial.Number] = true;
        int trained = 0;
        try
        {
            double[] scores = Compute(
                Apply(trial.Parameters),
                tuning.Pruner is null ? null : epoch =>
                {
                    trained = epoch.Record.Epoch;
                    ReportEpoch(trial, epoch, progress);
                    trained = 0;
                },
                (done, mean, epochs) =>
                {
                    trained += epochs;
                    trial.Report(mean, done * StepsPerFold);
                    progress?.Report(new TableTuningProgress(trial.Number, done, Folds, mean, Finished: null));
                    if (done < Folds)
                    {
                        trial.ThrowIfPruned();
                    }
                },
                trial.CancellationToken);
            trial.SetAttribute(ScoresName, string.Join(' ', scores.Select(value => value.ToString("R", CultureInfo.InvariantCulture))));
            SetEpochs();
            return scores.Average();
        }
        catch (TrialPrunedException)
        {
            SetEpochs();
            throw;
        }
        catch (Exception fault) when (fault is not (OperationCanceledException or TrialPrunedException or TrialLostException))
        {
            trial.SetAttribute(ReasonName, fault is DataException data ? data.Explanation : fault.Message);
            throw;
        }

        void SetEpochs() => trial.SetAttribute(EpochsName, trained.ToString(CultureInfo.InvariantCulture));
    }

    /// <summary>Reports the score after an epoch of the first training, at steps whose distance grows with their number.</summary>
    private void ReportEpoch(RunningTrial trial, TableEpoch epoch, IProgress<TableTuningProgress>? progress)
    {
        int number = epoch.Record.Epoch;
        if (number >= StepsPerFold || !IsReported(number) || score.ValueOf(epoch.Evaluate()) is not (> double.NegativeInfinity and < double.PositiveInfinity and var value))
        {
            return;
        }

        trial.Report(value, number);
        progress?.Report(new TableTuningProgress(trial.Number, 0, Folds, value, Finished: null) { Epoch = number });
        trial.ThrowIfPruned();
    }

    /// <summary>Whether an epoch is a power of two, or halfway between two of them: more steps would cost more than they save.</summary>
    private static bool IsReported(int epoch)
    {
        int power = 1 << BitOperations.Log2((uint)epoch);
        return epoch == power || 2 * epoch == 3 * power;
    }

    /// <summary>The largest number of epochs of a search space; null if it has no such parameter.</summary>
    private static int? EpochsOf(SearchSpace space) => space.FirstOrDefault(parameter => parameter.Name == "epochs") switch
    {
        ChoiceParameter choice => choice.Choices.Max(text => int.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out int epochs) ? epochs : 0),
        { } number => (int)Math.Min(number.FromUnit(1), int.MaxValue / 1_000),
        null => null,
    };

    /// <summary>
    /// Trains on every fold. As many folds as there are threads are trained at the same time, with one thread each, which gives the same bits; their results are
    /// taken in the order of the folds, so that they do not depend on the number of threads either. If the first one ends the trial, the others that run stop.
    /// </summary>
    private double[] Compute(TableOptions own, Action<TableEpoch>? onEpoch, Action<int, double, int> report, CancellationToken cancellation)
    {
        int threads = options.Threads == 0 ? Environment.ProcessorCount : Math.Min(options.Threads, Environment.ProcessorCount), workers = Math.Min(threads, Folds);
        List<double> scores = [];
        foreach (TablePlan[] plans in Plans(workers > 1 ? own with { Threads = 1 } : own).Chunk(workers))
        {
            double[] some = new double[plans.Length];
            int[] epochs = new int[plans.Length];
            Exception?[] faults = new Exception?[plans.Length];
            using CancellationTokenSource pruned = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
            bool isFirst = scores.Count == 0;
            Parallel.For(0, plans.Length, new ParallelOptions { MaxDegreeOfParallelism = workers }, i =>
            {
                try
                {
                    TableTraining trained = isFirst && i == 0 && onEpoch is not null && plans[i].Method is null ? plans[i].Train(onEpoch, pruned.Token) : plans[i].Train(pruned.Token);
                    cancellation.ThrowIfCancellationRequested();
                    epochs[i] = trained.History.Epochs.Count;
                    some[i] = pruned.IsCancellationRequested ? double.NaN : score.Of(trained.Evaluation!);
                }
                catch (Exception fault)
                {
                    faults[i] = fault;
                    if (fault is TrialPrunedException)
                    {
                        pruned.Cancel();
                    }
                }
            });
            for (int i = 0; i < some.Length; i++)
            {
                if (faults[i] is { } fault)
                {
                    ExceptionDispatchInfo.Throw(fault);
                }

                scores.Add(some[i]);
                report(scores.Count, scores.Average(), epochs[i]);
            }
        }

        return [.. scores];
    }

    private IEnumerable<TablePlan> Plans(TableOptions own) => Enumerable.Range(0, tuning.Seeds).Select(i => own with { Seed = options.Seed + (ulong)i, Test = null, TestFraction = HeldOut, Progress = null }).SelectMany(
        seeded => tuning.Folds == 1 ? [TableTrainer.Prepare(training, targets, seeded)] : TableTrainer.PrepareFolds(training, targets, tuning.Folds, seeded));

    /// <summary>Reports at once; <see cref="Progress{T}"/> would report later, on other threads.</summary>
    private sealed class Relay<T>(Action<T> report) : IProgress<T>
    {
        public void Report(T value) => report(value);
    }
}
