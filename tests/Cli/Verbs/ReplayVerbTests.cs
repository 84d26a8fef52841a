using System.Text.Json;
using Descent.Formats;

namespace Descent.Tests.Cli.Verbs;

/// <summary>A recorded training on the command line: its course, one update, one weight, the model of then, a branch.</summary>
public sealed class ReplayVerbTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    private string File => Path.Combine(folder.Path, "iris.recording");

    public void Dispose() => folder.Dispose();

    [Fact]
    public void ARecordingIsShownBranchedAndExported()
    {
        Train();
        Assert.Equal(2, ToolRun.Of("train", ToolRun.Iris, "--target", "species", "--record", File, "--out", folder["other"]).ExitCode);

        JsonElement course = ToolRun.Of("replay", File, "--json").EndsWith(0).Json();
        Assert.Equal((32, 4, 8), (course.GetProperty("steps").GetInt32(), course.GetProperty("stepsPerEpoch").GetInt32(), course.GetProperty("epochs").GetArrayLength()));
        Assert.Contains("32 updates in 8 epochs", ToolRun.Of("replay", File).EndsWith(0).Output, StringComparison.Ordinal);

        JsonElement update = ToolRun.Of("replay", File, "--step", "9", "--weight", "layers.0.weight[2,1]", "--json").EndsWith(0).Json().GetProperty("update");
        RecordedStep<float> recorded = RunRecordingFile.Load<float>(File).StepAt(9);
        Assert.Equal((3, recorded.Loss), (update.GetProperty("epoch").GetInt32(), update.GetProperty("loss").GetDouble()));
        Assert.Equal(recorded.Rows, update.GetProperty("rows").EnumerateArray().Select(row => row.GetInt32()));
        Assert.Equal(recorded["layers.0.weight"].After[9], update.GetProperty("weight").GetProperty("after").GetSingle());
        Assert.Contains("θ ← θ − η·m̂/(√v̂ + ε)", ToolRun.Of("replay", File, "--step", "9", "--weight", "layers.0.weight[2,1]").EndsWith(0).Output, StringComparison.Ordinal);
        Assert.Contains("layers.4.bias", ToolRun.Of("replay", File, "--step", "9").EndsWith(0).Output, StringComparison.Ordinal);

        // The last state is the model that was saved, and can be used like it.
        ToolRun.Of("replay", File, "--out", folder["last.safetensors"]).EndsWith(0);
        Assert.Equal(ToolRun.Of("predict", folder["run"], ToolRun.Iris).EndsWith(0).Output, ToolRun.Of("predict", folder["last.safetensors"], ToolRun.Iris).EndsWith(0).Output);

        JsonElement branch = ToolRun.Of("replay", File, "--step", "12", "--learning-rate", "0.01", "--epochs", "5", "--record", folder["branch.recording"], "--json").EndsWith(0).Json().GetProperty("branch");
        Assert.Equal((12, 20, 5), (branch.GetProperty("from").GetInt32(), branch.GetProperty("steps").GetInt32(), branch.GetProperty("epochs").GetArrayLength()));
        Assert.Equal(0.01, branch.GetProperty("epochs")[4].GetProperty("learningRate").GetDouble());
        Assert.Equal(12, RunRecordingFile.Load<float>(folder["branch.recording"]).FirstStep);
    }

    [Theory]
    [InlineData("--step must be from 0 to 32", "--step", "33")]
    [InlineData("has the shape [64, 4]", "--step", "3", "--weight", "layers.0.weight[64,0]")]
    [InlineData("There is no parameter", "--step", "3", "--weight", "layers.9.weight[0]")]
    [InlineData("as layers.0.weight[2,1]", "--step", "3", "--weight", "layers.0.weight")]
    [InlineData("no update leads to", "--step", "0", "--weight", "layers.0.weight[0,0]")]
    [InlineData("at its end", "--learning-rate", "0.01")]
    [InlineData("--record is for a branch", "--record", "x")]
    [InlineData("--optimizer:", "--step", "3", "--optimizer", "adamm")]
    public void WhatCannotBeDoneIsRefused(string why, params string[] arguments)
    {
        Train();
        Assert.Contains(why, ToolRun.Of(["replay", File, .. arguments]).EndsWith(2).Errors.ReplaceLineEndings(" ").Replace("   ", " ", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    [Fact]
    public void OnlyASingleNetworkIsRecorded()
    {
        foreach (string[] options in (string[][])[["--effort", "normal"], ["--recipe", "mlp"], ["--ensemble", "average"], ["--cv", "3"]])
        {
            Assert.Contains("--record", ToolRun.Of(["train", ToolRun.Iris, "--target", "species", "--record", File, "--out", folder["other"], .. options]).EndsWith(2).Errors, StringComparison.Ordinal);
        }

        Assert.Contains("not a recording", ToolRun.Of("replay", ToolRun.Iris).EndsWith(2).Errors, StringComparison.Ordinal);
    }

    private void Train() => ToolRun.Of("train", ToolRun.Iris, "--target", "species", "--epochs", "8", "--record", File, "--out", folder["run"], "--quiet").EndsWith(0);
}
