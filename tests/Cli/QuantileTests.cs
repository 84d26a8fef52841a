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
        Assert.Equal("prediction,prediction_q0.1,prediction_q0.5,prediction_q0.9", lines[0]);
        foreach (string line in lines.Skip(1))
        {
            double[] own = [.. line.Split(',').Select(cell => double.Parse(cell, CultureInfo.InvariantCulture))];
            Assert.True(own[1] <= own[2] && own[2] <= own[3], line);
            Assert.Equal((float)own[0], (float)own[2]);
        }

        string shown = ToolRun.Of("evaluate", folder["run"], data).EndsWith(0).Output;
        Assert.Contains("Answers below the predicted quantiles", shown, StringComparison.Ordinal);
        Assert.Contains("80.0 % are expected", shown, StringComparison.Ordinal);
        Assert.Contains("quantiles: 0.1, 0.5, 0.9", ToolRun.Of("inspect", folder["run"]).EndsWith(0).Output, StringComparison.Ordinal);
        Assert.Contains("are below the quantile 0.9", File.ReadAllText(folder["run/report.html"]), StringComparison.Ordinal);
        Assert.Contains("predicts quantiles", ToolRun.Of("predict", folder["run"], data, "--interval", "0.9").EndsWith(ExitCode.Usage).Errors, StringComparison.Ordinal);
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
