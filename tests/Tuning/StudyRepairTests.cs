using Descent.Tests.Cli;
using Descent.Tuning;
using Descent.Tuning.Sqlite;
using Microsoft.Data.Sqlite;

namespace Descent.Tests.Tuning;

/// <summary>A file of studies whose settings are damaged beside its trials: one repair names what is lost, and nothing is made up.</summary>
public sealed class StudyRepairTests : IDisposable
{
    private const int Trials = 6;

    private static readonly StudyOptions s_options = new() { Seed = 5, Sampler = new RandomSampler() };

    private readonly TemporaryFolder folder = new();

    private string Path => folder["studies.db"];

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("UPDATE studies SET space = replace(space, 'y=uniform(0,1)', 'y=uniform(0,0.x)')")]
    [InlineData("UPDATE studies SET seed = 'q'")]
    [InlineData("DELETE FROM studies", false)]
    public void ATrialThatDoesNotFitIsLostAlsoWithoutTheSettings(string settings, bool isNamed = true)
    {
        string[] before = Continue();
        Execute("UPDATE trials SET parameters = replace(parameters, 'y=0.', 'y=0.x') WHERE number = 3", settings);
        ToolRun refused = ToolRun.Of("study", Path);
        Assert.Equal((2, ""), (refused.ExitCode, refused.Output));
        if (isNamed)
        {
            RepairedStudy study = SqliteStudyStorage.Repair(Path).Studies.Single();
            Assert.Equal((false, Trials - 1, true), (study.HasDefinition, study.Saved, study.IsEndKnown));
            Assert.Equal([3], study.Lost);
        }

        Message.Mentions(ToolRun.Of("study", Path).EndsWith(2).Errors.ReplaceLineEndings(" "), $"has {(isNamed ? Trials - 1 : Trials)} trials of the study 'study', but not its settings", "command that created it again");

        // Whoever writes the settings again has the trial computed again, also if nothing was left of them to check it by.
        Assert.Equal(before, Continue());
        Assert.Null(SqliteStudyStorage.Repair(Path).DamagedPath);
    }

    /// <summary>What a repair that was killed left beside the file is removed by the next one; other files are not touched.</summary>
    [Fact]
    public void WhatAKilledRepairLeftIsRemoved()
    {
        Continue();
        string[] left = [.. ((string[])[".copy", ".copy-wal", ".new", ".new-shm"]).Select(end => $"{Path}.{Guid.NewGuid():N}{end}")], others = [$"{Path}.new", $"{Path}.{Guid.NewGuid():N}.csv", folder[$"others.db.{Guid.NewGuid():N}.new"]];
        Array.ForEach([.. left, .. others], file => File.WriteAllText(file, ""));
        Assert.Null(SqliteStudyStorage.Repair(Path).DamagedPath);
        Assert.DoesNotContain(left, File.Exists);
        Assert.All(others, file => Assert.True(File.Exists(file), file));
    }

    /// <summary>Text of .NET says nothing about a study, and people count trials from 1.</summary>
    [Theory]
    [InlineData("UPDATE trials SET parameters = replace(parameters, 'y=0.', 'y=0.x') WHERE number = 3", "y cannot be '0.x")]
    [InlineData("UPDATE trials SET parameters = 'foo' WHERE number = 3", "'foo' is not a value of the form name=value")]
    [InlineData("UPDATE trials SET objectives = 'abc' WHERE number = 3", "the value 'abc' is not a number")]
    public void AMessageSaysWhatCannotBeRead(string damage, string reason)
    {
        Continue();
        Execute(damage);
        ToolRun run = ToolRun.Of("study", Path).EndsWith(2);
        Assert.Empty(run.Output);
        Message.Mentions(run.Errors.ReplaceLineEndings(" "), "trial 4 of the study 'study'", reason, "--repair");
    }

    [Fact]
    public void AStudyWithADamagedNameIsDroppedAndSaid()
    {
        Continue();
        Execute("UPDATE trials SET study = CAST(x'D5' || 'tudy' AS TEXT) WHERE number = 4", "UPDATE trials SET objectives = 'abc' WHERE number = 1");
        ToolRun run = ToolRun.Of("study", Path, "--repair").EndsWith(0);
        Message.Mentions(run.Output.ReplaceLineEndings(" "), "dropped: '\ufffdtudy'", "nobody could continue it", $"saved: {Trials - 2} finished trials", "lost: trials 2, 5");
        using SqliteStudyStorage storage = new(Path);
        Assert.Equal(["study"], storage.Studies().Select(study => study.Name));
        Assert.Empty(storage.TrialsWithoutDefinition());
    }

    [Fact]
    public void AnEndThatIsCutOffIsSaid()
    {
        Continue();

        // The pages of the studies and their attributes are left, and nothing of trials.
        File.WriteAllBytes(Path, File.ReadAllBytes(Path)[..(3 * 4096)]);
        ToolRun run = ToolRun.Of("study", Path, "--repair").EndsWith(0);
        Message.Mentions(run.Output.ReplaceLineEndings(" "), "saved: 0 finished trials", "perhaps lost: any number of trials");
    }

    [Fact]
    public void AFolderIsNoFile()
    {
        string name = folder["."];
        foreach (string[] call in (string[][])[["study", name], ["study", name, "--repair"], ["tune", ToolRun.Iris, "--target", "species", "--study", name, "--out", folder["run"]]])
        {
            Message.Mentions(ToolRun.Of(call).EndsWith(2).Errors, "is a folder");
        }

        Message.Mentions(Assert.Throws<StudyFileException>(() => new SqliteStudyStorage(name)).Message, "it is a folder");
    }

    private string[] Continue()
    {
        using SqliteStudyStorage storage = new(Path);
        Study run = new(WorkerProcesses.Space, s_options with { Storage = storage });
        run.Run(WorkerProcesses.Objective, Trials);
        return [.. run.Trials.Select(trial => trial.ToString())];
    }

    private void Execute(params string[] texts)
    {
        using SqliteConnection connection = new($"Data Source={Path};Pooling=false;Foreign Keys=false");
        connection.Open();
        foreach (string text in texts)
        {
            using SqliteCommand command = connection.CreateCommand();
            command.CommandText = text;
            command.ExecuteNonQuery();
        }
    }
}
