using System.Globalization;
using System.Text.Json;
using Descent.Cli;
using Descent.Formats;
using Descent.Tests.Goldens;
using Descent.Tests.Repository;

namespace Descent.Tests.Cli;

/// <summary>Counts on the command line, against scikit-learn's PoissonRegressor (Goldens/counts.py) and from file to file.</summary>
public sealed class CountTests : IDisposable
{
    private static readonly JsonElement s_tables = GoldenFile.Read("counts.json").GetProperty("tables");

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    private static string Table(string name, string part) => Path.Combine(Checkout.Root, "tests/Goldens/counts", $"{name}_{part}.csv");

    private JsonElement Train(string name, params string[] more) =>
        ToolRun.Of(["train", Table(name, "train"), "--target", "events", "--test", Table(name, "test"), "--out", folder["run"], "--force", "--json", .. more]).EndsWith(0).Json();

    private static double Deviance(JsonElement json) => json.GetProperty("metrics").GetProperty("poissonDeviance").GetDouble();

    /// <summary>Where rates are log-linear, within 5 % of the model that assumes it; where they are not, most of what that model misses is found.</summary>
    [Theory]
    [InlineData("linear_small")]
    [InlineData("linear_large")]
    [InlineData("curved_small")]
    [InlineData("curved_large")]
    public void ItIsAsGoodAsPoissonRegressor(string name)
    {
        JsonElement golden = s_tables.GetProperty(name), json = Train(name, "--task", "counts", "--effort", "quick");
        double own = Deviance(json), regressor = golden.GetProperty("poissonRegressor").GetDouble(), truth = golden.GetProperty("trueRates").GetDouble();
        string figures = string.Create(CultureInfo.InvariantCulture, $"{name}: deviance {own:G5}, PoissonRegressor {regressor:G5}, the true rates {truth:G5}");
        Assert.True(name.StartsWith("linear", StringComparison.Ordinal) ? own <= 1.05 * regressor : own - truth < 0.25 * (regressor - truth), figures);
        Assert.Equal("counts", json.GetProperty("task").GetString());
        double d2 = json.GetProperty("metrics").GetProperty("poissonD2").GetDouble();
        Assert.InRange(d2, 1 - (1.1 * own / golden.GetProperty("trainingMean").GetDouble()), 1 - (0.9 * own / golden.GetProperty("trainingMean").GetDouble()));
    }

    [Fact]
    public void PredictionsAreCountsAndTheFileKeepsThem()
    {
        Train("linear_large", "--task", "counts", "--epochs", "20");
        ToolRun.Of("predict", folder["run"], Table("linear_large", "test"), "--out", folder["predictions.csv"]).EndsWith(0);
        string[] lines = File.ReadAllLines(folder["predictions.csv"]);
        double[] predicted = [.. lines.Skip(1).Select(line => double.Parse(line, CultureInfo.InvariantCulture))];
        double[] actual = [.. File.ReadAllLines(Table("linear_large", "test")).Skip(1).Select(line => double.Parse(line.Split(',')[^1], CultureInfo.InvariantCulture))];
        Assert.Equal("prediction", lines[0]);
        Assert.InRange(predicted.Average() / actual.Average(), 0.97, 1.03);
        Assert.All(predicted, count => Assert.True(count > 0));

        // Evaluated from the file, the same scores.
        JsonElement trained = JsonDocument.Parse(File.ReadAllText(folder["run/metrics.json"])).RootElement, evaluated = ToolRun.Of("evaluate", folder["run"], Table("linear_large", "test"), "--json").EndsWith(0).Json();
        Assert.Equal(Deviance(trained), Deviance(evaluated));
        Assert.Equal("exponential", Catalogue.NameOf(((Descent.Dense)ModelFile.Load(folder["run/model.safetensors"]).Model.Network[^1]).Activation!));
    }

    /// <summary>Naming the loss is asking for counts; with its logarithms or without is the same behind an exponential.</summary>
    [Fact]
    public void APoissonLossMakesWholeNumbersCounts()
    {
        JsonElement asked = Train("linear_small", "--task", "counts", "--epochs", "5"), named = Train("linear_small", "--loss", "poisson", "--epochs", "5"), logarithms = Train("linear_small", "--loss", "poisson:logInput=true", "--epochs", "5");
        Assert.Equal("counts", named.GetProperty("task").GetString());
        Assert.Equal(Deviance(asked), Deviance(named));
        Assert.Equal(Deviance(asked), Deviance(logarithms));

        // Nothing is taken for counts unasked.
        Assert.NotEqual("counts", Train("linear_large", "--epochs", "1").GetProperty("task").GetString());
    }

    [Fact]
    public void SeveralTargetsOfDifferentSizesAreLearnedTogether()
    {
        string data = folder.Write("two.csv", "x,rare,often\n" + string.Concat(Enumerable.Range(0, 150).Select(i => $"{i % 10},{(i * 7 % 10 < i % 10 ? 1 : 0)},{1000 * (1 + (i % 10))}\n")));
        ToolRun run = ToolRun.Of("train", data, "--target", "rare,often", "--task", "counts", "--out", folder["two"], "--json").EndsWith(0);
        Assert.True(run.Json().GetProperty("metrics").GetProperty("poissonD2").GetDouble() > 0.3, run.Output);
    }

    [Theory]
    [InlineData("x,y\n1,3\n2,-1\n3,2\n4,5\n", "regression")]
    [InlineData("x,y\n1,a\n2,b\n3,c\n4,b\n", "multiclass")]
    public void WhatCannotBeCountedIsRefused(string text, string remedy)
    {
        ToolRun run = ToolRun.Of("train", folder.Write("data.csv", text), "--target", "y", "--task", "counts", "--out", folder["no"]).EndsWith(ExitCode.Usage);
        Assert.Contains(remedy, run.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", run.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public void RatesAreTakenAndSaid()
    {
        string data = folder.Write("rates.csv", "x,y\n" + string.Concat(Enumerable.Range(0, 60).Select(i => $"{i},{(i % 7) + 0.5}\n")));
        Assert.Contains("rates", ToolRun.Of("train", data, "--target", "y", "--task", "counts", "--epochs", "2", "--out", folder["rates"]).EndsWith(0).Errors, StringComparison.Ordinal);
    }
}
