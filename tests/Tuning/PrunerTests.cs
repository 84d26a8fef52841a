using System.Text.Json;
using Descent.Tests.Goldens;
using Descent.Tuning;

namespace Descent.Tests.Tuning;

public class PrunerTests
{
    private static readonly SearchSpace s_space = SearchSpace.Parse("x=uniform(0,1)");

    public static TheoryData<int> Cases => [.. Enumerable.Range(0, GoldenFile.Read("pruners.json").GetProperty("cases").GetArrayLength())];

    [Theory]
    [MemberData(nameof(Cases))]
    public void DecisionsAreThoseOfOptuna(int index)
    {
        JsonElement golden = GoldenFile.Read("pruners.json").GetProperty("cases")[index];
        Study study = new(s_space, new StudyOptions
        {
            Pruner = Create(golden.GetProperty("kind").GetString()!, golden.GetProperty("options")),
            Directions = [golden.GetProperty("direction").GetString() == "maximize" ? StudyDirection.Maximize : StudyDirection.Minimize],
        });
        foreach (JsonElement reports in golden.GetProperty("trials").EnumerateArray())
        {
            RunningTrial trial = study.Ask();
            bool isPruned = false;
            foreach (JsonElement report in reports.EnumerateArray())
            {
                trial.Report(GoldenFile.Number(report[1]), report[0].GetInt32());
                isPruned = trial.ShouldPrune();
                Assert.True(report[2].GetBoolean() == isPruned, $"{study.Pruner}: trial {trial.Number}, step {report[0]}: expected {report[2]}");
            }

            if (isPruned)
            {
                study.TellPruned(trial);
            }
            else
            {
                study.Tell(trial, 0);
            }
        }
    }

    [Fact]
    public void APrunedTrialStopsAndKeepsItsValues()
    {
        Study study = new(s_space, new StudyOptions { Pruner = new PercentilePruner(StartupTrials: 1) });
        int steps = 0;
        study.Run(
            trial =>
            {
                for (int step = 0; step < 5; step++, steps++)
                {
                    trial.Report(trial.Number, step);
                    trial.ThrowIfPruned();
                }

                return trial.Number;
            },
            3);
        Assert.Equal([TrialState.Completed, TrialState.Pruned, TrialState.Pruned], study.Trials.Select(trial => trial.State));
        Assert.Equal(5, steps);
        Assert.Equal((0, 1.0), (study.Trials[1].LastStep, study.Trials[1].Intermediate[0]));
        Assert.Equal(0, study.Best!.Number);
        Assert.False(new Study(s_space).Ask().ShouldPrune());
    }

    // A sampler that learned from trials of other brackets would compare values after different numbers of steps.
    [Fact]
    public void UnderHyperbandASamplerSeesTheTrialsOfItsBracket()
    {
        Watcher sampler = new();
        Study study = new(s_space, new StudyOptions { Pruner = new HyperbandPruner(1, 9), Sampler = sampler });
        study.Run(_ => 0, 30);
        Assert.All(sampler.Seen, seen => Assert.True(seen.Others < seen.Number || seen.Number < 2));
        Assert.Contains(sampler.Seen, seen => seen.Others > 5);
        Assert.Equal(3, Enumerable.Range(0, 30).Select(number => string.Join(',', study.Pruner!.Comparable(study.Trials, number).Select(trial => trial.Number))).Distinct().Count());
    }

    [Fact]
    public void OptionsOutsideTheirRangeAreRefused()
    {
        Assert.Equal("Percentile", Assert.Throws<ArgumentOutOfRangeException>(() => new PercentilePruner(101)).ParamName);
        Assert.Equal("Percentile", Assert.Throws<ArgumentOutOfRangeException>(() => new PercentilePruner(double.NaN)).ParamName);
        Assert.Equal("IntervalSteps", Assert.Throws<ArgumentOutOfRangeException>(() => new PercentilePruner(IntervalSteps: 0)).ParamName);
        Assert.Equal("Factor", Assert.Throws<ArgumentOutOfRangeException>(() => new SuccessiveHalvingPruner(Factor: 1)).ParamName);
        Assert.Equal("Bootstrap", Assert.Throws<ArgumentException>(() => new SuccessiveHalvingPruner(Bootstrap: 1)).ParamName);
        Assert.Equal("MaximumSteps", Assert.Throws<ArgumentOutOfRangeException>(() => new HyperbandPruner(10, 9)).ParamName);
    }

    private static Pruner Create(string kind, JsonElement options)
    {
        int Option(string name, int missing) => options.TryGetProperty(name, out JsonElement value) ? value.GetInt32() : missing;
        int? steps = options.TryGetProperty("steps", out JsonElement given) ? given.GetInt32() : null;
        return kind switch
        {
            "percentile" => new PercentilePruner(options.GetProperty("percentile").GetDouble(), Option("startup", 5), Option("warmup", 0), Option("interval", 1), Option("minimum", 1)),
            "halving" => new SuccessiveHalvingPruner(steps, Option("factor", 4), Option("first", 0), Option("bootstrap", 0)),
            _ => new HyperbandPruner(steps!.Value, options.TryGetProperty("maximum", out JsonElement maximum) ? maximum.GetInt32() : null, Option("factor", 3)),
        };
    }

    private sealed record Watcher : Sampler
    {
        public List<(int Number, int Others)> Seen { get; } = [];

        public override Suggestion Suggest(SamplingContext context)
        {
            Seen.Add((context.Number, context.Trials.Count));
            return new RandomSampler().Suggest(context);
        }
    }
}
