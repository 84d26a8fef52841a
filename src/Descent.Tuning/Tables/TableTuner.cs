using Descent.Data;

namespace Descent.Tuning;

/// <summary>
/// Tunes networks for a table. Every trial trains with other settings on the same folds of the training rows. If it is a single network that is tuned, the best settings are then
/// used to train on all of these rows; if it is recipes, the networks of the best trials are averaged. Test rows are held out before, are in no fold, and are evaluated once, at the end.
/// </summary>
/// <remarks>
/// <para>A trial that diverges, or whose settings do not fit each other, fails alone: <see cref="ReasonOf"/> gives its reason.</para>
/// <para>A trial with the values of a completed one is not computed: it takes the scores of that one (<see cref="RepeatedBy"/>).</para>
/// <para>With a pruner, a trial is compared with others within its first training and after each of them. Step e below <see cref="StepsPerFold"/> is the score on the held-out rows of the first fold
/// after e epochs, for the epochs 1, 2, 3, 4, 6, 8, 12, 16 and so on, and none is stopped before <see cref="TableTuningOptions.PruningWarmup"/>; step k·<see cref="StepsPerFold"/> is the mean score of k folds. Trials of recipes are compared with those of the same recipe.</para>
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
    /// <summary>The number of rows from which recipes are compared on three folds instead of five, as <see cref="TableTrainer"/> does.</summary>
    private const int ManyRows = 10_000;

    private readonly TableTuningOptions tuning;
    private readonly TuningScore[] scores;
    private readonly TableTrials trials;
    private TrainingFailedException? diverged;

    /// <summary>Prepares tuning, without training yet.</summary>
    /// <param name="table">The rows.</param>
    /// <param name="targets">The names of the columns to predict.</param>
    /// <param name="options">The options of every training; null, the default, to derive all settings from the data. Their seed decides the test rows, the folds, the initial weights and the sampler.</param>
    /// <param name="space">
    /// The search space (<see cref="TableParameters"/>). Null, the default, for <see cref="TableSearchSpace.Recipes"/> or, if the options describe a network, for <see cref="TableSearchSpace.For"/>, whose first trials have default settings.
    /// </param>
    /// <param name="tuning">The options of tuning; null, the default, for 50 trials on folds.</param>
    /// <exception cref="ArgumentException">If a parameter of the space has no meaning, a score is not one of the task, the options choose several networks, or a pruner is to compare several scores.</exception>
    /// <exception cref="DataException">If the table cannot be used for training; the message names the place and the fix.</exception>
    /// <exception cref="StudyMismatchException">If the storage has a study of this name of other data, settings or another search space; the message names the differences.</exception>
    public TableTuner(Table table, IReadOnlyList<string> targets, TableOptions? options = null, SearchSpace? space = null, TableTuningOptions? tuning = null)
    {
        ArgumentNullException.ThrowIfNull(table);
        ArgumentNullException.ThrowIfNull(targets);
        options ??= new TableOptions();
        if (options.Effort is not (null or Effort.Quick or Effort.Normal) || options.Recipe is not null || options.Time is not null || options.Plan is not null)
        {
            throw new ArgumentException("Tuning chooses recipes itself, so the options must not have a recipe, a time, a plan, or the best effort.", nameof(options));
        }

        this.tuning = tuning ??= new TableTuningOptions();
        if (tuning.Apply is null && space is not null)
        {
            TableParameters.Require(space);
        }

        TablePlan plan = TableTrainer.Prepare(table, targets, options with { Effort = options.Effort == Effort.Normal ? Effort.Normal : null });
        int rows = plan.TrainRows + plan.ValidationRows;
        scores = [.. (tuning.Scores.Count > 0 ? tuning.Scores : (IReadOnlyList<string?>)[null]).Select(name => TuningScore.Of(name, plan.Schema.Task, plan.Quantiles is not null))];
        if (scores.Length > 1 && tuning.Pruner is not null)
        {
            throw new ArgumentException("Trials are not comparable before their end by several scores. Remove the pruner, or all scores but one.", nameof(tuning));
        }

        if (scores.GroupBy(score => (score.Key, score.Metric)).FirstOrDefault(same => same.Count() > 1) is { } twice)
        {
            throw new ArgumentException($"The score {StandardMetrics.NameOf(twice.Key.Key)} is named {twice.Count()} times. Name each score once.", nameof(tuning));
        }

        bool triesRecipes = space is null ? options.Effort != Effort.Quick && plan.Recipes.Count > 0 : space.Any(parameter => parameter.Name == TableParameters.Recipe);
        IReadOnlyList<ParameterValues> first = [];
        if (triesRecipes)
        {
            if (options.Ensemble is { } method)
            {
                throw new DataException($"Tuning of recipes averages the networks of the best trials, so {method.Name}, another way to combine networks, cannot be used with it. Remove it.", new Remedy(nameof(TableOptions.Ensemble)));
            }

            if (tuning.Seeds > 1)
            {
                throw new ArgumentException("Recipes are compared on the folds of one seed.", nameof(tuning));
            }

            int folds = tuning.Folds ?? (options.Schema.SplitBy is not null ? 1 : rows >= ManyRows ? 3 : TableTuningOptions.UsualFolds);
            if (folds > rows)
            {
                throw new DataException($"{Wording.Count(rows, "row")} that are not held out for the test cannot be divided into {folds} folds. Use between 2 and as many folds as rows.", new Remedy(nameof(TableTrainer.CrossValidate)));
            }

            trials = new RecipeTrials(table, targets, options, folds, tuning.Candidates, scores[0]);
            (space, first) = space is null ? TableSearchSpace.Recipes() : (space, first);
        }
        else
        {
            NetworkTrials networks = new(table, targets, options, tuning, tuning.Folds ?? TableTuningOptions.UsualFolds);
            trials = networks;
            if (space is null)
            {
                (space, ParameterValues usual) = TableSearchSpace.For(plan.Schema.Task, networks.RowsOfFold, options);
                first = [usual];
            }
        }

        (space, first) = AsStored(space!, first);
        StepsPerFold = trials.MostEpochs(space);
        Study = new Study(space, new StudyOptions
        {
            Name = tuning.Name,
            Directions = [.. scores.Select(score => score.HigherIsBetter ? StudyDirection.Maximize : StudyDirection.Minimize)],
            Sampler = tuning.Sampler,
            Pruner = tuning.Pruner,
            AvoidRepeats = true,
            PruneWithin = TriesRecipes ? TableParameters.Recipe : null,
            Storage = tuning.Storage,
            Seed = options.Seed,
            First = first,
            Attributes = tuning.Storage is null ? tuning.Attributes : Identity(table, targets, options),
        });
    }

    /// <summary>The study, with all trials.</summary>
    public Study Study { get; }

    /// <summary>The plan of a training without values of the search space, such as the schema and the numbers of rows.</summary>
    public TablePlan Plan => trials.Plan;

    /// <summary>Whether trials train recipes, whose networks are averaged at the end, instead of the settings of a single network.</summary>
    public bool TriesRecipes => trials is RecipeTrials;

    /// <summary>The name of the first score, by which the best trial is chosen.</summary>
    public string Score => scores[0].Key;

    /// <summary>The names of the scores by which trials are compared.</summary>
    public IReadOnlyList<string> Scores => [.. scores.Select(score => score.Key)];

    /// <summary>The number of trainings of a trial: the folds times the seeds.</summary>
    public int Folds => trials.Folds;

    /// <summary>
    /// The number of steps of the study that stand for a fold: the largest number of epochs that the search space has, or that of the options. It is the same for all trials, so that they are compared after as many
    /// epochs and after as many folds, although their numbers of epochs differ.
    /// </summary>
    public int StepsPerFold { get; }

    /// <summary>Computes trials until the number or the time of the options is reached, and then trains with the best values on all training rows.</summary>
    /// <param name="progress">Receives a report after every fold and every trial; default none.</param>
    /// <param name="cancellation">Ends the current trial within one batch. The best of the completed trials is used all the same.</param>
    /// <returns>The result.</returns>
    /// <exception cref="DataException">If no trial has completed; the message gives the reason of the first one that failed, and if any diverged, the inner exception is the <see cref="TrainingFailedException"/> of the first one that did so in this process or, if none did, a <see cref="NotFiniteNumberException"/>.</exception>
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
    public StudyRunEnd Search(IProgress<TableTuningProgress>? progress = null, CancellationToken cancellation = default) => Study.Run(trial => Objectives(trial, progress), tuning.Trials, new StudyRunOptions
    {
        Time = tuning.Time,
        Progress = new Relay<Trial>(trial =>
        {
            finished[trial.Number] = true;
            progress?.Report(new TableTuningProgress(trial.Number, Folds, Folds, trial.State == TrialState.Completed ? trial.Values[0] : double.NaN, trial));
        }),
        Waiting = new Relay<IReadOnlyList<Trial>>(others =>
        {
            hasWaited = true;
            progress?.Report(new TableTuningProgress(others[0].Number, 0, Folds, double.NaN, Finished: null) { Others = others });
        }),
        CancellationToken = cancellation,
    });

    /// <summary>Trains with the values of the best trial on all training rows or, for recipes, averages the networks of the best trials, and evaluates the test rows.</summary>
    /// <param name="end">What <see cref="Search"/> returned.</param>
    /// <returns>The result.</returns>
    /// <exception cref="DataException">If no trial has completed; the message gives the reason of the first one that failed, and if any diverged, the inner exception is the <see cref="TrainingFailedException"/> of the first one that did so in this process or, if none did, a <see cref="NotFiniteNumberException"/>.</exception>
    /// <exception cref="OperationCanceledException">If tuning was canceled before a trial had completed.</exception>
    /// <exception cref="TrainingFailedException">If the training on all training rows diverges, although those on the folds did not.</exception>
    public TableTuning Train(StudyRunEnd end)
    {
        if (Best() is not { Count: > 0 } best)
        {
            if (end == StudyRunEnd.Canceled)
            {
                throw new OperationCanceledException();
            }

            IReadOnlyList<Trial> all = Study.Trials;
            Trial? failed = all.FirstOrDefault(trial => trial.State == TrialState.Failed);
            // The trials of other processes leave only their rows.
            int infinite = all.Count(trial => trial.Attributes.ContainsKey(DivergedName));
            string text = $"None of {Wording.Count(all.Count, "trial")} has completed{(infinite == 0 ? "" : $"; in {(infinite == all.Count ? "each of them" : $"{infinite}")}, the loss became infinite or NaN")}.{(failed is null ? "" : $" The first failure: {ReasonOf(failed)}")}";
            throw infinite == 0 ? new DataException(text) : new DataException(text, diverged ?? (Exception)new NotFiniteNumberException());
        }

        FinishedTrials finish = trials.Finish(scores.Length > 1 ? best[..1] : best);
        return new TableTuning(Study, end, Scores, best[0], finish.Options, finish.Training, TestScoresOf(finish.Training)) { Average = finish.Average, AverageScores = finish.Scores, BestTestScores = TestScoresOf(finish.Best) };
    }

    /// <summary>The scores on the test rows; empty if there are none.</summary>
    private double[] TestScoresOf(TableTraining training) => training.Evaluation is { } evaluation ? [.. scores.Select(score => score.Of(new FoldResult(evaluation, 0, training.Model.ParameterCount)))] : [];

    /// <summary>The options of a trial, with which <see cref="TableTrainer.Train"/> trains on all rows but the test rows.</summary>
    /// <param name="trial">A trial.</param>
    /// <returns>The options.</returns>
    public TableOptions OptionsOf(Trial trial)
    {
        ArgumentNullException.ThrowIfNull(trial);
        return trials.OptionsOf(trial.Parameters ?? throw new ArgumentException($"Trial {trial.Number} has no values yet.", nameof(trial)));
    }

    /// <summary>Computes a trial again. The study does not change.</summary>
    /// <param name="number">The number of the trial.</param>
    /// <returns>The first score of every fold, the same bits as <see cref="ScoresOf"/> of the trial.</returns>
    public IReadOnlyList<double> Repeat(int number)
    {
        List<double> repeated = [];
        _ = Study.Repeat(number, trial =>
        {
            trials.Compute(trial.Parameters, null, result => repeated.Add(scores[0].Of(result)), CancellationToken.None);
            return [.. scores.Select(_ => 0.0)];
        });
        return repeated;
    }

    /// <summary>The completed trials in the order of the first score; of several scores, only those that no other trial dominates.</summary>
    private List<Trial> Best() => [.. (scores.Length > 1 ? Study.ParetoFront : Study.Trials.Where(trial => trial.State == TrialState.Completed)).OrderBy(trial => scores[0].HigherIsBetter ? -trial.Values[0] : trial.Values[0])];

    /// <summary>Reports at once; <see cref="Progress{T}"/> would report later, on other threads.</summary>
    private sealed class Relay<T>(Action<T> report) : IProgress<T>
    {
        public void Report(T value) => report(value);
    }
}
