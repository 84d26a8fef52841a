using System.Text.Json;
using Descent.Cli.Explanations;
using Descent.Cli.Screens;

namespace Descent.Tests.Cli.Explanations;

/// <summary>How the verdict of a training is found is explained under its name.</summary>
public class VerdictTests
{
    [Fact]
    public void EveryVerdictIsExplained()
    {
        foreach (string name in Verdicts.Names)
        {
            string output = ToolRun.With(new TerminalInfo(80, Color: false), "", "explain", name).EndsWith(0).Output;
            Assert.All(output.Split('\n'), line => Assert.True(line.Length <= 80, line));
            Assert.Contains("Brier skill score", output.ReplaceLineEndings(" "), StringComparison.Ordinal);
            Assert.Contains("standard error", output, StringComparison.Ordinal);
            Assert.Equal(name, ToolRun.Of("explain", name, "--json").EndsWith(0).Json().GetProperty("name").GetString());
        }
    }

    [Theory]
    [InlineData("overfitting", "above 0.1 and above two of its standard errors", "--l2")]
    [InlineData("underfitting", "below 0.3", "descent find-learning-rate")]
    [InlineData("stopped-too-early", "more than 0.03", "--epochs")]
    [InlineData("stillImproving", "more than 0.03", "--epochs")]
    [InlineData("Fit", "Rules; the first that holds is the verdict", "--layers 64,relu,dropout:0.2")]
    public void ItSaysTheRuleAndWhatToTry(string name, string rule, string option)
    {
        string output = ToolRun.Of("explain", name).EndsWith(0).Output;
        Assert.Contains(rule, output, StringComparison.Ordinal);
        Assert.Contains(option, output, StringComparison.Ordinal);
    }

    [Fact]
    public void AllTogetherAreInJson()
    {
        JsonElement json = ToolRun.Of("explain", "fit", "--json").EndsWith(0).Json();
        Assert.Equal(7, json.GetProperty("verdicts").GetArrayLength());
        Assert.Contains("overfitting", ToolRun.Of("explain", "overfiting").EndsWith(Descent.Cli.ExitCode.Usage).Errors, StringComparison.Ordinal);
    }
}
