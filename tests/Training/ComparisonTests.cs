using Descent.Data;
using Descent.Tests.Cli;

namespace Descent.Tests.Training;

public class ComparisonTests
{
    private static readonly Table s_iris = Table.Read(ToolRun.Iris);
    private static readonly TableOptions s_quick = new() { Layers = [6], Epochs = 5 };

    [Fact]
    public void VariantsShareRowsAndSeedsAndNothingElse()
    {
        Comparison comparison = Comparison.Of(s_iris, ["species"], [new("first", s_quick), new("other", s_quick with { Activation = new Tanh() }), new("again", s_quick with { Seed = 77 })], [3, 4], folds: 3);
        Assert.Equal([(3, 1), (3, 2), (3, 3), (4, 1), (4, 2), (4, 3)], comparison.Results[1].Runs.Select(run => ((int)run.Seed, run.Fold)));
        for (int run = 0; run < 6; run++)
        {
            Assert.Equal(Losses(comparison.Results[0].Runs[run]), Losses(comparison.Results[2].Runs[run]));
            Assert.Equal(comparison.Results[0].Runs[run].Scores, comparison.Results[2].Runs[run].Scores);
            Assert.NotEqual(Losses(comparison.Results[0].Runs[run]), Losses(comparison.Results[1].Runs[run]));
        }

    }

    [Fact]
    public void WithoutTestRowsTheFoldsAreThoseOfACrossValidation()
    {
        Comparison comparison = Comparison.Of(s_iris, ["species"], [new("only", s_quick with { TestFraction = 0 })], [4], folds: 3);
        IReadOnlyList<TableTraining> alone = TableTrainer.CrossValidate(s_iris, ["species"], 3, s_quick with { Seed = 4 }).Folds;
        Assert.Equal(alone.Select(fold => fold.Evaluation!.Scores), comparison.Results[0].Runs.Select(run => run.Scores));
        Assert.Equal(alone.Select(fold => fold.History.Epochs.Select(epoch => epoch.Loss).ToArray()), comparison.Results[0].Runs.Select(Losses));
        Assert.All(comparison.Results[0].Runs, run => Assert.Equal((100, 50), (run.TrainRows, run.Judged.Rows)));
        Assert.Null(comparison.Winner);
    }

    /// <summary>The test rows do not choose: they are in no fold, and the best variant alone is evaluated on them, as if it had been trained on its own.</summary>
    [Fact]
    public void TheWinnerAloneIsEvaluatedOnTheTestRows()
    {
        Variant slow = new("slow", s_quick with { Optimizer = new GradientDescent(1e-6) }), best = new("best", s_quick with { Optimizer = new Adam(0.05) });
        Comparison comparison = Comparison.Of(s_iris, ["species"], [slow, best], [4, 5], folds: 3);
        Assert.All(comparison.Results.SelectMany(result => result.Runs), run => Assert.Equal((80, 40), (run.TrainRows, run.Judged.Rows)));
        TableTraining alone = TableTrainer.Train(s_iris, ["species"], best.Options with { Seed = 4 });
        Assert.Equal((120, 30), (comparison.Winner!.TrainRows, comparison.Winner.TestRows));
        Assert.Equal(alone.Evaluation!.Scores, comparison.Winner.Evaluation!.Scores);
        Table kept = s_iris.Select([.. Enumerable.Range(0, 150).Where(row => row % 3 == 0)]);
        comparison = Comparison.Of(s_iris, ["species"], [best with { Options = best.Options with { Test = kept } }], [4], folds: 3);
        Assert.Equal((150, 50), (comparison.Winner!.TrainRows, comparison.Winner.TestRows));
        Assert.All(comparison.Results[0].Runs, run => Assert.Equal((100, 50), (run.TrainRows, run.Judged.Rows)));
    }

    /// <summary>Two runs at a time, each on one thread: the same numbers in the same order, heard of one at a time.</summary>
    [Fact]
    public void RunsSideBySideChangeNothing()
    {
        Variant[] Variants(int threads) => [new("a", s_quick with { Threads = threads }), new("b", s_quick with { Threads = threads, Activation = new Tanh() }), new("c", s_quick with { Threads = threads, Loss = new Hinge() })];
        Listener heard = new();
        Comparison one = Comparison.Of(s_iris, ["species"], Variants(1), [3, 4], folds: 2), two = Comparison.Of(s_iris, ["species"], Variants(2), [3, 4], folds: 2, progress: heard);
        foreach ((VariantResult expected, VariantResult actual) in one.Results.Zip(two.Results))
        {
            Assert.Equal(expected.Variant.Name, actual.Variant.Name);
            Assert.Equal(expected.Runs.Select(run => (run.Seed, run.Fold, run.BestEpoch, run.Failure?.Message)), actual.Runs.Select(run => (run.Seed, run.Fold, run.BestEpoch, run.Failure?.Message)));
            Assert.All(expected.Runs.Zip(actual.Runs), pair => Assert.Equal(Losses(pair.First), Losses(pair.Second)));
        }

        Assert.Equal((12, false), (heard.Finished, heard.Overlapped));
        if (Environment.ProcessorCount > 1)
        {
            Assert.True(heard.MostAtOnce >= 2, $"{heard.MostAtOnce} at once");
        }
    }

    /// <summary>A test table that lacks a column fails after the folds, whose results stay.</summary>
    [Fact]
    public void AWinnerThatCannotBeTestedLosesNoResults()
    {
        Table unfit = Table.Create(["species"], [["setosa", "virginica"]]);
        Comparison comparison = Comparison.Of(s_iris, ["species"], [new("only", s_quick with { Test = unfit })], folds: 2);
        Assert.Equal("only", comparison.Best!.Variant.Name);
        Assert.Null(comparison.Winner);
        Assert.Contains("sepal_length", Assert.IsType<DataException>(comparison.WinnerFailure).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void VariantsThatAllDoWorseThanTheBaselineAreWarnedOf()
    {
        static string[] Below(params double[] rates) => [.. Comparison.Of(s_iris, ["species"], [.. rates.Select(rate => new Variant($"{rate}", s_quick with { Optimizer = new GradientDescent(rate), Epochs = rate < 1e-6 ? 1 : 30 }))], folds: 2)
            .Notices.Where(notice => notice.Severity == Severity.Warning).Select(notice => notice.Text)];
        Assert.Contains(Below(1e-12, 1e-11), text => text.Contains("baseline", StringComparison.Ordinal) && text.Contains("log loss", StringComparison.Ordinal));
        Assert.DoesNotContain(Below(1e-12, 0.1), text => text.Contains("baseline", StringComparison.Ordinal));
    }

    [Fact]
    public void MeansAndDeviationsAreThoseOfTheFolds()
    {
        VariantResult result = Comparison.Of(s_iris, ["species"], [new("only", s_quick)], folds: 3).Results[0];
        double[] values = [.. result.Runs.Select(run => run.Scores["logLoss"])];
        double mean = (values[0] + values[1] + values[2]) / 3;
        double deviation = Math.Sqrt((((values[0] - mean) * (values[0] - mean)) + ((values[1] - mean) * (values[1] - mean)) + ((values[2] - mean) * (values[2] - mean))) / 2);
        Assert.True(deviation > 1e-6);
        Assert.Equal(mean, result.Scores["logLoss"].Mean, 1e-12);
        Assert.Equal(deviation, result.Scores["logLoss"].Deviation, 1e-12);
        Assert.Equal(5, result.BestEpoch);
    }

    [Fact]
    public void AFailureHasItsRowAndTheOthersGoOn()
    {
        Comparison comparison = Comparison.Of(s_iris, ["species"],
        [
            new("diverges", s_quick with { Optimizer = new GradientDescent(1e30) }),
            new("does not fit", s_quick with { Loss = new Hinge() }),
            new("slow", s_quick with { Optimizer = new GradientDescent(1e-6) }),
            new("trains", s_quick with { Optimizer = new Adam(0.05) }),
        ], folds: 2);
        Assert.IsType<TrainingFailedException>(comparison.Results[0].Runs[0].Failure);
        Assert.Contains("categorical_hinge", Assert.IsType<Descent.Data.DataException>(comparison.Results[1].Runs[0].Failure).Message, StringComparison.Ordinal);
        Assert.Empty(comparison.Results[0].Scores);
        Assert.True(double.IsNaN(comparison.Results[1].Seconds));
        Assert.Equal(["trains", "slow"], comparison.Ranking.Select(result => result.Variant.Name));
        Assert.Equal("trains", comparison.Best!.Variant.Name);
        Assert.IsType<LogLoss>(comparison.Metrics[0]);
        Assert.Null(Comparison.Of(s_iris, ["species"], [comparison.Results[0].Variant], folds: 2).Best);
    }

    [Fact]
    public void ErrorsCountDownAndScoresCountUp()
    {
        Variant worse = new("worse", s_quick with { Optimizer = new GradientDescent(1e-9) }), better = new("better", s_quick with { Optimizer = new GradientDescent(2e-3) });
        Comparison comparison = Comparison.Of(s_iris, ["species"], [worse, better], folds: 2);
        Assert.True(comparison.Results[1].Scores["logLoss"].Mean < comparison.Results[0].Scores["logLoss"].Mean);
        Assert.Equal(("logLoss", "better"), (comparison.Score, comparison.Best!.Variant.Name));

        // By a score that is asked for, more is better here.
        comparison = Comparison.Of(s_iris, ["species"], [worse, better], folds: 2, score: "accuracy");
        Assert.Equal("accuracy", comparison.Score);
        Assert.Equal(comparison.Results[0].Scores["accuracy"].Mean > comparison.Results[1].Scores["accuracy"].Mean ? "worse" : "better", comparison.Best!.Variant.Name);
        Assert.Contains("'r2' is not a score of this task. The scores are accuracy", Assert.Throws<ArgumentException>(() => Comparison.Of(s_iris, ["species"], [better], folds: 2, score: "r2")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void WhatCannotBeComparedIsRefused()
    {
        Variant variant = new("a", s_quick);
        Assert.Contains("at least one variant", Refusal([]), StringComparison.Ordinal);
        Assert.Contains("at least one variant and one seed", Refusal([variant], []), StringComparison.Ordinal);
        Assert.Contains("2 variants are named 'a'", Refusal([variant, variant with { Options = s_quick with { Epochs = 1 } }]), StringComparison.Ordinal);
        Assert.Contains("same rows", Refusal([variant, new("b", s_quick with { TestFraction = 0 })]), StringComparison.Ordinal);
        Assert.Contains("same rows", Refusal([variant, new("b", s_quick with { TestFraction = 0.3 })]), StringComparison.Ordinal);
        Assert.Contains("same rows", Refusal([variant, new("b", s_quick with { ValidationFraction = 0.3 })]), StringComparison.Ordinal);
        Assert.Throws<DataException>(() => Comparison.Of(s_iris, ["colour"], [variant]));
        using CancellationTokenSource source = new();
        source.Cancel();
        Assert.Throws<OperationCanceledException>(() => Comparison.Of(s_iris, ["species"], [variant], cancellation: source.Token));
        Assert.Throws<DataException>(() => Comparison.Of(s_iris, ["species"], [variant], folds: 121));
    }

    private static string Refusal(IReadOnlyList<Variant> variants, IReadOnlyList<ulong>? seeds = null) =>
        Assert.Throws<ArgumentException>(() => Comparison.Of(s_iris, ["species"], variants, seeds)).Message;

    /// <summary>Where one class is rare, the variant that finds it is better than one that never predicts it, although fewer of its predictions are right.</summary>
    [Fact]
    public void RareClassesAreJudgedByBalancedAccuracy()
    {
        // Of 80 rows with x = 1, 30 are "b"; the other 120 are "a".
        Table rare = Table.Create(["x", "y"], [[.. Enumerable.Range(0, 200).Select(i => i % 5 == 0 || i % 5 == 1 ? "1" : "0")], [.. Enumerable.Range(0, 200).Select(i => i % 20 is 0 or 1 or 5 ? "b" : "a")]]);
        Variant[] variants = [new("plain", new TableOptions { Layers = [], Epochs = 20, LearningRate = 0.05, Effort = Effort.Quick }), new("balanced", new TableOptions { Layers = [], Epochs = 20, LearningRate = 0.05, Effort = Effort.Quick, BalanceClasses = true })];
        Comparison comparison = Comparison.Of(rare, ["y"], variants, folds: 2);
        Assert.True(comparison.IsImbalanced);
        Assert.Equal(5.67, comparison.Imbalance, 0.2);

        // Without a variant that weights the classes, the log loss judges as everywhere.
        Comparison plain = Comparison.Of(rare, ["y"], [variants[0]], folds: 2);
        Assert.Equal((false, "logLoss"), (plain.IsImbalanced, plain.Score));
        Assert.Equal("balancedAccuracy", comparison.Score);
        Assert.Equal("balanced", comparison.Best!.Variant.Name);
        Assert.Equal(0.85, comparison.Results[0].Scores["accuracy"].Mean, 0.01);
        Assert.InRange(comparison.Best.Scores["accuracy"].Mean, 0.7, 0.8);
        Assert.StartsWith("balanced_accuracy: ", $"{comparison}", StringComparison.Ordinal);
        Comparison even = Comparison.Of(s_iris, ["species"], [variants[0]], folds: 2);
        Assert.False(even.IsImbalanced);
        Assert.Equal("logLoss", even.Score);
    }

    private sealed class Listener : IProgress<ComparisonProgress>
    {
        private readonly HashSet<(string, ulong, int)> running = [];
        private int inside;

        public int Finished { get; private set; }

        public int MostAtOnce { get; private set; }

        public bool Overlapped { get; private set; }

        public void Report(ComparisonProgress value)
        {
            Overlapped |= Interlocked.Increment(ref inside) > 1;
            (string, ulong, int) run = (value.Variant.Name, value.Seed, value.Fold);
            _ = value.Finished is null ? running.Add(run) : running.Remove(run);
            Finished += value.Finished is null ? 0 : 1;
            MostAtOnce = Math.Max(MostAtOnce, running.Count);

            // Long enough for another run to begin meanwhile, also where the thread pool is busy and adds a thread only every half second.
            Thread.Sleep(MostAtOnce < 2 ? 400 : 0);
            Interlocked.Decrement(ref inside);
        }
    }

    private static double[] Losses(VariantRun run) => [.. run.Epochs.Select(epoch => epoch.Loss)];
}
