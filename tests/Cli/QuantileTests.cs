using System.Globalization;
using System.Text.Json;
using Descent.Cli;

namespace Descent.Tests.Cli;

/// <summary>Quantiles from the command line: columns, scores, JSON, and what is refused.</summary>
public sealed class QuantileTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void ColumnsScoresAndShares()
    {
        string data = Data(400);
        JsonElement trained = Train(data, "price", "0.9,0.1,0.5").EndsWith(0).Json();
        JsonElement quantiles = trained.GetProperty("quantiles");
        Assert.Equal([0.1, 0.5, 0.9], quantiles.GetProperty("levels").EnumerateArray().Select(level => level.GetDouble()).ToArray());
        Assert.Equal(3, quantiles.GetProperty("targets")[0].GetProperty("below").GetArrayLength());
        double loss = trained.GetProperty("metrics").GetProperty("pinballLoss").GetDouble();
        Assert.Equal(loss, quantiles.GetProperty("pinballLoss").GetDouble());
        Assert.True(loss < trained.GetProperty("baselines").GetProperty("quantiles").GetProperty("pinballLoss").GetDouble());

        string[] lines = ToolRun.Of("predict", folder["run"], data).EndsWith(0).Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal("prediction_q0.1,prediction_q0.5,prediction_q0.9", lines[0]);
        foreach (string line in lines.Skip(1))
        {
            double[] own = [.. line.Split(',').Select(cell => double.Parse(cell, CultureInfo.InvariantCulture))];
            Assert.True(own[0] <= own[1] && own[1] <= own[2], line);
        }

        string shown = ToolRun.Of("evaluate", folder["run"], data).EndsWith(0).Output;
        Assert.Contains("Answers below the predicted quantiles", shown, StringComparison.Ordinal);
        Assert.Contains("80.0 % are expected", shown, StringComparison.Ordinal);
        Assert.Contains("quantiles: 0.1, 0.5, 0.9", ToolRun.Of("inspect", folder["run"]).EndsWith(0).Output, StringComparison.Ordinal);
        string report = File.ReadAllText(folder["run/report.html"]);
        Assert.Contains("are below the quantile 0.9", report, StringComparison.Ordinal);
        Assert.Contains("are between 0.1 and 0.9, 80.0\u00A0% are expected", report, StringComparison.Ordinal);
        Assert.Contains("predicted intervals against actual values", report, StringComparison.Ordinal);
        JsonElement between = quantiles.GetProperty("targets")[0].GetProperty("intervals")[0];
        Assert.Equal((0.1, 0.9, quantiles.GetProperty("targets")[0].GetProperty("inside").GetDouble()), (between.GetProperty("lower").GetDouble(), between.GetProperty("upper").GetDouble(), between.GetProperty("inside").GetDouble()));
        Assert.Contains("predicts quantiles", ToolRun.Of("predict", folder["run"], data, "--interval", "0.9").EndsWith(ExitCode.Usage).Errors, StringComparison.Ordinal);
    }

    [Fact]
    public void InspectShowsTheConformalShifts()
    {
        ToolRun.Of("train", Data(150), "--target", "price", "--quantiles", "0.1,0.5,0.9", "--recipe", "linear", "--ignore", "rent,kind", "--out", folder["run"]).EndsWith(0);
        double[] shifts = [.. ToolRun.Of("inspect", folder["run"], "--json").EndsWith(0).Json().GetProperty("quantileShifts").EnumerateArray().Select(shift => shift.GetDouble())];
        Assert.Equal((-shifts[2], 0), (shifts[0], shifts[1]));
        Assert.NotEqual(0, shifts[2]);
        Assert.Contains("shifted: 0.1 by ", ToolRun.Of("inspect", folder["run"]).EndsWith(0).Output, StringComparison.Ordinal);
    }

    /// <summary>Of the levels 0.05 to 0.9, only 0.2 and 0.8 are a pair; the outermost two are shown as well. A variant that hardly trains must be last.</summary>
    [Fact]
    public void ComparisonsRankByTheLossOfTheQuantiles()
    {
        string data = Data(300);
        string[] call = ["compare", data, "--target", "price", "--quantiles", "0.05,0.2,0.8,0.9", "--ignore", "rent,kind", "--layers", "16", "--epochs", "30", "--vary", "learning-rate=0.000001,0.01"];
        JsonElement json = ToolRun.Of([.. call, "--json"]).EndsWith(0).Json();
        double[] losses = [.. json.GetProperty("variants").EnumerateArray().Select(variant => variant.GetProperty("scores").GetProperty("pinballLoss").GetProperty("mean").GetDouble())];
        Assert.True(losses[1] < losses[0]);
        Assert.Equal("0.01", json.GetProperty("best").GetString());
        Assert.True(json.GetProperty("baselines").GetProperty("quantiles").GetProperty("pinballLoss").GetDouble() > losses[1]);
        string shown = ToolRun.Of(call).EndsWith(0).Output;
        Assert.Contains("* best by pinball_loss: 0.01", shown, StringComparison.Ordinal);
        Assert.Matches("learning-rate +pinball_loss +r2", shown);
        Assert.Contains("labels have probabilities", ToolRun.Of("compare", data, "--target", "kind", "--quantiles", "0.5", "--vary", "layers=4,8").EndsWith(ExitCode.Usage).Errors.ReplaceLineEndings(" "), StringComparison.Ordinal);
        Assert.Contains("determine the loss", ToolRun.Of([.. call, "--vary", "loss=mse,mae"]).EndsWith(ExitCode.Usage).Errors.ReplaceLineEndings(" "), StringComparison.Ordinal);

        Train(data, "price", "0.05,0.2,0.8,0.9").EndsWith(0);
        string judged = ToolRun.Of("evaluate", folder["run"], data).EndsWith(0).Output;
        Assert.Matches("lie between 0.05 and 0.9, 85.0 % are expected.*\n.*lie between 0.2 and 0.8, 60.0 % are expected", judged);
    }

    /// <summary>Without the median there is no column for one number; several targets have theirs apart.</summary>
    [Fact]
    public void SeveralTargetsWithoutAMedian()
    {
        string data = Data(200);
        Train(data, "price,rent", "0.2,0.7").EndsWith(0);
        Assert.StartsWith("prediction_price_q0.2,prediction_price_q0.7,prediction_rent_q0.2,prediction_rent_q0.7\n", ToolRun.Of("predict", folder["run"], data).EndsWith(0).Output, StringComparison.Ordinal);
        Assert.Contains("rent: ", ToolRun.Of("evaluate", folder["run"], data).EndsWith(0).Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("price", "0", "above 0 and below 1")]
    [InlineData("price", "1", "above 0 and below 1")]
    [InlineData("price", "NaN", "above 0 and below 1")]
    [InlineData("price", "half", "above 0 and below 1")]
    [InlineData("price", ",", "above 0 and below 1")]
    [InlineData("price", "0.5,0.5", "stands twice")]
    [InlineData("kind", "0.5", "labels have probabilities")]
    [InlineData("price", "0.5", "determine the loss", "--loss", "huber")]
    [InlineData("price", "0.5", "--metric loss", "--metric", "mae")]
    public void WhatIsRefusedSaysWhy(string target, string levels, string why, params string[] more) =>
        Assert.Contains(why, string.Join(' ', Train(Data(60), target, levels, more).EndsWith(ExitCode.Usage).Json().GetProperty("error").GetProperty("message").GetString()!.Split()), StringComparison.Ordinal);

    private ToolRun Train(string data, string target, string levels, params string[] more) =>
        ToolRun.Of(["train", data, "--target", target, "--quantiles", levels, "--layers", "16", "--epochs", "40", "--ignore", string.Join(',', ((string[])["price", "rent", "kind"]).Except(target.Split(','))), "--json", "--out", folder["run"], .. more]);

    private string Data(int rows)
    {
        double[] numbers = Laws.Samples.Targets("real", rows, 3, 5);
        List<string> lines = ["x,price,rent,kind"];
        for (int row = 0; row < rows; row++)
        {
            (double x, double noise) = (Math.Tanh(numbers[3 * row]), Math.Tanh(numbers[(3 * row) + 1]));
            lines.Add(FormattableString.Invariant($"{x:0.000},{50 + (20 * x) + (3 * noise):0.00},{4 - x + (0.2 * noise):0.000},{(x > 0 ? "up" : "down")}"));
        }

        string path = folder["data.csv"];
        File.WriteAllLines(path, lines);
        return path;
    }
}
