using System.Text.Json;
using Descent.Cli;
using Descent.Tuning;
using Descent.Tuning.Sqlite;

namespace Descent.Tests.Cli.Verbs;

public sealed class StudyVerbTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void AStudyOfTuneIsShownAndWritten()
    {
        ToolRun.Of("tune", ToolRun.Iris, "--target", "species", "--cv", "2", "--epochs", "3", "--search", "learning-rate=log(1e-3,1e-1)", "--trials", "3", "--study", folder["study.db"], "--out", folder["run"]).EndsWith(0);
        ToolRun text = ToolRun.Of("study", folder["study.db"]).EndsWith(0);
        Message.Mentions(text.Output, "study\n", $"place: {folder["study.db"]}", "folds: 2", "score: log_loss", "--epochs: 3", "learning-rate=log(0.001,0.1)", "3 trials: ", "Best log_loss: ");
        JsonElement json = ToolRun.Of("study", folder["study.db"], "--json").EndsWith(0).Json();
        Assert.Equal(["1 completed", "2 completed"], json.GetProperty("trials").EnumerateArray().Take(2).Select(trial => $"{trial.GetProperty("number")} {trial.GetProperty("state")}"));
        Assert.Equal("minimize", json.GetProperty("directions")[0].GetString());

        Assert.Equal($"written: {folder["page.html"]}, the page of 3 trials\n", ToolRun.Of("study", folder["study.db"], "--out", folder["page.html"]).EndsWith(0).Output.ReplaceLineEndings("\n"));
        Message.Mentions(File.ReadAllText(folder["page.html"]), "<h2>Timeline</h2>", "Best log_loss");
        ToolRun.Of("study", folder["study.db"], "--out", folder["journal.log"]).EndsWith(0);
        Assert.StartsWith("""{"op_code":0,"worker_id":"descent","study_name":"study","directions":[1]}""", File.ReadAllText(folder["journal.log"]), StringComparison.Ordinal);
        Assert.Contains("--force", ToolRun.Of("study", folder["study.db"], "--out", folder["journal.log"]).EndsWith(ExitCode.Usage).Errors, StringComparison.Ordinal);
        foreach (string[] call in (string[][])[["study", folder["journal.log"]], ["study", folder["journal.log"], "--repair"], ["tune", ToolRun.Iris, "--target", "species", "--study", folder["journal.log"]]])
        {
            ToolRun refused = ToolRun.Of(call).EndsWith(ExitCode.Usage);
            Message.Mentions(refused.Errors.ReplaceLineEndings(" "), "is a journal of Optuna", "descent study STUDY --out");
            Assert.DoesNotContain("--repair", refused.Errors, StringComparison.Ordinal);
        }

        Assert.Contains("would be overwritten", ToolRun.Of("study", folder["study.db"], "--force", "--out", folder["study.db"]).EndsWith(ExitCode.Usage).Errors, StringComparison.Ordinal);
    }

    /// <summary>A trial that was released, as Ctrl+C and a repair leave it, runs nowhere.</summary>
    [Fact]
    public void ATrialThatNobodyComputesDoesNotRun()
    {
        using SqliteStudyStorage storage = new(folder["some.db"]);
        Study study = new(SearchSpace.Parse("x=uniform(0,1)"), new StudyOptions { Storage = storage });
        study.Run(trial => trial.GetNumber("x"), 2);
        storage.Release(storage.Claim("study", 4, TimeSpan.FromMinutes(1))!);
        string text = ToolRun.Of("study", folder["some.db"]).EndsWith(0).Output.ReplaceLineEndings(" ");
        Assert.Contains("3 trials: 2 completed, 0 pruned, 0 failed; 1 to be computed by the next process that runs tune.", text, StringComparison.Ordinal);
        Assert.Equal(["completed", "completed", "waiting"], ToolRun.Of("study", folder["some.db"], "--json").EndsWith(0).Json().GetProperty("trials").EnumerateArray().Select(trial => trial.GetProperty("state").GetString()));

        _ = study.Ask(TimeSpan.FromMinutes(1));
        _ = study.Ask(TimeSpan.FromMinutes(1));
        Assert.Contains("4 trials: 2 completed, 0 pruned, 0 failed; 2 still running.", ToolRun.Of("study", folder["some.db"]).EndsWith(0).Output.ReplaceLineEndings(" "), StringComparison.Ordinal);
    }

    [Fact]
    public void OfSeveralStudiesOneIsNamed()
    {
        Message.Mentions(ToolRun.Of("study", folder["none.db"]).EndsWith(ExitCode.Usage).Errors, "no file", "none.db");
        Assert.False(File.Exists(folder["none.db"]));
        using SqliteStudyStorage storage = new(folder["some.db"]);
        Assert.Contains("has no study", ToolRun.Of("study", folder["some.db"]).EndsWith(ExitCode.Usage).Errors, StringComparison.Ordinal);
        SearchSpace space = SearchSpace.Parse("x=uniform(0,1)");
        new Study(space, new StudyOptions { Name = "a", Storage = storage }).Run(trial => trial.GetNumber("x"), 5);
        Assert.StartsWith("a\n", ToolRun.Of("study", folder["some.db"]).EndsWith(0).Output.ReplaceLineEndings("\n"), StringComparison.Ordinal);
        new Study(space, new StudyOptions { Name = "b", Storage = storage, Directions = [StudyDirection.Minimize, StudyDirection.Maximize] }).Run(trial => [trial.GetNumber("x"), 1], 5);
        Message.Mentions(ToolRun.Of("study", folder["some.db"]).EndsWith(ExitCode.Usage).Errors, "several studies: a, b", "--study-name");
        Message.Mentions(ToolRun.Of("study", folder["some.db"], "--study-name", "c").EndsWith(ExitCode.Usage).Errors, "no study 'c'", "a, b");
        Message.Mentions(ToolRun.Of("study", folder["some.db"], "--study-name", "b").EndsWith(0).Output, "other studies: a", "Best objective 1", "Best objective 2");
        Assert.Equal(JsonValueKind.Null, ToolRun.Of("study", folder["some.db"], "--study-name", "b", "--json").EndsWith(0).Json().GetProperty("best").ValueKind);
    }
}
