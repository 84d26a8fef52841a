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
        Comparison comparison = Comparison.Of(s_iris, ["species"], [new("first", s_quick), new("other", s_quick with { Activation = new Tanh() }), new("again", s_quick with { Seed = 77 })], [3, 4]);
        foreach (int run in (int[])[0, 1])
        {
            Assert.Equal(Losses(comparison.Results[0].Runs[run]), Losses(comparison.Results[2].Runs[run]));
            Assert.Equal(comparison.Results[0].Runs[run].Scores, comparison.Results[2].Runs[run].Scores);
            Assert.NotEqual(Losses(comparison.Results[0].Runs[run]), Losses(comparison.Results[1].Runs[run]));
        }

        TableTraining alone = TableTrainer.Train(s_iris, ["species"], s_quick with { Seed = 4 });
        Assert.Equal(alone.Evaluation!.Scores, comparison.Results[0].Runs[1].Scores);
        Assert.Equal([.. alone.History.Epochs.Select(epoch => epoch.Loss)], Losses(comparison.Results[0].Runs[1]));
    }

    /// <summary>Two runs at a time, each on one thread: the same numbers in the same order, heard of one at a time.</summary>
    [Fact]
    public void RunsSideBySideChangeNothing()
    {
        Variant[] Variants(int threads) => [new("a", s_quick with { Threads = threads }), new("b", s_quick with { Threads = threads, Activation = new Tanh() }), new("c", s_quick with { Threads = threads, Loss = new Hinge() })];
        Listener heard = new();
        Comparison one = Comparison.Of(s_iris, ["species"], Variants(1), [3, 4]), two = Comparison.Of(s_iris, ["species"], Variants(2), [3, 4], heard);
        foreach ((VariantResult expected, VariantResult actual) in one.Results.Zip(two.Results))
        {
            Assert.Equal(expected.Variant.Name, actual.Variant.Name);
            Assert.Equal(expected.Runs.Select(run => (run.Seed, run.BestEpoch, run.Failure?.Message)), actual.Runs.Select(run => (run.Seed, run.BestEpoch, run.Failure?.Message)));
            Assert.All(expected.Runs.Zip(actual.Runs), pair => Assert.Equal(Losses(pair.First), Losses(pair.Second)));
        }

        Assert.Equal((6, false), (heard.Finished, heard.Overlapped));
        if (Environment.ProcessorCount > 1)
        {
            Assert.True(heard.MostAtOnce >= 2, $"{heard.MostAtOnce} at once");
        }
    }

    [Fact]
    public void VariantsThatAllDoWorseThanTheBaselineAreWarnedOf()
    {
        static string[] Below(params double[] rates) => [.. Comparison.Of(s_iris, ["species"], [.. rates.Select(rate => new Variant($"{rate}", s_quick with { Optimizer = new GradientDescent(rate), Epochs = 1 + (int)rate }))])
            .Notices.Where(notice => notice.Severity == Severity.Warning).Select(notice => notice.Text)];
        Assert.Contains(Below(1e-12, 1e-11), text => text.StartsWith("Every variant gives probabilities that are worse than those of the baseline, which uses no features (the best has log loss", StringComparison.Ordinal));
        Assert.DoesNotContain(Below(1e-12, 0.1), text => text.Contains("baseline", StringComparison.Ordinal));
    }

    [Fact]
    public void MeansAndDeviationsAreThoseOfTheSeeds()
    {
        VariantResult result = Comparison.Of(s_iris, ["species"], [new("only", s_quick)], [1, 2, 3]).Results[0];
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
        ]);
        Assert.IsType<TrainingFailedException>(comparison.Results[0].Runs[0].Failure);
        Assert.Contains("categorical_hinge", Assert.IsType<Descent.Data.DataException>(comparison.Results[1].Runs[0].Failure).Message, StringComparison.Ordinal);
        Assert.Empty(comparison.Results[0].Scores);
        Assert.True(double.IsNaN(comparison.Results[1].Seconds));
        Assert.Equal(["trains", "slow"], comparison.Ranking.Select(result => result.Variant.Name));
        Assert.Equal("trains", comparison.Best!.Variant.Name);
        Assert.IsType<Accuracy>(comparison.Metrics[0]);
        Assert.Null(Comparison.Of(s_iris, ["species"], [comparison.Results[0].Variant]).Best);
    }

    [Fact]
    public void ErrorsCountDownAndScoresCountUp()
    {
        // Accuracies that tie are told apart by the log loss, of which less is better.
        Variant worse = new("worse", s_quick with { Optimizer = new GradientDescent(1e-9) }), better = new("better", s_quick with { Optimizer = new GradientDescent(2e-3) });
        Comparison comparison = Comparison.Of(s_iris, ["species"], [worse, better]);
        Assert.True(comparison.Results[1].Scores["logLoss"].Mean < comparison.Results[0].Scores["logLoss"].Mean);
        Assert.Equal(comparison.Results[0].Scores["accuracy"].Mean > comparison.Results[1].Scores["accuracy"].Mean ? "worse" : "better", comparison.Best!.Variant.Name);
    }

    [Fact]
    public void WhatCannotBeComparedIsRefused()
    {
        Variant variant = new("a", s_quick);
        Assert.Contains("at least one variant", Refusal([]), StringComparison.Ordinal);
        Assert.Contains("at least one variant and one seed", Refusal([variant], []), StringComparison.Ordinal);
        Assert.Contains("2 variants are named 'a'", Refusal([variant, variant with { Options = s_quick with { Epochs = 1 } }]), StringComparison.Ordinal);
        Assert.Contains("same rows", Refusal([variant with { Options = s_quick with { TestFraction = 0 } }]), StringComparison.Ordinal);
        Assert.Contains("same rows", Refusal([variant, new("b", s_quick with { TestFraction = 0.3 })]), StringComparison.Ordinal);
        Assert.Contains("same rows", Refusal([variant, new("b", s_quick with { ValidationFraction = 0.3 })]), StringComparison.Ordinal);
        Assert.Throws<DataException>(() => Comparison.Of(s_iris, ["colour"], [variant]));
        using CancellationTokenSource source = new();
        source.Cancel();
        Assert.Throws<OperationCanceledException>(() => Comparison.Of(s_iris, ["species"], [variant], cancellation: source.Token));
    }

    private static string Refusal(IReadOnlyList<Variant> variants, IReadOnlyList<ulong>? seeds = null) =>
        Assert.Throws<ArgumentException>(() => Comparison.Of(s_iris, ["species"], variants, seeds)).Message;

    private sealed class Listener : IProgress<ComparisonProgress>
    {
        private readonly HashSet<(string, ulong)> running = [];
        private int inside;

        public int Finished { get; private set; }

        public int MostAtOnce { get; private set; }

        public bool Overlapped { get; private set; }

        public void Report(ComparisonProgress value)
        {
            Overlapped |= Interlocked.Increment(ref inside) > 1;
            (string, ulong) run = (value.Variant.Name, value.Seed);
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
