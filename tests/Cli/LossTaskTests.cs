using System.Text.Json;
using System.Text.RegularExpressions;
using Descent.Cli;
using Descent.Formats;
using Descent.Tests.Laws;

namespace Descent.Tests.Cli;

/// <summary>Every loss of the catalogue with every task, as the command line has them: it trains, or what is refused names what works.</summary>
public sealed partial class LossTaskTests : IDisposable
{
    private static readonly Dictionary<string, string[]> s_targets = new()
    {
        ["binary"] = ["yes"],
        ["multiclass"] = ["kind"],
        ["multilabel"] = ["yes", "bit"],
        ["regression"] = ["size", "weight"],
        ["counts"] = ["events"],
    };

    // What goes together. Everything else is refused.
    private static readonly Dictionary<string, string[]> s_together = new()
    {
        ["binary"] = ["binary_cross_entropy", "binary_focal_cross_entropy", "hinge", "squared_hinge", "mean_squared_error", "mean_absolute_error", "huber", "log_cosh"],
        ["multiclass"] = ["categorical_cross_entropy", "kullback_leibler", "categorical_hinge", "cosine_proximity", "mean_squared_error", "mean_absolute_error", "huber", "log_cosh"],
        ["multilabel"] = ["binary_cross_entropy", "binary_focal_cross_entropy", "hinge", "squared_hinge", "mean_squared_error", "mean_absolute_error", "huber", "log_cosh"],
        ["regression"] = ["mean_squared_error", "mean_absolute_error", "huber", "log_cosh", "quantile", "quantiles:levels=0.1/0.5/0.9"],
        ["counts"] = ["poisson", "mean_squared_error", "mean_absolute_error", "huber", "log_cosh", "quantile", "quantiles:levels=0.1/0.5/0.9"],
    };

    private readonly TemporaryFolder folder = new();

    public static TheoryData<string> Losses => [.. Subjects.Entries.Where(entry => entry.Kind == CatalogueKind.Loss).Select(entry => Catalogue.ToText((Descent.Loss)entry.Example))];

    public void Dispose() => folder.Dispose();

    [Theory]
    [MemberData(nameof(Losses))]
    public void ItTrainsOrSaysWhatDoes(string loss)
    {
        string data = Data();
        foreach ((string task, string[] targets) in s_targets)
        {
            ToolRun run = Train(data, targets, "--task", task, "--loss", loss, "--epochs", "2");
            if (s_together[task].Contains(loss))
            {
                run.EndsWith(0);
                Assert.Equal(task, run.Json().GetProperty("task").GetString());
                continue;
            }

            // The message names options; with each of them the same command line trains.
            string message = run.EndsWith(ExitCode.Usage).Json().GetProperty("error").GetProperty("message").GetString()!;
            string[] losses = [.. Remedies().Matches(message).Where(remedy => remedy.Groups[1].Value == "loss").Select(remedy => remedy.Groups[2].Value)];
            string[] tasks = [.. Remedies().Matches(message).Where(remedy => remedy.Groups[1].Value == "task").Select(remedy => remedy.Groups[2].Value)];
            Assert.True(losses.Length + tasks.Length > 0, $"{loss}, {task}: {message}");
            Assert.All(losses, other => Train(data, targets, "--task", task, "--loss", other, "--epochs", "2").EndsWith(0));
            Assert.All(tasks, other => Train(data, targets, "--task", other, "--loss", loss, "--epochs", "2").EndsWith(0));
        }
    }

    [Theory]
    [InlineData("hinge", "binary")]
    [InlineData("squared_hinge:convertLabels=true", "binary")]
    [InlineData("hinge", "multilabel")]
    [InlineData("categorical_hinge", "multiclass")]
    [InlineData("cosine_proximity", "multiclass")]
    public void ScoresThatAreNoProbabilitiesDecideAsWell(string loss, string task)
    {
        string data = Data();
        ToolRun run = Train(data, s_targets[task], "--task", task, "--loss", loss, "--epochs", "60", "--learning-rate", "0.01");
        JsonElement metrics = run.EndsWith(0).Json().GetProperty("metrics");
        Assert.True(metrics.GetProperty("accuracy").GetDouble() > 0.85, run.Output);
        Assert.False(metrics.TryGetProperty("logLoss", out _) || metrics.TryGetProperty("brier", out _), run.Output);
        Assert.Contains(run.Json().GetProperty("notices").EnumerateArray(), notice => notice.ToString().Contains("scores instead of probabilities", StringComparison.Ordinal));

        // From the file the same answers, and no column that calls a score a probability.
        ToolRun predicted = ToolRun.Of("predict", folder["run"], data).EndsWith(0);
        string[] lines = predicted.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.DoesNotContain("probability", lines[0], StringComparison.Ordinal);
        Assert.False(ModelFile.Load(folder["run/model.safetensors"]).GivesProbabilities);
        JsonElement evaluated = ToolRun.Of("evaluate", folder["run"], data, "--json").EndsWith(0).Json().GetProperty("metrics");
        Assert.True(evaluated.GetProperty("accuracy").GetDouble() > 0.85);
        if (task != "multilabel")
        {
            string[] truth = [.. File.ReadAllLines(data).Skip(1).Select(line => line.Split(',')[task == "binary" ? 2 : 4])];
            Assert.Equal(evaluated.GetProperty("accuracy").GetDouble(), truth.Zip(lines.Skip(1), (a, b) => a == b.Trim()).Count(same => same) / (double)truth.Length, 1e-12);
        }
    }

    /// <summary>The epoch can be chosen by answers, not by probabilities that there are none of.</summary>
    [Fact]
    public void AMetricThatNeedsProbabilitiesDoesNotWatchScores()
    {
        string[] watched = ["--task", "binary", "--loss", "hinge", "--validation-fraction", "0.2", "--epochs", "40", "--learning-rate", "0.01"];
        Train(Data(), ["yes"], [.. watched, "--metric", "log_loss"]).EndsWith(ExitCode.Usage);
        JsonElement json = Train(Data(), ["yes"], [.. watched, "--metric", "accuracy"]).EndsWith(0).Json();
        Assert.True(json.GetProperty("metrics").GetProperty("accuracy").GetDouble() > 0.85);
    }

    private ToolRun Train(string data, string[] targets, params string[] more) => ToolRun.Of(
    [
        "train", data, "--target", string.Join(',', targets), "--ignore", string.Join(',', s_targets.Values.SelectMany(t => t).Except(targets)),
        "--layers", "8", "--out", folder["run"], "--force", "--json", .. more,
    ]);

    /// <summary>Two numbers decide everything.</summary>
    private string Data() => folder.Write("data.csv", "a,b,yes,bit,kind,size,weight,events\n" + string.Concat(Enumerable.Range(0, 120).Select(i =>
    {
        int a = (i * 37 % 101) - 50, b = (i * 53 % 97) - 48;
        string kind = a > 15 ? "high" : a < -15 ? "low" : "middle";
        return $"{a},{b},{(a > 0 ? "yes" : "no")},{(b > 0 ? 1 : 0)},{kind},{a + (b / 10) + 70}.5,{b - a + 120}.25,{(a + 50) / 20}\n";
    })));

    [GeneratedRegex("--(loss|task) ([a-z_]+)")]
    private static partial Regex Remedies();
}
