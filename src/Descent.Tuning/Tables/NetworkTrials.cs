using System.Runtime.ExceptionServices;
using Descent.Data;

namespace Descent.Tuning;

/// <summary>Trials that train a single network, with other settings each; the best settings are used for a training on all rows.</summary>
internal sealed class NetworkTrials : TableTrials
{
    /// <summary>The share of the rows that is held out in every trial if there is a single fold.</summary>
    private const double HeldOut = 0.2;

    private readonly Table table, training;
    private readonly IReadOnlyList<string> targets;
    private readonly TableOptions options;
    private readonly int folds, seeds;
    private readonly Func<TableOptions, ParameterValues, TableOptions> apply;

    public NetworkTrials(Table table, IReadOnlyList<string> targets, TableOptions options, TableTuningOptions tuning, int folds)
    {
        (this.table, this.targets, this.options, this.folds) = (table, targets, options with { Effort = Effort.Quick }, folds);
        (seeds, apply) = (tuning.Seeds, tuning.Apply ?? TableParameters.Apply);
        Plan = TableTrainer.Prepare(table, targets, this.options);
        training = TableTrainer.WithoutTestRows(table, targets, this.options);

        // The folds are the same for all trials, and so is whether the table allows them.
        _ = Plans(this.options).First();
    }

    public override TablePlan Plan { get; }

    public override int Folds => folds * seeds;

    /// <summary>The number of training rows of a fold.</summary>
    public int RowsOfFold => Math.Max(1, (int)(training.Rows * (folds == 1 ? 1 - HeldOut : (folds - 1.0) / folds)));

    public override int MostEpochs(SearchSpace space) => Math.Max(Largest(space, "epochs") ?? Plan.Options.Epochs, 1);

    public override TableOptions OptionsOf(ParameterValues values) => apply(options, values) with
    {
        Effort = Effort.Quick,
        Seed = options.Seed,
        Test = options.Test,
        TestFraction = options.TestFraction,
        Threads = options.Threads,
        Progress = options.Progress,
        Runner = options.Runner,
    };

    public override FinishedTrials Finish(IReadOnlyList<Trial> best)
    {
        TableOptions chosen = OptionsOf(best[0].Parameters!);
        TableTraining result = TableTrainer.Train(table, targets, chosen, CancellationToken.None);
        return new(chosen, result, result, [], []);
    }

    /// <summary>
    /// Trains on every fold. As many folds as there are threads are trained at the same time, with one thread each, which gives the same bits; their results are
    /// taken in the order of the folds, so that they do not depend on the number of threads either. If the first one ends the trial, the others that run stop.
    /// </summary>
    public override void Compute(ParameterValues values, Action<TableEpoch>? onEpoch, Action<FoldResult> onFold, CancellationToken cancellation)
    {
        TableOptions own = OptionsOf(values);
        int threads = options.Threads == 0 ? Environment.ProcessorCount : Math.Min(options.Threads, Environment.ProcessorCount), workers = Math.Min(options.Runner?.Parallelism ?? threads, Folds);
        foreach ((int number, TablePlan[] plans) in Plans(workers > 1 ? own with { Threads = 1 } : own).Chunk(workers).Index())
        {
            FoldResult?[] results = new FoldResult?[plans.Length];
            Exception?[] faults = new Exception?[plans.Length];
            using CancellationTokenSource pruned = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
            Action<int> train = i =>
            {
                try
                {
                    TableTraining trained = number + i == 0 && onEpoch is not null && plans[i].Method is null ? plans[i].Train(onEpoch, pruned.Token) : plans[i].Train(pruned.Token);
                    cancellation.ThrowIfCancellationRequested();
                    results[i] = new FoldResult(trained.Evaluation!, trained.History.Epochs.Count, trained.Model.ParameterCount);
                }
                catch (Exception fault)
                {
                    faults[i] = fault;
                    if (fault is TrialPrunedException)
                    {
                        pruned.Cancel();
                    }
                }
            };
            if (options.Runner is null)
            {
                Parallel.For(0, plans.Length, new ParallelOptions { MaxDegreeOfParallelism = workers }, train);
            }
            else
            {
                // Each mostly waits for the runner, and the thread pool adds threads too slowly for that.
                Task.WaitAll([.. Enumerable.Range(0, plans.Length).Select(i => Task.Factory.StartNew(() => train(i), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default))]);
            }

            for (int i = 0; i < plans.Length; i++)
            {
                if (faults[i] is { } fault)
                {
                    ExceptionDispatchInfo.Throw(fault);
                }

                onFold(results[i]!);
            }
        }
    }

    private IEnumerable<TablePlan> Plans(TableOptions own) => Enumerable.Range(0, seeds).Select(i => own with { Seed = options.Seed + (ulong)i, Test = null, TestFraction = HeldOut, Progress = null }).SelectMany(
        seeded => folds == 1 ? [TableTrainer.Prepare(training, targets, seeded)] : TableTrainer.PrepareFolds(training, targets, folds, seeded));
}
