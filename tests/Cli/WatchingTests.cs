using System.Text.Json;
using System.Text.RegularExpressions;
using Descent.Cli;
using Descent.Formats;

namespace Descent.Tests.Cli;

/// <summary>What chooses the epoch, what ends training, and what is left of one that fails, from the command line.</summary>
public sealed class WatchingTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    private ToolRun Train(params string[] more) => ToolRun.Of(["train", ToolRun.Iris, "--target", "species", "--out", folder["run"], "--force", "--json", .. more]);

    [Fact]
    public void UntilStopsWhereItWasReached()
    {
        JsonElement json = Train("--learning-rate", "0.01", "--until", "accuracy=0.9", "--epochs", "100").EndsWith(0).Json();
        Assert.Equal("targetReached", json.GetProperty("stop").GetString());
        Assert.InRange(json.GetProperty("epochs").GetInt32(), 2, 60);
        Assert.Equal("loss", json.GetProperty("metric").GetString());
        Assert.EndsWith(",validation_accuracy", File.ReadAllLines(folder["run/history.csv"])[0], StringComparison.Ordinal);

        // Rows are kept for it although so few would otherwise all be trained on.
        Assert.Equal(15, json.GetProperty("rows").GetProperty("validation").GetInt32());
        Assert.Equal("completed", Train("--until", "loss=0", "--epochs", "3").EndsWith(0).Json().GetProperty("stop").GetString());
    }

    [Fact]
    public void PatienceDeltaAndMetricChooseAndStop()
    {
        ToolRun run = Train("--learning-rate", "0.01", "--metric", "accuracy", "--patience", "4", "--min-delta", "0.5", "--epochs", "100").EndsWith(0);
        Assert.Equal(("earlyStopping", 5), (run.Json().GetProperty("stop").GetString(), run.Json().GetProperty("epochs").GetInt32()));
        Assert.Contains("by accuracy on the validation rows (--metric)", run.Errors, StringComparison.Ordinal);
        Message.Mentions(run.Errors, "epochs: 100, fewer if validation does not improve", "by more than 0.5 for 4 epochs", "(--epochs, --patience)");

        // One number, wherever it is said.
        int best = run.Json().GetProperty("bestEpoch").GetInt32();
        Assert.Equal(best, run.Json().GetProperty("diagnosis").GetProperty("evidence").GetProperty("bestEpoch").GetInt32());
        double value = run.Json().GetProperty("metricValue").GetDouble();
        string[] history = File.ReadAllLines(folder["run/history.csv"]);
        Assert.EndsWith(",validation_accuracy", history[0], StringComparison.Ordinal);
        Assert.Equal(value, double.Parse(history[best].Split(',')[^1], System.Globalization.CultureInfo.InvariantCulture));
        Assert.Equal(value, history.Skip(1).Max(line => double.Parse(line.Split(',')[^1], System.Globalization.CultureInfo.InvariantCulture)));
        Assert.Equal("accuracy", run.Json().GetProperty("metric").GetString());
        string kept = Assert.Single(run.Errors.Split('\n'), line => line.StartsWith("Trained ", StringComparison.Ordinal));
        Message.Mentions(kept, $"epoch {best} (the last)", "accuracy", $"{value:0.0000}");
        Message.Mentions(Regex.Match(File.ReadAllText(folder["run/report.html"]), "<dt>Weights kept</dt><dd>([^<]*)</dd>").Groups[1].Value, $"epoch {best} (the last)", "accuracy", $"{value:0.0000}");
        Assert.Equal($"{best}", ModelFile.Load(folder["run/model.safetensors"]).Details["bestEpoch"]);
    }

    [Fact]
    public void ACompareMayVaryWhatChooses()
    {
        JsonElement json = ToolRun.Of("compare", ToolRun.Iris, "--target", "species", "--epochs", "12", "--vary", "metric=loss,accuracy", "--vary", "patience=1,50", "--threads", "2", "--json").EndsWith(0).Json();
        Assert.Equal(4, json.GetProperty("variants").GetArrayLength());
    }

    [Fact]
    public void ACompareMayVaryTheGoal()
    {
        JsonElement json = ToolRun.Of("compare", ToolRun.Iris, "--target", "species", "--epochs", "2", "--cv", "2", "--vary", "until=accuracy=0.5,f1(averaging=macro)=0.9,loss=0.1", "--json").EndsWith(0).Json();
        Assert.Equal(3, json.GetProperty("variants").GetArrayLength());
    }

    [Theory]
    [InlineData("--until", "accuracy", "a metric and a number")]
    [InlineData("--until", "accuracy=x", "a metric and a number")]
    [InlineData("--until", "acuracy=1", "--until: ")]
    [InlineData("--until", "accuracy=2", "accuracy is 1 at most")]
    [InlineData("--until", "loss=-1", "the loss is never below 0")]
    [InlineData("--patience", "999999999999", "--patience … 1 to 2,147,483,647")]
    [InlineData("--seed", "18446744073709551616", "--seed … 0 to 18,446,744,073,709,551,615")]
    [InlineData("--l2", "0,01", "--l2 … '0,01' … decimal point: 0.01")]
    [InlineData("--learning-rate", "0,01", "--learning-rate … '0,01' … decimal point: 0.01")]
    [InlineData("--until", "accuracy=0,95", "--until … decimal point: 0.95")]
    [InlineData("--epochs", "-1", "--epochs … at least 0")]
    [InlineData("--l2", "1e400", "--l2 … at least 0 … at most 1.79e308")]
    [InlineData("--ignore", "", "--ignore … no column … sepal_length")]
    [InlineData("--metric", "poisson_deviance", "poisson_deviance does not apply to a")]
    [InlineData("--metric", "nothing", "--metric … no metric 'nothing'")]
    [InlineData("--metric", "top_k_accuracy(k=0)", "--metric … top_k_accuracy(k=0) … K must be at least 1")]
    [InlineData("--until", "f1:beta=2=0.9", "--until … f1 … 'beta' … averaging (Automatic")]
    [InlineData("--patience", "0", "--patience … at least 1")]
    [InlineData("--min-delta", "-1", "--min-delta … at least 0")]
    [InlineData("--metric", "top_k_accuracy(k=3)", "always 1 for K = 3 and 3 classes")]
    [InlineData("--threads", "20000", "--threads … 0 to 1,024")]
    [InlineData("--balance-validation", null, "(--balance)")]
    public void WhatCannotBeWatchedIsRefusedBeforeTraining(string option, string? value, string expected)
    {
        ToolRun run = Train([option, .. value is null ? Array.Empty<string>() : [value]]).EndsWith(ExitCode.Usage);
        Message.Mentions(run.Json().GetProperty("error").GetProperty("message").GetString()!, expected.Split(" … "));
        Assert.DoesNotContain("epoch 1/", run.Errors, StringComparison.Ordinal);
    }

    /// <summary>A rate that jumps up after three epochs: the model of a good epoch is saved and judged, and the exit code says that training failed.</summary>
    [Fact]
    public void WhatWasGoodBeforeADivergenceIsSaved()
    {
        string[] jump = ["--optimizer", "sgd", "--learning-rate", "step(0.05, factor=1e36, every=3)", "--epochs", "20"];
        ToolRun run = Train(jump).EndsWith(ExitCode.TrainingFailed);
        JsonElement json = run.Json();
        Assert.Equal(("diverged", 3), (json.GetProperty("stop").GetString(), json.GetProperty("bestEpoch").GetInt32()));
        Assert.Equal("diverging", json.GetProperty("diagnosis").GetProperty("verdict").GetString());
        Assert.Contains("The model has the weights of epoch 3", json.GetProperty("error").GetProperty("message").GetString(), StringComparison.Ordinal);
        Assert.InRange(json.GetProperty("metrics").GetProperty("accuracy").GetDouble(), 0.3, 1);
        Assert.Contains("The model of that epoch is saved.", run.Errors, StringComparison.Ordinal);
        Assert.All(ModelFile.Load(folder["run/model.safetensors"]).Model.GetParameter("layers.0.weight"), w => Assert.True(float.IsFinite(w)));
        Assert.Contains("Fit: diverging.", ToolRun.Of(["train", ToolRun.Iris, "--target", "species", "--out", folder["run"], "--force", .. jump]).EndsWith(ExitCode.TrainingFailed).Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("10")]
    [InlineData("100")]
    public void ARateThatIsFarTooHighIsToldToBeLowered(string rate)
    {
        JsonElement fit = Train("--learning-rate", rate).EndsWith(0).Json().GetProperty("diagnosis");
        Assert.Equal("diverging", fit.GetProperty("verdict").GetString());
        Assert.Equal("a smaller learning rate (--learning-rate)", fit.GetProperty("advice")[0].GetString());
    }
}
