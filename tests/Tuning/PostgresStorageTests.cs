using Descent.Tests.Cli;
using Descent.Tuning;
using Descent.Tuning.Postgres;
using Npgsql;

namespace Descent.Tests.Tuning;

public sealed class PostgresStorageTests : StorageTests, IClassFixture<PostgresTestServer>, IDisposable
{
    private readonly PostgresTestServer server;
    private readonly PostgresPlace place;

    public PostgresStorageTests(PostgresTestServer server) => (this.server, place) = (server, new PostgresPlace(server));

    public void Dispose() => place.Dispose();

    protected override IStudyStorage Create(TimeProvider time) => Open(clock: time);

    protected override IStudyStorage Again(IStudyStorage storage, TimeProvider time) => Open(clock: time);

    /// <summary>A dead process on this machine gives up its trial at once, not when its lease ends: trials come in the same order.</summary>
    [Theory]
    [InlineData("random")]
    [InlineData("sobol")]
    [InlineData("grid")]
    [InlineData("tpe")]
    public Task AKilledProcessIsContinuedToTheBit(string sampler) => WorkerProcesses.GoOnAfterAKillAsIfNothingHadHappened(Open(), WorkerProcesses.OfServer(place.Text), sampler);

    [Fact]
    public void AStudyIsTheSameAsInMemory()
    {
        Study memory = new(WorkerProcesses.Space, new StudyOptions { Seed = 9 }), database = new(WorkerProcesses.Space, new StudyOptions { Seed = 9, Storage = Open() });
        memory.Run(WorkerProcesses.Objective, 20);
        database.Run(WorkerProcesses.Objective, 20);
        Assert.Equal(memory.Trials.Select(trial => trial.ToString()), database.Trials.Select(trial => trial.ToString()));
    }

    [Fact]
    public Task KilledProcessesAndARestartedServerLoseAndDoubleNothing() => WorkerProcesses.LoseAndDoubleNothing(Open(), WorkerProcesses.OfServer(place.Text), server.Folder, kill =>
    {
        if (kill is 4 or 8)
        {
            server.Restart(kill == 4 ? "fast" : "immediate");
        }
    });

    /// <summary>FAULTS 68: the server restarts in the middle of trials. The leases outlive the restarts, so that no objective is computed twice.</summary>
    [Fact]
    public void AServerThatRestartsMidTrialLosesAndDoublesNothing()
    {
        int computed = 0;
        Study study = new(WorkerProcesses.Space, new StudyOptions { Storage = Open(), Sampler = new RandomSampler() });
        study.Run(
            trial =>
            {
                Interlocked.Increment(ref computed);
                trial.Report(1, 0);
                if (trial.Number is 3 or 7)
                {
                    server.Restart(trial.Number == 3 ? "fast" : "immediate");
                }

                trial.Report(2, 1);
                return trial.Number;
            },
            12,
            new StudyRunOptions { Workers = 3 });
        Assert.Empty(study.Trials.Select(trial => trial.Error).OfType<string>());
        Assert.Equal(12, computed);
        Assert.Equal(Enumerable.Range(0, 12).Select(i => (i, TrialState.Completed, (double)i, 1, 2)), study.Trials.Select(trial => (trial.Number, trial.State, trial.Value, trial.Attempt, trial.Intermediate.Count)));
    }

    // The server has made the change, or has never heard of it, and the connection is gone: in both cases it is made once.
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void AChangeWhoseMessageIsLostIsMadeOnce(bool isAnswer)
    {
        using LossyConnection connection = new(server.Socket);
        PostgresStudyStorage storage = Open(place.Text.Replace(server.Folder, $"127.0.0.1;Port={connection.Port}", StringComparison.Ordinal));
        int changes = 0;
        Lose(() => storage.Open(PostgresPlace.Definition));
        TrialLease lease = null!, other = null!;
        Lose(() => lease = storage.Claim("study", 2, null)!);
        Lose(() => other = storage.Claim("study", 2, null)!);
        Assert.Null(storage.Claim("study", 2, null));
        Lose(() => storage.Begin(lease, PostgresPlace.Suggestion));
        Lose(() => storage.Report(lease, 0, double.NaN));
        Assert.Throws<ArgumentException>(() => storage.Report(lease, 0, double.NaN));
        Lose(() => Assert.Throws<ArgumentException>(() => storage.Report(lease, 0, 2)));
        Lose(() => storage.SetAttribute(lease, "name", "value"));
        Lose(() => storage.Extend(lease, PostgresPlace.Minute));
        Lose(() => storage.Finish(lease, PostgresPlace.Result));
        Lose(() => Assert.Throws<TrialLostException>(() => storage.Extend(lease, PostgresPlace.Minute)));
        Lose(() => storage.Release(other));
        Lose(() => other = storage.Claim("study", 2, PostgresPlace.Minute)!);
        Assert.Equal((1, 2), (other.Number, storage.Trial("study", 1).Attempt));
        Assert.Throws<TrialLostException>(() => storage.Finish(lease, PostgresPlace.Result));

        Trial trial = storage.Trials("study")[0];
        Assert.Equal((TrialState.Completed, 0.25, PostgresPlace.Suggestion.Values, 1), (trial.State, trial.Value, trial.Parameters, trial.Attempt));
        Assert.Equal([KeyValuePair.Create(0, double.NaN)], trial.Intermediate);
        Assert.Equal([KeyValuePair.Create("name", "value")], trial.Attributes);

        void Lose(Action change)
        {
            if (isAnswer)
            {
                connection.LoseAnswer();
            }
            else
            {
                connection.LoseRequest();
            }

            change();
            Assert.Equal(++changes, connection.Lost);
        }
    }

    // With the name of a function of PostgreSQL before it, the server's clock is one that the test sets.
    [Fact]
    public void LeasesEndByTheClockOfTheServer()
    {
        string schema = new NpgsqlConnectionStringBuilder(place.Text).SearchPath!;
        SetClock("2001-02-03 04:05:06Z");
        PostgresStudyStorage storage = Open($"{place.Text},pg_catalog");
        storage.Open(PostgresPlace.Definition);
        storage.Claim("study", 1, PostgresPlace.Minute);
        SetClock("2001-02-03 04:06:05Z");
        Assert.Null(storage.Claim("study", 1, PostgresPlace.Minute));
        SetClock("2001-02-03 04:06:06Z");
        storage.Finish(storage.Claim("study", 1, PostgresPlace.Minute)!, PostgresPlace.Result);
        Assert.Equal(new DateTimeOffset(2001, 2, 3, 4, 6, 6, TimeSpan.Zero), storage.Trial("study", 0).Start);
        Assert.Equal(new DateTimeOffset(2001, 2, 3, 4, 6, 6, TimeSpan.Zero), storage.Trial("study", 0).End);

        void SetClock(string time) => server.Execute($"CREATE OR REPLACE FUNCTION {schema}.clock_timestamp() RETURNS timestamptz LANGUAGE sql AS $$ SELECT timestamptz '{time}' $$");
    }

    [Fact]
    public async Task OfManyAtOnceOneCreatesTheTables()
    {
        Task[] openings = [.. Enumerable.Range(0, 8).Select(i => Task.Factory.StartNew(
            () =>
            {
                using PostgresStudyStorage storage = new(place.Text);
                storage.Open(PostgresPlace.Definition with { Name = $"study {i % 4}" });
                storage.Claim($"study {i % 4}", 2, PostgresPlace.Minute);
            },
            CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default))];
        await Task.WhenAll(openings);
        PostgresStudyStorage after = Open();
        Assert.Equal(["study 0", "study 1", "study 2", "study 3"], after.Studies().Select(study => study.Name));
        Assert.All(after.Studies(), study => Assert.Equal([0, 1], after.Trials(study.Name).Select(trial => trial.Number)));
    }

    [Fact]
    public void ADeletedTrialIsComputedAgain() =>
        AssertADeletedTrialIsComputedAgain(number => server.Execute($"DELETE FROM {new NpgsqlConnectionStringBuilder(place.Text).SearchPath}.descent_trials WHERE number = {number}"));

    /// <summary>The trial is named.</summary>
    [Fact]
    public void ARowThatCannotBeReadIsNamed()
    {
        PostgresStudyStorage storage = Open();
        storage.Open(PostgresPlace.Definition);
        storage.Finish(storage.Claim("study", 1, null)!, PostgresPlace.Result);
        string schema = new NpgsqlConnectionStringBuilder(place.Text).SearchPath!;
        foreach (string damage in (string[])["objectives = '{}'", "objectives = '{1}', parameters = '{x=99,y=0}'", "parameters = '{foo}'"])
        {
            server.Execute($"UPDATE {schema}.descent_trials SET {damage}");
            Message.Mentions(Assert.Throws<StudyStorageException>(() => Open().Trials("study")).Message, storage.Place, "trial 1", "'study'");
        }

        server.Execute($"UPDATE {schema}.descent_studies SET space = 'bad((('");
        Message.Mentions(Assert.Throws<StudyStorageException>(() => Open().Studies()).Message, storage.Place, "row of the study 'study'");
    }

    // Someone else has created the tables.
    [Fact]
    public void AUserMayBeAllowedNothingButRowsOfTheTables()
    {
        string schema = new NpgsqlConnectionStringBuilder(place.Text).SearchPath!, clerk = place.Text.Replace("owner", $"clerk_{schema}", StringComparison.Ordinal);
        server.Execute($"CREATE ROLE clerk_{schema} LOGIN; GRANT USAGE ON SCHEMA {schema} TO clerk_{schema}");
        Refused(clerk, $"'clerk_{schema}'", "'postgres'");
        Open();
        server.Execute($"GRANT SELECT, INSERT, UPDATE ON ALL TABLES IN SCHEMA {schema} TO clerk_{schema}");
        Study study = new(WorkerProcesses.Space, new StudyOptions { Storage = Open(clerk) });
        study.Run(WorkerProcesses.Objective, 3);
        Assert.Equal(3, study.Trials.Count);
    }

    [Fact]
    public void WhatCannotBeUsedIsRefusedInPlainWords()
    {
        server.Execute("DROP ROLE IF EXISTS guarded; CREATE ROLE guarded LOGIN PASSWORD 'right'");
        Refused($"{server.ConnectionString};Port=5433", $"{server.Folder}:5433");
        Refused("Host=127.0.0.1;Port=1;Username=me", "127.0.0.1:1");
        Refused("Host=none.invalid;Username=me", "'none.invalid'");
        Refused(server.ConnectionString.Replace("Database=postgres", "Database=none", StringComparison.Ordinal), "'none'");
        Refused(server.ConnectionString.Replace("owner", "guarded;Password=wrong", StringComparison.Ordinal), "'guarded'", "password");
        foreach (string none in (string[])["postgres://me:secret@here:many/tuning", "postgresql://me:secret@here/tuning?colour=secret", "Host=here;Port=many;Password=secret", "Password=secret", "Colour=red;Password=secret"])
        {
            ArgumentException fault = Assert.Throws<ArgumentException>("connectionString", () => new PostgresStudyStorage(none));
            Message.Mentions(fault.Message, "Host=", "Database=");
            Assert.DoesNotContain("secret", fault.ToString(), StringComparison.Ordinal);
        }
    }

    /// <summary>A database that is only looked at gets no tables.</summary>
    [Fact]
    public void ADatabaseWithoutStudiesIsNotChangedByALook()
    {
        string empty = server.Create();
        Message.Mentions(Assert.Throws<StudyStorageException>(() => new PostgresStudyStorage(empty, isReadOnly: true)).Message, "has no tables of studies", "Nothing was changed");
        Message.Mentions(ToolRun.Of("study", empty).EndsWith(2).Errors.ReplaceLineEndings(" "), "has no tables of studies");
        Assert.Throws<StudyStorageException>(() => new PostgresStudyStorage(empty, isReadOnly: true));

        PostgresStudyStorage storage = Open();
        storage.Open(PostgresPlace.Definition);
        using PostgresStudyStorage reader = new(place.Text, isReadOnly: true);
        Assert.Equal("study", Assert.Single(reader.Studies()).Name);
        reader.Open(PostgresPlace.Definition);
        Message.Mentions(Assert.Throws<StudyStorageException>(() => reader.Claim("study", 1, null)).Message, "read-only");
    }

    // An objective may throw anything; its study must not end because of a character.
    [Fact]
    public void EveryErrorIsKept()
    {
        PostgresStudyStorage storage = Open();
        storage.Open(PostgresPlace.Definition);
        storage.Finish(storage.Claim("study", 1, null)!, new TrialResult(TrialState.Failed, [], "a\0b \ud800 'c' \U0001F600"));
        Assert.Equal("a\u2400b \ufffd 'c' \U0001F600", storage.Trial("study", 0).Error);
        TrialLease lease = storage.Claim("study", 2, null)!;
        Message.Mentions(Assert.Throws<ArgumentException>(() => storage.SetAttribute(lease, "name", "a\0")).Message, "U+0000");
    }

    private static void Refused(string connectionString, params string[] words) =>
        Message.Mentions(Assert.Throws<StudyStorageException>(() => new PostgresStudyStorage(connectionString)).Message, words);

    private PostgresStudyStorage Open(string? connectionString = null, TimeSpan? retryTime = null, TimeProvider? clock = null) => place.Closed(new PostgresStudyStorage(connectionString ?? place.Text, retryTime, clock));
}
