using System.Text.Json;

namespace Descent.Tests.Cli.Verbs;

/// <summary>The doctor on the command line: beside a training, for a recording, for a model with rows.</summary>
public sealed class DoctorVerbTests : IDisposable
{
    private static readonly string[] s_sigmoids = ["--layers", "8,sigmoid,8,sigmoid,8,sigmoid,8,sigmoid,8,sigmoid,8,sigmoid", "--optimizer", "momentum", "--epochs", "12"];
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void ATrainingIsExaminedWithItsOwnVerdict()
    {
        JsonElement run = ToolRun.Of(["train", ToolRun.Iris, "--target", "species", "--doctor", "--record", folder["s.recording"], "--out", folder["run"], "--json", .. s_sigmoids]).EndsWith(0).Json();
        JsonElement[] findings = [.. run.GetProperty("findings").EnumerateArray()];
        Assert.Equal("vanishing-gradients", findings[0].GetProperty("finding").GetString());

        // The consequence is the verdict of the run, and what helps is what helps against the cause.
        Assert.Equal(run.GetProperty("diagnosis").GetProperty("verdict").GetString() == "stillImproving" ? "poor-convergence" : "underfitting", findings[1].GetProperty("finding").GetString());
        Assert.Empty(findings[1].GetProperty("advice").EnumerateArray());
        Assert.True(findings[0].GetProperty("evidence").GetProperty("signalRatio").GetDouble() < 0.01);
        Assert.Contains("relu", findings[0].GetProperty("advice")[0].GetString(), StringComparison.Ordinal);
        Assert.Contains("Vanishing gradients", File.ReadAllText(Path.Combine(folder["run"], "report.html")), StringComparison.Ordinal);

        JsonElement later = ToolRun.Of("doctor", folder["s.recording"], "--json").EndsWith(0).Json();
        Assert.Equal("vanishing-gradients", later.GetProperty("findings")[0].GetProperty("finding").GetString());
        Assert.NotEmpty(later.GetProperty("courses").EnumerateArray());
        Assert.Contains("Vanishing gradients. The derivatives in the first layer are", ToolRun.Of("doctor", folder["s.recording"]).EndsWith(0).Output.ReplaceLineEndings(" "), StringComparison.Ordinal);
        Assert.Equal(2, ToolRun.Of("doctor", folder["s.recording"], ToolRun.Iris).ExitCode);

        JsonElement model = ToolRun.Of("doctor", folder["run"], ToolRun.Iris, "--json").EndsWith(0).Json();
        Assert.Equal("underfitting", model.GetProperty("diagnosis").GetProperty("verdict").GetString());
        Assert.Contains("name the table", ToolRun.Of("doctor", folder["run"]).EndsWith(2).Errors.ReplaceLineEndings(" "), StringComparison.Ordinal);
    }

    [Fact]
    public void AHealthyTrainingHasNoFinding()
    {
        ToolRun run = ToolRun.Of("train", ToolRun.Iris, "--target", "species", "--doctor", "--out", folder["run"]).EndsWith(0);
        Assert.Contains("Nothing was found.", run.Output, StringComparison.Ordinal);
        Assert.Contains("Nothing was found.", File.ReadAllText(Path.Combine(folder["run"], "report.html")), StringComparison.Ordinal);
    }

    [Fact]
    public void EveryFindingIsExplained()
    {
        foreach (FindingKind kind in Enum.GetValues<FindingKind>())
        {
            string name = string.Concat($"{kind}".Select((letter, i) => char.IsUpper(letter) && i > 0 ? $"-{char.ToLowerInvariant(letter)}" : $"{char.ToLowerInvariant(letter)}"));
            Assert.NotEmpty(ToolRun.Of("explain", name).EndsWith(0).Output);
            ToolRun.Of("explain", name, "--json").EndsWith(0).Json();
        }

        Assert.Equal(Enum.GetValues<FindingKind>().Length - 2, ToolRun.Of("explain", "doctor", "--json").EndsWith(0).Json().GetProperty("findings").GetArrayLength());
    }

    [Fact]
    public void OnlyASingleNetworkIsExamined()
    {
        foreach (string[] options in (string[][])[["--effort", "best"], ["--recipe", "mlp"], ["--ensemble", "average"], ["--cv", "3"]])
        {
            Assert.Contains("--doctor is for", ToolRun.Of(["train", ToolRun.Iris, "--target", "species", "--doctor", "--out", folder["other"], .. options]).EndsWith(2).Errors.ReplaceLineEndings(" "), StringComparison.Ordinal);
        }
    }
}
