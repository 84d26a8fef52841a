using Descent.Tuning;

namespace Descent.Tests.Tuning;

/// <summary>What every storage does, with a clock that the test sets: a class of its own derives for each storage.</summary>
public abstract class StorageTests
{
    private static readonly StudyDefinition s_study = new("a study", SearchSpace.Parse("x=uniform(0,1); c=choice(a=1;b, c); y=log(1e-5,1) if c=b, c"), [StudyDirection.Maximize], ulong.MaxValue)
    {
        Attributes = new Dictionary<string, string> { ["data"] = "a 'table'\n= 1", ["folds"] = "5" },
    };

    private static readonly TimeSpan s_minute = TimeSpan.FromMinutes(1);

    private readonly SteppedClock clock = new();

    protected abstract IStudyStorage Create(TimeProvider time);

    /// <summary>The same storage, opened by somebody else.</summary>
    protected abstract IStudyStorage Again(IStudyStorage storage, TimeProvider time);

    [Fact]
    public void AStudyIsCreatedOnceAndFoundAgain()
    {
        IStudyStorage storage = Create(clock);
        AssertSame(s_study, storage.Open(s_study));
        AssertSame(s_study, storage.Open(s_study with { Seed = 7, Space = SearchSpace.Parse("z=int(1,2)"), Attributes = new Dictionary<string, string> { ["data"] = "other", ["more"] = "x" } }));
        storage.Open(s_study with { Name = "Z" });
        Assert.Equal(["Z", "a study"], Again(storage, clock).Studies().Select(study => study.Name));
        AssertSame(s_study, Again(storage, clock).Studies()[1]);
        Assert.Contains("no study 'none'", Assert.Throws<ArgumentException>(() => storage.Trials("none")).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => storage.Claim("none", 1, null));
        Assert.Throws<ArgumentException>(() => storage.Trial(s_study.Name, 0));

        static void AssertSame(StudyDefinition expected, StudyDefinition actual)
        {
            Assert.Equal((expected.Name, expected.Space, expected.Directions[0], expected.Seed), (actual.Name, actual.Space, actual.Directions.Single(), actual.Seed));
            Assert.Equal(expected.Attributes.OrderBy(pair => pair.Key, StringComparer.Ordinal), actual.Attributes.OrderBy(pair => pair.Key, StringComparer.Ordinal));
        }
    }

    [Fact]
    public void ATrialIsKeptAsItWasTold()
    {
        IStudyStorage storage = Create(clock);
        storage.Open(s_study with { Directions = [StudyDirection.Maximize, StudyDirection.Minimize, StudyDirection.Minimize] });
        DateTimeOffset start = clock.Now;
        TrialLease lease = storage.Claim(s_study.Name, 10, s_minute)!;
        Trial trial = storage.Trial(s_study.Name, 0);
        Assert.Equal((0, TrialState.Running, null, null, 1, start, null), (lease.Number, trial.State, trial.Parameters, trial.Note, trial.Attempt, trial.Start, trial.End));

        ParameterValues values = s_study.Space.Assign(i => i == 1 ? 1 : 0.1 + 0.2);
        storage.Begin(lease, new Suggestion(values, "a note"));
        storage.Report(lease, 5, double.NaN);
        storage.Report(lease, 2, double.NegativeInfinity);
        storage.Report(lease, 0, Math.PI);
        storage.SetAttribute(lease, "b", "first");
        storage.SetAttribute(lease, "b", "two\nlines = 'quoted' ;");
        Assert.Throws<ArgumentException>(() => storage.Report(lease, 2, 1));
        clock.Now += TimeSpan.FromSeconds(3.25);
        storage.Finish(lease, new TrialResult(TrialState.Completed, [1.0 / 3, double.PositiveInfinity, -1e-300]));
        foreach (IStudyStorage one in (IStudyStorage[])[storage, Again(storage, clock)])
        {
            trial = one.Trials(s_study.Name).Single();
            Assert.Equal((values, "a note", TrialState.Completed, null, start, start + TimeSpan.FromSeconds(3.25)), (trial.Parameters, trial.Note, trial.State, trial.Error, trial.Start, trial.End));
            Assert.Equal([1.0 / 3, double.PositiveInfinity, -1e-300], trial.Values);
            Assert.Equal([(0, Math.PI), (2, double.NegativeInfinity), (5, double.NaN)], trial.Intermediate.Select(pair => (pair.Key, pair.Value)));
            Assert.Equal(("b", "two\nlines = 'quoted' ;"), trial.Attributes.Select(pair => (pair.Key, pair.Value)).Single());
        }

        TrialLease failed = storage.Claim(s_study.Name, 10, null)!;
        storage.Finish(failed, new TrialResult(TrialState.Failed, [], "why"));
        Assert.Equal((TrialState.Failed, "why"), (storage.Trial(s_study.Name, 1).State, storage.Trial(s_study.Name, 1).Error));
    }

    [Fact]
    public void NoMoreTrialsAreCreatedThanTheLimit()
    {
        IStudyStorage storage = Create(clock);
        storage.Open(s_study);
        storage.Open(s_study with { Name = "other" });
        Assert.Equal([0, 1, 2], Enumerable.Range(0, 3).Select(_ => storage.Claim(s_study.Name, 3, s_minute)!.Number));
        Assert.Null(storage.Claim(s_study.Name, 3, s_minute));
        Assert.Equal(3, storage.Claim(s_study.Name, 4, null)!.Number);
        Assert.Equal(0, storage.Claim("other", 4, null)!.Number);
    }

    [Fact]
    public void ATrialWhoseLeaseHasEndedIsTakenOverOnce()
    {
        IStudyStorage storage = Create(clock);
        storage.Open(s_study);
        TrialLease endless = storage.Claim(s_study.Name, 2, null)!, lost = storage.Claim(s_study.Name, 2, s_minute)!;
        ParameterValues values = s_study.Space.Assign(_ => 0);
        storage.Begin(lost, new Suggestion(values, "kept"));
        storage.Report(lost, 0, 1);
        storage.SetAttribute(lost, "a", "b");

        clock.Now += TimeSpan.FromSeconds(50);
        storage.Extend(lost, s_minute);
        clock.Now += TimeSpan.FromSeconds(59);
        Assert.Null(storage.Claim(s_study.Name, 2, s_minute));
        clock.Now += TimeSpan.FromSeconds(1);
        TrialLease taken = Again(storage, clock).Claim(s_study.Name, 2, s_minute)!;
        Assert.Null(storage.Claim(s_study.Name, 2, s_minute));

        Trial trial = storage.Trial(s_study.Name, taken.Number);
        Assert.Equal((1, values, "kept", 2, clock.Now), (trial.Number, trial.Parameters, trial.Note, trial.Attempt, trial.Start));
        Assert.Empty(trial.Intermediate);
        Assert.Empty(trial.Attributes);
        foreach (Action use in (Action[])[() => storage.Report(lost, 1, 1), () => storage.SetAttribute(lost, "a", "c"), () => storage.Extend(lost, s_minute), () => storage.Release(lost), () => storage.Begin(lost, new Suggestion(values)), () => storage.Finish(lost, new TrialResult(TrialState.Completed, [1]))])
        {
            Assert.Throws<TrialLostException>(use);
        }

        storage.Finish(taken, new TrialResult(TrialState.Completed, [2]));
        storage.Finish(endless, new TrialResult(TrialState.Completed, [3]));
        Assert.Throws<TrialLostException>(() => storage.Finish(taken, new TrialResult(TrialState.Completed, [4])));
        clock.Now += TimeSpan.FromDays(1);
        Assert.Null(storage.Claim(s_study.Name, 2, s_minute));
        Assert.Equal([3, 2], storage.Trials(s_study.Name).Select(row => row.Value));
    }

    [Fact]
    public void AReleasedTrialIsTheNextOne()
    {
        IStudyStorage storage = Create(clock);
        storage.Open(s_study);
        TrialLease lease = storage.Claim(s_study.Name, 5, s_minute)!;
        storage.Claim(s_study.Name, 5, s_minute);
        storage.Release(lease);
        Assert.Throws<TrialLostException>(() => storage.Finish(lease, new TrialResult(TrialState.Pruned, [])));
        Assert.Equal([0, 2], Enumerable.Range(0, 2).Select(_ => storage.Claim(s_study.Name, 5, s_minute)!.Number));
    }

    /// <summary>Somebody has deleted the row of a trial, but not what it reported: it is computed again, before new ones, and its number is not used twice.</summary>
    protected void AssertADeletedTrialIsComputedAgain(Action<int> delete)
    {
        ArgumentNullException.ThrowIfNull(delete);
        IStudyStorage storage = Create(clock);
        storage.Open(s_study);
        for (int i = 0; i < 5; i++)
        {
            Finish(i, i);
        }

        delete(1);
        delete(3);
        storage = Again(storage, clock);
        Assert.Equal([0, 2, 4], storage.Trials(s_study.Name).Select(trial => trial.Number));
        Assert.Equal([0, 2, 4], storage.Trials(s_study.Name).Select(trial => trial.Number));
        Finish(1, 10);
        Finish(3, 30);
        Finish(5, 50);
        Assert.Null(storage.Claim(s_study.Name, 6, null));
        Assert.Equal([0, 10, 2, 30, 4, 50], storage.Trials(s_study.Name).Select(trial => trial.Value));
        Assert.All(storage.Trials(s_study.Name), trial => Assert.Equal([KeyValuePair.Create(0, trial.Value)], trial.Intermediate));

        void Finish(int number, double value)
        {
            TrialLease lease = storage.Claim(s_study.Name, 6, null)!;
            Assert.Equal(number, lease.Number);
            storage.Begin(lease, new Suggestion(s_study.Space.Assign(_ => 0)));
            storage.Report(lease, 0, value);
            storage.SetAttribute(lease, "a", "b");
            storage.Finish(lease, new TrialResult(TrialState.Completed, [value]));
        }
    }

    /// <summary>A trial that nobody computes is told from one that runs, although both have not ended.</summary>
    [Fact]
    public void ATrialThatNobodyComputesWaits()
    {
        IStudyStorage storage = Create(clock);
        storage.Open(s_study);
        TrialLease released = storage.Claim(s_study.Name, 3, s_minute)!;
        storage.Claim(s_study.Name, 3, s_minute);
        storage.Claim(s_study.Name, 3, null);
        Assert.Equal([false, false, false], Waiting());
        storage.Release(released);
        Assert.Equal([true, false, false], Waiting());
        clock.Now += s_minute;
        Assert.Equal([true, true, false], Waiting());
        TrialLease taken = storage.Claim(s_study.Name, 3, s_minute)!;
        Assert.Equal([false, true, false], Waiting());
        storage.Begin(taken, new Suggestion(s_study.Space.Assign(_ => 0)));
        storage.Finish(taken, new TrialResult(TrialState.Completed, [1]));
        clock.Now += s_minute;
        Assert.Equal([false, true, false], Waiting());

        bool[] Waiting()
        {
            bool[] all = [.. Again(storage, clock).Trials(s_study.Name).Select(trial => trial.IsWaiting)];
            Assert.Equal(all, Enumerable.Range(0, 3).Select(number => storage.Trial(s_study.Name, number).IsWaiting));
            return all;
        }
    }

    // Claims, takeovers and results of many threads: every trial has one result, and nobody sees a trial twice.
    [Fact]
    public void ManyThreadsLoseAndDoubleNothing()
    {
        IStudyStorage storage = Create(TimeProvider.System);
        storage.Open(s_study);
        List<int> finished = [];
        Thread[] threads =
        [
            .. Enumerable.Range(0, 6).Select(worker => new Thread(() =>
            {
                IStudyStorage own = worker % 2 == 0 ? storage : Again(storage, TimeProvider.System);
                while (own.Claim(s_study.Name, 60, s_minute) is { } lease)
                {
                    // Every third claim dies at once.
                    if (own.Trial(s_study.Name, lease.Number) is { Attempt: 1 } && lease.Number % 3 == 0)
                    {
                        own.Release(lease);
                        continue;
                    }

                    own.Begin(lease, new Suggestion(s_study.Space.Assign(_ => 0)));
                    own.Report(lease, 0, lease.Number);
                    own.Finish(lease, new TrialResult(TrialState.Completed, [lease.Number]));
                    lock (finished)
                    {
                        finished.Add(lease.Number);
                    }
                }
            })),
        ];
        Array.ForEach(threads, thread => thread.Start());
        Array.ForEach(threads, thread => thread.Join());
        Assert.Equal(Enumerable.Range(0, 60), finished.Order());
        Assert.Equal(Enumerable.Range(0, 60).Select(i => (i, TrialState.Completed, (double)i, i % 3 == 0 ? 2 : 1)), storage.Trials(s_study.Name).Select(trial => (trial.Number, trial.State, trial.Value, trial.Attempt)));
    }
}

public sealed class MemoryStorageTests : StorageTests
{
    protected override IStudyStorage Create(TimeProvider time) => new MemoryStudyStorage(time);

    // Nobody else sees the memory of this process.
    protected override IStudyStorage Again(IStudyStorage storage, TimeProvider time) => storage;
}
