using System.Globalization;
using Descent.Data;

namespace Descent.Tests.Training;

/// <summary>Answers come as what they are: the same numbers and labels that are written down as text.</summary>
public class TypedPredictionTests
{
    private static readonly TableOptions s_options = new() { Epochs = 3, Seed = 1 };

    [Fact]
    public void NumbersAreNumbers()
    {
        Table table = Table.Create(["x", "a", "b"], Enumerable.Range(0, 30).Select(i => new[] { $"{i}", $"{(3 * i) + 1}.5", $"{100 - i}.25" }).Transposed());
        TablePrediction prediction = TableTrainer.Train(table, ["a", "b"], s_options).Model.Predict(table);
        foreach (int target in (int[])[0, 1])
        {
            double[] column = prediction.Numbers(target);
            Assert.Equal(30, column.Length);
            Assert.All(Enumerable.Range(0, 30), row =>
            {
                Assert.Equal(double.Parse(prediction.Predictions(row)[target], CultureInfo.InvariantCulture), column[row]);
                Assert.Equal(column[row], prediction.Number(row, target));
            });
        }

        Assert.Contains("a, b are predicted as numbers: use Number", Assert.Throws<InvalidOperationException>(() => prediction.Labels()).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => prediction.Number(30));
        Assert.Throws<ArgumentOutOfRangeException>(() => prediction.Numbers(2));
    }

    [Fact]
    public void ClassesAreLabels()
    {
        Table iris = Table.Read(Path.Combine(Repository.Checkout.Root, "samples/data/iris.csv"));
        TablePrediction prediction = TableTrainer.Train(iris, ["species"], s_options).Model.Predict(iris);
        Assert.Equal(Enumerable.Range(0, 150).Select(row => prediction.Predictions(row)[0]), prediction.Labels());
        Assert.Equal(prediction.Label(149), prediction.Labels()[149]);
        Assert.Contains("species is predicted as labels: use Label", Assert.Throws<InvalidOperationException>(() => prediction.Number(0)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => prediction.Label(0, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => prediction.Label(-1));
    }
}

file static class Columns
{
    public static string[][] Transposed(this IEnumerable<string[]> rows)
    {
        string[][] all = [.. rows];
        return [.. Enumerable.Range(0, all[0].Length).Select(column => all.Select(row => row[column]).ToArray())];
    }
}
