using System.Text.Json;
using Descent.Cli;
using Descent.Cli.Runs;
using Descent.Tests.Tuning;
using Descent.Tuning;
using Descent.Tuning.Sqlite;

namespace Descent.Tests.Cli.Verbs;

/// <summary><c>tune --study</c>: trials that are kept, continued and shared.</summary>
public sealed class TuneStudyTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    private string[] Quick(params string[] more) =>
        ["tune", ToolRun.Iris, "--target", "species", "--cv", "2", "--epochs", "3", "--search", "learning-rate=log(1e-3,1e-1)", "--study", folder["study.db"], "--json", .. more];

    [Fact]
    public void TheSameCommandGoesOn()
    {
        JsonElement first = ToolRun.Of(Quick("--trials", "2", "--out", folder["first"])).EndsWith(0).Json();
        Assert.Equal((folder["study.db"], "study", 2, 2), Facts(first));

        // The number of trials is that of the study. The trials of one process are those of two.
        ToolRun again = ToolRun.Of(Quick("--trials", "4", "--out", folder["second"])).EndsWith(0);
        Assert.Contains("goes on after 2 trials of 4 (--trials)", again.Errors, StringComparison.Ordinal);
        Assert.Equal((folder["study.db"], "study", 4, 2), Facts(again.Json()));
        JsonElement memory = ToolRun.Of([.. Quick("--trials", "4", "--out", folder["memory"]).Where(word => word != "--study" && word != folder["study.db"])]).EndsWith(0).Json();
        Assert.Equal(Trials(memory), Trials(again.Json()));
        Assert.Equal(memory.GetProperty("metrics").GetRawText(), again.Json().GetProperty("metrics").GetRawText());

        // Enough trials are there: the best settings are trained again.
        ToolRun enough = ToolRun.Of(Quick("--trials", "1", "--out", folder["third"])).EndsWith(0);
        Assert.Contains("which has 4 finished trials already; --trials 1 adds none.", enough.Errors.ReplaceLineEndings(" "), StringComparison.Ordinal);
        JsonElement third = enough.Json();
        Assert.Equal((folder["study.db"], "study", 4, 0), Facts(third));
        Assert.Equal(memory.GetProperty("metrics").GetRawText(), third.GetProperty("metrics").GetRawText());

        static (string?, string?, int, int) Facts(JsonElement json)
        {
            JsonElement study = json.GetProperty("study");
            return (study.GetProperty("place").GetString(), study.GetProperty("name").GetString(), study.GetProperty("finishedTrials").GetInt32(), study.GetProperty("finishedHere").GetInt32());
        }

        static IEnumerable<string> Trials(JsonElement json) => json.GetProperty("tuning").GetProperty("trials").EnumerateArray().Select(trial => $"{trial.GetProperty("values")} {trial.GetProperty("folds")}");
    }

    /// <summary>The same command replaces the run that its own study wrote, and no other.</summary>
    [Fact]
    public void AStudyReplacesItsOwnRun()
    {
        ToolRun.Of(Quick("--trials", "1", "--out", folder["run"])).EndsWith(0);
        Assert.Equal(2, ToolRun.Of(Quick("--trials", "2", "--out", folder["run"])).EndsWith(0).Json().GetProperty("study").GetProperty("finishedTrials").GetInt32());
        Message.Mentions(ToolRun.Of(Quick("--trials", "2", "--study-name", "other", "--out", folder["run"])).EndsWith(ExitCode.Usage).Errors, "is not empty");
        Assert.Equal(folder["run"], new RunOfStudy(folder["study.db"], "study").Find(Path.GetDirectoryName(folder["run"])!));
        Assert.Null(new RunOfStudy(folder["study.db"], "other").Find(Path.GetDirectoryName(folder["run"])!));
        File.WriteAllText(folder["run/metrics.json"], "[");
        Assert.False(new RunOfStudy(folder["study.db"], "study").IsIn(folder["run"]));
        Message.Mentions(ToolRun.Of("study", folder["study.db"]).EndsWith(0).Output, "seeds: 1, of --seed 1");
    }

    /// <summary>A study of recipes and one of a single network have no parameter in common: one sentence says so.</summary>
    [Fact]
    public void AnotherKindOfSearchIsOneSentence()
    {
        ToolRun.Of(Quick("--trials", "1", "--out", folder["run"])).EndsWith(0);
        string errors = ToolRun.Of([.. Quick("--out", folder["other"]).Where(word => word is not ("--epochs" or "3" or "--search")).Where(word => !word.StartsWith("learning-rate", StringComparison.Ordinal))]).EndsWith(ExitCode.Usage).Errors;
        Message.Mentions(errors.ReplaceLineEndings(" "), "The search: a single network there, recipes here.");
        Assert.True(errors.Split('\n').Length <= 7, errors);
    }

    /// <summary>Whoever finds that all trials of a study diverged says so, also if other processes computed them.</summary>
    [Fact]
    public void AStudyWhoseTrialsAllDivergedElsewhereIsAFailedTraining()
    {
        string[] call = ["tune", ToolRun.Iris, "--target", "species", "--cv", "2", "--layers", "4", "--epochs", "1", "--optimizer", "sgd", "--search", "learning-rate=log(1e30,1e31)", "--trials", "2", "--study", folder["study.db"], "--out", folder["run"]];
        for (int i = 0; i < 2; i++)
        {
            Message.Mentions(ToolRun.Of(call).EndsWith(ExitCode.TrainingFailed).Errors.ReplaceLineEndings(" "), "None of 2 trials has completed; in each of them, the loss became infinite or NaN. The first failure: ");
        }
    }

    [Fact]
    public void AStudyOfSomethingElseIsRefusedAndTheDifferenceIsNamed()
    {
        ToolRun.Of(Quick("--trials", "1", "--out", folder["run"])).EndsWith(0);
        string other = folder["other.csv"];
        File.WriteAllText(other, File.ReadAllText(ToolRun.Iris).Replace("5.1", "5.2", StringComparison.Ordinal));
        Refused(["data: 150 rows and 5 columns with the SHA-256 ", " there, "], [.. Quick().Select(word => word == ToolRun.Iris ? other : word)]);
        Refused(["folds: 2 there, 3 here"], [.. Quick().Select(word => word == "2" ? "3" : word)]);
        Refused(["score: log_loss there, accuracy here"], Quick("--score", "accuracy"));
        Refused(["seeds: 1 from 1 there, 1 from 2 here"], Quick("--seed", "2"));
        Refused(["--layers: nothing there, 4 here"], Quick("--layers", "4"));
        Refused(["--epochs: 3 there, 9 here"], [.. Quick().Select(word => word == "3" ? "9" : word)]);
        Refused(["test rows: 0.2 there, 0.3 here"], Quick("--test-fraction", "0.3"));
        Refused(["learning-rate: learning-rate=log(0.001,0.1) there, learning-rate=log(0.001,1) here"], [.. Quick().Select(word => word.Replace("1e-1", "1", StringComparison.Ordinal))]);

        // What decides nothing about scores may differ, and so may another study in the same file.
        ToolRun.Of(Quick("--trials", "2", "--sampler", "random", "--pruner", "none", "--threads", "1", "--out", folder["again"])).EndsWith(0);
        ToolRun.Of(Quick("--trials", "1", "--score", "accuracy", "--study-name", "by accuracy", "--out", folder["named"])).EndsWith(0);
        using SqliteStudyStorage storage = new(folder["study.db"]);
        Assert.Equal([("by accuracy", 1), ("study", 2)], storage.Studies().Select(study => (study.Name, storage.Trials(study.Name).Count)));

        void Refused(string[] words, string[] arguments)
        {
            ToolRun run = ToolRun.Of([.. arguments, "--out", folder["refused"]]).EndsWith(ExitCode.Usage);
            Message.Mentions(run.Errors, ["--study", folder["study.db"], "--study-name", .. words]);
            Assert.False(Directory.Exists(folder["refused"]));
        }
    }

    /// <summary>Another process computes the last trial: this one waits for it, and leaves the training with the best settings to it.</summary>
    [Fact]
    public async Task TheProcessThatEndsTheLastTrialTrainsTheBest()
    {
        ToolRun.Of(Quick("--trials", "1", "--out", folder["run"])).EndsWith(0);
        using SqliteStudyStorage other = new(folder["study.db"]);
        TrialLease lease = other.Claim("study", 2, TimeSpan.FromMinutes(1))!;
        other.Begin(lease, new Suggestion(other.Studies()[0].Space.Assign(_ => 0.01)));
        Task<ToolRun> waiting = Task.Run(() => ToolRun.Of(Quick("--trials", "3", "--out", folder["waiting"])), TestContext.Current.CancellationToken);
        while (other.Trials("study").Count(trial => trial.State == TrialState.Completed) < 2)
        {
            await Task.Delay(20, TestContext.Current.CancellationToken);
        }

        other.Finish(lease, new TrialResult(TrialState.Completed, [0.5]));
        ToolRun run = (await waiting).EndsWith(0);
        Assert.Contains("Waiting for 1 trial of other processes", run.Errors, StringComparison.Ordinal);
        JsonElement json = run.Json();
        Assert.Equal((3, 1), (json.GetProperty("study").GetProperty("finishedTrials").GetInt32(), json.GetProperty("study").GetProperty("finishedHere").GetInt32()));
        Assert.False(json.TryGetProperty("tuning", out _));
        Assert.False(Directory.Exists(folder["waiting"]));
    }

    /// <summary>FAULTS 66: a process that was killed in the middle of a trial; whoever comes next computes the trial again, once.</summary>
    [Fact]
    public void ATrialOfAKilledProcessIsTakenOver()
    {
        ToolRun.Of(Quick("--trials", "2", "--sampler", "random", "--out", folder["run"])).EndsWith(0);
        using SqliteStudyStorage other = new(folder["study.db"]);
        TrialLease lost = other.Claim("study", 3, TimeSpan.FromSeconds(1))!;
        JsonElement[] trials = [.. ToolRun.Of(Quick("--trials", "3", "--sampler", "random", "--out", folder["again"])).EndsWith(0).Json().GetProperty("tuning").GetProperty("trials").EnumerateArray()];
        Assert.Equal(["completed", "completed", "completed"], trials.Select(trial => trial.GetProperty("state").GetString()));
        Assert.Equal([1, 1, 2], other.Trials("study").Select(trial => trial.Attempt));
        Assert.Throws<TrialLostException>(() => other.Finish(lost, new TrialResult(TrialState.Completed, [9])));
        ToolRun alone = ToolRun.Of([.. Quick("--trials", "3", "--sampler", "random", "--out", folder["alone"]).Select(word => word == folder["study.db"] ? folder["alone.db"] : word)]).EndsWith(0);
        Assert.Equal(alone.Json().GetProperty("tuning").GetProperty("trials").EnumerateArray().Select(trial => trial.GetProperty("folds").GetRawText()), trials.Select(trial => trial.GetProperty("folds").GetRawText()));
    }

    [Theory]
    [InlineData("", "--study needs a file or a database")]
    [InlineData("Host=127.0.0.1;Port=1;Username=me;Password=secret;Database=tuning", "--study: No PostgreSQL server answers at 127.0.0.1:1")]
    [InlineData("postgresql://me:secret@127.0.0.1:1/tuning", "--study: No PostgreSQL server answers at 127.0.0.1:1")]
    [InlineData("postgresql://me:secret@127.0.0.1:x/tuning", "--study: This is not a connection string")]
    [InlineData("postgresql://", "--study: This is not a connection string")]
    [InlineData("host=here;colour=secret", "--study: This is not a connection string")]
    public void WhatIsNoStudyIsRefused(string text, string expected)
    {
        ToolRun run = ToolRun.Of("tune", ToolRun.Iris, "--target", "species", "--study", text, "--out", folder["run"]).EndsWith(ExitCode.Usage);
        Assert.Contains(expected, run.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", run.Errors + run.Output, StringComparison.Ordinal);
        Assert.False(Directory.Exists(folder["run"]));
    }

    /// <summary>FAULTS 67: a damaged file is refused with the remedy, which saves what can be read, and the same command goes on.</summary>
    [Fact]
    public void ADamagedStudyIsRepairedAndContinued()
    {
        ToolRun.Of(Quick("--trials", "2", "--out", folder["run"])).EndsWith(0);
        string study = folder["study.db"];
        byte[] damaged = File.ReadAllBytes(study);
        damaged.AsSpan(0, 4096).Clear();
        File.WriteAllBytes(study, damaged);
        Message.Mentions(ToolRun.Of(Quick("--trials", "3", "--out", folder["refused"])).EndsWith(ExitCode.Usage).Errors, study, "damaged", "descent study", "--repair");
        Message.Mentions(ToolRun.Of("study", study).EndsWith(ExitCode.Usage).Errors, study, "--repair");
        Assert.Equal(damaged, File.ReadAllBytes(study));

        JsonElement repair = ToolRun.Of("study", study, "--repair", "--json").EndsWith(0).Json();
        Assert.Equal(damaged, File.ReadAllBytes(repair.GetProperty("damagedFile").GetString()!));
        Assert.Equal((2, 0), (repair.GetProperty("studies")[0].GetProperty("saved").GetInt32(), repair.GetProperty("studies")[0].GetProperty("lost").GetArrayLength()));
        JsonElement json = ToolRun.Of(Quick("--trials", "3", "--out", folder["again"])).EndsWith(0).Json();
        Assert.Equal((3, 1), (json.GetProperty("study").GetProperty("finishedTrials").GetInt32(), json.GetProperty("study").GetProperty("finishedHere").GetInt32()));

        // A trial that is lost and computed again.
        byte[] cut = File.ReadAllBytes(study);
        cut.AsSpan(3 * 4096, 4096).Clear();
        File.WriteAllBytes(study, cut);
        string text = ToolRun.Of("study", study, "--repair").EndsWith(0).Output;
        Message.Mentions(text, $"kept: {study}.damaged-2", "lost: trials 1–3", "saved: 0 finished trials");
        Assert.Equal(json.GetProperty("tuning").GetProperty("settings").GetRawText(), ToolRun.Of(Quick("--trials", "3", "--out", folder["third"])).EndsWith(0).Json().GetProperty("tuning").GetProperty("settings").GetRawText());

        Assert.Contains("whole: nothing was changed", ToolRun.Of("study", study, "--repair").EndsWith(0).Output, StringComparison.Ordinal);
        Message.Mentions(ToolRun.Of("study", "Host=x", "--repair").EndsWith(ExitCode.Usage).Errors, "--repair");
        File.WriteAllBytes(study, []);
        Assert.Contains("a file without bytes, which begins as a new study", ToolRun.Of(Quick("--trials", "1", "--out", folder["new"])).EndsWith(0).Errors, StringComparison.Ordinal);
    }

    [Fact]
    public void ANameNeedsItsStudy() =>
        Message.Mentions(ToolRun.Of("tune", ToolRun.Iris, "--target", "species", "--study-name", "a", "--out", folder["run"]).EndsWith(ExitCode.Usage).Errors, "--study-name", "--study FILE|DATABASE");

    [Fact]
    public void AFileOfSomethingElseIsNotAStudy()
    {
        ToolRun run = ToolRun.Of("tune", ToolRun.Iris, "--target", "species", "--study", ToolRun.Iris, "--out", folder["run"]).EndsWith(ExitCode.Usage);
        Message.Mentions(run.Errors, "--study", ToolRun.Iris, "cannot be used as a file of studies");
    }
}

/// <summary>The same on a PostgreSQL server.</summary>
public sealed class TuneDatabaseTests(PostgresTestServer server) : IClassFixture<PostgresTestServer>, IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void ADatabaseKeepsTheTrialsAndItsPasswordIsKeptNowhere()
    {
        Assert.SkipUnless(server.IsThere, PostgresTestServer.Missing);
        server.Execute("CREATE ROLE guarded LOGIN PASSWORD 'se@cret'");
        server.Execute("CREATE DATABASE tuning OWNER guarded");
        string[] places = [$"Host={server.Folder};Database=tuning;Username=guarded;Password=se@cret", $"postgresql://guarded:se%40cret@/tuning?host={server.Folder}"];
        for (int i = 0; i < places.Length; i++)
        {
            ToolRun run = ToolRun.Of("tune", ToolRun.Iris, "--target", "species", "--cv", "2", "--epochs", "3", "--search", "learning-rate=log(1e-3,1e-1)", "--trials", $"{i + 1}", "--study", places[i], "--out", folder[$"{i}"], i == 0 ? "--json" : "--quiet").EndsWith(0);
            Assert.DoesNotContain("cret", run.Output + run.Errors, StringComparison.Ordinal);
            Assert.All(Directory.GetFiles(folder[$"{i}"]), path => Assert.DoesNotContain("cret", File.ReadAllText(path), StringComparison.Ordinal));
            JsonElement study = JsonDocument.Parse(File.ReadAllText(folder[$"{i}/metrics.json"])).RootElement.GetProperty("study");
            Assert.Equal(($"{server.Folder}:5432/tuning", i + 1, 1), (study.GetProperty("place").GetString(), study.GetProperty("finishedTrials").GetInt32(), study.GetProperty("finishedHere").GetInt32()));
        }
    }
}
