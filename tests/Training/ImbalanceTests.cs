using System.Globalization;
using System.Text.Json;
using Descent.Data;
using Descent.Numerics;
using Descent.Tests.Goldens;

namespace Descent.Tests.Training;

/// <summary>Tables of rare classes, groups and augmentations, through the trainer of tables.</summary>
public class ImbalanceTests
{
    /// <summary>1,200 rows of two classes that overlap, 1 in 20 of the rarer one, and a category; ten rows per "who".</summary>
    private static Table Rare { get; } = Draw();

    [Fact]
    public void EveryRemedyRaisesTheBalancedAccuracy()
    {
        TableOptions plain = new() { Layers = [16], Epochs = 40, TestFraction = 0.4, LearningRate = 0.005, Schema = new() { Ignore = ["who"] } };
        double before = Mean(plain);
        foreach (TableOptions remedy in (TableOptions[])[plain with { BalanceClasses = true }, .. ((Augmentation[])[new Oversample(), new Smote(), new Undersample()]).Select(own => plain with { Augmentations = [own] })])
        {
            double after = Mean(remedy);
            Assert.True(after > before + 0.08, $"{remedy.Augmentations?[0]}: {before} → {after}");
        }

        static double Mean(TableOptions options) => Enumerable.Range(1, 3).Average(seed => TableTrainer.Train(Rare, ["sick"], options with { Seed = (ulong)seed }).Evaluation!.Scores["balancedAccuracy"]);
    }

    [Fact]
    public void AugmentationLeavesTestRowsAndPreprocessingAlone()
    {
        TableOptions plain = new() { Layers = [4], Epochs = 2, ValidationFraction = 0.2 };
        TablePlan without = TableTrainer.Prepare(Rare, ["sick"], plain);
        TablePlan with = TableTrainer.Prepare(Rare, ["sick"], plain with { Augmentations = [new Smote(), new Mixup(), new InputNoise()] });
        Assert.Equal(without.Preprocessor.ToJson(), with.Preprocessor.ToJson());
        Assert.Equal((without.TrainRows, without.ValidationRows, without.TestRows), (with.TrainRows, with.ValidationRows, with.TestRows));
        Assert.Equal(((Dataset<float>)without.Options.Validation!).Inputs.ToArray(), ((Dataset<float>)with.Options.Validation!).Inputs.ToArray());
        Assert.Equal(without.Train().Evaluation!.Outcome.Targets.ToArray(), with.Train().Evaluation!.Outcome.Targets.ToArray());
        Assert.Contains(with.Notices, notice => notice.Text.Contains("Training rows by class: \"no\" 684, \"yes\" from 36 to 684 by smote", StringComparison.Ordinal));
    }

    [Fact]
    public void GroupsStayTogetherInEverySplit()
    {
        TableOptions options = new() { Layers = [4], Epochs = 1, ValidationFraction = 0.2, Schema = new() { Group = "who" } };
        TablePlan plan = TableTrainer.Prepare(Rare, ["sick"], options);
        Assert.DoesNotContain(plan.Preprocessor.InputNames, name => name.Contains("who", StringComparison.Ordinal));
        Assert.Equal((720, 240, 240), (plan.TrainRows, plan.ValidationRows, plan.TestRows));
        Assert.Contains(plan.Notices, notice => notice.Text.Contains("120 groups of rows stay together: 72 to train on, 24 for validation, 24 for test", StringComparison.Ordinal));

        // Groups have ten rows each: parts of other sizes would tear one apart.
        TablePlan[] folds = [.. TableTrainer.PrepareFolds(Rare, ["sick"], 7, options)];
        Assert.Equal(1200, folds.Sum(fold => fold.TestRows));
        Assert.All(folds, fold => Assert.Equal((0, 0, 0), (fold.TrainRows % 10, fold.ValidationRows % 10, fold.TestRows % 10)));
        Assert.Contains("2 groups cannot be split into 3 parts", Assert.Throws<DataException>(() => TableTrainer.Prepare(Rare, ["level"], options with { Schema = new() { Group = "sick" } })).Message, StringComparison.Ordinal);
    }

    /// <summary>Rows that were made count once: weights are n/(k·count) of the rows that are trained on.</summary>
    [Fact]
    public void WeightsAreThoseOfTheRowsAfterResampling()
    {
        TableOptions plain = new() { Layers = [4], Epochs = 1, BalanceClasses = true };
        double[] alone = [.. TableTrainer.Prepare(Rare, ["sick"], plain).Options.ClassWeights!];
        Assert.Equal([960 / (2 * 912.0), 960 / (2 * 48.0)], alone);
        TablePlan whole = TableTrainer.Prepare(Rare, ["sick"], plain with { Augmentations = [new Oversample()] });
        Assert.Equal([1, 1], whole.Options.ClassWeights!);
        Assert.Contains(whole.Notices, notice => notice.Text.Contains("Class weights after resampling: \"no\" 1, \"yes\" 1.", StringComparison.Ordinal));
        double[] half = [.. TableTrainer.Prepare(Rare, ["sick"], plain with { Augmentations = [new Oversample(0.5)] }).Options.ClassWeights!];
        Assert.Equal([1368 / (2 * 912.0), 1368 / (2 * 456.0)], half);
        Assert.True(TableTrainer.Prepare(Rare, ["sick"], plain with { BalanceValidation = true }) is { Options.WeightValidation: true, ValidationRows: > 0 });
        Assert.Throws<DataException>(() => TableTrainer.Prepare(Rare, ["sick"], plain with { BalanceClasses = false, BalanceValidation = true }));
        Assert.Throws<DataException>(() => TableTrainer.Prepare(Rare, ["x"], plain));
    }

    /// <summary>scikit-learn's compute_class_weight (Goldens/imbalance.py).</summary>
    [Fact]
    public void BalancedWeightsAgreeWithScikitLearn()
    {
        JsonElement golden = GoldenFile.Read("imbalance.json").GetProperty("weights");
        string[] labels = [.. golden.GetProperty("labels").EnumerateArray().Select(label => $"{(char)('a' + label.GetInt32())}")];
        TablePlan plan = TableTrainer.Prepare(Table.Create(["x", "y"], [[.. labels.Select((_, row) => $"{row}")], labels]), ["y"], new TableOptions { Layers = [4], BalanceClasses = true, TestFraction = 0 });
        double[] expected = GoldenFile.Numbers(golden.GetProperty("balanced"));
        Assert.Equal(3, plan.Options.ClassWeights!.Count);
        Assert.All(Enumerable.Range(0, 3), label => GoldenFile.AssertClose(expected[label], plan.Options.ClassWeights[label], 1e-12, $"{label}"));
        Assert.Equal(GoldenFile.Numbers(golden.GetProperty("rows")).Sum(), labels.Sum(label => plan.Options.ClassWeights[label[0] - 'a']), 9);
    }

    [Fact]
    public void WeightsAreGivenByLabel()
    {
        TableOptions plain = new() { Layers = [4], Epochs = 1, ClassWeights = new Dictionary<string, double> { ["yes"] = 5 } };
        TablePlan plan = TableTrainer.Prepare(Rare, ["sick"], plain);
        Assert.Equal([1, 5], plan.Options.ClassWeights!);
        Assert.Contains(plan.Notices, notice => notice.Text == "Class weights: \"no\" 1, \"yes\" 5.");
        Assert.Equal([1, 5], TableTrainer.Prepare(Rare, ["sick"], plain with { Augmentations = [new Oversample()] }).Options.ClassWeights!);

        // The weights of balanced classes, given as numbers, train the same networks, a single one and those of recipes.
        Dictionary<string, double> balanced = new() { ["no"] = 960 / (2 * 912.0), ["yes"] = 960 / (2 * 48.0) };
        foreach (TableOptions options in (TableOptions[])[plain, new() { Recipe = new LinearRecipe() }])
        {
            TableTraining given = TableTrainer.Train(Rare, ["sick"], options with { ClassWeights = balanced });
            Assert.Equal(TableTrainer.Train(Rare, ["sick"], options with { ClassWeights = null, BalanceClasses = true }).Evaluation!.Scores, given.Evaluation!.Scores);
            Assert.NotEqual(TableTrainer.Train(Rare, ["sick"], options with { ClassWeights = null }).Evaluation!.Scores, given.Evaluation.Scores);
        }

        Refused("not a label of \"sick\". Did you mean \"yes\"?", "sick", plain with { ClassWeights = new Dictionary<string, double> { ["Yes"] = 5 } });
        Refused("Class weights need one class per row", "x", plain);
        Refused("cannot be combined", "sick", plain with { BalanceClasses = true });
        Assert.Throws<ArgumentOutOfRangeException>(() => plain with { ClassWeights = new Dictionary<string, double> { ["yes"] = 0 } });

        static void Refused(string why, string target, TableOptions options) => Assert.Contains(why, Assert.Throws<DataException>(() => TableTrainer.Prepare(Rare, [target], options)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ResamplingWithoutClassesIsRefusedBeforeTraining() =>
        Assert.Contains("smote needs one class per row", Assert.Throws<DataException>(() => TableTrainer.Prepare(Rare, ["x"], new TableOptions { Augmentations = [new Smote()] })).Message, StringComparison.Ordinal);

    private static Table Draw()
    {
        CounterRandom random = new(11, Streams.Synthetic);
        int[] sick = [.. Enumerable.Range(0, 1200).Select(row => row % 20 == 0 ? 1 : 0)];
        return Table.Create(
            ["x", "y", "level", "who", "sick"],
            [
                [.. sick.Select((own, row) => Text((1.6 * own) + random.Normal((ulong)(4 * row))))],
                [.. sick.Select((own, row) => Text((1.2 * own) + random.Normal((ulong)((4 * row) + 1))))],
                [.. sick.Select((_, row) => $"{(char)('a' + random.Below((ulong)(8 * row) + 5, 3))}")],
                [.. sick.Select((_, row) => $"p{row / 10}")],
                [.. sick.Select(own => own == 1 ? "yes" : "no")],
            ]);

        static string Text(double value) => value.ToString("R", CultureInfo.InvariantCulture);
    }
}
