using System.Globalization;
using System.Text.RegularExpressions;
using Descent.Data;

namespace Descent.Tests.Training;

public class NotFiniteOutputTests
{
    // A model from before inputs were drawn in computes with whatever float holds.
    [Fact]
    public void APredictionThatIsNoNumberNamesTheCell()
    {
        Table table = Table.Create(["a", "x", "y"], [[.. Numbers(i => i % 7)], [.. Numbers(i => Math.Sin(i))], [.. Numbers(i => (3 * Math.Sin(i)) + (i % 7))]]);
        TableModel model = TableTrainer.Train(table, ["y"], new TableOptions { Epochs = 60, LearningRate = 0.01 }).Model;
        TableModel old = new(model.Model, Preprocessor.FromJson(Regex.Replace(model.Preprocessor.ToJson(), "\"limit\":[^,}]*,", "", RegexOptions.None, TimeSpan.FromSeconds(1))));
        Table wild = Table.Create(["a", "x", "y"], [["1", "2", "3"], ["0.5", "2e38", "0.1"], ["1", "2", "3"]]);

        Assert.Contains("line 2, column \"x\": \"2e38\"", Assert.Throws<DataException>(() => old.Predict(wild)).Message, StringComparison.Ordinal);
        Assert.Contains("line 2, column \"x\": \"2e38\"", Assert.Throws<DataException>(() => TableEvaluation.Of(old, wild)).Message, StringComparison.Ordinal);
        Assert.All(Enumerable.Range(0, 3), row => Assert.True(double.IsFinite(double.Parse(model.Predict(wild).Predictions(row)[0], CultureInfo.InvariantCulture))));
    }

    private static IEnumerable<string> Numbers(Func<int, double> value) => Enumerable.Range(0, 100).Select(i => value(i).ToString("R", CultureInfo.InvariantCulture));
}
