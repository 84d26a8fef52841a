using System.Text.Json;
using Descent.Data;
using Descent.Formats;
using Descent.Tests.Goldens;
using Descent.Tests.Repository;

namespace Descent.Tests.Ensembles;

/// <summary>Averages of networks: how shares and temperatures are chosen, and that the model in the file is the one that was judged.</summary>
public class EnsembleTests
{
    private static readonly TableOptions s_small = new() { Effort = Effort.Normal, Recipe = new LinearRecipe(), Threads = 1 };

    private static Table Iris => Table.Read(Path.Combine(Checkout.Root, "samples", "data", "iris.csv"));

    [Theory]
    [InlineData("sharp")]
    [InlineData("flat")]
    [InlineData("binary")]
    public void TheTemperatureEqualsSciPys(string name)
    {
        JsonElement golden = GoldenFile.Read("temperature.json").GetProperty("cases").GetProperty(name);
        double[][] rows = [.. golden.GetProperty("probabilities").EnumerateArray().Select(GoldenFile.Numbers)];
        int[] truth = [.. golden.GetProperty("truth").EnumerateArray().Select(label => label.GetInt32())];
        int classes = rows[0].Length, width = classes == 2 ? 1 : classes;
        float[] probabilities = width == 1 ? [.. rows.Select(row => (float)row[1])] : [.. rows.SelectMany(row => row.Select(p => (float)p))];
        float[] targets = width == 1 ? [.. truth.Select(label => (float)label)] : [.. truth.SelectMany(label => Enumerable.Range(0, classes).Select(i => i == label ? 1f : 0))];
        double expected = golden.GetProperty("temperature").GetDouble();
        Assert.Equal(expected, TemperatureScaling.Find(probabilities, targets, width, []), 2e-3 * expected);

        // A weight of 0 takes a row out, whatever it says.
        float[] wrong = [.. probabilities, .. width == 1 ? [0.999f] : new[] { 0.999f, 0.0005f, 0.0005f }], answers = [.. targets, .. width == 1 ? [0f] : new[] { 0f, 1, 0 }];
        float[] weights = [.. Enumerable.Repeat(1f, truth.Length), 0f];
        Assert.Equal(expected, TemperatureScaling.Find(wrong, answers, width, weights), 2e-3 * expected);
    }

    [Fact]
    public void ATemperatureThatChanceExplainsIsNone()
    {
        // Of ten coins that were said to be fair, six came down heads.
        float[] fair = [.. Enumerable.Repeat(0.52f, 10)], heads = [1, 1, 1, 1, 1, 1, 0, 0, 0, 0];
        Assert.Equal(1, TemperatureScaling.Find(fair, heads, 1, []));
    }

    [Fact]
    public void AdjustedProbabilitiesFollowTheFormula()
    {
        float[] row = [0.7f, 0.2f, 0.1f], one = [0.8f, 0, 1];
        new OutputAdjustment(2).Apply(row, 3);
        double[] roots = [Math.Sqrt(0.7), Math.Sqrt(0.2), Math.Sqrt(0.1)];
        Assert.All(roots.Index(), at => Assert.Equal(at.Item / roots.Sum(), row[at.Index], 1e-6));

        // logit(0.8) / 2 = ln 2, so the odds are 2.
        new OutputAdjustment(2).Apply(one, 1);
        Assert.Equal([2 / 3.0, 0, 1], one.Select(p => Math.Round((double)p, 6)), (a, b) => Math.Abs(a - b) < 1e-6);
        float[] numbers = [-5, 5, 0.5f, 50];
        // What is not a number stays so, and is found by the check for it.
        float[] none = [float.NaN, 1];
        new OutputAdjustment(2).Apply(none, 1);
        Assert.Equal([float.NaN, 1], none);
        new OutputAdjustment(Ranges: [(-1, 1), (0, 10)]).Apply(numbers, 2);
        Assert.Equal([-1f, 5, 0.5f, 10], numbers);
    }

    [Fact]
    public void OppositeErrorsAreAveraged()
    {
        float[] truth = [1, 2, 3, 4], over = [1.5f, 2.5f, 3.5f, 4.5f], under = [0.5f, 1.5f, 2.5f, 3.5f], useless = [9, 9, 9, 9];
        double[] shares = GreedySelection.Shares([useless, over, under], predicted => predicted.Zip(truth, (p, t) => (p - t) * (p - t)).Average());
        Assert.Equal([0, 0.5, 0.5], shares);
        Assert.Equal([1.0, 0], GreedySelection.Shares([truth, over], predicted => predicted.Zip(truth, (p, t) => (p - t) * (p - t)).Average()));
    }

    [Fact]
    public void TheSelectionIsNeverWorseThanItsBestMember()
    {
        Random random = new(5);
        for (int trial = 0; trial < 50; trial++)
        {
            float[] truth = Drawn(30);
            float[][] candidates = [.. Enumerable.Range(0, 5).Select(i => truth.Zip(Drawn(30), (t, noise) => t + ((i + 1) * 0.3f * noise)).ToArray())];
            double Loss(float[] predicted) => predicted.Zip(truth, (p, t) => (p - t) * (p - t)).Average();
            double[] shares = GreedySelection.Shares(candidates, Loss);
            Assert.Equal(1, shares.Sum(), 1e-12);
            float[] mean = [.. Enumerable.Range(0, 30).Select(row => (float)candidates.Zip(shares, (c, s) => c[row] * s).Sum())];
            Assert.True(Loss(mean) <= candidates.Min(Loss) + 1e-6);
        }

        float[] Drawn(int count) => [.. Enumerable.Range(0, count).Select(_ => (float)((2 * random.NextDouble()) - 1))];
    }

    [Fact]
    public void TheGainOfMoreNetworksIsTheirVarianceThatTheMeanLoses()
    {
        // Each network predicts the truth and noise of variance 0.09: the mean of 3 has the squared error 0.09/3, that of 15 has 0.09/15.
        Random random = new(7);
        float[] truth = new float[20_000];
        float[][] divisions = [.. Enumerable.Range(0, 3).Select(_ => truth.Select(_ => random.Next(2) == 0 ? 0.3f : -0.3f).ToArray())];
        double Loss(float[] predicted) => predicted.Zip(truth, (p, t) => (p - t) * (p - t)).Average();
        Assert.Equal((0.09 / 3) - (0.09 / 15), GreedySelection.Gain(divisions, 5, Loss), 1e-3);
        Assert.Equal(0, GreedySelection.Gain(divisions[..1], 5, Loss));
        Assert.Equal(0, GreedySelection.Gain([divisions[0], divisions[0]], 5, Loss), 1e-9);
    }

    [Fact]
    public void AGainDecidesBetweenSimilarLossesAndCountsWithTheSquareOfTheShare()
    {
        float[] truth = [0, 0], steady = [1, 1], varying = [1.1f, 1.1f];
        double Loss(float[] predicted) => predicted.Zip(truth, (p, t) => (p - t) * (p - t)).Average();
        Assert.Equal([1.0, 0], GreedySelection.Shares([steady, varying], Loss));
        Assert.Equal([0, 1.0], GreedySelection.Shares([steady, varying], Loss, [0, 0.5]));

        // (0.3 + 0.1 w)² − 0.05 w² grows with w, the share of the second, up to 0.75 and falls then, but stays above 0.09: the first alone is best.
        Assert.Equal([1.0, 0], GreedySelection.Shares([[0.3f, 0.3f], [0.4f, 0.4f]], Loss, [0, 0.05]));
    }

    [Fact]
    public void SharesBelowATenthAreGivenToTheOthers()
    {
        // The third one alone would mend the last row, by a share of about a twentieth.
        float[] truth = [0, 0, 0, 0], over = [1, -1, 1, 0.05f], under = [-1, 1, -1, 0.05f], other = [3, 3, -3, -1.4f];
        double[] shares = GreedySelection.Shares([over, under, other], predicted => predicted.Zip(truth, (p, t) => Math.Abs(p - t)).Average());
        Assert.Equal(0, shares[2]);
        Assert.Equal(1, shares.Sum(), 1e-12);
    }

    [Fact]
    public void AFoldIsPredictedAtTheEpochThatTheOthersFindBest()
    {
        // Losses of three folds after each epoch; training of the second ended after two epochs, with 4.
        EpochPredictions[] folds = [Fold(5, 1, 9), Fold(3, 4), Fold(6, 7, 2)];
        Assert.Equal([[2f], [1], [1]], EpochPredictions.AtEpochOfOthers(folds));

        static EpochPredictions Fold(params double[] losses)
        {
            EpochPredictions fold = new(default, 1);
            foreach ((int epoch, double loss) in losses.Index())
            {
                fold.Take([epoch], loss);
            }

            return fold;
        }
    }

    [Fact]
    public void PredictionsOfSeveralDivisionsAreAveragedRowByRow()
    {
        Dataset<float> data = new(new float[4], 1, new float[] { 10, 20, 30, 40 }, 1, default);
        FoldRows rows = new(data, [[([0, 1], [2, 3]), ([2, 3], [0, 1])], [([0, 2], [3, 1]), ([3, 1], [2, 0])]]);
        Assert.Equal([30f, 40, 10, 20], rows.Judged.Targets.ToArray());
        Assert.Equal([3f, 4, 1, 2], rows.Means([[3, 4], [1, 2]]));
        Assert.Equal([4f, 3, 1, 2], rows.Means([[3, 4], [1, 2], [2, 2], [5, 1]]));
    }

    [Fact]
    public void AModelKeepsAsManyDivisionsAsPredictionsMayCost()
    {
        EnsembleTask task = TableTrainer.Prepare(Iris, ["species"], s_small).Ensemble!;
        Preprocessor preprocessor = TableTrainer.Prepare(Iris, ["species"], s_small).Preprocessor;
        Assert.Equal(5e5, task.Plan.MultiplyAdds);
        // A linear network of 4 inputs and 3 outputs has 12 multiplications, five of them 60.
        foreach ((double limit, int networks) in ((double, int)[])[(1, 5), (119, 5), (120, 10), (180, 15), (1e9, 15)])
        {
            Assert.Equal(networks, (task with { Plan = task.Plan with { MultiplyAdds = limit } }).Train(preprocessor, CancellationToken.None).Members.Count);
        }

        // What the training may cost limits divisions first: with less than one, epochs.
        Assert.Equal(5, (task with { Plan = task.Plan with { Recipes = [new PlannedRecipe(new LinearRecipe(), 1e6)] } }).Train(preprocessor, CancellationToken.None).Members.Count);
    }

    [Fact]
    public void TheMeanIsThatOfItsMembersAndSurvivesTheFile()
    {
        TableTraining training = TableTrainer.Train(Iris, ["species"], s_small);
        TableModel model = training.Model;
        Assert.Equal(15, model.Members.Count);
        Assert.Equal(15, training.Trials[0].Networks);
        Assert.Equal(1, model.Members.Sum(member => member.Weight), 1e-9);
        TablePrediction whole = (model.Adjustment is null ? model : new TableModel(model.Members, model.Preprocessor)).Predict(Iris);
        TablePrediction[] each = [.. Enumerable.Range(0, 15).Select(i => model.Member(i).Predict(Iris))];
        for (int row = 0; row < whole.Rows; row += 7)
        {
            Assert.Equal(each.Average(member => member.Probabilities(row)[1]), whole.Probabilities(row)[1], 1e-6);
        }

        using MemoryStream file = new();
        ModelFile.Save(file, model);
        TableModel loaded = ModelFile.Load(file.ToArray());
        Assert.Equal(Numbers(model.Predict(Iris)), Numbers(loaded.Predict(Iris)));
        Assert.Equal(model.Members.Select(member => (member.Weight, member.Recipe, member.Fold)), loaded.Members.Select(member => (member.Weight, member.Recipe, member.Fold)));
        Assert.Contains("average of 15 networks", Assert.Throws<InvalidOperationException>(() => loaded.Model).Message, StringComparison.Ordinal);
        Assert.Contains("several networks", Assert.Throws<ModelFileException>(() => SavedModel<float>.Load(file.ToArray())).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("realmlp")]
    [InlineData("tabm")]
    [InlineData("perceptron")]
    [InlineData("mlp")]
    public void EveryRecipeTakesEveryTaskAndIsSaved(string recipe)
    {
        foreach ((string target, TaskKind task) in ((string, TaskKind)[])[("kind", TaskKind.Multiclass), ("sign", TaskKind.Binary), ("size", TaskKind.Regression), ("size", TaskKind.Counts), ("sign,flag", TaskKind.Multilabel), ("size,length", TaskKind.Regression)])
        {
            string[] targets = target.Split(',');
            Table table = Mixed(90);
            TableOptions options = new() { Effort = Effort.Quick, Recipe = Recipe.ByName[recipe] is RealMlpRecipe ? new RealMlpRecipe(8, 6) : Recipe.ByName[recipe], Schema = new SchemaOptions { Task = task, Ignore = [.. new[] { "kind", "sign", "size", "flag", "length" }.Except(targets)] } };
            TableModel model = TableTrainer.Train(table, targets, options).Model;
            using MemoryStream file = new();
            ModelFile.Save(file, model);
            Assert.Equal(Numbers(model.Predict(table)), Numbers(ModelFile.Load(file.ToArray()).Predict(table)));
        }
    }

    [Fact]
    public void ThreadsDoNotChangeABit()
    {
        TableOptions options = new() { Effort = Effort.Normal, Recipe = new RealMlpRecipe(8, 4) };
        Assert.Equal(
            Numbers(TableTrainer.Train(Iris, ["species"], options with { Threads = 1 }).Model.Predict(Iris)),
            Numbers(TableTrainer.Train(Iris, ["species"], options with { Threads = 2 }).Model.Predict(Iris)));
    }

    [Fact]
    public void ACustomNetworkIsTrainedAlone()
    {
        Assert.Single(TableTrainer.Train(Iris, ["species"], new TableOptions { Layers = [4], Epochs = 2 }).Model.Members);
        Assert.Contains("effort", Assert.Throws<DataException>(() => TableTrainer.Prepare(Iris, ["species"], new TableOptions { Layers = [4], Effort = Effort.Normal })).Message, StringComparison.Ordinal);
        Assert.Contains("recipe", Assert.Throws<DataException>(() => TableTrainer.Prepare(Iris, ["species"], new TableOptions { Epochs = 4, Recipe = new LinearRecipe() })).Message, StringComparison.Ordinal);
        TablePlan plan = TableTrainer.Prepare(Iris, ["species"]);
        Assert.Equal(["linear", "perceptron", "mlp", "realmlp", "tabm"], plan.Recipes);
        Assert.Equal(5, plan.Folds);
        Assert.Throws<InvalidOperationException>(() => plan.Model);
    }

    [Fact]
    public void NumbersStayWithinTheTrainingTargets()
    {
        Table table = Table.Create(["x", "y"], [[.. Enumerable.Range(0, 60).Select(i => $"{i * 0.5}")], [.. Enumerable.Range(0, 60).Select(i => $"{i * 0.7}")]]);
        TableModel model = TableTrainer.Train(table, ["y"], s_small with { TestFraction = 0 }).Model;
        double[] far = model.Predict(Table.Create(["x"], [["-1000", "1000"]])).Numbers();
        Assert.Equal([0, 59 * 0.7], far.Select(y => Math.Round(y, 4)));
    }

    [Fact]
    public void GroupsStayTogetherInTheFolds()
    {
        // Every group has its own answer and an input that names it: seen once, a group is known.
        string[] group = [.. Enumerable.Range(0, 120).Select(i => $"g{i / 6}")], x = [.. Enumerable.Range(0, 120).Select(i => $"{i / 6}")], y = [.. Enumerable.Range(0, 120).Select(i => (i / 6 * 7919 % 13) % 2 == 0 ? "a" : "b")];
        TableOptions options = s_small with { Schema = new SchemaOptions { Group = "group" } };
        TablePlan plan = TableTrainer.Prepare(Table.Create(["group", "x", "y"], [group, x, y]), ["y"], options);
        FoldRows rows = plan.Ensemble!.Rows;
        foreach ((int[] train, int[] test) in rows.Folds)
        {
            Assert.Empty(test.Select(row => rows.Data.Inputs.Span[row * rows.Data.InputColumns]).Intersect(train.Select(row => rows.Data.Inputs.Span[row * rows.Data.InputColumns])));
        }
    }

    [Fact]
    public void CancellationKeepsWhatIsFinished()
    {
        using CancellationTokenSource source = new();
        Stopper progress = new(source, atRecipe: 3);
        TableTraining training = TableTrainer.Prepare(Iris, ["species"], new TableOptions { Trials = progress, Threads = 1 }).Train(source.Token);
        Assert.Equal([false, false, true, true, true], training.Trials.Select(trial => trial.Loss is null));
        Assert.All(training.Model.Members, member => Assert.Contains(member.Recipe, (string[])["linear", "perceptron"]));
    }

    [Fact]
    public void WhatIsCancelledAtOnceIsNoResult()
    {
        using CancellationTokenSource source = new();
        source.Cancel();
        Assert.Throws<OperationCanceledException>(() => TableTrainer.Train(Iris, ["species"], s_small, source.Token));
    }

    private static double[] Numbers(TablePrediction prediction) => [.. Enumerable.Range(0, prediction.Rows).SelectMany(row => prediction.ProbabilityNames.Count > 0 ? prediction.Probabilities(row) : [.. prediction.Predictions(row).Select(text => double.Parse(text, System.Globalization.CultureInfo.InvariantCulture))])];

    private static Table Mixed(int rows)
    {
        string[] names = ["red", "green", "blue"];
        int[] all = [.. Enumerable.Range(0, rows)];
        return Table.Create(["color", "x", "z", "kind", "sign", "size", "flag", "length"],
        [
            [.. all.Select(i => names[i % 3])], [.. all.Select(i => i % 11 == 0 ? "" : $"{(i * 37 % 50) / 10.0}")], [.. all.Select(i => $"{i * 17 % 29}")],
            [.. all.Select(i => names[i * 7 % 3])], [.. all.Select(i => i % 2 == 0 ? "yes" : "no")], [.. all.Select(i => $"{i % 7}")], [.. all.Select(i => i % 3 == 0 ? "on" : "off")], [.. all.Select(i => $"{(i % 5) + 0.25}")],
        ]);
    }

    private sealed class Stopper(CancellationTokenSource source, int atRecipe) : IProgress<RecipeProgress>
    {
        public void Report(RecipeProgress value)
        {
            if (value.Number == atRecipe)
            {
                source.Cancel();
            }
        }
    }
}
