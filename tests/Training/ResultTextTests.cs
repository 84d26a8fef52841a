using Descent.Data;

namespace Descent.Tests.Training;

/// <summary>What a program prints of a result is one line with the main figures.</summary>
public class ResultTextTests
{
    [Fact]
    public void ResultsAreOneLineWithTheMainFigures()
    {
        Table table = Table.Create(["x", "y"], [[.. Enumerable.Range(0, 100).Select(i => $"{i}")], [.. Enumerable.Range(0, 100).Select(i => i < 50 ? "low" : "high")]]);
        TableOptions options = new() { Layers = [], Epochs = 3 };
        TableTraining training = TableTrainer.Train(table, ["y"], options);
        TableEvaluation evaluation = training.Evaluation!;
        Assert.Matches(@"^accuracy [\d.]+, .* on 20 rows$", $"{evaluation}");
        Assert.StartsWith("There is no score \"roc_auc\". Did you mean \"rocAuc\"? There are: accuracy, ", Assert.Throws<KeyNotFoundException>(() => evaluation.Scores["roc_auc"]).Message, StringComparison.Ordinal);
        Assert.StartsWith("There is no score \"mse\". ", Assert.Throws<KeyNotFoundException>(() => TableTrainer.CrossValidate(table, ["y"], 2, options).Scores["mse"]).Message, StringComparison.Ordinal);
        Assert.Contains(evaluation.Scores["accuracy"].ToString("G4", System.Globalization.CultureInfo.InvariantCulture), $"{evaluation}", StringComparison.Ordinal);
        Assert.Matches(@"^y: accuracy [\d.]+, .* on 20 test rows; \d+ train, \d+ validation; verdict \w+$", $"{training}");
        Assert.Matches(@"^3 epochs, the best \d with (validation )?loss [\d.]+; Completed after [\d.]+ s$", $"{training.History}");
        Assert.StartsWith($"{training.Diagnosis.Verdict}: ", $"{training.Diagnosis}", StringComparison.Ordinal);
        Assert.StartsWith("log_loss: one ", $"{Comparison.Of(table, ["y"], [new Variant("one", options)])}", StringComparison.Ordinal);
        Assert.Matches(@"; without x [+-]?[\d.]+ \(\d+ rows, \d+ repeats?\)$", $"{TableExplainer.Of(training.Model, table).Importance()}");
    }
}
