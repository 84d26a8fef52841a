using Descent.Numerics;
using Descent.Tuning;

namespace Descent.Tests.Tuning;

public class StudyTests
{
    private static readonly SearchSpace s_space = SearchSpace.Parse("x=uniform(-1,1); c=choice(a;b); y=uniform(0,1) if c=b");

    [Fact]
    public void TheBestTrialIsTheOneOfTheBestValue()
    {
        foreach (StudyDirection direction in Enum.GetValues<StudyDirection>())
        {
            Study study = new(s_space, new StudyOptions { Directions = [direction] });
            Assert.Null(study.Best);
            Assert.Equal(StudyRunEnd.Trials, study.Run(trial => trial.GetNumber("x"), 20));
            double[] values = [.. study.Trials.Select(trial => trial.Value)];
            Assert.Equal(20, values.Distinct().Count());
            Assert.Equal(direction == StudyDirection.Maximize ? values.Max() : values.Min(), study.Best!.Value);
        }
    }

    [Fact]
    public void TheSameSeedGivesTheSameTrials()
    {
        Assert.Equal(Values(1), Values(1));
        Assert.NotEqual(Values(1), Values(2));

        static string[] Values(ulong seed)
        {
            Study study = new(s_space, new StudyOptions { Seed = seed });
            study.Run(Noisy, 5);
            return [.. study.Trials.Select(trial => trial.ToString())];
        }
    }

    [Fact]
    public void ATrialIsComputedAgainToTheSameBits()
    {
        Study study = new(s_space, new StudyOptions { Seed = 3 });
        study.Run(Noisy, 5);
        foreach (Trial trial in study.Trials)
        {
            Assert.Equal(trial.Value, study.Repeat(trial.Number, Noisy));
        }

        Assert.Equal(5, study.Trials.Count);
    }

    /// <summary>FAULTS 65: an objective that throws or returns NaN.</summary>
    [Fact]
    public void AnObjectiveThatFailsFailsItsTrialOnly()
    {
        Study study = new(s_space);
        study.Run(
            trial => trial.Number switch
            {
                1 => throw new InvalidDataException("no such column"),
                2 => double.NaN,
                3 => throw new OperationCanceledException("a cancellation that nobody asked for"),
                _ => trial.Number,
            },
            6);
        Assert.Equal(
            [TrialState.Completed, TrialState.Failed, TrialState.Failed, TrialState.Failed, TrialState.Completed, TrialState.Completed],
            study.Trials.Select(trial => trial.State));
        Assert.Contains("InvalidDataException: no such column", study.Trials[1].Error, StringComparison.Ordinal);
        Assert.Equal("The objective is NaN.", study.Trials[2].Error);
        Assert.Equal(0, study.Best!.Number);
    }

    [Fact]
    public void ACanceledRunIsContinuedWhereItStopped()
    {
        Study whole = new(s_space, new StudyOptions { Seed = 7 }), study = new(s_space, new StudyOptions { Seed = 7 });
        whole.Run(Noisy, 6);
        using CancellationTokenSource source = new();
        StudyRunEnd end = study.Run(
            trial =>
            {
                if (trial.Number == 3)
                {
                    trial.Report(1, 0);
                    trial.SetAttribute("attempt", "first");
                    source.Cancel();
                    trial.CancellationToken.ThrowIfCancellationRequested();
                }

                return Noisy(trial);
            },
            6,
            new StudyRunOptions { CancellationToken = source.Token });
        Assert.Equal(StudyRunEnd.Canceled, end);
        Assert.Equal(4, study.Trials.Count);
        study.Run(Noisy, 6);
        Assert.Equal(whole.Trials.Select(trial => trial.ToString()), study.Trials.Select(trial => trial.ToString()));
        Assert.Equal(2, study.Trials[3].Attempt);
        Assert.Empty(study.Trials[3].Intermediate);
        Assert.Empty(study.Trials[3].Attributes);
    }

    [Fact]
    public void ATrialThatIsLostWhileTheSamplerChoosesIsLeftToItsNewOwner()
    {
        SteppedClock clock = new();
        MemoryStudyStorage storage = new(clock);
        Study other = new(s_space, new StudyOptions { Storage = storage, Sampler = new RandomSampler() });
        Study slow = new(s_space, new StudyOptions
        {
            Storage = storage,
            Sampler = new Slow(() =>
            {
                clock.Now += TimeSpan.FromMinutes(2);
                other.Run(_ => 7, 1);
            }),
        });
        Assert.Equal(StudyRunEnd.Trials, slow.Run(_ => 8, 1));
        Assert.Equal((7.0, 2), (slow.Trials.Single().Value, slow.Trials.Single().Attempt));
    }

    [Fact]
    public void ARunComputesOnlyWhatIsMissing()
    {
        MemoryStudyStorage storage = new();
        new Study(s_space, new StudyOptions { Storage = storage, Seed = 4 }).Run(Noisy, 4);
        Study again = new(s_space, new StudyOptions { Storage = storage });
        Assert.Equal(4UL, again.Seed);
        again.Run(Noisy, 3);
        Assert.Equal(4, again.Trials.Count);
        again.Run(Noisy, 7);
        Assert.Equal(7, again.Trials.Count);
        Message.Mentions(Assert.Throws<StudyMismatchException>(() => new Study(SearchSpace.Parse("z=int(0,1)"), new StudyOptions { Storage = storage })).Message, "parameter z: nothing there, z=int(0,1) here", "there, nothing here");
    }

    [Fact]
    public void NoTrialStartsAfterTheTime()
    {
        Study study = new(s_space);
        Assert.Equal(StudyRunEnd.Time, study.Run(Noisy, 10, new StudyRunOptions { Time = TimeSpan.Zero }));
        Assert.Empty(study.Trials);
    }

    [Fact]
    public void WorkersShareTheTrials()
    {
        Study study = new(s_space);
        using Barrier barrier = new(4);
        study.Run(
            trial =>
            {
                Assert.True(barrier.SignalAndWait(TimeSpan.FromSeconds(30)));
                return trial.Number;
            },
            16,
            new StudyRunOptions { Workers = 4 });
        Assert.Equal(Enumerable.Range(0, 16).Select(i => (double)i), study.Trials.Select(trial => trial.Value));
    }

    [Fact]
    public void AskAndTellAreARunByHand()
    {
        Study run = new(s_space), study = new(s_space);
        run.Run(Noisy, 3);
        for (int i = 0; i < 3; i++)
        {
            RunningTrial trial = study.Ask();
            Assert.Equal(TrialState.Running, study.Trials[i].State);
            study.Tell(trial, Noisy(trial));
            Assert.Throws<TrialLostException>(() => study.Tell(trial, 1));
        }

        Assert.Equal(run.Trials.Select(trial => trial.ToString()), study.Trials.Select(trial => trial.ToString()));
        study.TellPruned(study.Ask());
        study.TellFailed(study.Ask(), "no reason");
        Assert.Equal((TrialState.Pruned, TrialState.Failed, "no reason"), (study.Trials[3].State, study.Trials[4].State, study.Trials[4].Error));
        Assert.Throws<ArgumentException>(() => study.Tell(study.Ask(), 1, 2));
    }

    [Fact]
    public void TheFirstTrialsHaveTheGivenValues()
    {
        ParameterValues good = ParameterValues.Parse(s_space, new Dictionary<string, string> { ["x"] = "0.25", ["c"] = "a" });
        Study study = new(s_space, new StudyOptions { First = [good] });
        study.Run(Noisy, 2);
        Assert.Equal(good, study.Trials[0].Parameters);
        Assert.NotEqual(good, study.Trials[1].Parameters);
    }

    [Fact]
    public void TheParetoFrontIsWhatNothingDominates()
    {
        Study study = new(s_space, new StudyOptions { Directions = [StudyDirection.Minimize, StudyDirection.Maximize] });
        double[][] values = [[1, 1], [2, 3], [3, 2], [0, 0], [2, 3], [2, 2.5]];
        study.Run(trial => values[trial.Number], values.Length);
        Assert.Equal([0, 1, 3, 4], study.ParetoFront.Select(trial => trial.Number));
        Assert.Contains("ParetoFront", Assert.Throws<InvalidOperationException>(() => study.Best).Message, StringComparison.Ordinal);
        Assert.Throws<InvalidOperationException>(() => study.Ask().Report(1, 1));
        study.Run(_ => [1], 8);
        Assert.Contains("returned 1 values, but the study has 2", study.Trials[^1].Error, StringComparison.Ordinal);
    }

    [Fact]
    public void ATrialThatLosesItsLeaseIsDroppedAndTheOtherResultCounts()
    {
        SteppedClock clock = new();
        MemoryStudyStorage storage = new(clock);
        Study study = new(s_space, new StudyOptions { Storage = storage });
        RunningTrial slow = study.Ask(TimeSpan.FromSeconds(10));
        slow.Report(1, 0);
        clock.Now += TimeSpan.FromSeconds(11);
        RunningTrial second = study.Ask(TimeSpan.FromSeconds(10));
        Assert.Equal((slow.Number, slow.Seed, slow.Parameters), (second.Number, second.Seed, second.Parameters));
        Assert.Throws<TrialLostException>(() => slow.Report(2, 1));
        Assert.Throws<TrialLostException>(() => study.Tell(slow, 1));
        study.Tell(second, 2);
        Assert.Equal(2, study.Trials.Single().Value);
    }

    [Fact]
    public void TheLeaseOfATrialThatRunsIsExtended()
    {
        MemoryStudyStorage storage = new();
        Study study = new(s_space, new StudyOptions { Storage = storage });
        study.Run(
            trial =>
            {
                Thread.Sleep(2500);
                Assert.Null(storage.Claim(study.Name, 1, null));
                return 1;
            },
            1,
            new StudyRunOptions { Lease = TimeSpan.FromSeconds(1) });
        Assert.Equal((TrialState.Completed, 1), (study.Trials[0].State, study.Trials[0].Attempt));
    }

    [Fact]
    public void ASamplerThatFailsLeavesATrialThatCanBeContinued()
    {
        MemoryStudyStorage storage = new();
        Assert.Throws<InvalidOperationException>(() => new Study(s_space, new StudyOptions { Storage = storage, Sampler = new Failing() }).Run(Noisy, 1));
        Study study = new(s_space, new StudyOptions { Storage = storage });
        study.Run(Noisy, 1);
        Assert.Equal(TrialState.Completed, study.Trials.Single().State);
    }

    [Fact]
    public void TheGridHasEveryCombinationOnce()
    {
        SearchSpace space = SearchSpace.Parse("x=uniform(0,1); n=int(1,2); b=int-log(1,1000); c=choice(a;b); y=uniform(0,1,0.5) if c=b");
        Study study = new(space, new StudyOptions { Sampler = new GridSampler(3) });
        Assert.Equal(3 * 2 * 3 * (1 + 3), study.Sampler.Limit(space));
        Assert.Equal(StudyRunEnd.Trials, study.Run(Noisy, 1000));
        Assert.Equal(72, study.Trials.Count);
        Assert.Equal(72, study.Trials.Select(trial => trial.Parameters).Distinct().Count());
        Assert.Equal(["0", "0.5", "1"], study.Trials.Select(trial => trial.Parameters!["x"]).Distinct().Order());
        Assert.Equal([1, 32, 1000], study.Trials.Select(trial => trial.Parameters!.GetInteger("b")).Distinct().Order());
    }

    /// <summary>A sampler that prefers one value again and again leaves it while there are others.</summary>
    [Fact]
    public void ValuesOfOtherTrialsAreDrawnAgain()
    {
        SearchSpace space = SearchSpace.Parse("a=choice(x;y;z); b=int(1,4)");
        Study plain = new(space, new StudyOptions { Sampler = new TpeSampler() }), other = new(space, new StudyOptions { Sampler = new TpeSampler(), AvoidRepeats = true });
        foreach (Study study in (Study[])[plain, other])
        {
            study.Run(trial => trial.GetChoice("a") == "x" ? trial.GetInteger("b") : 10, 11);
        }

        int Different(Study study) => study.Trials.Select(trial => trial.Parameters).Distinct().Count();
        Assert.True(Different(plain) < Different(other), $"{Different(plain)} {Different(other)}");
        Assert.InRange(Different(other), 10, 11);
    }

    [Fact]
    public void RandomValuesAreUniform()
    {
        SearchSpace space = SearchSpace.Parse("x=log(0.01,1); c=choice(a;b;c;d)");
        Study study = new(space);
        study.Run(_ => 0, 500);

        // Four standard deviations.
        Assert.InRange(study.Trials.Count(trial => trial.Parameters!.GetNumber("x") < 0.1), 205, 295);
        Assert.All(study.Trials.GroupBy(trial => trial.Parameters!["c"]), group => Assert.InRange(group.Count(), 86, 164));
    }

    private static double Noisy(RunningTrial trial) => trial.Parameters.ToString().Length + new CounterRandom(trial.Seed, Streams.Noise).Uniform(0);

    private sealed record Failing : Sampler
    {
        public override Suggestion Suggest(SamplingContext context) => throw new InvalidOperationException("no values");
    }

    private sealed record Slow(Action Pause) : Sampler
    {
        public override Suggestion Suggest(SamplingContext context)
        {
            Pause();
            return new RandomSampler().Suggest(context);
        }
    }
}

/// <summary>A clock that tests set.</summary>
internal sealed class SteppedClock : TimeProvider
{
    public DateTimeOffset Now { get; set; } = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public override DateTimeOffset GetUtcNow() => Now;
}
