using Descent.Data;
using Descent.Tests.Goldens;

namespace Descent.Tests.Explanations;

/// <summary>Shapley values against all orders in NumPy, against the closed form of linear models, and by what must hold for any model.</summary>
public class ShapleyTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void ValuesEqualThoseOfAllOrders(bool exact)
    {
        (TableModel model, Table table) = ExplainedModels.Given();
        ShapleyExplainer explainer = ShapleyExplainer.Of(model, table.Select([.. Enumerable.Range(0, 7)]), new() { Exact = exact });
        ShapleyValues values = explainer.Explain(table.Select([.. Enumerable.Range(7, 5)]));
        Assert.Equal((exact, 7, exact ? 0 : 210), (values.IsExact, values.BackgroundRows, values.Orders));
        foreach ((int row, double[] expected) in ExplainedModels.Golden.GetProperty("shapley").EnumerateArray().Select(GoldenFile.Numbers).Index())
        {
            for (int column = 0; column < 4; column++)
            {
                // Drawn orders are off by chance, but all background rows count equally often.
                Assert.Equal(expected[column], values.Value(row, column), exact ? 1e-5 : (4 * values.StandardError(row, column)) + 1e-5);
            }

            Assert.Equal(values.Output(row) - values.Base(), Enumerable.Range(0, 4).Sum(column => values.Value(row, column)), 1e-9);
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void OfALinearModelTheyAreWeightTimesDistanceFromTheMean(bool exact)
    {
        Random random = new(2);
        Table table = ExplainedModels.Of(("x0", ExplainedModels.Normal(random, 80)), ("x1", ExplainedModels.Normal(random, 80)), ("x2", ExplainedModels.Normal(random, 80)), ("y", ExplainedModels.Normal(random, 80)));
        TableModel model = ExplainedModels.Linear(table, 2, -1, 0);
        ShapleyValues values = ShapleyExplainer.Of(model, table, new() { Exact = exact }).Explain(table);
        double[] ends = model.Predict(ExplainedModels.Of(("x0", [0, 1, 0]), ("x1", [0, 0, 1]), ("x2", [0, 0, 0]))).Numbers(), steps = [ends[1] - ends[0], ends[2] - ends[0], 0];
        for (int column = 0; column < 3; column++)
        {
            double[] x = ExplainedModels.Column(table, $"x{column}");
            double[] expected = [.. x.Select(value => steps[column] * (value - x.Average()))];

            // The error is that of the mean of so many background rows; drawn orders add none here, but begin from 160.
            double error = Math.Abs(steps[column]) * Math.Sqrt(x.Sum(value => (value - x.Average()) * (value - x.Average())) / 79 / 80);
            for (int row = 0; row < 80; row++)
            {
                Assert.Equal(expected[row], values.Value(row, column), 1e-5);
                Assert.Equal(exact ? error : error / Math.Sqrt(2), values.StandardError(row, column), 0.01 * error + 1e-6);
            }
        }
    }

    [Fact]
    public void TheMethodFollowsFromTheColumns()
    {
        Assert.True(ShapleyExplainer.Of(Wide(8), Rows(8)).IsExact);
        Assert.False(ShapleyExplainer.Of(Wide(12), Rows(12)).IsExact);
        Assert.Equal(200, ShapleyExplainer.Of(Wide(12), Rows(12)).Orders);
        Assert.Throws<ArgumentException>(() => ShapleyExplainer.Of(Wide(24), Rows(24), new() { Exact = true }));

        // Both come to the same, within their error.
        Table rows = Rows(8);
        ShapleyValues exact = ShapleyExplainer.Of(Wide(8), rows).Explain(rows.Select([3])), drawn = ShapleyExplainer.Of(Wide(8), rows, new() { Exact = false }).Explain(rows.Select([3]));
        Assert.All(Enumerable.Range(0, 8), column => Assert.Equal(exact.Value(0, column), drawn.Value(0, column), (4 * drawn.StandardError(0, column)) + 1e-6));

        static Table Rows(int columns)
        {
            Random random = new(7);
            return ExplainedModels.Of([.. Enumerable.Range(0, columns).Select(i => ($"x{i}", ExplainedModels.Normal(random, 120))), ("y", ExplainedModels.Normal(random, 120))]);
        }

        static TableModel Wide(int columns)
        {
            Random random = new(9);
            float[] Weights(int count) => [.. ExplainedModels.Normal(random, count).Select(value => (float)value)];
            return ExplainedModels.Model(Rows(columns), [new Dense(6, new Tanh()), new Dense(1)], [Weights(6 * columns), Weights(6), Weights(6), [0]]);
        }
    }

    [Fact]
    public void RowsAreExplainedAloneAsTogether()
    {
        (TableModel model, Table table) = ExplainedModels.Given();
        ShapleyExplainer explainer = ShapleyExplainer.Of(model, table, new() { Exact = false, Threads = 1 }), two = ShapleyExplainer.Of(model, table, new() { Exact = false, Threads = 2 });
        ShapleyValues all = explainer.Explain(table), other = two.Explain(table), one = explainer.Explain(table.Select([5]));
        for (int column = 0; column < 4; column++)
        {
            Assert.Equal(all.Value(5, column), one.Value(0, column));
            Assert.All(Enumerable.Range(0, table.Rows), row => Assert.Equal((all.Value(row, column), all.StandardError(row, column)), (other.Value(row, column), other.StandardError(row, column))));
        }

        using CancellationTokenSource cancelled = new();
        cancelled.Cancel();
        Assert.Throws<OperationCanceledException>(() => explainer.Explain(table, cancelled.Token));
        Assert.Throws<DataException>(() => ShapleyExplainer.Of(model, table.Select([])));
    }
}
