using System.Text.Json;
using Descent.Data;
using Descent.Formats;

namespace Descent.Tests.Cli.Verbs;

/// <summary>What the tool says and saves where it chooses networks itself.</summary>
public sealed class EffortTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void WithoutAnOptionRecipesAreTriedAndAveraged()
    {
        ToolRun train = ToolRun.Of("train", ToolRun.Iris, "--target", "species", "--out", folder["run"]).EndsWith(0);
        Assert.Contains("recipes: linear, perceptron, mlp, realmlp, tabm (--recipe)", train.Errors, StringComparison.Ordinal);
        Assert.Contains("trying realmlp, 4 of 5", train.Errors, StringComparison.Ordinal);
        Assert.Contains("loss on other folds", train.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain("--layers, --activation", train.Errors, StringComparison.Ordinal);

        JsonElement metrics = JsonDocument.Parse(File.ReadAllText(folder["run/metrics.json"])).RootElement;
        JsonElement[] recipes = [.. metrics.GetProperty("recipes").EnumerateArray()];
        Assert.Equal(5, recipes.Length);
        Assert.Equal(1, recipes.Sum(recipe => recipe.GetProperty("share").GetDouble()), 1e-9);
        Assert.Equal(5, metrics.GetProperty("trainingFolds").GetInt32());
        Assert.Contains("<h2>Networks</h2>", File.ReadAllText(folder["run/report.html"]), StringComparison.Ordinal);

        JsonElement inspected = ToolRun.Of("inspect", folder["run"], "--json").EndsWith(0).Json();
        int members = inspected.GetProperty("members").GetArrayLength();
        Assert.True(members is > 0 and <= 25, $"{members} members");
        string listed = ToolRun.Of("inspect", folder["run"]).EndsWith(0).Output;
        Assert.Contains("Networks whose predictions are averaged", listed, StringComparison.Ordinal);
        Assert.Contains("species", ToolRun.Of("inspect", folder["run"], "--member", "1").EndsWith(0).Output, StringComparison.Ordinal);
        Assert.Contains($"--member is {members + 1}", ToolRun.Of("inspect", folder["run"], "--member", $"{members + 1}").EndsWith(2).Errors, StringComparison.Ordinal);

        // The file predicts what was judged.
        double accuracy = ToolRun.Of("evaluate", folder["run"], ToolRun.Iris, "--json").EndsWith(0).Json().GetProperty("metrics").GetProperty("accuracy").GetDouble();
        Assert.True(accuracy > 0.95, $"{accuracy}");
        TableModel saved = TableModel.Load(folder["run/model.safetensors"]);
        double ofSecond = ToolRun.Of("evaluate", folder["run"], ToolRun.Iris, "--member", "2", "--json").EndsWith(0).Json().GetProperty("metrics").GetProperty("logLoss").GetDouble();
        Assert.Equal(TableEvaluation.Of(saved.Member(1), Table.Read(ToolRun.Iris)).Scores["logLoss"], ofSecond, 1e-9);
        Assert.NotEqual(ToolRun.Of("predict", folder["run"], ToolRun.Iris).Output, ToolRun.Of("predict", folder["run"], ToolRun.Iris, "--member", "2").EndsWith(0).Output);
        Assert.Contains($"--member is {members + 1}", ToolRun.Of("predict", folder["run"], ToolRun.Iris, "--member", $"{members + 1}").EndsWith(2).Errors, StringComparison.Ordinal);
        Assert.StartsWith("prediction,probability_setosa", ToolRun.Of("predict", folder["run"], ToolRun.Iris).EndsWith(0).Output, StringComparison.Ordinal);
    }

    [Fact]
    public void OneRecipeAloneIsTrained()
    {
        string output = ToolRun.Of("train", ToolRun.Iris, "--target", "species", "--recipe", "linear", "--out", folder["run"]).EndsWith(0).Errors;
        Assert.Contains("the mean of 15 networks", output, StringComparison.Ordinal);
        output = ToolRun.Of("train", ToolRun.Iris, "--target", "species", "--recipe", "linear", "--effort", "quick", "--out", folder["quick"]).EndsWith(0).Errors;
        Assert.Contains("the mean of 1 network with", output, StringComparison.Ordinal);
        Assert.Contains("four fifths", output, StringComparison.Ordinal);
    }

    [Fact]
    public void QuickIsOneNetworkAsDescribedByTheDefaults()
    {
        string output = ToolRun.Of("train", ToolRun.Iris, "--target", "species", "--effort", "quick", "--out", folder["run"]).EndsWith(0).Errors;
        Assert.Contains("Network (--layers, --activation, --initializer)", output, StringComparison.Ordinal);
        Assert.DoesNotContain("trying", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("There is no recipe 'forest'", "--recipe", "forest")]
    [InlineData("--effort", "--effort", "huge")]
    [InlineData("--effort", "--effort", "best", "--layers", "8")]
    [InlineData("A recipe and settings of the network cannot be combined", "--recipe", "tabm", "--epochs", "3")]
    public void WhatDoesNotGoTogetherIsRefused(string message, params string[] options) =>
        Assert.Contains(message, ToolRun.Of(["train", ToolRun.Iris, "--target", "species", .. options, "--out", folder["run"]]).EndsWith(2).Errors, StringComparison.Ordinal);
}
