using Descent.Data;
using Descent.Tuning;

namespace Descent.Benchmarks.Tuning;

/// <summary>What pruners save on a table, and whether the best score suffers: the work of all trials and the best score, each beside those of the same study without a pruner.</summary>
internal static class PruningComparison
{
    private static readonly (string Name, Pruner? Pruner)[] s_pruners =
    [
        ("none", null), ("median", new PercentilePruner()), ("halving", new SuccessiveHalvingPruner()), ("hyperband", new HyperbandPruner()),
    ];

    /// <summary>Prints a line for each pruner and seed, and the means.</summary>
    /// <param name="file">The table.</param>
    /// <param name="target">The column to predict.</param>
    /// <param name="numbers">The number of trials, default 25, and the number of seeds, default 4.</param>
    public static void Print(string file, string target, int[] numbers)
    {
        (int trials, int seeds) = (numbers.Length > 0 ? numbers[0] : 25, numbers.Length > 1 ? numbers[1] : 4);
        Table table = Table.Read(file);
        Console.WriteLine("| pruner | seed | epochs | work | best score | sd of its folds | test | completed | pruned in the first fold | pruned later | seconds |");
        Console.WriteLine("|---|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|");
        foreach ((string name, Pruner? pruner) in s_pruners)
        {
            List<Result> results = [];
            for (int seed = 1; seed <= seeds; seed++)
            {
                Result result = Run(table, target, (ulong)seed, trials, pruner);
                results.Add(result);
                Line(name, $"{seed}", result);
            }

            Line($"**{name}**", "mean", new Result(
                results.Average(one => one.Epochs), results.Average(one => one.Work), results.Average(one => one.Best), results.Average(one => one.Deviation), results.Average(one => one.Test),
                results.Average(one => one.Completed), results.Average(one => one.Early), results.Average(one => one.Late), results.Average(one => one.Seconds)));
        }
    }

    private static Result Run(Table table, string target, ulong seed, int trials, Pruner? pruner)
    {
        long start = System.Diagnostics.Stopwatch.GetTimestamp();
        TableTuner tuner = new(table, [target], new TableOptions { Seed = seed }, tuning: new TableTuningOptions { Trials = trials, Pruner = pruner });
        TableTuning tuning = tuner.Run();
        IReadOnlyList<Trial> all = tuner.Study.Trials;

        // Multiply-adds are in proportion to epochs × parameters; the rows are the same in all trials.
        double work = all.Sum(trial => (double)TableTuner.EpochsOf(trial) * TableTrainer.Prepare(table, [target], tuner.OptionsOf(trial)).Model.ParameterCount);
        return new Result(
            all.Sum(TableTuner.EpochsOf), work, tuning.Best.Value, tuning.Validation.Deviation, tuning.TestScore ?? double.NaN, all.Count(trial => trial.State == TrialState.Completed),
            all.Count(trial => trial.State == TrialState.Pruned && tuner.EndOf(trial) is (0, _)), all.Count(trial => trial.State == TrialState.Pruned && tuner.EndOf(trial) is ( > 0, _)),
            System.Diagnostics.Stopwatch.GetElapsedTime(start).TotalSeconds);
    }

    private static void Line(string name, string seed, Result result) => Console.WriteLine(string.Create(
        CultureInfo.InvariantCulture,
        $"| {name} | {seed} | {result.Epochs:#,0} | {result.Work:G3} | {result.Best:F4} | {result.Deviation:F4} | {result.Test:F4} | {result.Completed:0.#} | {result.Early:0.#} | {result.Late:0.#} | {result.Seconds:F0} |"));

    private sealed record Result(double Epochs, double Work, double Best, double Deviation, double Test, double Completed, double Early, double Late, double Seconds);
}
