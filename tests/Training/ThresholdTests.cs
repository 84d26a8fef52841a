using System.Globalization;
using System.Text.Json;
using Descent.Data;
using Descent.Formats;
using Descent.Numerics;
using Descent.Tests.Cli;
using Descent.Tests.Coverage;
using Descent.Tests.Goldens;

namespace Descent.Tests.Training;

/// <summary>Thresholds that a metric or costs choose, against scikit-learn's metrics at every threshold (Goldens/imbalance.py).</summary>
public sealed class ThresholdTests : IDisposable
{
    private static readonly JsonElement s_golden = GoldenFile.Read("imbalance.json");

    private readonly TemporaryFolder folder = new();

    public static IEnumerable<TheoryDataRow<string>> Cases => s_golden.GetProperty("thresholds").EnumerateArray().Select(c => new TheoryDataRow<string>(c.GetProperty("name").GetString()!));

    public static IEnumerable<string> OfMeanCost => ["mean_cost"];

    public void Dispose() => folder.Dispose();

    [Theory]
    [Proves(Proof.Peer, Of = nameof(OfMeanCost))]
    [MemberData(nameof(Cases))]
    public void TheBestThresholdIsThatOfAllDivisions(string name)
    {
        JsonElement golden = s_golden.GetProperty("thresholds").EnumerateArray().Single(c => c.GetProperty("name").GetString() == name);
        double[] weights = golden.GetProperty("weights").ValueKind == JsonValueKind.Null ? [] : GoldenFile.Numbers(golden.GetProperty("weights"));
        Outcome outcome = new(OutcomeForm.Binary, GoldenFile.Numbers(golden.GetProperty("targets")), GoldenFile.Numbers(golden.GetProperty("outputs")), 1, weights);
        foreach (JsonProperty best in golden.GetProperty("best").EnumerateObject())
        {
            Metric metric = Catalogue.Parse<Metric>(best.Name);
            ThresholdChoice choice = ThresholdChoice.Best(outcome, metric)!;
            (double low, double high) = (best.Value.GetProperty("low").GetDouble(), best.Value.GetProperty("high").GetDouble());
            Assert.True(choice.Threshold > low && choice.Threshold < high, $"{name}, {best.Name}: {choice.Threshold} is not between {low} and {high}.");
            GoldenFile.AssertClose(best.Value.GetProperty("value").GetDouble(), choice.Value, 1e-12, $"{name}, {best.Name}");
            GoldenFile.AssertClose(golden.GetProperty("atHalf").GetProperty(best.Name).GetDouble(), choice.Usual, 1e-12, $"{name}, {best.Name} at 0.5");

            // The rule of a model at this threshold gives the same value.
            Metric there = PositiveClass.Follow(metric, new BinaryDecision("yes", choice.Threshold), positiveIsFirst: false)!;
            GoldenFile.AssertClose(choice.Value, there.Compute(outcome), 1e-12, $"{name}, {best.Name}, by rows");
        }
    }

    [Fact]
    public void DegenerateCasesAreDefined()
    {
        double[] targets = [0, 0, 1, 1];
        Assert.Equal(0.5, Best([0.1, 0.2, 0.7, 0.8]));
        Assert.Equal(0.15, Best([0.1, 0.1, 0.2, 0.2]));

        // All equal: whatever is predicted is predicted for all.
        Assert.Equal(0.25, Best([0.5, 0.5, 0.5, 0.5]));
        Assert.Null(ThresholdChoice.Best(new Outcome(OutcomeForm.Binary, new double[] { 1, 1 }, new double[] { 0.1, 0.9 }, 1), new F1()));
        Assert.Null(ThresholdChoice.Best(new Outcome(OutcomeForm.Binary, default, default, 1), new F1()));

        // Probabilities of exactly 0 and 1 leave no threshold below or above them.
        Assert.Equal(0.5, Best([0, 0, 1, 1]));
        foreach (Metric metric in (Metric[])[new RocAuc(), new LogLoss(), new Accuracy(0.3), new RootMeanSquaredError()])
        {
            Assert.Contains("cannot choose a threshold", Assert.Throws<ArgumentException>(() => ThresholdChoice.Best(new Outcome(OutcomeForm.Binary, targets, targets, 1), metric)).Message, StringComparison.Ordinal);
        }

        double Best(double[] outputs) => ThresholdChoice.Best(new Outcome(OutcomeForm.Binary, targets, outputs, 1), new BalancedAccuracy())!.Threshold;
    }

    // Only the ratio of costs counts, so their unit changes nothing.
    [Theory]
    [InlineData(10, 1)]
    [InlineData(1, 7)]
    public void TheUnitOfCostsChangesNoThreshold(double missed, double alarm)
    {
        CounterRandom random = new(3, Streams.Synthetic);
        double[] targets = [.. Enumerable.Range(0, 200).Select(row => row % 5 == 0 ? 1.0 : 0)];
        double[] outputs = [.. targets.Select((target, row) => Math.Clamp(0.3 + (0.2 * target) + (0.15 * random.Normal((ulong)row)), 0.001, 0.999))];
        Outcome outcome = new(OutcomeForm.Binary, targets, outputs, 1);
        ThresholdChoice plain = ThresholdChoice.Best(outcome, new MeanCost(missed, alarm))!;
        foreach (double unit in (double[])[1e-95, 1e-12, 1e-9, 1e9, 1e95])
        {
            ThresholdChoice scaled = ThresholdChoice.Best(outcome, new MeanCost(unit * missed, unit * alarm))!;
            Assert.Equal(plain.Threshold, scaled.Threshold, 1e-14);
            Assert.Equal(plain.Value, scaled.Value / unit, 1e-12);
            Assert.DoesNotContain(": 0, and 0 at 0.5", scaled.ToString(), StringComparison.Ordinal);
            Assert.InRange(scaled.ToString().Length, 100, 280);
        }

        // Their mean is not finite.
        Assert.Null(ThresholdChoice.Best(outcome, new MeanCost(1e308, 1e308) with { FalseNegative = double.MaxValue }));
    }

    [Fact]
    public void ARowOfAnUnknownLabelCostsWhateverIsPredicted()
    {
        double[] targets = [1, 0, double.NaN], no = [0.9, 0.1, 0.1], yes = [0.9, 0.1, 0.9];
        Assert.Equal(10.0 / 3, new MeanCost(10).Compute(new Outcome(OutcomeForm.Binary, targets, no, 1)), 12);
        Assert.Equal(1.0 / 3, new MeanCost(10).Compute(new Outcome(OutcomeForm.Binary, targets, yes, 1)), 12);
    }

    /// <summary>Rows of two classes that overlap, 1 in 12 of the rarer one.</summary>
    private static Table Rare(int rows = 400, string rare = "yes", string common = "no")
    {
        CounterRandom random = new(5, Streams.Synthetic);
        bool[] isRare = [.. Enumerable.Range(0, rows).Select(row => row % 12 == 0)];
        return Table.Create(["x", "y"], [[.. isRare.Select((own, row) => ((own ? 1.5 : 0) + random.Normal((ulong)row)).ToString("R", CultureInfo.InvariantCulture))], [.. isRare.Select(own => own ? rare : common)]]);
    }

    [Theory]
    [InlineData("yes", "no")]
    [InlineData("a", "b")]
    public void TestRowsChooseNothing(string rare, string common)
    {
        Table all = Rare(1200, rare, common);
        ErrorCosts costs = new(10, 1);
        foreach (TableOptions plain in (TableOptions[])[new() { Layers = [], Epochs = 20, LearningRate = 0.05 }, new() { Recipe = new LinearRecipe() }])
        {
            TableOptions options = plain with { ThresholdMetric = new MeanCost(10, 1), Costs = costs };
            TableTraining tuned = TableTrainer.Train(all, ["y"], options), usual = TableTrainer.Train(all, ["y"], plain with { Costs = costs });
            ThresholdChoice choice = tuned.Threshold!;
            Assert.Equal(960, choice.Rows);
            Assert.Equal((choice.Threshold, rare), (tuned.Model.Decision!.Threshold, tuned.Model.Decision.PositiveLabel));
            Assert.True(choice.Value < choice.Usual, $"{choice}");
            Assert.InRange(choice.Threshold, 0.02, 0.3);
            Assert.True(tuned.Evaluation!.Scores["meanCost"] < usual.Evaluation!.Scores["meanCost"], $"{tuned.Evaluation.Scores["meanCost"]} against {usual.Evaluation.Scores["meanCost"]}");
            Assert.Contains(tuned.Notices, notice => notice.Text.Contains("has the lowest mean cost on 960 rows predicted by networks that were not trained on them", StringComparison.Ordinal) && notice.Text.Contains("0.0909", StringComparison.Ordinal));

            // Always the frequent label: every rare row is missed.
            Assert.Equal(10.0 * tuned.Evaluation.Outcome.Targets.ToArray().Count(target => target == 1) / tuned.TestRows, tuned.Evaluation.Baselines[0].Scores["meanCost"], 12);

            // Other test rows change neither network nor threshold.
            Table training = TableTrainer.WithoutTestRows(all, ["y"], options);
            TableTraining alone = TableTrainer.Train(training, ["y"], options with { TestFraction = 0 });
            Assert.Equal((choice.Threshold, choice.Value), (alone.Threshold!.Threshold, alone.Threshold.Value));

            // The number of threads changes nothing.
            Assert.Equal((choice.Threshold, choice.Value), (TableTrainer.Train(all, ["y"], options with { Threads = 2 }).Threshold!.Threshold, choice.Value));

            tuned.Model.Save(folder["model.safetensors"]);
            Assert.Equal(tuned.Model.Decision, TableModel.Load(folder["model.safetensors"]).Decision);
        }
    }

    [Fact]
    public void WhatCannotChooseIsRefusedBeforeTraining()
    {
        TableOptions plain = new() { Layers = [], Epochs = 1 };
        Refused("cannot be combined", plain with { Threshold = 0.3, ThresholdMetric = new F1() });
        Refused("roc_auc cannot choose a threshold", plain with { ThresholdMetric = new RocAuc() });
        Refused("A threshold needs a target with two labels", plain with { ThresholdMetric = new F1() }, "x");
        Refused("Costs of errors need a target with two labels", plain with { Costs = new ErrorCosts(2) }, "x");
        Refused("A threshold needs probabilities", plain with { ThresholdMetric = new F1(), Loss = new Hinge() });
        Refused("trained in single precision", plain with { ThresholdMetric = new F1(), Precision = NumericPrecision.Double });

        static void Refused(string why, TableOptions options, string target = "y") => Assert.Contains(why, Assert.Throws<DataException>(() => TableTrainer.Prepare(Rare(), [target], options)).Message, StringComparison.Ordinal);
    }

    // The network has batches of 320 rows and each of its copies of 256, so that a penalty can break the copies alone.
    [Fact]
    public void ACopyThatDivergesLeavesTheUsualThreshold()
    {
        TableTraining broken = Train(new BreaksBelow(300)), whole = Train(new BreaksBelow(200));
        Assert.Null(broken.Threshold);
        Assert.Equal(0.5, broken.Model.Decision?.Threshold ?? 0.5);
        Assert.Contains(broken.Notices, notice => notice.Severity == Severity.Warning && notice.Text.StartsWith("No threshold could be chosen, so it is 0.5", StringComparison.Ordinal));
        Assert.NotNull(whole.Threshold);
        Assert.Equal(whole.History.Epochs[^1].Loss, broken.History.Epochs[^1].Loss);

        static TableTraining Train(Regularizer penalty) =>
            TableTrainer.Train(Rare(), ["y"], new TableOptions { Layers = [], Epochs = 3, BatchSize = 320, Optimizer = new GradientDescent(0.05), Regularizer = penalty, ThresholdMetric = new F1() });
    }

    [Fact]
    public void TheToolChoosesSavesAndJudges()
    {
        Table rows = Rare();
        string data = folder.Write("data.csv", "x,y\n" + string.Concat(Enumerable.Range(0, 400).Select(row => $"{rows[row, 0]},{rows[row, 1]}\n")));
        string[] quick = ["--target", "y", "--layers", "none", "--epochs", "20", "--learning-rate", "0.05"];
        JsonElement trained = ToolRun.Of(["train", data, .. quick, "--threshold", "costs", "--costs", "fn=10,fp=1", "--out", folder["run"], "--json"]).EndsWith(0).Json();
        double threshold = trained.GetProperty("threshold").GetDouble(), cost = trained.GetProperty("metrics").GetProperty("meanCost").GetDouble();
        Assert.InRange(threshold, 0.02, 0.3);
        Assert.True(cost < trained.GetProperty("baselines").GetProperty("prior").GetProperty("meanCost").GetDouble());
        Assert.Contains("has the lowest mean cost on 320 rows", $"{trained.GetProperty("notices")}", StringComparison.Ordinal);

        // A saved model keeps costs; others replace them, and the other label swaps them.
        Assert.Equal(MeanCost(), MeanCost("--positive", "no"), 12);
        Assert.Equal(2 * MeanCost(), MeanCost("--costs", "fn=20,fp=2"), 12);
        Assert.Contains("mean_cost", ToolRun.Of("evaluate", folder["run"], data).EndsWith(0).Output, StringComparison.Ordinal);

        // Training goes on with the decision of the model.
        ToolRun.Of("train", data, "--target", "y", "--layers", "2", "--epochs", "2", "--positive", "no", "--threshold", "0.3", "--costs", "fn=10,fp=1", "--out", folder["first"]).EndsWith(0);
        JsonElement retrained = ToolRun.Of("retrain", folder["first"], data, "--epochs", "1", "--out", folder["again"], "--json").EndsWith(0).Json();
        Assert.Equal("no", retrained.GetProperty("positiveClass").GetString());
        Assert.Equal(0.3, retrained.GetProperty("threshold").GetDouble());
        Assert.True(retrained.GetProperty("metrics").TryGetProperty("meanCost", out _));
        Assert.Contains("mean_cost", ToolRun.Of("evaluate", folder["again"], data).EndsWith(0).Output, StringComparison.Ordinal);

        ToolRun folds = ToolRun.Of(["train", data, .. quick, "--threshold", "youden", "--cv", "2"]).EndsWith(0);
        Assert.Matches("thresholds: 0\\.\\d+, 0\\.\\d+, chosen for each fold", folds.Output);
        Assert.DoesNotContain("predicted at a probability", folds.Output, StringComparison.Ordinal);

        Refused("--threshold costs needs the costs", "--threshold", "costs");
        Refused("--threshold must be a number above 0 and below 1, but is '1.5'", "--threshold", "1.5");
        Refused("--threshold must be a number above 0 and below 1, costs or a metric, but is 'f2'", "--threshold", "f2");
        Refused("roc_auc cannot choose a threshold", "--threshold", "roc_auc");
        Refused("trained in single precision. Remove the metric, or give a number. (--threshold)", "--threshold", "f1", "--precision", "double");
        Refused("--costs must be such as fn=10,fp=1, but is 'fn=1'", "--costs", "fn=1");
        Refused("'fp=0' is not fn or fp and its cost above 0", "--costs", "fn=1,fp=0");
        Refused("--costs must be from 1e-100 to 1e100 each, but is 'fn=1e308,fp=1'", "--costs", "fn=1e308,fp=1");
        Assert.Contains("A metric chooses it in training only", ToolRun.Of("evaluate", folder["run"], data, "--threshold", "f1").EndsWith(Descent.Cli.ExitCode.Usage).Errors.ReplaceLineEndings(" "), StringComparison.Ordinal);

        double MeanCost(params string[] more) => ToolRun.Of(["evaluate", folder["run"], data, "--json", .. more]).EndsWith(0).Json().GetProperty("metrics").GetProperty("meanCost").GetDouble();

        void Refused(string why, params string[] more) => Assert.Contains(why, ToolRun.Of(["train", data, .. quick, .. more]).EndsWith(Descent.Cli.ExitCode.Usage).Errors.ReplaceLineEndings(" "), StringComparison.Ordinal);
    }

    /// <summary>A penalty that makes weights infinite, for batches of fewer rows than some.</summary>
    private sealed record BreaksBelow(int Rows) : Regularizer
    {
        protected internal override bool PenalizesAll => true;

        protected internal override (double Quadratic, double Absolute) Slopes(int samples, TrainingPosition position) => (samples < Rows ? 1e38 : 0, 0);
    }
}
