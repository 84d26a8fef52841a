using System.Globalization;
using Descent.Data;
using Descent.Tests.Cli;
using Descent.Tuning;

namespace Descent.Tests.Tuning;

public class TableTunerTests
{
    private static readonly Table s_iris = Table.Read(ToolRun.Iris);
    private static readonly TableOptions s_small = new() { Layers = [4], Epochs = 4, Threads = 1 };
    private static readonly SearchSpace s_rates = SearchSpace.Parse("learning-rate=log(1e-3,1e-1)");

    private static TableTuningOptions Few => new() { Trials = 3, Folds = 2, Sampler = new RandomSampler() };

    [Theory]
    [InlineData(1, 1)]
    [InlineData(2, 1)]
    [InlineData(2, 2)]
    public void TheScoresOfATrialAreThoseOfACrossValidationOfTheOtherRows(int threads, int seeds)
    {
        TableTuner tuner = new(s_iris, ["species"], s_small with { Seed = 4, Threads = threads }, s_rates, Few with { Seeds = seeds });
        tuner.Run();
        Table others = TableTrainer.WithoutTestRows(s_iris, ["species"], s_small with { Seed = 4 });
        Assert.Equal(120, others.Rows);
        foreach (Trial trial in tuner.Study.Trials)
        {
            TableOptions own = s_small with { LearningRate = trial.Parameters!.GetNumber("learning-rate"), Effort = Effort.Quick };
            double[] expected = [.. Enumerable.Range(4, seeds).SelectMany(seed => TableTrainer.CrossValidate(others, ["species"], 2, own with { Seed = (ulong)seed }).Folds).Select(fold => fold.Evaluation!.Scores["logLoss"])];
            Assert.Equal(expected, TableTuner.ScoresOf(trial));
            Assert.Equal(expected.Average(), trial.Value);
            Assert.Equal(Enumerable.Range(1, expected.Length).Select(count => expected.Take(count).Average()), tuner.MeansOf(trial));
        }
    }

    /// <summary>Test rows with senseless features change no trial, only the test.</summary>
    [Fact]
    public void NoTrialSeesTheTestRows()
    {
        string[] names = [.. Enumerable.Range(0, 150).Select(row => $"{row}")];
        Table Iris(Func<int, bool> isSpoiled) => Table.Create(
            [.. s_iris.Columns, "row"],
            [.. s_iris.Columns.Select(column => (string?[])[.. Enumerable.Range(0, 150).Select(row => column != "species" && isSpoiled(row) ? "-30" : s_iris[row, column])]), names]);
        TableOptions options = s_small with { Schema = new SchemaOptions { Ignore = ["row"] } };
        Table whole = Iris(_ => false);
        Table kept = TableTrainer.Train(whole, ["species"], options).Test()!;
        HashSet<string> test = [.. Enumerable.Range(0, kept.Rows).Select(row => kept[row, "row"])];
        TableTuner clean = new(whole, ["species"], options, s_rates, Few), spoiled = new(Iris(row => test.Contains($"{row}")), ["species"], options, s_rates, Few);
        (TableTuning expected, TableTuning actual) = (clean.Run(), spoiled.Run());
        Assert.Equal(30, test.Count);
        Assert.Equal(clean.Study.Trials.Select(trial => trial.Value), spoiled.Study.Trials.Select(trial => trial.Value));
        Assert.NotEqual(expected.TestScore, actual.TestScore);
    }

    [Theory]
    [InlineData("y", null, null, 0.3)]
    [InlineData("label", null, null, 0.0)]
    [InlineData("label", null, null, 0.25)]
    [InlineData("y", "group", null, 0.3)]
    [InlineData("y", null, "order", 0.3)]
    public void TheRowsWithoutTestRowsAreAllThatTrainDoesNotHoldOut(string target, string? group, string? order, double validation)
    {
        string[] Column(Func<int, string> text) => [.. Enumerable.Range(0, 200).Select(text)];
        Table table = Table.Create(
            ["row", "x", "group", "order", "label", "y"],
            [Column(row => $"r{row}"), Column(row => $"{row % 17}"), Column(row => $"g{row % 23}"), Column(row => $"{row * 7 % 200}"), Column(row => row % 5 == 0 ? "yes" : "no"), Column(row => $"{(row * row % 31) + 0.5}")]);
        TableOptions options = new()
        {
            Layers = [],
            Epochs = 1,
            ValidationFraction = validation,
            Schema = new SchemaOptions { Ignore = ["row", .. ((string[])["group", "order", "y", "label"]).Where(name => name != target && name != group && name != order)], Group = group, SplitBy = order },
        };
        Table others = TableTrainer.WithoutTestRows(table, [target], options), test = TableTrainer.Train(table, [target], options).Test()!;
        string[] Rows(Table part) => [.. Enumerable.Range(0, part.Rows).Select(row => part[row, "row"])];
        Assert.Equal(200, Rows(others).Union(Rows(test)).Count());
        Assert.Equal(200, others.Rows + test.Rows);
    }

    [Fact]
    public void TheBestTrialIsTrainedAgainOnAllRowsAndTestedOnce()
    {
        foreach ((string score, int sign) in ((string, int)[])[("accuracy", 1), ("log_loss", -1)])
        {
            TableTuner tuner = new(s_iris, ["species"], s_small with { Seed = 2 }, s_rates, Few with { Scores = [score] });
            TableTuning tuning = tuner.Run();
            TableTraining alone = TableTrainer.Train(s_iris, ["species"], s_small with { Seed = 2, LearningRate = tuning.Best.Parameters!.GetNumber("learning-rate") });
            Assert.Equal(sign * tuning.Best.Value, tuner.Study.Trials.Max(trial => sign * trial.Value));
            Assert.Equal(alone.History.Epochs.Select(epoch => epoch.Loss), tuning.Training.History.Epochs.Select(epoch => epoch.Loss));
            Assert.Equal((120, 30), (tuning.Training.TrainRows, tuning.Training.TestRows));
            Assert.Equal(alone.Evaluation!.Scores[tuning.Score], tuning.TestScore);
            Assert.Equal(sign * (tuning.Best.Value - tuning.TestScore!.Value), tuning.Optimism!.Value);
            IReadOnlyList<double> folds = TableTuner.ScoresOf(tuning.Best);
            Assert.Equal(Math.Abs(folds[0] - folds[1]) / Math.Sqrt(2), tuning.Validation.Deviation, 1e-12);
        }
    }

    [Fact]
    public void WithoutTestRowsThereIsNoOptimism()
    {
        TableTuning tuning = new TableTuner(s_iris, ["species"], s_small with { TestFraction = 0 }, s_rates, Few with { Trials = 1, Folds = 1 }).Run();
        Assert.Equal((150, null, null), (tuning.Training.TrainRows, tuning.TestScore, tuning.Optimism));
        Table test = s_iris.Select([.. Enumerable.Range(0, 150).Where(row => row % 5 == 0)]);
        tuning = new TableTuner(s_iris, ["species"], s_small with { Test = test }, s_rates, Few with { Trials = 1, Folds = 1 }).Run();
        Assert.Equal((150, 30), (tuning.Training.TrainRows, tuning.Training.TestRows));
    }

    [Fact]
    public void ATrialIsRepeatedToTheSameBits()
    {
        TableTuner tuner = new(s_iris, ["species"], new TableOptions { Epochs = 3 }, tuning: Few);
        tuner.Run();
        TableTuner other = new(s_iris, ["species"], new TableOptions { Epochs = 3, Threads = 1 }, tuner.Study.Space, Few);
        foreach (Trial trial in tuner.Study.Trials)
        {
            Assert.Equal(TableTuner.ScoresOf(trial), tuner.Repeat(trial.Number));
            // From the texts of its row, without the study.
            ParameterValues values = ParameterValues.Parse(other.Study.Space, trial.Parameters!.ToTexts());
            Assert.Equal(trial.Parameters, values);
        }

        Assert.Equal(3, tuner.Study.Trials.Count);
    }

    /// <summary>The first trial of the default search space is what train --effort quick would do.</summary>
    [Theory]
    [InlineData("species", "logLoss")]
    [InlineData("petal_width", "r2")]
    public void TheDefaultSpaceBeginsWithTheDefaults(string target, string score)
    {
        TableTuner tuner = new(s_iris, [target], new TableOptions { Threads = 1, Effort = Effort.Quick }, tuning: new TableTuningOptions { Trials = 1, Folds = 3 });
        tuner.Run();
        CrossValidation usual = TableTrainer.CrossValidate(TableTrainer.WithoutTestRows(s_iris, [target]), [target], 3, new TableOptions { Effort = Effort.Quick });
        Assert.Equal(usual.Folds.Select(fold => fold.Evaluation!.Scores[score]), TableTuner.ScoresOf(tuner.Study.Trials[0]));
        Assert.Equal(["hidden-layers", "width", "dropout", "activation", "learning-rate", "l2", "batch-size", "epochs"], tuner.Study.Space.Select(parameter => parameter.Name));
    }

    [Fact]
    public void TheDefaultSpaceLeavesOutWhatIsSet()
    {
        string Names(TableOptions options, int rows = 150) => string.Join(' ', TableSearchSpace.For(TaskKind.Binary, rows, options).Space.Select(parameter => parameter.Name));
        Assert.Equal("activation learning-rate l2 batch-size epochs", Names(new TableOptions { Layers = [3] }));
        Assert.Equal("hidden-layers width dropout l2 batch-size", Names(new TableOptions { Activation = new Tanh(), Optimizer = new Momentum(), Epochs = 3 }));
        Assert.DoesNotContain("epochs", Names(new TableOptions(), rows: 2_000), StringComparison.Ordinal);
        Assert.DoesNotContain("epochs", Names(new TableOptions { EarlyStopping = TableOptions.DefaultStopping }), StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => Names(new TableOptions { Layers = [3], Activation = new Tanh(), LearningRate = 0.1, Regularizer = new L2(0), BatchSize = 3, Epochs = 3 }));
    }

    [Fact]
    public void ATrialThatFailsFailsAlone()
    {
        SearchSpace space = SearchSpace.Parse("loss=choice(cce;categorical_hinge;bce)\nlearning-rate=choice(0.01;1e30)\noptimizer=choice(sgd)");
        TableTuner tuner = new(s_iris, ["species"], s_small, space, Few with { Trials = 6, Sampler = new GridSampler() });
        TableTuning tuning = tuner.Run();
        Assert.Equal(6, tuner.Study.Trials.Count);
        Assert.Equal("cce", tuning.Best.Parameters!["loss"]);
        Assert.All(tuner.Study.Trials.Where(trial => trial.Parameters!["learning-rate"] == "1e30" || trial.Parameters["loss"] == "bce"), trial => Assert.Equal(TrialState.Failed, trial.State));
        Assert.Contains("finite", ReasonOf("cce", "1e30"), StringComparison.OrdinalIgnoreCase);
        Assert.Contains("no log_loss", ReasonOf("categorical_hinge", "0.01"), StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", string.Join(' ', tuner.Study.Trials.Select(TableTuner.ReasonOf)), StringComparison.Ordinal);
        Assert.Null(TableTuner.ReasonOf(tuning.Best));

        TableTuner hopeless = new(s_iris, ["species"], s_small, SearchSpace.Parse("loss=choice(bce)"), Few);
        Assert.Contains("None of 3 trials has completed. The first failure: ", Assert.Throws<DataException>(() => hopeless.Run()).Message, StringComparison.Ordinal);

        string ReasonOf(string loss, string rate) => TableTuner.ReasonOf(tuner.Study.Trials.Single(trial => trial.Parameters!["loss"] == loss && trial.Parameters["learning-rate"] == rate))!;
    }

    [Fact]
    public void APrunedTrialEndsBeforeItsLastFold()
    {
        SearchSpace space = SearchSpace.Parse("epochs=choice(60;1)\nlearning-rate=choice(0.01;0.011;0.012)");
        TableTuner tuner = new(s_iris, ["species"], s_small with { Epochs = null }, space, new TableTuningOptions { Trials = 6, Folds = 3, Sampler = new GridSampler(), Pruner = new PercentilePruner(StartupTrials: 1) });
        Assert.Equal("60", tuner.Run().Best.Parameters!["epochs"]);
        Trial[] pruned = [.. tuner.Study.Trials.Where(trial => trial.State == TrialState.Pruned)];
        Assert.NotEmpty(pruned);
        Assert.All(pruned, trial => Assert.InRange(trial.LastStep!.Value, 1, 2 * tuner.StepsPerFold));
        Assert.All(pruned.Where(trial => tuner.MeansOf(trial).Count > 0), trial => Assert.Equal(tuner.Repeat(trial.Number)[0], tuner.MeansOf(trial)[0]));
    }

    /// <summary>The value after an epoch is that of a training that ends with this epoch, and a hopeless trial ends there.</summary>
    [Theory]
    [InlineData("species", "log_loss")]
    [InlineData("species", "top_k_accuracy:k=1")]
    [InlineData("petal_width", "rmse")]
    public void ATrialEndsWithinItsFirstFold(string target, string score)
    {
        SearchSpace space = SearchSpace.Parse("epochs=choice(20;12); learning-rate=choice(0.01;0.012;1e-6;2e-6)");
        TableTuner tuner = new(s_iris, [target], s_small with { Epochs = null, Layers = [8] }, space, new TableTuningOptions { Trials = 8, Folds = 3, Scores = [score], Sampler = new GridSampler(), Pruner = new PercentilePruner(StartupTrials: 1) });
        TableTuning tuning = tuner.Run();
        Assert.Equal(20, tuner.StepsPerFold);
        Assert.StartsWith("0.01", tuning.Best.Parameters!["learning-rate"], StringComparison.Ordinal);
        Trial whole = tuner.Study.Trials.First(trial => trial.State == TrialState.Completed && trial.Parameters!["epochs"] == "20" && trial.Parameters["learning-rate"].StartsWith("0.01", StringComparison.Ordinal));
        Trial hopeless = tuner.Study.Trials.Last(trial => trial.Parameters!["learning-rate"].EndsWith("e-6", StringComparison.Ordinal));
        Assert.Equal([1, 2, 3, 4, 6, 8, 12, 16, 20, 40, 60], whole.Intermediate.Keys);
        Assert.Equal(TableTuner.ScoresOf(whole)[0], tuner.MeansOf(whole)[0]);
        Assert.Equal(whole.Value, tuner.MeansOf(whole)[2]);
        Assert.Equal((TrialState.Pruned, 0), (hopeless.State, tuner.MeansOf(hopeless).Count));
        Assert.Equal((0, hopeless.LastStep!.Value), tuner.EndOf(hopeless));
        Assert.Equal((60, hopeless.LastStep.Value), (TableTuner.EpochsOf(whole), TableTuner.EpochsOf(hopeless)));
        Assert.Equal((3, 0), tuner.EndOf(whole));
        foreach ((int epochs, double value) in whole.Intermediate.Where(step => step.Key is > 2 and < 20))
        {
            TableOptions shorter = s_small with { Layers = [8], Epochs = epochs, LearningRate = double.Parse(whole.Parameters!["learning-rate"], CultureInfo.InvariantCulture), Effort = Effort.Quick };
            TableTraining first = TableTrainer.PrepareFolds(TableTrainer.WithoutTestRows(s_iris, [target], shorter), [target], 3, shorter).First().Train();
            Assert.Equal(score switch { "rmse" => first.Evaluation!.Scores["rmse"], "log_loss" => first.Evaluation!.Scores["logLoss"], _ => first.Evaluation!.Scores["accuracy"] }, value, 1e-6);
        }
    }

    [Fact]
    public void PrunedTrialsAreTheSameOnAnyNumberOfThreads()
    {
        string[][] runs =
        [
            .. ((int[])[1, 2, 3]).Select(threads =>
            {
                TableTuner tuner = new(s_iris, ["species"], s_small with { Epochs = 12, Threads = threads }, SearchSpace.Parse("learning-rate=log(1e-5,1)"), new TableTuningOptions { Trials = 12, Folds = 3, Pruner = new PercentilePruner(StartupTrials: 2) });
                tuner.Run();
                return (string[])[.. tuner.Study.Trials.Select(trial => $"{trial} {string.Join(' ', trial.Intermediate)} {tuner.EndOf(trial)} {TableTuner.EpochsOf(trial)}")];
            }),
        ];
        Assert.Contains(runs[0], line => line.Contains("pruned", StringComparison.Ordinal) && line.Contains("(0, ", StringComparison.Ordinal));
        Assert.Equal(runs[0], runs[1]);
        Assert.Equal(runs[0], runs[2]);
    }

    [Fact]
    public void WithoutAPrunerOnlyFoldsAreReported()
    {
        TableTuner tuner = new(s_iris, ["species"], s_small, s_rates, Few with { Trials = 1 });
        tuner.Run();
        Assert.Equal([4, 8], tuner.Study.Trials[0].Intermediate.Keys);
    }

    [Fact]
    public void ACancelledRunKeepsTheBestOfTheFinishedTrials()
    {
        using CancellationTokenSource source = new();
        TableTuner tuner = new(s_iris, ["species"], s_small, s_rates, Few with { Trials = 50 });
        TableTuning tuning = tuner.Run(new Listener(report =>
        {
            if (report is { Trial: 2, Fold: 1, Finished: null })
            {
                source.Cancel();
            }
        }), source.Token);
        Assert.Equal(StudyRunEnd.Canceled, tuning.End);
        Assert.Equal(2, tuner.Study.Trials.Count(trial => trial.State == TrialState.Completed));
        Assert.Equal(4, tuning.Training.History.Epochs.Count);
        Assert.Throws<OperationCanceledException>(() => new TableTuner(s_iris, ["species"], s_small, s_rates, Few).Run(cancellation: source.Token));
    }

    [Fact]
    public void AnyMetricCanBeTheScore()
    {
        Assert.Equal("pinballLoss", new TableTuner(s_iris, ["petal_width"], s_small with { Quantiles = [0.1, 0.5, 0.9] }, s_rates, Few).Score);
        Assert.Equal("balancedAccuracy", new TableTuner(s_iris, ["species"], s_small, s_rates, Few with { Scores = ["Balanced_Accuracy"] }).Score);
        TableTuner tuner = new(s_iris, ["species"], s_small, s_rates, Few with { Scores = ["top_k_accuracy:k=2"] });
        TableTuning tuning = tuner.Run();
        Assert.Equal(new TopKAccuracy(2).Compute(tuning.Training.Evaluation!.Outcome), tuning.TestScore);
        Assert.True(tuning.HigherIsBetter);
        foreach (string wrong in (string[])["pinball_loss", "nonsense", ""])
        {
            Assert.Contains("accuracy, precision", Assert.Throws<ArgumentException>(() => new TableTuner(s_iris, ["species"], s_small, s_rates, Few with { Scores = [wrong] })).Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void SeveralNetworksAreNotTuned()
    {
        foreach (TableOptions options in (TableOptions[])[new() { Effort = Effort.Best }, new() { Plan = new EnsemblePlan([new PlannedRecipe(new LinearRecipe())], 2, 1) }, new() { Recipe = new LinearRecipe() }, new() { Time = TimeSpan.FromSeconds(1) }])
        {
            Assert.Throws<ArgumentException>(() => new TableTuner(s_iris, ["species"], options, s_rates));
        }
    }

    [Theory]
    [InlineData("hidden-layers=choice(0); width=int(3,4); dropout=uniform(0,0.5)", "layers=none")]
    [InlineData("hidden-layers=choice(2); width=choice(5); dropout=choice(0.25)", "layers=5,dropout 0.25,5,dropout 0.25")]
    [InlineData("hidden-layers=choice(2); dropout=choice(0)", "layers=64,64")]
    [InlineData("optimizer=choice(momentum); optimizer.beta=choice(0.9); l2=choice(0.1)", "optimizer=momentum:beta=0.9 l2=0.1")]
    [InlineData("optimizer=choice(momentum); momentum.beta=choice(0.9) if optimizer=momentum; learning-rate=choice(2)", "optimizer=momentum:beta=0.9 learning-rate=2")]
    [InlineData("recipe=choice(tabm;mlp); tabm.units=choice(9) if recipe=tabm; mlp.units=choice(8) if recipe=mlp", "recipe=tabm:units=9")]
    [InlineData("optimizer=choice(momentum:beta=0.5); optimizer.learningRate=choice(0.9)", "optimizer=momentum:beta=0.5,learningRate=0.9")]
    [InlineData("optimizer=choice(momentum(beta=0.5)); optimizer.learningRate=choice(0.9)", "optimizer=momentum(beta=0.5,learningRate=0.9)")]
    public void ValuesAreSettings(string space, string expected)
    {
        SearchSpace read = SearchSpace.Parse(space);
        TableParameters.Require(read);
        ParameterValues values = read.Assign(index => read[index].FromUnit(0));
        Assert.Equal(expected, string.Join(' ', TableParameters.Settings(values).Select(setting => $"{setting.Key}={setting.Value}")));
        TableOptions options = TableParameters.Apply(new TableOptions { Layers = [7] }, values);
        Assert.Equal(space.Contains("layers", StringComparison.Ordinal), options.HiddenLayers is not null);
    }

    [Theory]
    [InlineData("depth=int(1,2)", "'depth' is not a setting")]
    [InlineData("optimizer.beta=uniform(0,0.5)", "needs a choice optimizer before it")]
    [InlineData("optimizer=choice(adam;momentum); optimizer.beta=uniform(0,0.5)", "optimizer.beta does not fit adam")]
    [InlineData("optimizer=choice(adam;momentum); optimizer.beta=uniform(0.5,1.5) if optimizer=momentum", "optimizer.beta is from 0.5 to 1.5, but beta of momentum is in [0, 1)")]
    [InlineData("recipe=choice(tabm;mlp); tabm.units=int(3,9)", "tabm.units is an option of tabm alone. Add 'if recipe=tabm'")]
    [InlineData("recipe=choice(tabm;mlp); tabm.rate=uniform(0,1) if recipe=tabm", "tabm.rate is from 0 to 1, but rate of tabm is in [0, 1)")]
    [InlineData("recipe=choice(tabm;mlp); tabm.depth=int(1,2) if recipe=tabm", "tabm.depth does not fit tabm, which has the options members")]
    [InlineData("recipe=choice(tabm;mlp); learning-rate=uniform(0.1,1)", "learning-rate cannot be searched beside recipe")]
    [InlineData("layers=choice(3); hidden-layers=choice(1)", "exclude layers")]
    [InlineData("width=int(1,3)", "need hidden-layers")]
    [InlineData("optimizer=choice(momentum:beta=0.5); optimizer.beta=uniform(0.2,0.9)", "momentum:beta=0.5 of optimizer sets beta already, which optimizer.beta searches")]
    [InlineData("optimizer=choice(momentum(beta=0.5)); momentum.beta=uniform(0.2,0.9)", "sets beta already")]
    [InlineData("optimizer=choice(momentum:0.01,0.5;momentum); optimizer.beta=uniform(0.2,0.9)", "sets beta already")]
    [InlineData("optimizer=choice(momentum); optimizer.beta=uniform(0.2,0.9); momentum.beta=uniform(0.2,0.9)", "optimizer.beta and momentum.beta are the same option of momentum")]
    public void ASpaceWithoutMeaningIsRefused(string space, string expected) =>
        Assert.Contains(expected, Assert.Throws<ArgumentException>(() => new TableTuner(s_iris, ["species"], s_small, SearchSpace.Parse(space))).Message, StringComparison.Ordinal);

    /// <summary>The learning rate is learned within a trial, from one that the sampler chose, and the trial is repeated to the same bits.</summary>
    [Fact]
    public void ALearningRateIsLearnedWithinATrial()
    {
        SearchSpace space = SearchSpace.Parse("optimizer=choice(hypergradient:inner=adam(0.001);hypergradient); hypergradient.hyperLearningRate=log(1e-3,1e-1) if optimizer=(hypergradient:inner=adam(0.001);hypergradient)");
        TableTuner tuner = new(s_iris, ["species"], s_small with { Epochs = 6, Threads = 2 }, space, Few with { Trials = 4, Sampler = new SobolSampler(), Storage = new MemoryStudyStorage() });
        TableTuning tuning = tuner.Run();
        Assert.Equal(2, tuner.Study.Trials.Select(trial => trial.Parameters!["optimizer"]).Distinct().Count());
        Assert.All(tuner.Study.Trials, trial => Assert.Equal(TrialState.Completed, trial.State));
        TableTuner other = new(s_iris, ["species"], s_small with { Epochs = 6, Threads = 1 }, space, Few with { Storage = tuner.Study.Storage });
        Assert.All(tuner.Study.Trials, trial => Assert.Equal(TableTuner.ScoresOf(trial), other.Repeat(trial.Number)));
        Hypergradient optimizer = Assert.IsType<Hypergradient>(tuning.Options.Optimizer);
        Assert.Equal(tuning.Best.Parameters!.GetNumber("hypergradient.hyperLearningRate"), ((ConstantSchedule)optimizer.HyperLearningRate).Value);
        double[] rates = [.. tuning.Training.History.Epochs.Select(epoch => epoch.LearningRate)];
        Assert.Equal(rates.Length, rates.Distinct().Count());
    }

    /// <summary>Every setting is applied as its text says.</summary>
    [Fact]
    public void EverySettingIsApplied()
    {
        (string Text, Func<TableOptions, object?> Value, object Expected)[] settings =
        [
            ("recipe=choice(tabm)", options => options.Recipe, new TabMRecipe()),
            ("layers=choice(5)", options => ((Dense)options.HiddenLayers![0]).Units, 5),
            ("activation=choice(tanh)", options => options.Activation, new Tanh()),
            ("initializer=choice(he_normal)", options => options.Initializer, new HeNormal()),
            ("loss=choice(mse)", options => options.Loss, new MeanSquaredError()),
            ("optimizer=choice(sgd)", options => options.Optimizer, new GradientDescent()),
            ("learning-rate=choice(0.5)", options => options.LearningRate, (Schedule)0.5),
            ("epochs=int(7,8)", options => options.Epochs, 7),
            ("batch-size=int(7,8)", options => options.BatchSize, 7),
            ("l2=choice(0.5)", options => options.Regularizer, new L2(0.5)),
            ("regularizer=choice(none)", options => options.Regularizer, new L2(0)),
            ("clip=choice(3)", options => options.Clipping!.Limit, (Schedule)3),
            ("augment=choice(noise)", options => options.Augmentations!.Count, 1),
        ];
        Assert.Equal(TableParameters.Names, settings.Select(setting => setting.Text.Split('=')[0]).Order(StringComparer.Ordinal));
        foreach ((string text, Func<TableOptions, object?> value, object expected) in settings)
        {
            SearchSpace space = SearchSpace.Parse(text);
            Assert.Equal(expected, value(TableParameters.Apply(new TableOptions(), space.Assign(index => space[index].FromUnit(0)))));
        }
    }

    [Fact]
    public void TheResultIsOneLine()
    {
        TableTuning tuning = new TableTuner(s_iris, ["species"], s_small, s_rates, Few).Run();
        Assert.StartsWith(string.Create(CultureInfo.InvariantCulture, $"log_loss {tuning.Best.Value:G4} in the best of 3 trials ({tuning.Best.Number}), {tuning.TestScore:G4} on test rows: learning-rate="), $"{tuning}", StringComparison.Ordinal);
    }

    private sealed class Listener(Action<TableTuningProgress> act) : IProgress<TableTuningProgress>
    {
        public void Report(TableTuningProgress value) => act(value);
    }
}
