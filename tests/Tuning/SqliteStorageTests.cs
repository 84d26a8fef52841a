using Descent.Tests.Cli;
using Descent.Tuning;
using Descent.Tuning.Sqlite;
using Microsoft.Data.Sqlite;

namespace Descent.Tests.Tuning;

public sealed class SqliteStorageTests : StorageTests, IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory().FullName;
    private readonly List<SqliteStudyStorage> opened = [];

    private string Path => System.IO.Path.Combine(folder, "studies.db");

    public void Dispose()
    {
        opened.ForEach(storage => storage.Dispose());
        Directory.Delete(folder, recursive: true);
    }

    protected override IStudyStorage Create(TimeProvider time) => Again(time);

    protected override IStudyStorage Again(IStudyStorage storage, TimeProvider time) => Again(time);

    [Fact]
    public void AFileThatIsNoneIsRefused()
    {
        string path = System.IO.Path.Combine(folder, "text.db");
        File.WriteAllText(path, string.Join(' ', Enumerable.Range(0, 1000)));
        Assert.Contains(path, Assert.Throws<StudyFileException>(() => new SqliteStudyStorage(path)).Message, StringComparison.Ordinal);
        Assert.Throws<StudyFileException>(() => new SqliteStudyStorage(System.IO.Path.Combine(folder, "none", "studies.db")));
    }

    /// <summary>A file of another program, an empty one and a study stay as they are when they are only looked at; beside them nothing is left.</summary>
    [Theory]
    [InlineData("PRAGMA journal_mode = DELETE; CREATE TABLE customers (name TEXT); INSERT INTO customers VALUES ('Ada');")]
    [InlineData("PRAGMA journal_mode = WAL; CREATE TABLE customers (name TEXT); INSERT INTO customers VALUES ('Ada');")]
    [InlineData("VACUUM;")]
    [InlineData("")]
    public void WhatIsOnlyLookedAtIsNotChanged(string content)
    {
        if (content.Length > 0)
        {
            Execute(content);
        }
        else
        {
            File.WriteAllText(Path, "");
        }

        AssertUnchanged(() =>
        {
            string[] words = content.Contains("customers", StringComparison.Ordinal) ? [Path, "customers", "another program", "not changed"] : [Path];
            Message.Mentions(Assert.Throws<StudyFileException>(() => new SqliteStudyStorage(Path, isReadOnly: true)).Message, words);
            Message.Mentions(Assert.Throws<StudyFileException>(() => SqliteStudyStorage.Repair(Path)).Message, Path);
            foreach (string[] command in (string[][])[["study", Path], ["study", Path, "--out", $"{Path}.html"], ["study", Path, "--repair"]])
            {
                string errors = ToolRun.Of(command).EndsWith(2).Errors;
                Message.Mentions(errors, Path);
                Assert.DoesNotContain("--study", errors, StringComparison.Ordinal);
            }

            if (content.Contains("customers", StringComparison.Ordinal))
            {
                Message.Mentions(Assert.Throws<StudyFileException>(() => new SqliteStudyStorage(Path)).Message, words);
                Message.Mentions(ToolRun.Of("tune", ToolRun.Iris, "--target", "species", "--study", Path, "--out", System.IO.Path.Combine(folder, "run")).EndsWith(2).Errors, Path, "customers");
            }
        });
        Assert.Equal([Path], Directory.GetFileSystemEntries(folder).Where(name => !name.EndsWith("run", StringComparison.Ordinal)));
    }

    [Fact]
    public void AStudyThatIsOnlyReadIsNotChanged()
    {
        Study study = new(WorkerProcesses.Space, new StudyOptions { Seed = 9, Storage = Again(TimeProvider.System) });
        study.Run(WorkerProcesses.Objective, 3);
        opened[0].Dispose();
        AssertUnchanged(() =>
        {
            using SqliteStudyStorage storage = new(Path, isReadOnly: true);
            Assert.Equal(3, storage.Trials("study").Count);
            Message.Mentions(Assert.Throws<StudyFileException>(() => storage.Claim("study", 4, null)).Message, Path, "read-only");
            Message.Mentions(ToolRun.Of("study", Path).EndsWith(0).Output, "3 completed");
            Message.Mentions(ToolRun.Of("study", Path, "--repair").EndsWith(0).Output, "nothing was changed");
        });
        Assert.Equal([Path], Directory.GetFileSystemEntries(folder));
        string none = System.IO.Path.Combine(folder, "none.db");
        Message.Mentions(Assert.Throws<StudyFileException>(() => new SqliteStudyStorage(none, isReadOnly: true)).Message, none);
        Assert.False(File.Exists(none));
    }

    /// <summary>What another process has written, and not yet moved from its log to the file, is read as well.</summary>
    [Fact]
    public void AStudyInTheMakingIsReadWithItsLog()
    {
        Study study = new(WorkerProcesses.Space, new StudyOptions { Seed = 9, Storage = Again(TimeProvider.System) });
        study.Run(WorkerProcesses.Objective, 3);
        Assert.True(File.Exists($"{Path}-wal"));
        AssertUnchanged(() => Message.Mentions(ToolRun.Of("study", Path).EndsWith(0).Output, "3 completed"));
        study.Run(WorkerProcesses.Objective, 5);
        Assert.Equal(5, study.Trials.Count);
    }

    private void AssertUnchanged(Action look)
    {
        byte[] before = File.ReadAllBytes(Path);
        DateTime written = File.GetLastWriteTimeUtc(Path);
        look();
        Assert.Equal(before, File.ReadAllBytes(Path));
        Assert.Equal(written, File.GetLastWriteTimeUtc(Path));
    }

    /// <summary>A dead process on this machine gives up its trial at once, not when its lease ends: trials come in the same order.</summary>
    [Theory]
    [InlineData("random")]
    [InlineData("sobol")]
    [InlineData("grid")]
    [InlineData("tpe")]
    public Task AKilledProcessIsContinuedToTheBit(string sampler) => WorkerProcesses.GoOnAfterAKillAsIfNothingHadHappened(Again(TimeProvider.System), Path, sampler);

    [Fact]
    public void AStudyIsTheSameAsInMemory()
    {
        Study memory = new(WorkerProcesses.Space, new StudyOptions { Seed = 9 }), file = new(WorkerProcesses.Space, new StudyOptions { Seed = 9, Storage = Again(TimeProvider.System) });
        memory.Run(WorkerProcesses.Objective, 20);
        file.Run(WorkerProcesses.Objective, 20);
        Assert.Equal(memory.Trials.Select(trial => trial.ToString()), file.Trials.Select(trial => trial.ToString()));
    }

    /// <summary>FAULTS 66: processes that are killed while they compute; each of their trials is taken over once.</summary>
    [Fact]
    public Task KilledProcessesLoseAndDoubleNothing() => WorkerProcesses.LoseAndDoubleNothing(Again(TimeProvider.System), Path, folder, _ => { });

    [Fact]
    public void ADeletedTrialIsComputedAgain() => AssertADeletedTrialIsComputedAgain(number => Execute($"DELETE FROM trials WHERE number = {number}"));

    /// <summary>A folder in place of the file of shared memory keeps SQLite from creating it, as a read-only disk does.</summary>
    [Fact]
    public void AFileThatCannotBeWrittenIsRead()
    {
        Study study = new(WorkerProcesses.Space, new StudyOptions { Seed = 9, Storage = Again(TimeProvider.System) });
        study.Run(WorkerProcesses.Objective, 3);
        string[] trials = [.. study.Trials.Select(trial => trial.ToString())];
        opened[0].Dispose();
        Directory.CreateDirectory($"{Path}-shm");
        SqliteStudyStorage storage = Again(TimeProvider.System);
        Assert.Equal(trials, storage.Trials("study").Select(trial => trial.ToString()));
        Message.Mentions(Assert.Throws<StudyFileException>(() => storage.Claim("study", 4, null)).Message, Path, "read-only");
        Message.Mentions(ToolRun.Of("study", Path).EndsWith(0).Output, "3 completed");
    }

    private void Execute(string text)
    {
        using SqliteConnection connection = new($"Data Source={Path};Pooling=false");
        connection.Open();
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = text;
        command.ExecuteNonQuery();
    }

    private SqliteStudyStorage Again(TimeProvider time)
    {
        SqliteStudyStorage storage = new(Path, time);
        opened.Add(storage);
        return storage;
    }
}
