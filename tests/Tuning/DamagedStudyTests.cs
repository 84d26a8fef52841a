using Descent.Tests.Cli;
using Descent.Tuning;
using Descent.Tuning.Sqlite;
using Microsoft.Data.Sqlite;

namespace Descent.Tests.Tuning;

/// <summary>FAULTS 67: a file of studies that is cut off, overwritten or not one. What is whole is kept and used, and what is not is named.</summary>
public sealed class DamagedStudyTests : IDisposable
{
    private const int PageSize = 4096, Trials = 60, Few = 20;

    // Long values, so that few trials are many pages.
    private static readonly StudyDefinition s_study = new("study", SearchSpace.Parse($"x=uniform(0,1); c=choice({new string('a', 250)};{new string('b', 250)})"), [StudyDirection.Minimize], 5) { Attributes = new Dictionary<string, string> { ["data"] = "a table" } };

    // A file that is closed, and its trials: made once.
    private static readonly Lazy<(byte[] Bytes, Trial[] Trials)> s_whole = new(() =>
    {
        using TemporaryFolder folder = new();
        using SqliteStudyStorage storage = new(folder["studies.db"]);
        Trial[] trials = Fill(storage, Trials);
        storage.Dispose();
        return (File.ReadAllBytes(folder["studies.db"]), trials);
    });

    private readonly string folder = Directory.CreateTempSubdirectory().FullName;

    private string Path => System.IO.Path.Combine(folder, "studies.db");

    private string Log => $"{Path}-wal";

    public void Dispose() => Directory.Delete(folder, recursive: true);

    public static TheoryData<string, Func<byte[], byte[]>> Damages { get; } = new()
    {
        { "cut off in the middle", bytes => bytes[..(bytes.Length / 2)] },
        { "cut off within a page", bytes => bytes[..^1000] },
        { "cut off after the schema", bytes => bytes[..(bytes.Length * 3 / 4)] },
        { "first page of zeros", bytes => Zeros(bytes, 0, PageSize) },
        { "first bytes of something else", bytes => Zeros(bytes, 0, 50) },
        { "schema of zeros", bytes => Zeros(bytes, 100, PageSize - 100) },
        { "a page of zeros in the middle", bytes => Zeros(bytes, bytes.Length / 2 / PageSize * PageSize, PageSize) },
        { "the last page of zeros", bytes => Zeros(bytes, bytes.Length - PageSize, PageSize) },
        { "the study's own page", bytes => Zeros(bytes, PageSize, PageSize) },
    };

    [Theory]
    [MemberData(nameof(Damages), DisableDiscoveryEnumeration = true)]
    public void WhatIsWholeIsSavedAndTheRestIsNamedAndComputedAgain(string name, Func<byte[], byte[]> damage)
    {
        Trial[] before = Fill();
        byte[] damaged = damage(File.ReadAllBytes(Path));
        File.WriteAllBytes(Path, damaged);
        Message.Mentions(Assert.Throws<StudyFileException>(() => new SqliteStudyStorage(Path)).Message, Path, "damaged");
        Assert.Equal(damaged, File.ReadAllBytes(Path));

        StudyRepair repair = SqliteStudyStorage.Repair(Path);
        Assert.Equal(damaged, File.ReadAllBytes(repair.DamagedPath!));
        RepairedStudy study = repair.Studies.Single();
        using (SqliteStudyStorage storage = new(Path))
        {
            // Every trial that is not named as lost is the same as before, and so is its definition.
            storage.Open(s_study);
            Assert.Equal(name != "the study's own page", study.HasDefinition);
            Assert.Equal("a table", storage.Studies().Single().Attributes["data"]);
            IReadOnlyList<Trial> saved = storage.Trials("study");
            Assert.Equal(study.Saved, saved.Count(trial => trial.State == TrialState.Completed));
            Assert.InRange(study.Saved, name.StartsWith("cut off", StringComparison.Ordinal) ? 1 : Trials / 2, Trials);
            Assert.Equal(saved.Select(trial => trial.Number), study.Lost.Concat(saved.Where(trial => trial.State != TrialState.Running).Select(trial => trial.Number)).Order());
            Assert.All(saved.Where(trial => trial.State != TrialState.Running && !study.Incomplete.Contains(trial.Number)), trial => AssertSame(before[trial.Number], trial));
            Assert.All(study.Incomplete, number => Assert.Equal(before[number].ToString(), saved[number].ToString()));
            Assert.True(study.Lost.Count + study.Incomplete.Count > 0 || saved.Count < Trials || name.StartsWith("first", StringComparison.Ordinal) || name is "the study's own page" or "schema of zeros", "Nothing was named.");
        }

        // The same program goes on: what was lost is computed again, to the same bits.
        using SqliteStudyStorage again = new(Path);
        Study run = new(s_study.Space, new StudyOptions { Seed = 5, Storage = again, Sampler = new RandomSampler(), Attributes = s_study.Attributes });
        run.Run(Objective, Trials);
        Assert.Equal(before.Select(trial => trial.ToString()), run.Trials.Select(trial => trial.ToString()));
    }

    [Fact]
    public void TheLogOfAKilledProcessIsUsedAndOneWithoutItsFileIsSaved()
    {
        // What a killed process leaves: the file before the last checkpoint, and the log beside it.
        Trial[] before;
        using (SqliteStudyStorage storage = new(Path))
        {
            before = Fill(storage, Few);
            File.Copy(Path, $"{Path}.left");
            File.Copy(Log, $"{Path}.left-wal");
        }

        File.Delete(Path);
        File.Move($"{Path}.left", Path);
        File.Move($"{Path}.left-wal", Log);
        byte[] log = File.ReadAllBytes(Log);
        using (SqliteStudyStorage storage = new(Path))
        {
            Assert.All(storage.Trials("study"), trial => AssertSame(before[trial.Number], trial));
            Assert.Equal(Few, storage.Trials("study").Count);
        }

        // SQLite itself would begin anew, and delete the log.
        File.WriteAllBytes(Path, []);
        File.WriteAllBytes(Log, log);
        Message.Mentions(Assert.Throws<StudyFileException>(() => new SqliteStudyStorage(Path)).Message, "no bytes", "log");
        StudyRepair repair = SqliteStudyStorage.Repair(Path);
        Assert.Equal((Few, true, 0), (repair.Studies.Single().Saved, repair.Studies.Single().HasDefinition, repair.Studies.Single().Lost.Count));
        Assert.Equal(log, File.ReadAllBytes($"{repair.DamagedPath}-wal"));
        using SqliteStudyStorage saved = new(Path);
        Assert.All(saved.Trials("study"), trial => AssertSame(before[trial.Number], trial));
    }

    /// <summary>SQLite would create a file of the name, and delete the log.</summary>
    [Fact]
    public void ALogWithoutItsFileIsKeptAndSaved()
    {
        using (SqliteStudyStorage storage = new(Path))
        {
            Fill(storage, Few);
            File.Copy(Log, $"{Path}.left-wal");
        }

        File.Delete(Path);
        File.Move($"{Path}.left-wal", Log);
        byte[] log = File.ReadAllBytes(Log);
        Message.Mentions(ToolRun.Of("tune", ToolRun.Iris, "--target", "species", "--study", Path, "--out", System.IO.Path.Combine(folder, "run")).EndsWith(2).Errors, Path, "is missing", "--repair");
        Message.Mentions(ToolRun.Of("study", Path).EndsWith(2).Errors, Path, "--repair");
        Assert.False(File.Exists(Path));
        Assert.Equal(log, File.ReadAllBytes(Log));

        // A log of something else: nothing is left of the attempt.
        File.WriteAllBytes(Log, new byte[100]);
        Assert.Throws<StudyFileException>(() => SqliteStudyStorage.Repair(Path));
        Assert.Equal([Log], Directory.GetFiles(folder));
        File.WriteAllBytes(Log, log);
        Message.Mentions(ToolRun.Of("study", Path, "--repair").EndsWith(0).Output, $"saved: {Few} finished trials");
        using SqliteStudyStorage saved = new(Path);
        Assert.Equal(Few, saved.Trials("study").Count);
    }

    [Fact]
    public void NothingIsReplacedThatCannotBeSaved()
    {
        // Neither a file of something else, nor one without bytes, nor one that is whole.
        File.WriteAllText(Path, string.Join('\n', Enumerable.Range(0, 10_000)));
        Assert.Throws<StudyFileException>(() => SqliteStudyStorage.Repair(Path));
        File.WriteAllText(Path, "a,b\n1,2\n");
        byte[] text = File.ReadAllBytes(Path);
        Message.Mentions(Assert.Throws<StudyFileException>(() => SqliteStudyStorage.Repair(Path)).Message, Path, "not changed");
        Assert.Equal(text, File.ReadAllBytes(Path));
        File.WriteAllBytes(Path, []);
        Message.Mentions(Assert.Throws<StudyFileException>(() => SqliteStudyStorage.Repair(Path)).Message, Path, "no bytes");
        Assert.Throws<FileNotFoundException>(() => SqliteStudyStorage.Repair($"{Path}.none"));
        Fill();
        byte[] whole = File.ReadAllBytes(Path);
        StudyRepair repair = SqliteStudyStorage.Repair(Path);
        Assert.Null(repair.DamagedPath);
        Assert.Empty(repair.Studies);
        Assert.Equal(whole, File.ReadAllBytes(Path));

        // An earlier damaged file is kept, too.
        File.WriteAllBytes(Path, whole[..^PageSize]);
        Assert.Equal($"{Path}.damaged", SqliteStudyStorage.Repair(Path).DamagedPath);
        File.WriteAllBytes(Path, Zeros(whole, 0, PageSize));
        Assert.Equal($"{Path}.damaged-2", SqliteStudyStorage.Repair(Path).DamagedPath);
        Assert.Equal(["studies.db", "studies.db.damaged", "studies.db.damaged-2"], Directory.GetFiles(folder).Select(System.IO.Path.GetFileName).Order(StringComparer.Ordinal));
    }

    // A part of a page that is zero, such as sectors that were never written, still has the form of rows.
    [Fact]
    public void TextOfZerosIsDamage()
    {
        Trial[] before = Fill();
        byte[] bytes = File.ReadAllBytes(Path);
        byte[] attribute = [.. Enumerable.Repeat((byte)'x', 200)];
        int start = bytes.AsSpan(0, bytes.Length - PageSize).LastIndexOf(attribute) / PageSize * PageSize;
        bytes.AsSpan(start, PageSize).Replace((byte)'x', (byte)0);
        File.WriteAllBytes(Path, Zeros(bytes, bytes.Length - PageSize, PageSize));
        RepairedStudy study = SqliteStudyStorage.Repair(Path).Studies.Single();
        Assert.NotEmpty(study.Incomplete);
        using SqliteStudyStorage storage = new(Path);
        Assert.All(storage.Trials("study").Where(trial => trial.State != TrialState.Running && !study.Incomplete.Contains(trial.Number)), trial => AssertSame(before[trial.Number], trial));
    }

    /// <summary>Every page is whole, but not what is in a row: the trial is named, and the repair has it computed again.</summary>
    [Theory]
    [InlineData("UPDATE trials SET objectives = '' WHERE number = 3")]
    [InlineData("UPDATE trials SET objectives = 'abc' WHERE number = 3")]
    [InlineData("UPDATE trials SET parameters = 'x=99' WHERE number = 3")]
    [InlineData("UPDATE trials SET parameters = 'foo' WHERE number = 3")]
    [InlineData("UPDATE trials SET state = 7 WHERE number = 3")]
    [InlineData("UPDATE attributes SET value = '0.31 0x6' WHERE number = 3 AND name = 'scores'")]
    [InlineData("UPDATE attributes SET value = 'abc' WHERE number = 3 AND name = 'epochs'")]
    [InlineData("DELETE FROM trials WHERE number = 3", true)]
    [InlineData("UPDATE studies SET seed = 'q'", false, false)]
    [InlineData("UPDATE studies SET space = 'bad((('", false, false)]
    [InlineData("UPDATE studies SET directions = 'Up'", false, false)]
    public void ARowThatCannotBeReadIsNamedAndComputedAgain(string damage, bool isReadable = false, bool isTrial = true)
    {
        StudyOptions options = new() { Seed = 5, Sampler = new RandomSampler(), Attributes = new Dictionary<string, string> { ["data"] = "a table", ["folds"] = "2", ["seeds"] = "1 from 1" } };
        SearchSpace space = WorkerProcesses.Space;
        string[] before;
        using (SqliteStudyStorage storage = new(Path))
        {
            before = Continue(storage);
        }

        using (SqliteConnection connection = new($"Data Source={Path};Pooling=false"))
        {
            connection.Open();
            using SqliteCommand command = connection.CreateCommand();
            command.CommandText = damage;
            command.ExecuteNonQuery();
        }

        if (!isReadable)
        {
            using SqliteStudyStorage damaged = new(Path);
            StudyFileException fault = Assert.Throws<StudyFileException>(() => damaged.Trials("study"));
            Assert.True(fault.IsDamaged);
            Message.Mentions(fault.Message, Path, "'study'", isTrial ? "trial 4" : "row of the study");
            Message.Mentions(ToolRun.Of("study", Path).EndsWith(2).Errors, Path, "--repair");
        }

        RepairedStudy study = SqliteStudyStorage.Repair(Path).Studies.Single();
        Assert.Equal(isTrial ? [3] : [], study.Lost);
        Assert.Equal((isTrial, isTrial ? 5 : 6), (study.HasDefinition, study.Saved));
        Assert.Null(SqliteStudyStorage.Repair(Path).DamagedPath);
        using SqliteStudyStorage repaired = new(Path);
        Assert.Equal(before, Continue(repaired));

        string[] Continue(SqliteStudyStorage storage)
        {
            Study run = new(space, options with { Storage = storage });
            run.Run(
                trial =>
                {
                    trial.SetAttribute("scores", "0.25 0.5");
                    trial.SetAttribute("epochs", "7");
                    return WorkerProcesses.Objective(trial);
                },
                6);
            return [.. run.Trials.Select(trial => trial.ToString())];
        }
    }

    // A page that is damaged while a process has the file open: its change fails with the same words.
    [Fact]
    public void DamageInTheMiddleOfARunIsSaid()
    {
        Fill();
        using SqliteStudyStorage storage = new(Path);

        // Its connections would have the pages in memory; it opens others.
        storage.Dispose();
        byte[] bytes = File.ReadAllBytes(Path);
        File.WriteAllBytes(Path, Zeros(bytes, 2 * PageSize, bytes.Length - (2 * PageSize)));
        Message.Mentions(Assert.Throws<StudyFileException>(() => storage.Trials("study")).Message, Path, "damaged");
    }

    private static byte[] Zeros(byte[] bytes, int start, int length)
    {
        byte[] changed = [.. bytes];
        Array.Clear(changed, start, length);
        return changed;
    }

    private static void AssertSame(Trial expected, Trial actual)
    {
        Assert.Equal(expected.ToString(), actual.ToString());
        Assert.Equal(expected.Intermediate, actual.Intermediate);
        Assert.Equal(expected.Attributes, actual.Attributes);
    }

    private static double Objective(RunningTrial trial)
    {
        trial.SetAttribute("place", new string('x', 300));
        return WorkerProcesses.Objective(trial);
    }

    private static Trial[] Fill(SqliteStudyStorage storage, int count)
    {
        Study study = new(s_study.Space, new StudyOptions { Seed = 5, Storage = storage, Sampler = new RandomSampler(), Attributes = s_study.Attributes });
        study.Run(Objective, count);
        return [.. study.Trials];
    }

    private Trial[] Fill()
    {
        File.WriteAllBytes(Path, s_whole.Value.Bytes);
        return s_whole.Value.Trials;
    }
}
