using System.Text.Json;
using Descent.Data;
using Descent.Tests.Goldens;

namespace Descent.Tests.Training;

/// <summary>What guesses score, and what is said of classes that are never predicted or have no rows.</summary>
public class BaselineTests
{
    private static readonly TableOptions s_one = new() { Layers = [], Epochs = 1 };

    [Fact]
    public void OfClassesItIsTheMostFrequentWithTheirSharesAsProbabilities()
    {
        // Trained on 6 of a, 3 of b, 1 of c; judged on 2, 1 and 1. As sklearn.dummy.DummyClassifier(strategy="prior") by hand.
        Table train = Column([.. Enumerable.Repeat("a", 6), .. Enumerable.Repeat("b", 3), "c"]), test = Column(["a", "a", "b", "c"]);
        Baseline baseline = Assert.Single(Evaluate(train, test).Baselines);
        Assert.Equal("prior", baseline.Name);
        Assert.Contains("\"a\"", baseline.Guess, StringComparison.Ordinal);
        Assert.Equal(0.5, baseline.Scores["accuracy"]);
        Assert.Equal(-((2 * Math.Log(0.6)) + Math.Log(0.3) + Math.Log(0.1)) / 4, baseline.Scores["logLoss"], 12);
        Assert.Equal(0.5, baseline.Scores["rocAuc"]);
    }

    [Theory]
    [InlineData("a,a,b,b,c,c", "always \"a\", the first of 3 labels that are equally frequent in training; ")]
    [InlineData("a,b,b,c,c", "always \"b\", the first of 2 labels that are equally frequent in training, more than the others; ")]
    [InlineData("a,b,b,b,c,c", "always \"b\", the most frequent label; ")]
    public void EquallyFrequentLabelsAreSaidToBe(string labels, string guess) =>
        Assert.StartsWith(guess, Assert.Single(Evaluate(Column(labels.Split(',')), Column(["a", "b", "c"])).Baselines).Guess, StringComparison.Ordinal);

    [Theory]
    [InlineData(0.5)]
    [InlineData(0.05)]
    [InlineData(0.95)]
    public void OfTwoLabelsAThresholdDoesNotMoveIt(double threshold)
    {
        Table train = Column([.. Enumerable.Repeat("no", 9), "yes"]), test = Column(["no", "no", "no", "yes"]);
        Baseline baseline = Assert.Single(Evaluate(train, test, s_one with { Threshold = threshold }).Baselines);
        Assert.Equal((0.75, 0), (baseline.Scores["accuracy"], baseline.Scores["recall"]));
        Assert.Equal(((3 * 0.01) + 0.81) / 4, baseline.Scores["brier"], 12);
    }

    [Fact]
    public void OfNumbersItIsTheirMeanAndTheirMedian()
    {
        Table train = Column(["1.5", "2.5", "3.5", "20.5"]), test = Column(["2.5", "5.5"]);
        TableEvaluation evaluation = Evaluate(train, test);
        Assert.Equal(["mean", "median"], evaluation.Baselines.Select(baseline => baseline.Name));
        Assert.Equal((4.5 + 1.5) / 2, evaluation.Baselines[0].Scores["mae"], 6);
        Assert.Equal((0.5 + 2.5) / 2, evaluation.Baselines[1].Scores["mae"], 6);
    }

    [Fact]
    public void OfSeveralAnswersItIsTheCommonerOfEach()
    {
        string[] hot = ["1", "1", "1", "0"], wet = ["0", "0", "1", "0"];
        Table table = Table.Create(["x", "hot", "wet"], [["1", "2", "3", "4"], hot, wet]);
        TableTraining training = TableTrainer.Train(table, ["hot", "wet"], s_one with { Test = table, Schema = new SchemaOptions { Task = TaskKind.Multilabel } });
        Baseline baseline = Assert.Single(training.Evaluation!.Baselines);
        Assert.Equal((0.75, 0.75), (baseline.Scores["accuracy[hot]"], baseline.Scores["accuracy[wet]"]));
        Assert.Equal(["hot", "wet"], training.Evaluation.Classes.Select(c => c.Label));
        Assert.Equal([3.0, 1.0], training.Evaluation.Classes.Select(c => c.Rows));
    }

    // sklearn.dummy, Goldens/metrics_more.py.
    [Fact]
    public void GuessesAreThoseOfScikitLearn()
    {
        JsonElement golden = GoldenFile.Read("metrics_more.json").GetProperty("dummies");
        string[] Labels(string name) => [.. golden.GetProperty(name).EnumerateArray().Select(label => $"class {label.GetInt32()}")];
        IReadOnlyDictionary<string, double> prior = Assert.Single(Evaluate(Column(Labels("train")), Column(Labels("test"))).Baselines).Scores;
        foreach (JsonProperty expected in golden.GetProperty("expected").EnumerateObject())
        {
            GoldenFile.AssertClose(expected.Value.GetDouble(), prior[expected.Name], 1e-12, expected.Name);
        }

        string[] Numbers(string name) => [.. golden.GetProperty(name).EnumerateArray().Select(number => number.GetRawText())];
        foreach (Baseline baseline in Evaluate(Column(Numbers("numbers")), Column(Numbers("judged"))).Baselines)
        {
            foreach (JsonProperty expected in golden.GetProperty("regression").GetProperty(baseline.Name).EnumerateObject())
            {
                GoldenFile.AssertClose(expected.Value.GetDouble(), baseline.Scores[expected.Name], 1e-6, $"{baseline.Name}, {expected.Name}");
            }
        }
    }

    // Scikit-learn's DummyRegressor and DummyClassifier take weights as if a row of weight 3 were three rows.
    [Fact]
    public void WeightsCountAsRows()
    {
        Table train = Table.Create(["x", "w", "y"], [["1.5", "2.5", "3.5"], ["1", "1", "3"], ["10.5", "20.5", "40.5"]]), test = Table.Create(["x", "y"], [["1.5"], ["0.5"]]);
        TableEvaluation evaluation = Evaluate(train, test, s_one with { Schema = new SchemaOptions { Weight = "w" } });
        Assert.Equal((152.5 / 5) - 0.5, evaluation.Baselines[0].Scores["mae"], 4);
        Assert.Equal(40, evaluation.Baselines[1].Scores["mae"], 4);
    }

    [Fact]
    public void AClassThatIsNeverPredictedOrHasNoRowIsWarnedOf()
    {
        Table train = Column([.. Enumerable.Repeat("a", 40), .. Enumerable.Repeat("b", 1), .. Enumerable.Repeat("c", 1)]), test = Column(["a", "a", "b"]);
        TableTraining training = TableTrainer.Train(train, ["y"], s_one with { Test = test, Epochs = 60, LearningRate = new ConstantSchedule(0.1) });
        Assert.Contains(training.Notices, notice => notice.Severity == Severity.Warning && notice.Text.StartsWith("The class \"b\" is never predicted", StringComparison.Ordinal));
        Assert.Contains(training.Notices, notice => notice.Severity == Severity.Warning && notice.Text.StartsWith("The class \"c\" has no row here", StringComparison.Ordinal));
        Assert.Equal("no row is of \"c\"", training.Evaluation!.Undefined["rocAuc"]);
    }

    private static TableEvaluation Evaluate(Table train, Table test, TableOptions? options = null) => TableTrainer.Train(train, ["y"], (options ?? s_one) with { Test = test }).Evaluation!;

    private static Table Column(string[] targets) => Table.Create(["x", "y"], [[.. targets.Select((_, i) => $"{i}.25")], targets]);
}
