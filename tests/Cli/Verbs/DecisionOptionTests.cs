using System.Text.Json;
using Descent.Cli;

namespace Descent.Tests.Cli.Verbs;

public sealed class DecisionOptionTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    // The threshold is about the label that was positive in training: scored for the other one, the model answers the same.
    [Theory]
    [InlineData("yes", "no", "0.9")]
    [InlineData("no", "yes", "0.2")]
    public void AnotherPositiveLabelChangesNoPrediction(string trained, string other, string threshold)
    {
        string data = folder.Write("data.csv", "x,y\n" + string.Concat(Enumerable.Range(0, 60).Select(i => $"{i % 10},{(i % 10 > 6 || i == 3 ? "yes" : "no")}\n")));
        ToolRun.Of("train", data, "--target", "y", "--epochs", "20", "--layers", "none", "--learning-rate", "0.1", "--positive", trained, "--threshold", threshold, "--out", folder["run"]).EndsWith(0);
        JsonElement saved = Evaluate([]), swapped = Evaluate("--positive", other), same = Evaluate("--positive", trained);
        Assert.Equal(Accuracy(saved), Accuracy(swapped));
        Assert.Equal(Accuracy(saved), Accuracy(same));
        Assert.DoesNotContain("saved threshold", $"{same}", StringComparison.Ordinal);
        ToolRun run = ToolRun.Of("evaluate", folder["run"], data, "--positive", other).EndsWith(0);
        Assert.Contains($"The saved threshold of {threshold} for \"{trained}\"", run.Errors.ReplaceLineEndings(" "), StringComparison.Ordinal);
        Assert.Contains("saved threshold of", $"{swapped.GetProperty("notices")}", StringComparison.Ordinal);

        // Of half, nothing changes and nothing is said; a threshold that is given counts as it is.
        Assert.DoesNotContain("saved threshold", ToolRun.Of("evaluate", folder["run"], data, "--positive", other, "--threshold", "0.5").EndsWith(0).Errors, StringComparison.Ordinal);

        JsonElement Evaluate(params string[] more) => ToolRun.Of(["evaluate", folder["run"], data, "--json", .. more]).EndsWith(ExitCode.Ok).Json();

        static double Accuracy(JsonElement json) => json.GetProperty("metrics").GetProperty("accuracy").GetDouble();
    }
}
