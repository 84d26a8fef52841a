using Descent.Cli;
using Descent.Data;
using Descent.Tests.Cli;

namespace Descent.Tests.Ensembles;

/// <summary>What is trained, by a time and by a plan; a plan repeats what a time decided.</summary>
public sealed class EnsemblePlanTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void APlanIsItsJson()
    {
        EnsemblePlan plan = new([new PlannedRecipe(new LinearRecipe(), 1e9), new PlannedRecipe(new RealMlpRecipe(32, 7))], 5, 3, 5e5);
        EnsemblePlan read = Catalogue.PlanFromJson(plan.ToJson());
        Assert.Equal(plan.Recipes, read.Recipes);
        Assert.Equal((5, 3, 5e5), (read.Folds, read.Divisions, read.MultiplyAdds));
        EnsemblePlan weighted = plan with { Recipes = [.. plan.Recipes.Select((planned, i) => planned with { Weight = i == 0 ? 0.1 + 0.2 : 0.7 })] };
        Assert.Equal(weighted.Recipes, Catalogue.PlanFromJson(weighted.ToJson()).Recipes);
    }

    [Theory]
    [InlineData("", "it is not JSON")]
    [InlineData("{}", "'recipes' is missing")]
    [InlineData("null", "null")]
    [InlineData("[]", "must be a JSON object with recipes, folds, divisions, multiplyAdds")]
    [InlineData("{\"recipes\":[],\"folds\":5,\"divisions\":1}", "at least one recipe")]
    [InlineData("{\"recipes\":[{\"recipe\":\"forest\"}],\"folds\":5,\"divisions\":1}", "forest")]
    [InlineData("{\"recipes\":[{\"recipe\":\"linear\",\"operations\":-1}],\"folds\":5,\"divisions\":1}", "Operations")]
    [InlineData("{\"recipes\":[{\"recipe\":\"linear\",\"weight\":1},{\"recipe\":\"mlp\"}],\"folds\":2,\"divisions\":1}", "Some recipes of the plan have a weight")]
    [InlineData("{\"recipes\":[{\"recipe\":\"linear\",\"weight\":0}],\"folds\":2,\"divisions\":1}", "Weight")]
    [InlineData("{\"recipes\":[{\"recipe\":\"linear\"}],\"folds\":0,\"divisions\":1}", "Folds")]
    [InlineData("{\"recipes\":[{\"recipe\":\"linear\"}],\"folds\":2000000000,\"divisions\":1}", "Folds")]
    [InlineData("{\"recipes\":[{\"recipe\":\"linear\"}],\"folds\":5}", "'divisions' is missing")]
    [InlineData("{\"recipes\":[{\"recipe\":\"linear\"}],\"folds\":5,\"divisions\":1,\"fold\":2}", "'fold' is not one of")]
    public void WhatIsNoPlanSaysWhy(string json, string reason) =>
        Assert.Contains(reason, Assert.Throws<FormatException>(() => Catalogue.PlanFromJson(json)).Message, StringComparison.Ordinal);

    [Fact]
    public void TheUsualPlanFollowsFromTheTableAlone()
    {
        Table table = Table.Read(ToolRun.Iris);
        EnsemblePlan plan = TableTrainer.Train(table, ["species"], new TableOptions { Recipe = new LinearRecipe() }).Plan!;
        Assert.Equal((5, 3, 5e5), (plan.Folds, plan.Divisions, plan.MultiplyAdds));
        Assert.Equal([new PlannedRecipe(new LinearRecipe(), 5e11, 1)], plan.Recipes);
        Assert.Null(TableTrainer.Train(table, ["species"], new TableOptions { Epochs = 1 }).Plan);
    }

    /// <summary>A recipe that was asked for stays as it is, however many rows there are.</summary>
    [Theory]
    [InlineData(1_999, 4, 5e11)]
    [InlineData(2_000, 8, 1e12)]
    [InlineData(9_999, 8, 1e12)]
    [InlineData(10_000, 4, 5e11)]
    public void BetweenSmallAndLargeTabMHasMoreMembers(int rows, int members, double operations)
    {
        Assert.Equal(new PlannedRecipe(new TabMRecipe(members), operations), EffortPlan.For(new TableOptions(), rows)!.Recipes[^1]);
        Assert.Equal([new PlannedRecipe(new TabMRecipe(), 5e11)], EffortPlan.For(new TableOptions { Recipe = new TabMRecipe() }, rows)!.Recipes);
    }

    /// <summary>Larger networks predicted worse than the normal effort on tables of 120 to 455 training rows.</summary>
    [Theory]
    [InlineData(499, 5, 5, 5e5)]
    [InlineData(500, 7, 8, null)]
    [InlineData(10_000, 7, 3, null)]
    public void TheBestEffortHasNoLargerNetworksForFewRows(int rows, int recipes, int folds, double? multiplyAdds)
    {
        EnsemblePlan plan = EffortPlan.For(new TableOptions { Effort = Effort.Best }, rows)!;
        Assert.Equal((recipes, folds, 3, multiplyAdds), (plan.Recipes.Count, plan.Folds, plan.Divisions, plan.MultiplyAdds));
    }

    [Fact]
    public void APlanRepeatsWhatATimeDecided()
    {
        Table table = Table.Read(ToolRun.Iris);
        TableTraining timed = TableTrainer.Train(table, ["species"], new TableOptions { Time = TimeSpan.FromMilliseconds(400) });
        Assert.Equal("linear", timed.Trials[0].Recipe);
        Assert.All(timed.Plan!.Recipes, planned => Assert.True(planned.Operations > 0));

        // Only what has a share is trained again.
        RecipeTrial[] used = [.. timed.Trials.Where(trial => trial.Weight > 0)];
        Assert.Equal(timed.Plan.Recipes.Select(planned => (planned.Recipe.Label, planned.Weight!.Value)), used.Select(trial => (trial.Recipe, trial.Weight)));
        TableTraining again = TableTrainer.Train(table, ["species"], new TableOptions { Plan = Catalogue.PlanFromJson(timed.Plan.ToJson()) });
        Assert.Equal(timed.Plan.Recipes, again.Plan!.Recipes);
        Assert.Equal(used, again.Trials);
        TablePrediction first = timed.Model.Predict(table), second = again.Model.Predict(table);
        Assert.All(Enumerable.Range(0, table.Rows), row => Assert.Equal(first.Probabilities(row), second.Probabilities(row)));
    }

    /// <summary>However little time there is, one recipe is trained.</summary>
    [Fact]
    public void ATimeThatIsOverLeavesOneRecipe()
    {
        TableTraining training = TableTrainer.Train(Table.Read(ToolRun.Iris), ["species"], new TableOptions { Time = TimeSpan.FromTicks(1) });
        Assert.Equal("linear", Assert.Single(training.Trials).Recipe);
    }

    [Fact]
    public void WishesThatExcludeEachOtherAreRefused()
    {
        Table table = Table.Read(ToolRun.Iris);
        EnsemblePlan plan = new([new PlannedRecipe(new LinearRecipe())], 5, 1);
        TimeSpan time = TimeSpan.FromSeconds(1);
        foreach ((TableOptions options, string reason) in ((TableOptions, string)[])
        [
            (new TableOptions { Time = time, Effort = Effort.Best }, "effort"), (new TableOptions { Time = time, Layers = [4] }, "settings of the network"), (new TableOptions { Plan = plan, Time = time }, "time"),
            (new TableOptions { Plan = plan, Recipe = new LinearRecipe() }, "recipe"), (new TableOptions { Plan = plan, Effort = Effort.Quick }, "effort"), (new TableOptions { Plan = plan, Epochs = 3 }, "settings"),
            (new TableOptions { Plan = plan with { Folds = 900 } }, "900 folds"),
        ])
        {
            Assert.Contains(reason, Assert.Throws<DataException>(() => TableTrainer.Prepare(table, ["species"], options)).Message, StringComparison.Ordinal);
        }

        Assert.Throws<ArgumentOutOfRangeException>(() => new TableOptions { Time = TimeSpan.Zero });
    }

    [Fact]
    public void TheToolSavesThePlanAndRepeatsIt()
    {
        ToolRun.Of("train", ToolRun.Iris, "--target", "species", "--time", "0.3", "--out", folder["timed"]).EndsWith(0);
        ToolRun.Of("train", ToolRun.Iris, "--target", "species", "--plan", folder["timed/plan.json"], "--out", folder["again"]).EndsWith(0);
        Assert.Equal(File.ReadAllText(folder["timed/plan.json"]), File.ReadAllText(folder["again/plan.json"]));
        Assert.Equal(ToolRun.Of("predict", folder["timed"], ToolRun.Iris).EndsWith(0).Output, ToolRun.Of("predict", folder["again"], ToolRun.Iris).EndsWith(0).Output);

        // A run without a plan that takes the place of one with a plan has none.
        ToolRun.Of("train", ToolRun.Iris, "--target", "species", "--epochs", "2", "--out", folder["again"], "--force").EndsWith(0);
        Assert.False(File.Exists(folder["again/plan.json"]));
        Assert.Contains("again/plan.json", ToolRun.Of("train", ToolRun.Iris, "--target", "species", "--plan", folder["again/plan.json"], "--out", folder["no"]).EndsWith(ExitCode.Usage).Errors, StringComparison.Ordinal);
        Assert.Contains("not a training plan", ToolRun.Of("train", ToolRun.Iris, "--target", "species", "--plan", folder["timed/metrics.json"], "--out", folder["no"]).EndsWith(ExitCode.Usage).Errors, StringComparison.Ordinal);
        Assert.Contains("--time", ToolRun.Of("train", ToolRun.Iris, "--target", "species", "--time", "1", "--effort", "best", "--out", folder["no"]).EndsWith(ExitCode.Usage).Errors, StringComparison.Ordinal);
        Assert.Contains("--time", ToolRun.Of("train", ToolRun.Iris, "--target", "species", "--time", "0", "--out", folder["no"]).EndsWith(ExitCode.Usage).Errors, StringComparison.Ordinal);
    }
}
