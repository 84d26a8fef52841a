using System.Text.Json;
using Descent.Data;
using Descent.Formats;
using Descent.Tests.Goldens;
using Descent.Tests.Repository;

namespace Descent.Tests.Ensembles;

/// <summary>Boosting, stacking and snapshots: their formulas against other programs, and the models that result.</summary>
public class BoostedEnsembleTests
{
    private static readonly TableOptions s_small = new() { Layers = [4], Epochs = 6, Threads = 1 };

    private static Table Iris => Table.Read(Path.Combine(Checkout.Root, "samples", "data", "iris.csv"));

    [Theory]
    [InlineData("two")]
    [InlineData("three")]
    [InlineData("slow")]
    [InlineData("perfect")]
    public void RoundsOfBoostingAreThoseOfScikitLearn(string name)
    {
        JsonElement golden = GoldenFile.Read("ensembles.json").GetProperty("boosts").GetProperty(name);
        int classes = golden.GetProperty("classes").GetInt32();
        int[][] labels = [.. golden.GetProperty("labels").EnumerateArray().Select(Labels)];
        double[] errors = GoldenFile.Numbers(golden.GetProperty("errors")), shares = GoldenFile.Numbers(golden.GetProperty("shares")), weights = GoldenFile.Numbers(golden.GetProperty("first"));
        double total = weights.Sum();
        weights = [.. weights.Select(weight => weight / total)];
        List<float[]> outputs = [];
        for (int number = 0; number < errors.Length; number++)
        {
            Assert.All(GoldenFile.Numbers(golden.GetProperty("weights")[number]).Zip(weights), pair => Assert.Equal(pair.First, pair.Second, 1e-12));
            BoostingRound round = BoostingRound.Of(weights, [.. labels[number].Select((label, row) => label != row % classes)], classes, golden.GetProperty("rate").GetDouble());
            Assert.Equal(errors[number], round.Error, 1e-12);
            Assert.Equal(shares[number], round.Share, 1e-10);
            weights = round.Weights;
            outputs.Add([.. labels[number].SelectMany(label => classes == 2 ? [label] : Enumerable.Range(0, classes).Select(i => i == label ? 1f : 0))]);
        }

        int width = classes == 2 ? 1 : classes;
        float[] combined = new VoteCombination().Combine(outputs, [.. shares.Select(share => share / shares.Sum())], width, isExclusive: width > 1);
        int[] voted = Labels(golden.GetProperty("voted"));
        Assert.Equal(voted, combined.Chunk(width).Select(row => width == 1 ? (row[0] > 0.5 ? 1 : 0) : Array.IndexOf(row, row.Max())));
    }

    [Fact]
    public void ANetworkNoBetterThanChanceEndsBoosting()
    {
        Assert.True(BoostingRound.Of([1, 1], [true, false], 2, 1).IsChance);
        Assert.True(BoostingRound.Of([1, 1, 2], [true, false, true], 3, 1).IsChance);
        Assert.False(BoostingRound.Of([1, 1, 1], [true, false, false], 3, 1).IsChance);
        // A target without relation to the input: the first network is chance, or the next one is.
        Table coins = Table.Create(["x", "y"], [[.. Enumerable.Repeat("1", 40), .. Enumerable.Repeat("2", 40)], [.. Enumerable.Range(0, 80).Select(i => i % 2 == 0 ? "a" : "b")]]);
        TableTraining training = TableTrainer.Train(coins, ["y"], s_small with { Ensemble = new BoostingEnsemble(), TestFraction = 0 });
        Assert.True(training.Model.Members.Count < 10);
        Assert.Contains(training.Notices, notice => notice.Text.Contains("chance", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("identity", ScoreLink.Identity)]
    [InlineData("logistic", ScoreLink.Logistic)]
    [InlineData("softmax", ScoreLink.Softmax)]
    [InlineData("exponential", ScoreLink.Exponential)]
    public void GradientsAndStepsAreThoseOfDifferences(string name, ScoreLink link)
    {
        JsonElement golden = GoldenFile.Read("ensembles.json").GetProperty("gradients").GetProperty(name);
        double[] Numbers(string key) => GoldenFile.Numbers(golden.GetProperty(key));
        int width = golden.GetProperty("width").GetInt32();
        float[] targets = [.. Numbers("targets").Select(x => (float)x)], weights = [.. Numbers("weights").Select(x => (float)x)];
        BoostedLoss loss = new(link, Dataset.Create(new float[weights.Length], 1, targets, width, weights));
        double[] scores = Numbers("scores"), start = loss.Start();
        Assert.Equal(golden.GetProperty("loss").GetDouble(), loss.Value(scores), 1e-9);
        Assert.All(Numbers("start").Zip(start), pair => Assert.Equal(pair.First, pair.Second, 1e-5));
        Assert.All(Numbers("residuals").Zip(loss.Residuals(scores)), pair => Assert.Equal(pair.First, pair.Second, 1e-5));
        double step = golden.GetProperty("step").GetDouble();
        Assert.Equal(step, loss.Step(scores, [.. Numbers("direction").Select(x => (float)x)]), 1e-4 * step);
        // Against the gradient, the loss does not fall.
        Assert.Equal(0, loss.Step(scores, [.. Numbers("direction").Select(x => (float)-x)]));
    }

    [Theory]
    [InlineData("identity")]
    [InlineData("logistic")]
    [InlineData("softmax")]
    public void TheLinearModelOfAStackIsThatOfScikitLearn(string name)
    {
        JsonElement golden = GoldenFile.Read("ensembles.json").GetProperty("stacks").GetProperty(name);
        int width = golden.GetProperty("width").GetInt32();
        float[][] groups = [.. golden.GetProperty("groups").EnumerateArray().Select(group => GoldenFile.Numbers(group).Select(x => (float)x).ToArray())];
        float[] targets = [.. GoldenFile.Numbers(golden.GetProperty("targets")).Select(x => (float)x)];
        LossFit fit = name switch
        {
            "identity" => LossFit.Of(TaskKind.Regression, null),
            "logistic" => LossFit.Of(TaskKind.Binary, null),
            _ => LossFit.Of(TaskKind.Multiclass, null),
        };
        Dataset<float> rows = Dataset.Create(new float[targets.Length / width], 1, targets, width);
        StackCombination stack = StackFit.Of(fit, groups, rows, [2, 1], new TrainingOptions { Loss = fit.Loss, Seed = 3, Threads = 1 });
        Assert.All(GoldenFile.Numbers(golden.GetProperty("weights")).Zip(stack.Weights.SelectMany(row => row)), pair => Assert.Equal(pair.First, pair.Second, 5e-3));
        Assert.All(GoldenFile.Numbers(golden.GetProperty("outputs")).Zip(stack.OfGroups(groups, width)), pair => Assert.Equal(pair.First, pair.Second, 2e-3));

        // A group is the mean of its networks.
        float[][] members = [[.. groups[0].Select(x => x * 0.9f)], [.. groups[0].Select(x => x * 1.1f)], groups[1]];
        Assert.All(stack.OfGroups(groups, width).Zip(stack.Combine(members, [1 / 3.0, 1 / 3.0, 1 / 3.0], width, width > 1)), pair => Assert.Equal(pair.First, pair.Second, 1e-4));
    }

    [Fact]
    public void AStackOfARandomTargetIsAtChance()
    {
        // The answer is drawn without regard to the inputs.
        int[] all = [.. Enumerable.Range(0, 600)];
        Table table = Table.Create(["x", "z", "y"], [[.. all.Select(i => $"{i * 7919 % 601}")], [.. all.Select(i => $"{i * 104729 % 613}")], [.. BaggingEnsemble.Draw(2, 600, 77).Select(coin => coin == 0 ? "tails" : "heads")]]);
        TableTraining training = TableTrainer.Train(table, ["y"], new TableOptions { Ensemble = new StackingEnsemble([new LinearRecipe(), new PerceptronRecipe(8)], 3), TestFraction = 0.5, Threads = 1 });
        // 300 tosses: the deviation of the accuracy is 0.029; the log loss of knowing nothing is ln 2 = 0.693.
        Assert.InRange(training.Evaluation!.Scores["accuracy"], 0.5 - 0.1, 0.5 + 0.1);
        Assert.InRange(training.Evaluation.Scores["logLoss"], 0.68, 0.73);
        Assert.InRange(training.Skill!.Training, -0.05, 0.05);
    }

    [Fact]
    public void TheRateOfSnapshotsFollowsTheFormulaOfThePaper()
    {
        const int StepsPerEpoch = 7, Epochs = 30;
        SnapshotEnsemble method = new(5);
        Schedule rate = method.RateOf(0.1, Epochs);
        int updates = Epochs * StepsPerEpoch, cycle = (updates + 4) / 5;
        for (int update = 1; update <= updates; update++)
        {
            Assert.Equal(0.1 / 2 * (Math.Cos(Math.PI * ((update - 1) % cycle) / cycle) + 1), rate.At(new TrainingPosition(update - 1, StepsPerEpoch)), 1e-12);
        }
    }

    [Fact]
    public void SnapshotsAreStatesOfOneTraining()
    {
        SnapshotEnsemble method = new(3);
        TablePlan plan = TableTrainer.Prepare(Iris, ["species"], s_small with { Ensemble = method, TestFraction = 0 });
        TableTraining training = plan.Train(TestContext.Current.CancellationToken);
        Assert.Equal(3, training.Model.Members.Count);
        Assert.Equal([2, 4, 6], training.Ensemble!.Members.Select(member => member.History!.BestEpoch));
        MemberSource source = plan.Members!;
        Model<float> one = source.Network.Build<float>(source.Inputs, source.Seed);
        one.Fit(source.Train, source.Options with { Optimizer = new Adam(method.RateOf(0.001, 6)) }, TestContext.Current.CancellationToken);
        Assert.Equal(one.GetParameters()["layers.0.weight"], training.Model.Members[2].Model.GetParameters()["layers.0.weight"]);
        Model<float> shorter = source.Network.Build<float>(source.Inputs, source.Seed);
        shorter.Fit(source.Train, source.Options with { Epochs = 2, Optimizer = new Adam(method.RateOf(0.001, 6)) }, TestContext.Current.CancellationToken);
        Assert.Equal(shorter.GetParameters()["layers.0.weight"], training.Model.Members[0].Model.GetParameters()["layers.0.weight"]);
        // All rows are trained on, because validation rows would choose nothing.
        Assert.Equal(0, TableTrainer.Prepare(Numbers(2_600), ["y"], s_small with { Ensemble = method }).ValidationRows);
    }

    [Fact]
    public void GradientBoostingAddsScores()
    {
        Table table = Numbers(150);
        TableTraining training = TableTrainer.Train(table, ["y"], s_small with { LearningRate = 0.05, Ensemble = new GradientBoostingEnsemble(4, 0.5), TestFraction = 0 });
        TableModel model = training.Model;
        Assert.Equal(4, model.Members.Count);
        SumCombination sum = Assert.IsType<SumCombination>(model.Combination);
        Assert.True(training.History.Epochs.Zip(training.History.Epochs.Skip(1)).All(pair => pair.Second.Loss < pair.First.Loss));
        Assert.True(training.History.Epochs[0].Loss < training.History.InitialLoss);
        float[] inputs = model.Preprocessor.TransformInputs<float>(table);
        float[][] outputs = [.. model.Members.Select(member => member.Model.Predict(inputs))];
        double[] predicted = model.Predict(table).Numbers(), alone = model.Member(1).Predict(table).Numbers();
        for (int row = 0; row < 150; row += 10)
        {
            double score = sum.Start[0] + model.Members.Select((member, i) => sum.Scale * member.Weight * outputs[i][row]).Sum();
            Assert.Equal(model.Preprocessor.Unscale(0, score), predicted[row], 1e-4);
            Assert.Equal(model.Preprocessor.Unscale(0, sum.Start[0] + (sum.Scale * model.Members[1].Weight * outputs[1][row])), alone[row], 1e-4);
        }
    }

    [Fact]
    public void ValidationRowsChooseTheNumberOfNetworks()
    {
        TableTraining training = TableTrainer.Train(Numbers(150), ["y"], s_small with { LearningRate = 0.05, Ensemble = new GradientBoostingEnsemble(6, 1), ValidationFraction = 0.3 });
        Assert.Equal(training.History.Epochs.MinBy(epoch => epoch.ValidationLoss)!.Epoch, training.Model.Members.Count);
        Assert.Equal(training.History.BestEpoch, training.Model.Members.Count);
    }

    [Theory]
    [InlineData("boosting:count=3")]
    [InlineData("gradient_boosting:count=3")]
    [InlineData("snapshot:3")]
    [InlineData("stacking(recipes=linear/perceptron(4), folds=2)")]
    public void TheFileIsTheSameForEveryNumberOfThreadsAndPredictsTheSame(string text)
    {
        EnsembleMethod method = Catalogue.Parse<EnsembleMethod>(text);
        Assert.Equal(method, Catalogue.Parse<EnsembleMethod>($"{method}"));
        TableOptions options = method is StackingEnsemble ? new TableOptions() : s_small with { LearningRate = 0.05 };
        TableTraining[] trainings = [.. new[] { 1, 2 }.Select(threads => TableTrainer.Train(Iris, ["species"], options with { Ensemble = method, Threads = threads }))];
        byte[][] files = [.. trainings.Select(Bytes)];
        Assert.Equal(files[0], files[1]);
        TableModel loaded = ModelFile.Load(files[0]);
        Assert.Equal(trainings[0].Model.Combination, loaded.Combination);
        TablePrediction before = trainings[0].Model.Predict(Iris), after = loaded.Predict(Iris);
        for (int row = 0; row < before.Rows; row += 5)
        {
            Assert.Equal(before.Probabilities(row), after.Probabilities(row));
            Assert.Equal(1, after.Probabilities(row).Sum(), 1e-5);
        }

        Assert.True(loaded.GivesProbabilities);
        _ = loaded.Member(1).Predict(Iris);
    }

    [Fact]
    public void CountsAndSeveralTargetsCanBeBoostedAndStacked()
    {
        Table counts = Table.Create(["x", "y"], [[.. Enumerable.Range(0, 90).Select(i => $"{i % 30}")], [.. Enumerable.Range(0, 90).Select(i => $"{(i % 30 / 6) + (i % 2)}")]]);
        TableOptions options = new() { Schema = new SchemaOptions { Task = TaskKind.Counts }, Threads = 1 };
        TableTraining boosted = TableTrainer.Train(counts, ["y"], options with { Layers = [3], Epochs = 5, LearningRate = 0.05, Ensemble = new BoostingEnsemble(3) });
        Assert.IsType<GradientBoostingEnsemble>(boosted.Ensemble!.Method);
        Assert.All(boosted.Model.Predict(counts).Numbers(), number => Assert.True(number >= 0));
        TableTraining stacked = TableTrainer.Train(counts, ["y"], options with { Ensemble = new StackingEnsemble([new LinearRecipe()], 2) });
        Assert.All(stacked.Model.Predict(counts).Numbers(), number => Assert.True(number >= 0));
        Assert.NotNull(stacked.Model.Intervals);
    }

    [Fact]
    public void OptionsThatDoNotFitAreRefused()
    {
        Refuses(s_small with { Ensemble = new StackingEnsemble() }, "own settings");
        Refuses(new TableOptions { Ensemble = new StackingEnsemble([new LinearRecipe()], 60), Schema = new SchemaOptions { Kinds = new Dictionary<string, ColumnKind>() }, TestFraction = 0.7 }, "60");
        Refuses(s_small with { Ensemble = new SnapshotEnsemble(), EarlyStopping = new EarlyStopping(3) }, "validation rows");
        Refuses(s_small with { Ensemble = new SnapshotEnsemble(), LearningRate = new CosineSchedule(0.1) }, "schedule");
        Refuses(s_small with { Ensemble = new SnapshotEnsemble(7) }, "7 epochs");
        Refuses(s_small with { Ensemble = new GradientBoostingEnsemble(), BalanceClasses = true }, "residuals");
        Refuses(s_small with { Ensemble = new GradientBoostingEnsemble(), Loss = new CategoricalHinge() }, "mean_squared_error");
        Assert.Throws<ArgumentException>(() => new StackingEnsemble([]));
        Assert.Throws<ArgumentException>(() => new StackingEnsemble([new LinearRecipe(), new LinearRecipe()]));

        static void Refuses(TableOptions options, string word) =>
            Assert.Contains(word, Assert.Throws<DataException>(() => TableTrainer.Prepare(Iris, ["species"], options)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("boosting")]
    [InlineData("gradient_boosting")]
    [InlineData("snapshot")]
    public void CancellationKeepsFinishedNetworksOrSaysThatThereAreNone(string name)
    {
        using CancellationTokenSource source = new();
        TableTraining training = TableTrainer.Train(Iris, ["species"], s_small with { Epochs = 5, LearningRate = 0.05, Ensemble = EnsembleMethod.ByName[name], MemberProgress = new Stopper(source, 2) }, source.Token);
        Assert.Equal(2, training.Model.Members.Count);
        Assert.True(training.IsCancelled);
        using CancellationTokenSource early = new();
        early.Cancel();
        Assert.Throws<OperationCanceledException>(() => TableTrainer.Train(Iris, ["species"], s_small with { Ensemble = EnsembleMethod.ByName[name] }, early.Token));
    }

    private static int[] Labels(JsonElement list) => [.. list.EnumerateArray().Select(label => label.GetInt32())];

    private static Table Numbers(int rows) => Table.Create(["x", "z", "y"], [[.. Enumerable.Range(0, rows).Select(i => $"{i % 50}")], [.. Enumerable.Range(0, rows).Select(i => $"{i * 13 % 31}")], [.. Enumerable.Range(0, rows).Select(i => $"{(i % 50 % 20 * 0.5) + (i * 13 % 31 * 0.1) + (i * 37 % 11 * 0.05)}")]]);

    private static byte[] Bytes(TableTraining training)
    {
        using MemoryStream stream = new();
        ModelFile.Save(stream, training.Model);
        return stream.ToArray();
    }

    private sealed class Stopper(CancellationTokenSource source, int after) : IProgress<MemberProgress>
    {
        public void Report(MemberProgress value)
        {
            if (value.Finished == after)
            {
                source.Cancel();
            }
        }
    }
}
