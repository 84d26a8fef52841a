using System.Globalization;
using System.Text.Json;
using Descent.Cli.Screens;

namespace Descent.Tests.Cli.Verbs;

/// <summary>What inspect says of a model is what its user needs to know.</summary>
public sealed class ModelInspectionTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void DecisionFillsAndMissingWordsAreShown()
    {
        string data = folder.Write("people.csv", "age,zone,when,y\n" + string.Concat(Enumerable.Range(0, 60).Select(i =>
            string.Create(CultureInfo.InvariantCulture, $"{(i % 6 == 0 ? "" : $"{20 + (i % 7)}")},{(i % 2 == 0 ? "north" : "south")},2024-01-{1 + (i % 28):00},{(i % 3 == 0 ? "yes" : "no")}\n"))));
        ToolRun.Of("train", data, "--target", "y", "--epochs", "2", "--threshold", "0.4", "--missing", "age=99", "--missing", "zone=only,nowhere", "--out", folder["run"]).EndsWith(0);
        string output = ToolRun.Of("inspect", folder["run"]).EndsWith(0).Output;
        Assert.Contains("positive class: yes, predicted from a probability of 0.4 on\n", output, StringComparison.Ordinal);
        string Line(string name) => Assert.Single(output.Split('\n'), line => line.StartsWith($"{name}: ", StringComparison.Ordinal));
        Message.Mentions(Line("no value"), "empty cell", "NA, null");
        Message.Mentions(Line("no value in age"), "empty cell", "NA, null", "99");
        Assert.Contains("no value in zone: an empty cell, and nowhere\n", output, StringComparison.Ordinal);
        Assert.Matches(@"\nage +numeric +the median, \d\d +20 … 26\n", output);
        Assert.Contains("zone    categorical  none of the categories  north, south\n", output, StringComparison.Ordinal);
        Assert.Contains("when    date         the median, 2024-01-", output, StringComparison.Ordinal);
        Assert.Contains("epochs: 2 of at most 2; the weights are those of epoch 2 (the last)\n", output, StringComparison.Ordinal);
        Assert.Contains("rows: 48 train, 0 validation, 12 test\n", output, StringComparison.Ordinal);
        Assert.Matches(@"\naccuracy +\d\.\d{4} +\d\.\d{4}\n", output);
        Assert.DoesNotContain("checkpointEvery", output, StringComparison.Ordinal);

        JsonElement json = ToolRun.Of("inspect", folder["run"], "--json").EndsWith(0).Json();
        Assert.Equal(("yes", 0.4), (json.GetProperty("positiveClass").GetString(), json.GetProperty("threshold").GetDouble()));
        Assert.Equal(1, json.GetProperty("training").GetProperty("options").GetProperty("checkpointEvery").GetInt32());
        Assert.Equal(JsonValueKind.Number, json.GetProperty("training").GetProperty("score.accuracy").ValueKind);
    }

    [Fact]
    public void AModelOfNumbersHasNoDecision()
    {
        string data = folder.Write("n.csv", "x,y\n" + string.Concat(Enumerable.Range(0, 40).Select(i => $"{i % 9}.5,{i * 7 % 31}.25\n")));
        ToolRun.Of("train", data, "--target", "y", "--epochs", "1", "--out", folder["run"]).EndsWith(0);
        string output = ToolRun.Of("inspect", folder["run"]).EndsWith(0).Output;
        Assert.DoesNotContain("positive class", output, StringComparison.Ordinal);
        Assert.Contains("\n1 input → 64 relu", output, StringComparison.Ordinal);
        Assert.Matches(@"\ny +target +0.25 … 30.25\n", output);
    }

    [Fact]
    public void ScoresStandAsTrainingPrintedThemAndWeightsOnlyOnRequest()
    {
        ToolRun train = ToolRun.Of("train", ToolRun.Iris, "--target", "species", "--epochs", "3", "--layers", "4", "--out", folder["run"]).EndsWith(0);
        Assert.EndsWith($"\nfolder: {folder["run"]}\n", train.Output, StringComparison.Ordinal);
        string output = ToolRun.Of("inspect", folder["run"]).EndsWith(0).Output, full = ToolRun.Of("inspect", folder["run"], "--full").EndsWith(0).Output;
        int start = train.Output.IndexOf("score ", StringComparison.Ordinal);
        Assert.Contains(train.Output[start..train.Output.IndexOf("baseline:", StringComparison.Ordinal)], output, StringComparison.Ordinal);
        Assert.Contains(train.Output.Split('\n').Single(line => line.StartsWith("Fit: ", StringComparison.Ordinal)), output, StringComparison.Ordinal);
        Assert.DoesNotContain("layers.0.weight", output, StringComparison.Ordinal);
        Assert.Contains("\nEvery weight: --full\n", output, StringComparison.Ordinal);
        Assert.Contains("\nlayers.0.weight [4 × 4]\n", full, StringComparison.Ordinal);
    }

    [Fact]
    public void SmallWeightsAreReadable() =>
        Assert.Equal(["   1.235    -0.5", "       0   -2e-5", "  0.0003   1e-10"], MatrixText.Lines([1.23456f, -0.5f, 0, -0.00002f, 0.0003f, 1e-10f], 3, 2));
}
