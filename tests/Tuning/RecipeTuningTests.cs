using Descent.Data;
using Descent.Tests.Cli;
using Descent.Tuning;

namespace Descent.Tests.Tuning;

public class RecipeTuningTests
{
    private static readonly Table s_iris = Table.Read(ToolRun.Iris);
    private static readonly SearchSpace s_space = SearchSpace.Parse("recipe=choice(realmlp;mlp;linear); realmlp.units=int(4,8) if recipe=realmlp; realmlp.epochs=int(3,6) if recipe=realmlp; mlp.units=int(4,8) if recipe=mlp; mlp.rate=uniform(0,0.3) if recipe=mlp");

    private static TableTuningOptions Few => new() { Trials = 5, Folds = 2, Sampler = new RandomSampler() };

    /// <summary>The model is the one that the plan of the result gives, and it is at least as good out of fold as the best trial.</summary>
    [Theory]
    [InlineData("species", 1)]
    [InlineData("petal_width", 2)]
    public void TheNetworksOfTheBestTrialsAreAveraged(string target, int threads)
    {
        TableTuner tuner = new(s_iris, [target], new TableOptions { Seed = 5, Threads = threads }, s_space, Few);
        Assert.True(tuner.TriesRecipes);
        TableTuning tuning = tuner.Run();
        TableTraining again = TableTrainer.Train(s_iris, [target], tuning.Options with { Threads = 3 - threads });
        Assert.Equal(tuning.Training.Evaluation!.Scores, again.Evaluation!.Scores);
        Assert.Equal(tuning.Training.Plan!.ToJson(), again.Plan!.ToJson());
        Assert.Equal(tuner.Study.Trials.Select(trial => trial.Parameters).Distinct().Count(), tuning.Average.Count);
        Assert.Equal(1, tuning.Average.Sum(trial => trial.Weight), 1e-9);

        // What has no share is not trained again.
        AveragedTrial[] used = [.. tuning.Average.Where(trial => trial.Weight > 0)];
        Assert.Equal(used.Select(trial => trial.Weight), again.Trials.Select(recipe => recipe.Weight));
        Assert.Equal(used.Select(trial => (double?)trial.Weight), tuning.Training.Plan!.Recipes.Select(planned => planned.Weight));
        Assert.Equal(tuning.Training.Evaluation.Scores[tuning.Score], tuning.TestScore);
        Assert.Equal((120, 30), (tuning.Training.TrainRows, tuning.Training.TestRows));

        // The best trial alone is a plan of one recipe.
        Recipe best = TableParameters.Apply(new TableOptions(), tuning.Best.Parameters!).Recipe!;
        TableTraining alone = TableTrainer.Train(s_iris, [target], tuning.Options with { Plan = tuning.Training.Plan with { Recipes = [tuning.Training.Plan.Recipes[0] with { Recipe = best }] } });
        Assert.Equal(alone.Evaluation!.Scores[tuning.Score], tuning.BestTestScores.Single());
        Assert.Equal((tuning.HigherIsBetter ? 1 : -1) * (tuning.Validation.Mean - alone.Evaluation.Scores[tuning.Score]), tuning.Optimism!.Value, 1e-12);

        // The average is judged by the predictions by which the trials are, and is not worse than the best of them.
        Assert.Equal(2, tuning.AverageScores.Count);
        Assert.True((tuning.HigherIsBetter ? -1 : 1) * (tuning.AverageValidation!.Value.Mean - tuning.Validation.Mean) <= 0, $"{tuning.AverageValidation} {tuning.Validation}");
        Assert.Same(tuning.Best, tuning.Average[0].Trial);
    }

    /// <summary>A single candidate is the best trial alone.</summary>
    [Fact]
    public void TheModelCanBeTheBestTrialAlone()
    {
        TableTuning tuning = new TableTuner(s_iris, ["species"], new TableOptions { Seed = 5 }, s_space, Few with { Candidates = 1 }).Run();
        Assert.Equal((tuning.Best, 1.0), (Assert.Single(tuning.Average).Trial, tuning.Average[0].Weight));
        Assert.Equal(TableTuner.ScoresOf(tuning.Best), tuning.AverageScores);
        Assert.Equal(tuning.BestTestScores, tuning.TestScores);
    }

    /// <summary>Equal values give equal scores, so that they are computed once; a sampler draws others while there are any.</summary>
    [Fact]
    public void EqualTrialsAreComputedOnce()
    {
        SearchSpace space = SearchSpace.Parse("recipe=choice(linear;perceptron); perceptron.units=int(4,5) if recipe=perceptron");
        TableTuner tuner = new(s_iris, ["species"], new TableOptions { Seed = 5 }, space, Few with { Trials = 6 });
        TableTuning tuning = tuner.Run();
        Trial[] trials = [.. tuner.Study.Trials];
        Assert.Equal([false, false, false, true, true, true], trials.Select(trial => TableTuner.RepeatedBy(trial) is not null));
        Assert.All(trials[3..], trial =>
        {
            Trial first = trials[TableTuner.RepeatedBy(trial)!.Value];
            Assert.Equal(first.Parameters, trial.Parameters);
            Assert.Equal(first.Values, trial.Values);
            Assert.Equal(TableTuner.ScoresOf(first), TableTuner.ScoresOf(trial));
            Assert.Equal(tuner.MeansOf(first), tuner.MeansOf(trial));
            Assert.Equal(TableTuner.BaselineOf(first), TableTuner.BaselineOf(trial));
            Assert.Equal(0, TableTuner.EpochsOf(trial));
        });
        Assert.Equal(3, tuning.Average.Count);
        Assert.Equal("prior", TableTuner.BaselineOf(tuning.Best)!.Value.Name);
        Assert.InRange(TableTuner.BaselineOf(tuning.Best)!.Value.Score, Math.Log(3) - 0.01, Math.Log(3) + 0.05);
        Assert.All(trials, trial => Assert.Equal(6, TableTuner.PlannedBy(trial)));
    }

    [Theory]
    [InlineData("tabm.embeddingWidth", "tabm.embedding-width")]
    [InlineData("tabm.embedding_width", "tabm.embedding-width")]
    [InlineData("tabm.learningRate", "tabm.learning-rate")]
    [InlineData("tabm.rate", "tabm.dropout")]
    [InlineData("realmlp.rateFactor", "realmlp.learning-rate-factor")]
    [InlineData("realmlp.decay", "realmlp.weight-decay")]
    [InlineData("realmlp.deviation", "realmlp.frequency-deviation")]
    [InlineData("mlp.rate", "mlp.dropout")]
    public void AnOptionIsTheSameInEverySpelling(string spelled, string usual)
    {
        Assert.Equal(usual, TableParameters.NameOf(spelled));
        Assert.Equal(usual, TableParameters.NameOf(usual));
        string recipe = usual.Split('.')[0];
        Assert.Equal(Of(spelled), Of(usual));
        Assert.NotEqual(Catalogue.Parse<Recipe>(recipe), Of(usual));

        Recipe Of(string name)
        {
            SearchSpace space = SearchSpace.Parse($"recipe=choice({recipe}); {name}=choice(0.25;3) if recipe={recipe}");
            TableParameters.Require(space);
            return TableParameters.Apply(new TableOptions(), space.Assign(i => i == 0 ? 0 : name.Contains("idth", StringComparison.Ordinal) ? 1 : 0)).Recipe!;
        }
    }

    [Fact]
    public void NamesOfOtherEntriesStay()
    {
        Assert.Equal(["optimizer.decay", "adamw.decay", "optimizer.beta1", "learning-rate"], new[] { "optimizer.decay", "adamw.decay", "optimizer.beta1", "learning-rate" }.Select(TableParameters.NameOf));
        Assert.All(TableSearchSpace.Recipes().Space, parameter => Assert.Equal(parameter.Name, TableParameters.NameOf(parameter.Name)));
    }

    /// <summary>A study of the names of an earlier version goes on with the same trials.</summary>
    [Fact]
    public void AStudyInAnotherSpellingGoesOn()
    {
        MemoryStudyStorage storage = new();
        TableTuningOptions kept = Few with { Storage = storage, Trials = 2 };
        new TableTuner(s_iris, ["species"], new TableOptions { Seed = 5 }, s_space, kept).Search();
        TableTuner later = new(s_iris, ["species"], new TableOptions { Seed = 5 }, TableParameters.WithUsualNames(s_space), kept with { Trials = 5 });
        later.Search();
        Assert.Equal(s_space, later.Study.Space);
        TableTuner alone = new(s_iris, ["species"], new TableOptions { Seed = 5 }, s_space, Few);
        alone.Search();
        Assert.Equal(alone.Study.Trials.Select(trial => trial.Value), later.Study.Trials.Select(trial => trial.Value));
        Assert.Throws<StudyMismatchException>(() => new TableTuner(s_iris, ["species"], new TableOptions { Seed = 5 }, SearchSpace.Parse("recipe=choice(linear)"), kept));
    }

    /// <summary>The process that finds only diverged trials of others has no exception of its own training.</summary>
    [Fact]
    public void TrialsThatDivergedElsewhereAreToldFromUnusableData()
    {
        MemoryStudyStorage storage = new();
        TableTuningOptions kept = Few with { Storage = storage, Trials = 1 };
        SearchSpace space = SearchSpace.Parse("recipe=choice(realmlp); realmlp.learning-rate-factor=choice(1e30) if recipe=realmlp");
        TableTuner first = new(s_iris, ["petal_width"], null, space, kept), second = new(s_iris, ["petal_width"], null, space, kept);
        first.Search();
        DataException fault = Assert.Throws<DataException>(() => second.Train(second.Search()));
        Assert.IsType<NotFiniteNumberException>(fault.InnerException);
        Assert.Contains("in each of them, the loss became infinite or NaN", fault.Message, StringComparison.Ordinal);
    }

    /// <summary>The score of a trial is that of the rows that each fold holds out, at the epoch that the other folds chose.</summary>
    [Fact]
    public void TheScoreOfATrialIsOutOfFold()
    {
        SearchSpace space = SearchSpace.Parse("recipe=choice(linear)");
        TableTuner tuner = new(s_iris, ["species"], new TableOptions { Seed = 5 }, space, Few with { Trials = 1, Folds = 3 });
        TableTuning tuning = tuner.Run();
        IReadOnlyList<double> folds = TableTuner.ScoresOf(tuning.Best);
        Assert.Equal(3, folds.Count);

        // With one recipe the average is the recipe; its loss is the mean of two choices of the epoch, which are nearly equal here.
        Assert.Equal(tuning.Training.Trials.Single().Loss!.Value, folds.Average(), 0.01);
        Assert.Equal(tuning.Average.Single().Loss, folds.Average(), 1e-6);
        Assert.Equal(folds, tuner.Repeat(0));
    }

    [Fact]
    public void TheDefaultSearchBeginsWithTheRecipesOfTrain()
    {
        (SearchSpace space, IReadOnlyList<ParameterValues> first) = TableSearchSpace.Recipes();
        TableParameters.Require(space);
        Assert.Equal(
            ["linear", "perceptron", "mlp", "realmlp", "tabm(members=8)", "realmlp(units=128, epochs=128)", "tabm(members=16, units=128, bins=32)"],
            first.Select(values => $"{TableParameters.Apply(new TableOptions(), values).Recipe}"));
        TableTuner tuner = new(s_iris, ["species"], tuning: new TableTuningOptions { Trials = 1, Folds = 2 });
        Assert.True(tuner.TriesRecipes);
        Assert.False(new TableTuner(s_iris, ["species"], new TableOptions { Epochs = 3 }).TriesRecipes);
        Assert.False(new TableTuner(s_iris, ["species"], new TableOptions { Effort = Effort.Quick }).TriesRecipes);
        Assert.Equal(tuner.Study.Space, space);
        Assert.Equal(256, tuner.StepsPerFold);
    }

    /// <summary>A recipe is compared with itself alone, RealMLP after the same share of its epochs, and a pruned one is not in the average.</summary>
    [Fact]
    public void RecipesArePrunedWithinTheirKind()
    {
        SearchSpace space = SearchSpace.Parse("recipe=choice(realmlp;mlp); realmlp.epochs=choice(8;16) if recipe=realmlp; realmlp.rateFactor=choice(1;1e-7) if recipe=realmlp; mlp.units=choice(4) if recipe=mlp");
        TableTuner tuner = new(s_iris, ["species"], new TableOptions { Seed = 2 }, space, Few with { Trials = 20, Sampler = new GridSampler(), Pruner = new PercentilePruner(StartupTrials: 1) });
        TableTuning tuning = tuner.Run();
        Trial[] pruned = [.. tuner.Study.Trials.Where(trial => trial.State == TrialState.Pruned)];
        Assert.NotEmpty(pruned);
        Assert.All(pruned, trial => Assert.Equal("realmlp", trial.Parameters!["recipe"]));
        Assert.All(pruned, trial => Assert.Equal((0, TableTuner.EpochsOf(trial)), tuner.EndOf(trial)));
        Trial whole = tuner.Study.Trials.First(trial => trial.State == TrialState.Completed && trial.Parameters!["recipe"] == "realmlp");

        // A slow start is no evidence: none ends in the first half of its own epochs.
        Assert.All(pruned, trial => Assert.True(TableTuner.EpochsOf(trial) * 2 >= int.Parse(trial.Parameters!["realmlp.epochs"], System.Globalization.CultureInfo.InvariantCulture)));

        // The first epoch is an eighth or a sixteenth of the fold's steps.
        Assert.Equal(whole.Parameters!["realmlp.epochs"] == "8" ? 24 : 12, whole.Intermediate.Keys.First(), 12.0);
        Assert.DoesNotContain(tuning.Training.Plan!.Recipes, planned => planned.Recipe is RealMlpRecipe { RateFactor: 1e-7 } && pruned.Any(trial => $"{planned.Recipe}".Contains($"epochs={trial.Parameters!["realmlp.epochs"]}", StringComparison.Ordinal) && trial.Parameters["realmlp.rateFactor"] == "1e-7"));
    }

    [Fact]
    public void SeveralScoresHaveAFront()
    {
        TableTuner tuner = new(s_iris, ["species"], new TableOptions { Epochs = 8, Seed = 3 }, SearchSpace.Parse("layers=choice(none;2;4;16;32)"), new TableTuningOptions { Trials = 5, Folds = 2, Scores = ["log_loss", "parameters"], Sampler = new GridSampler() });
        TableTuning tuning = tuner.Run();
        Assert.Equal(["logLoss", "parameters"], tuning.Scores);
        Assert.All(tuner.Study.Trials, trial => Assert.Equal(trial.Parameters!["layers"] == "none" ? 15 : (int.Parse(trial.Parameters["layers"], System.Globalization.CultureInfo.InvariantCulture) * 8) + 3, trial.Values[1]));
        Assert.All(tuner.Study.Trials, trial => Assert.Equal(trial.Values[0], TableTuner.ScoresOf(trial).Average()));
        Trial best = tuner.Study.ParetoFront.MinBy(trial => trial.Values[0])!;
        Assert.Equal(best, tuning.Best);
        Assert.Equal(tuner.Study.Trials.Min(trial => trial.Values[0]), best.Values[0]);
        Assert.Equal([tuning.Training.Evaluation!.Scores["logLoss"], tuning.Training.Model.ParameterCount], tuning.TestScores);
        Assert.Contains("several scores", Assert.Throws<ArgumentException>(() => new TableTuner(s_iris, ["species"], tuning: new TableTuningOptions { Scores = ["accuracy", "log_loss"], Pruner = new PercentilePruner() })).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void SeedsAreForSingleNetworks() =>
        Assert.Throws<ArgumentException>(() => new TableTuner(s_iris, ["species"], tuning: Few with { Seeds = 2 }));
}
