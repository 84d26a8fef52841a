using Descent.Tuning;

namespace Descent.Tests.Tuning;

public class SamplerTests
{
    private const string Mixed = """
        t=uniform(0,1)
        kind=choice(a;b;c)
        x=uniform(-5,5) if kind=a
        n=int(1,10,3) if kind=a
        y=log(1e-5,1) if kind=b
        way=choice(p;q) if kind=b
        m=int-log(16,512) if way=q
        s=uniform(0,1,0.25)
        i=int(-3,40)
        """;

    private static readonly Sampler[] s_all =
    [
        new RandomSampler(), new GridSampler(3), new SobolSampler(), new TpeSampler(5), new TpeSampler(5, Multivariate: false), new CmaEsSampler(4), new GaussianProcessSampler(5, 50), new Nsga2Sampler(6),
    ];

    public static TheoryData<string> Samplers => [.. s_all.Select(sampler => sampler.ToString())];

    public static TheoryData<string> Learning => [.. s_all.Where(sampler => sampler is not (RandomSampler or GridSampler or SobolSampler)).Select(sampler => sampler.ToString())];

    // A study that was interrupted after any trial goes on as if it had not been.
    [Theory]
    [MemberData(nameof(Samplers))]
    public void TheChoiceDependsOnSeedAndHistoryAlone(string name)
    {
        Sampler sampler = s_all.Single(s => s.ToString() == name);
        Study whole = new(SearchSpace.Parse(Mixed), new StudyOptions { Sampler = sampler, Seed = 5 }), other = new(SearchSpace.Parse(Mixed), new StudyOptions { Sampler = sampler, Seed = 6 });
        MemoryStudyStorage storage = new();
        whole.Run(Loss, 16);
        other.Run(Loss, 16);
        for (int trials = 1; trials <= 16; trials += 3)
        {
            new Study(SearchSpace.Parse(Mixed), new StudyOptions { Sampler = sampler with { }, Seed = 5, Storage = storage }).Run(Loss, trials);
        }

        Assert.Equal(whole.Trials.Select(trial => trial.ToString()), storage.Trials("study").Select(trial => trial.ToString()));
        Assert.NotEqual(whole.Trials.Select(trial => trial.ToString()), other.Trials.Select(trial => trial.ToString()));
        Assert.All(whole.Trials, trial => Assert.Equal(TrialState.Completed, trial.State));
    }

    [Theory]
    [MemberData(nameof(Learning))]
    public void WhatLearnsIsBetterThanChanceInEitherDirection(string name)
    {
        Sampler sampler = s_all.Single(s => s.ToString() == name);

        // A trial of the Gaussian process costs the most, and it needs the fewest.
        int trials = sampler is GaussianProcessSampler ? 24 : 48;
        foreach (StudyDirection direction in Enum.GetValues<StudyDirection>())
        {
            double sign = direction == StudyDirection.Maximize ? -1 : 1;
            double own = Median(sampler), chance = Median(new RandomSampler());
            Assert.True(own < 0.8 * chance, $"{direction}: {own}, by chance {chance}");

            double Median(Sampler chosen) => Enumerable.Range(0, 7).Select(seed =>
            {
                Study study = new(SearchSpace.Parse("x=uniform(0,1); y=log(1e-3,1); i=int(0,50)"), new StudyOptions { Sampler = chosen, Seed = (ulong)seed, Directions = [direction] });
                study.Run(trial => sign * Distance(trial), trials);
                return sign * study.Best!.Value;
            }).Order().ElementAt(3);
        }

        static double Distance(RunningTrial trial) =>
            Math.Abs(trial.GetNumber("x") - 0.3) + Math.Abs(Math.Log10(trial.GetNumber("y")) + 1) + (Math.Abs(trial.GetInteger("i") - 20) / 50.0);
    }

    // Failed trials, pruned ones with and without values, infinite values and a constant objective.
    [Theory]
    [MemberData(nameof(Samplers))]
    public void OddHistoriesAreSurvived(string name)
    {
        Study study = new(SearchSpace.Parse(Mixed), new StudyOptions { Sampler = s_all.Single(s => s.ToString() == name) });
        study.Run(
            trial =>
            {
                if (trial.Number % 5 == 1)
                {
                    trial.Report(double.NaN, 3);
                }

                return (trial.Number % 5) switch
                {
                    0 => double.NaN,
                    1 or 2 => throw new TrialPrunedException("worse"),
                    3 => double.PositiveInfinity,
                    _ => 1,
                };
            },
            40);
        Assert.Equal([8, 8, 16, 8], [study.Trials.Count(t => t.State == TrialState.Failed), study.Trials.Count(t => t.State == TrialState.Completed && double.IsInfinity(t.Value)), study.Trials.Count(t => t.State == TrialState.Pruned), study.Trials.Count(t => t.State == TrialState.Completed && t.Value == 1)]);
    }

    [Theory]
    [MemberData(nameof(Samplers))]
    public void TrialsThatRunAtTheSameTimeDiffer(string name)
    {
        Study study = new(SearchSpace.Parse(Mixed), new StudyOptions { Sampler = s_all.Single(s => s.ToString() == name), Seed = 3 });
        study.Run(Loss, 12);
        RunningTrial[] running = [.. Enumerable.Range(0, 4).Select(_ => study.Ask())];
        Assert.Equal(4, running.Select(trial => trial.Parameters).Distinct().Count());
    }

    // Both densities have one kernel for each running trial, so that a candidate near one of them is not better than any other.
    [Fact]
    public void TheLiarKeepsTrialsApart()
    {
        Assert.True(Spread(running: true) > 1.5 * Spread(running: false));

        static double Spread(bool running)
        {
            SearchSpace space = SearchSpace.Parse("x=uniform(0,1)");
            TpeSampler sampler = new(Candidates: 100);
            List<Trial> trials = [.. Enumerable.Range(0, 30).Select(i => new Trial(i) { Parameters = space.Assign(_ => i / 29.0), State = TrialState.Completed, Values = [Math.Abs((i / 29.0) - 0.4)] })];
            List<double> chosen = [];
            for (int number = 30; number < 42; number++)
            {
                SamplingContext context = new(new StudyDefinition("study", space, [StudyDirection.Minimize], 1), [.. trials], number);
                ParameterValues values = sampler.Suggest(context).Values;
                chosen.Add(values.GetNumber("x"));
                if (running)
                {
                    trials.Add(new Trial(number) { Parameters = values });
                }
            }

            double mean = chosen.Average();
            return Math.Sqrt(chosen.Average(x => (x - mean) * (x - mean)));
        }
    }

    [Fact]
    public void TwoObjectivesAreSpreadAlongTheFront()
    {
        // x² against (x − 2)²: everything between 0 and 2 is optimal, and y = 0.
        Assert.True(Volume(new Nsga2Sampler(10)) > Volume(new RandomSampler()) + 0.3);
        Assert.True(Volume(new TpeSampler()) > Volume(new RandomSampler()) + 0.3);
        Study study = new(SearchSpace.Parse("x=uniform(0,1)"), new StudyOptions { Sampler = new CmaEsSampler(), Directions = [StudyDirection.Minimize, StudyDirection.Minimize] });
        Assert.Contains("single objective", Assert.Throws<InvalidOperationException>(() => study.Ask()).Message, StringComparison.Ordinal);

        // The area that is dominated, up to (9, 9).
        static double Volume(Sampler sampler) => Enumerable.Range(0, 5).Average(seed =>
        {
            Study study = new(SearchSpace.Parse("x=uniform(-5,5); y=uniform(-3,3)"), new StudyOptions { Sampler = sampler, Seed = (ulong)seed, Directions = [StudyDirection.Minimize, StudyDirection.Maximize] });
            study.Run(
                trial =>
                {
                    double x = trial.GetNumber("x"), y = trial.GetNumber("y");
                    return [(x * x) + (y * y), -(((x - 2) * (x - 2)) + (y * y))];
                },
                120);
            double volume = 0, edge = 9;
            foreach (Trial trial in study.ParetoFront.Where(trial => trial.Values[0] < 9 && -trial.Values[1] < 9).OrderByDescending(trial => trial.Values[0]))
            {
                volume += (edge - trial.Values[0]) * (9 + trial.Values[1]);
                edge = trial.Values[0];
            }

            return volume;
        });
    }

    [Fact]
    public void TheDefaultSuitsTheNumberOfObjectives()
    {
        Assert.IsType<TpeSampler>(new Study(SearchSpace.Parse("x=uniform(0,1)")).Sampler);
        Assert.IsType<Nsga2Sampler>(new Study(SearchSpace.Parse("x=uniform(0,1)"), new StudyOptions { Directions = [StudyDirection.Minimize, StudyDirection.Minimize] }).Sampler);
    }

    [Fact]
    public void OptionsOutsideTheirRangeAreRefused()
    {
        Assert.Equal("Points", Assert.Throws<ArgumentOutOfRangeException>(() => new GridSampler(1)).ParamName);
        Assert.Equal("StartupTrials", Assert.Throws<ArgumentOutOfRangeException>(() => new TpeSampler(0)).ParamName);
        Assert.Equal("GoodShare", Assert.Throws<ArgumentOutOfRangeException>(() => new TpeSampler(GoodShare: 0)).ParamName);
        Assert.Equal("PriorWeight", Assert.Throws<ArgumentOutOfRangeException>(() => new TpeSampler(PriorWeight: double.NaN)).ParamName);
        Assert.Equal("Population", Assert.Throws<ArgumentOutOfRangeException>(() => new CmaEsSampler(3)).ParamName);
        Assert.Equal("Step", Assert.Throws<ArgumentOutOfRangeException>(() => new CmaEsSampler(Step: 0)).ParamName);
        Assert.Equal("Candidates", Assert.Throws<ArgumentOutOfRangeException>(() => new GaussianProcessSampler(Candidates: 0)).ParamName);
        Assert.Equal("Population", Assert.Throws<ArgumentOutOfRangeException>(() => new Nsga2Sampler(1)).ParamName);
    }

    private static double Loss(RunningTrial trial) => trial.GetNumber("t") + trial.GetNumber("s") + (trial.GetChoice("kind") == "b" ? -Math.Log10(trial.GetNumber("y")) : 2);
}
