using Descent.Data;
using Descent.Tests.Goldens;

namespace Descent.Tests.Explanations;

/// <summary>Permutation importance, associations, partial dependence and interactions against scikit-learn, SciPy and NumPy by definition.</summary>
public class ImportanceTests
{
    private static readonly string[] s_names = ["x0", "x1", "x2", "x3"];

    [Fact]
    public void ImportanceComesToTheMeanOverAllPairsOfRows()
    {
        (TableModel model, Table table) = ExplainedModels.Given();
        PermutationImportance found = TableExplainer.Of(model, table, new() { Repeats = 400 }).Importance();
        double[] pairs = Numbers("pairs"), loss = Numbers("loss"), deviation = Numbers("lossDeviation"), score = Numbers("score"), scoreDeviation = Numbers("scoreDeviation");
        Assert.Equal(("squared error", "r2", 48, 400), (found.Loss, found.Score, found.Rows, found.Repeats));
        Assert.Equal(["x0", "x2", "x1", "x3"], found.Columns.Select(column => column.Name));
        foreach (ColumnImportance column in found.Columns)
        {
            int i = Array.IndexOf(s_names, column.Name);
            double chance = deviation[i] / Math.Sqrt(400);
            Assert.Equal(pairs[i], column.LossIncrease, (4 * chance) + 1e-6);
            Assert.Equal(loss[i], column.LossIncrease, (5.6 * chance) + 1e-6);
            Assert.Equal(score[i], column.ScoreDecrease, (5.6 * scoreDeviation[i] / 20) + 1e-6);
            Assert.Equal(scoreDeviation[i], column.ScoreDeviation, (0.2 * scoreDeviation[i]) + 1e-6);
        }

        Assert.Equal([true, true, true, false], found.Columns.Select(column => column.IsCertain));
    }

    [Fact]
    public void IntervalsCoverWhatHoldsForThePopulation()
    {
        // Under squared error a column of a linear model is worth 2·v·w·variance, with the weight v of the model and w of the truth; one in n rows keeps its value.
        Random random = new(5);
        double[] weights = [1.5, 0.5];
        int[] covered = [0, 0];
        Table first = Drawn(400);
        TableModel model = ExplainedModels.Linear(first, 1, 1);
        double[] steps = [Step(model, 1, 0), Step(model, 0, 1)];
        const int Trials = 200;
        for (int trial = 0; trial < Trials; trial++)
        {
            foreach (ColumnImportance column in TableExplainer.Of(model, Drawn(60), new() { Seed = (ulong)trial, Threads = 1 }).Importance().Columns)
            {
                int i = column.Name == "x0" ? 0 : 1;
                double truth = 2 * weights[i] * steps[i] * 59 / 60;
                covered[i] += column.Low <= truth && truth <= column.High ? 1 : 0;
            }
        }

        Assert.All(covered, count => Assert.InRange(count, 0.86 * Trials, 0.99 * Trials));

        Table Drawn(int rows)
        {
            double[] a = ExplainedModels.Normal(random, rows), b = ExplainedModels.Normal(random, rows), noise = ExplainedModels.Normal(random, rows);
            return ExplainedModels.Of(("x0", a), ("x1", b), ("y", [.. a.Select((_, i) => (weights[0] * a[i]) + (weights[1] * b[i]) + noise[i])]));
        }

        static double Step(TableModel model, double a, double b)
        {
            double[] numbers = model.Predict(ExplainedModels.Of(("x0", [0, a]), ("x1", [0, b]))).Numbers();
            return numbers[1] - numbers[0];
        }
    }

    [Fact]
    public void TheResultDoesNotDependOnThreads()
    {
        (TableModel model, Table table) = ExplainedModels.Given();
        ModelExplanation[] all = [.. ((int[])[1, 2]).Select(threads => ModelExplanation.Of(model, table, new() { Threads = threads }))];
        Assert.Equal(all[0].Importance.Columns.Select(Text), all[1].Importance.Columns.Select(Text));
        Assert.Equal(all[0].Interactions, all[1].Interactions);
        Assert.NotEqual(all[0].Importance.Columns.Select(Text), TableExplainer.Of(model, table, new() { Seed = 2 }).Importance().Columns.Select(Text));

        static string Text(ColumnImportance column) => $"{column.Name} {column.LossIncrease:R} {column.StandardError:R} {column.ScoreDecrease:R} {column.ScoreDeviation:R}";
    }

    [Fact]
    public void PartialDependenceEqualsScikitLearns()
    {
        (TableModel model, Table table) = ExplainedModels.Given();
        PartialDependence curve = TableExplainer.Of(model, table).Dependence("x2");
        Assert.True(curve.IsNumber);
        Assert.Equal(("y", 48), (Assert.Single(curve.OutputNames), curve.Rows));
        Assert.All(Numbers("grid").Zip(curve.Points), pair => Assert.Equal(pair.First, pair.Second.Number, 1e-9));
        Assert.All(Numbers("dependence").Zip(curve.Points), pair => Assert.Equal(pair.First, pair.Second.Means[0], 1e-5));
        Assert.Equal(Numbers("dependence").Max() - Numbers("dependence").Min(), curve.Range, 1e-5);

        // Of many different values the quantiles (i + ½)/k of the rows.
        PartialDependence quantiles = TableExplainer.Of(model, table, new() { GridPoints = 4 }).Dependence("x0");
        double[] sorted = [.. ExplainedModels.Column(table, "x0").Order()];
        Assert.Equal([sorted[6], sorted[18], sorted[30], sorted[42]], quantiles.Points.Select(point => point.Number));
    }

    [Fact]
    public void InteractionsEqualTheirDefinition()
    {
        (TableModel model, Table table) = ExplainedModels.Given();
        IReadOnlyList<ColumnInteraction> found = TableExplainer.Of(model, table).Interactions(s_names);
        Assert.Equal(6, found.Count);
        Assert.Equal(found.OrderByDescending(pair => pair.Strength), found);
        foreach (double[] expected in ExplainedModels.Golden.GetProperty("interactions").EnumerateArray().Select(GoldenFile.Numbers))
        {
            ColumnInteraction pair = found.Single(own => own.First == s_names[(int)expected[0]] && own.Second == s_names[(int)expected[1]]);
            Assert.Equal(expected[2], pair.Squared, 1e-4);
            Assert.Equal(expected[3], pair.Strength, 1e-4);
        }

        // What adds up does not interact.
        TableModel linear = ExplainedModels.Linear(table, 1, -2, 0.5f, 3);
        Assert.All(TableExplainer.Of(linear, table).Interactions(s_names), pair => Assert.Equal((0, 0), (pair.Squared, pair.Strength)));
    }

    [Fact]
    public void AssociationsEqualSciPys()
    {
        string[] Letters(string name) => [.. Numbers(name).Select(level => "abc"[(int)level].ToString())];
        string[] Texts(double[] values) => [.. values.Select(value => value.ToString("R", System.Globalization.CultureInfo.InvariantCulture))];
        double[] u = Numbers("u");
        Table table = Table.Create(["x_u", "x_v", "table", "other", "x_shifted", "y"], [Texts(u), Texts(Numbers("v")), Letters("table"), Letters("other"), Texts(Numbers("shifted")), Texts([.. u.Select(value => 3 * value)])]);
        TableModel model = Trained(table);
        IReadOnlyList<ColumnAssociation> pairs = TableExplainer.Of(model, table).Importance().Associations;
        Assert.Equal(ExplainedModels.Golden.GetProperty("spearman").GetDouble(), Value("x_u", "x_v", AssociationMeasure.Spearman), 1e-9);
        Assert.Equal(ExplainedModels.Golden.GetProperty("cramer").GetDouble(), Value("table", "other", AssociationMeasure.CramersV), 1e-9);
        Assert.Equal(ExplainedModels.Golden.GetProperty("ratio").GetDouble(), Value("table", "x_shifted", AssociationMeasure.CorrelationRatio), 1e-9);

        double Value(string first, string second, AssociationMeasure measure) => pairs.Single(pair => (pair.First, pair.Second, pair.Measure) == (first, second, measure)).Value;
    }

    [Fact]
    public void ColumnsThatGoTogetherArePermutedAsOne()
    {
        // The model uses the mean of two equal columns: each alone is worth a quarter of what both are.
        Random random = new(3);
        double[] x = ExplainedModels.Normal(random, 300);
        Table table = ExplainedModels.Of(("x0", x), ("x1", x), ("x2", ExplainedModels.Normal(random, 300)), ("y", x));
        PermutationImportance found = TableExplainer.Of(ExplainedModels.Linear(table, 0.5f, 0.5f, 0), table).Importance();
        ColumnImportance group = Assert.Single(found.Groups);
        Assert.Equal(["x0", "x1"], group.Columns);
        Assert.All(found.Columns.Take(2), column => Assert.InRange(group.LossIncrease / column.LossIncrease, 3.5, 4.5));
        Assert.Contains(ModelExplanation.Of(ExplainedModels.Linear(table, 0.5f, 0.5f, 0), table).Notices, notice => notice.Text.Contains("x0, x1", StringComparison.Ordinal));
    }

    private static double[] Numbers(string name) => GoldenFile.Numbers(ExplainedModels.Golden.GetProperty(name));

    private static TableModel Trained(Table table) => TableTrainer.Train(table, ["y"], new TableOptions { Layers = [], Epochs = 1, Schema = new() { Kinds = table.Columns.Where(name => name.StartsWith('x')).ToDictionary(name => name, _ => ColumnKind.Numeric) } }).Model;
}
