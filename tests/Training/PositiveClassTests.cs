using System.Globalization;
using Descent.Data;
using Descent.Formats;
using Descent.Tests.Cli;

namespace Descent.Tests.Training;

/// <summary>Which of two labels is scored, and what a threshold does.</summary>
public sealed class PositiveClassTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    // Labels by x: the rare one comes first in the alphabet, and x tells it with errors.
    private static Table Rows(string rare = "bad", string common = "good", int rows = 120)
    {
        string[] x = new string[rows], y = new string[rows];
        for (int i = 0; i < rows; i++)
        {
            bool isRare = i % 5 == 0;
            x[i] = string.Create(CultureInfo.InvariantCulture, $"{(isRare ? 1.5 : 0) + (i * 37 % 100 / 50.0)}");
            y[i] = isRare ? rare : common;
        }

        return Table.Create(["x", "y"], [x, y]);
    }

    private static readonly TableOptions s_fast = new() { Layers = [], Epochs = 40, LearningRate = new ConstantSchedule(0.05) };

    private static TableTraining Train(TableOptions? options = null, Table? table = null) => TableTrainer.Train(table ?? Rows(), ["y"], options ?? s_fast);

    [Fact]
    public void TheRarerLabelIsScoredWhateverTheAlphabetSays()
    {
        TableEvaluation first = Train().Evaluation!, second = Train(table: Rows("worse", "ok")).Evaluation!;
        Assert.Equal(("bad", "worse"), (first.Decision!.PositiveLabel, second.Decision!.PositiveLabel));
        foreach (TableEvaluation evaluation in (TableEvaluation[])[first, second])
        {
            ClassReport rare = evaluation.Classes.Single(c => c.Label == evaluation.Decision!.PositiveLabel);
            Assert.Equal((rare.Precision, rare.Recall, rare.F1), (evaluation.Scores["precision"], evaluation.Scores["recall"], evaluation.Scores["f1"]));
            Assert.Equal(rare.Rows, evaluation.Outcome.Targets.ToArray().Sum());
            Assert.InRange(evaluation.Scores["f1"], 0.2, 0.99);
        }

        // Swapping the labels' places changes nothing but the direction of the one output.
        Assert.Equal(first.Scores["prAuc"], second.Scores["prAuc"], 2);
        Assert.Equal(["bad", "good"], first.ClassNames);
        Assert.Equal(first.Confusion![0, 0] + first.Confusion[0, 1], first.Classes[0].Rows);
    }

    [Fact]
    public void TheOtherLabelCanBeAskedForAndPredictionsStay()
    {
        TableTraining rare = Train(), common = Train(s_fast with { PositiveLabel = "good" });
        Assert.Equal(rare.Evaluation!.Classes[1].F1, common.Evaluation!.Scores["f1"]);
        Assert.Equal(rare.Model.Predict(Rows()).Predictions(7), common.Model.Predict(Rows()).Predictions(7));
        Assert.Equal(rare.Model.Model.GetParameter("layers.0.weight"), common.Model.Model.GetParameter("layers.0.weight"));
        Assert.Contains("bed", Assert.Throws<DataException>(() => Train(s_fast with { PositiveLabel = "bed" })).Message, StringComparison.Ordinal);
        Assert.Throws<DataException>(() => TableTrainer.Train(Table.Read(ToolRun.Iris), ["species"], s_fast with { Threshold = 0.3 }));
    }

    [Fact]
    public void AThresholdMovesPredictionsAndScoresTogether()
    {
        TableTraining training = Train(s_fast with { TestFraction = 0 });
        Table table = Rows();
        double low = double.PositiveInfinity;
        foreach (string label in (string[])["bad", "good"])
        {
            foreach (double threshold in (double[])[0.05, 0.2, 0.5, 0.8])
            {
                TableModel model = training.Model.With(new BinaryDecision(label, threshold));
                TablePrediction prediction = model.Predict(table);
                TableEvaluation evaluation = TableEvaluation.Of(model, table);
                int found = Enumerable.Range(0, table.Rows).Count(row => prediction.Predictions(row)[0] == label);
                Assert.Equal(found, evaluation.Classes.Single(c => c.Label == label).Predicted);
                int place = label == "bad" ? 0 : 1;
                Assert.All(Enumerable.Range(0, table.Rows), row => Assert.Equal(prediction.Probabilities(row)[place] >= threshold, prediction.Predictions(row)[0] == label));
                Assert.True(threshold == 0.05 || found <= low);
                low = found;
            }
        }

        Assert.Throws<ArgumentOutOfRangeException>(() => new BinaryDecision("bad", 1));
        Assert.Throws<ArgumentException>(() => training.Model.With(new BinaryDecision("ugly")));
    }

    [Fact]
    public void AtExactlyOneHalfTheSecondLabelIsPredictedAndScored()
    {
        TableTraining training = Train(s_fast with { TestFraction = 0 });
        training.Model.Model.SetParameter("layers.0.weight", [0f]);
        training.Model.Model.SetParameter("layers.0.bias", [0f]);
        foreach (string label in (string[])["bad", "good"])
        {
            TableModel model = training.Model.With(new BinaryDecision(label));
            Assert.Equal("good", model.Predict(Rows()).Predictions(0)[0]);
            Assert.Equal([0.0, 120.0], TableEvaluation.Of(model, Rows()).Classes.Select(c => c.Predicted));
        }
    }

    [Fact]
    public void AThresholdNeedsProbabilities()
    {
        TableOptions hinge = s_fast with { Loss = new Hinge() };
        Assert.Contains("with this loss the network predicts scores", Assert.Throws<DataException>(() => Train(hinge with { Threshold = 0.3 })).Message, StringComparison.Ordinal);
        TableEvaluation evaluation = Train(hinge).Evaluation!;
        Assert.Equal(evaluation.Classes[0].F1, evaluation.Scores["f1"]);
        Assert.DoesNotContain("logLoss", evaluation.Scores.Keys);
    }

    [Fact]
    public void TheDecisionIsSavedWithTheModelAndAModelWithoutOneTakesTheSecondLabel()
    {
        TableTraining training = Train(s_fast with { Threshold = 0.3 });
        ModelFile.Save(folder["m.safetensors"], training.Model);
        TableModel loaded = ModelFile.Load(folder["m.safetensors"]);
        Assert.Equal(new BinaryDecision("bad", 0.3), loaded.Decision);
        Assert.Equal(training.Model.Training!.Targets[0].Counts, loaded.Training!.Targets[0].Counts);
        Assert.Equal(training.Model.Training.Rows!.Hashes.ToArray(), loaded.Training.Rows!.Hashes.ToArray());
        Assert.Equal(new BinaryDecision("good", 0.5), new TableModel(training.Model.Model, training.Model.Preprocessor).Decision);
    }

    [Fact]
    public void MetricsThatChooseAnEpochAreOfThePositiveClass()
    {
        TableOptions options = s_fast with { ValidationFraction = 0.3, Monitor = new F1(), Epochs = 6, Threshold = 0.3 };
        foreach (string label in (string[])["bad", "good"])
        {
            TablePlan plan = TableTrainer.Prepare(Rows(), ["y"], options with { PositiveLabel = label });
            TableTraining training = plan.Train();
            int[] rows = Descent.Data.Split.For(Rows(), plan.Schema, 0.2, 0.3, 1).Validation;
            double expected = TableEvaluation.Of(training.Model, Rows().Select(rows)).Scores["f1"];
            Assert.Equal(expected, training.History.Epochs[training.History.BestEpoch - 1].Metrics["f1"], 6);
        }
    }

    [Fact]
    public void TheToolSaysItEverywhere()
    {
        Table table = Rows();
        string data = folder.Write("rows.csv", "x,y\n" + string.Concat(Enumerable.Range(0, table.Rows).Select(row => $"{table[row, 0]},{table[row, 1]}\n")));
        string[] fast = ["--epochs", "3", "--layers", "none", "--out", folder["run"], "--force"];
        ToolRun train = ToolRun.Of(["train", data, "--target", "y", .. fast]).EndsWith(0);
        Assert.Contains("positive class \"bad\"", train.Output, StringComparison.Ordinal);
        Assert.Contains("baseline", train.Output, StringComparison.Ordinal);
        Assert.Contains("positive class is &quot;bad&quot;", File.ReadAllText(folder["run/report.html"]), StringComparison.Ordinal);
        Assert.Equal("bad", ToolRun.Of(["train", data, "--target", "y", "--json", .. fast]).EndsWith(0).Json().GetProperty("positiveClass").GetString());
        Assert.Contains("positive class \"bad\"", ToolRun.Of("evaluate", folder["run"], data).EndsWith(0).Output, StringComparison.Ordinal);
        Assert.Contains("positive class \"good\", predicted at a probability of at least 0.9", ToolRun.Of("evaluate", folder["run"], data, "--positive", "good", "--threshold", "0.9").EndsWith(0).Output, StringComparison.Ordinal);
        Assert.Contains("positive class \"bad\"", ToolRun.Of("train", data, "--target", "y", "--cv", "2", "--epochs", "2").EndsWith(0).Output, StringComparison.Ordinal);
        Assert.Contains("positive class \"bad\"", ToolRun.Of("compare", data, "--target", "y", "--vary", "epochs=1,2").EndsWith(0).Output, StringComparison.Ordinal);
        Assert.DoesNotContain("good", string.Concat(ToolRun.Of("predict", folder["run"], data, "--threshold", "0.001").EndsWith(0).Output.Split('\n').Skip(1)), StringComparison.Ordinal);
        ToolRun.Of("evaluate", folder["run"], data, "--positive", "ugly").EndsWith(2);
        ToolRun.Of("train", data, "--target", "y", "--threshold", "1").EndsWith(2);
    }
}
