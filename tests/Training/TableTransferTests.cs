using System.Globalization;
using Descent.Data;
using Descent.Numerics;
using Descent.Tests.Repository;

namespace Descent.Tests.Training;

/// <summary>Training on a table that starts from a trained model: what is taken from it, what a table must have, and what it is worth.</summary>
public class TableTransferTests
{
    private static readonly TableOptions s_quick = new() { Layers = [24, 12], Epochs = 30, BatchSize = 16 };
    private static readonly Table s_iris = Table.Read(Path.Combine(Checkout.Root, "samples", "data", "iris.csv"));
    private static readonly Lazy<TableModel> s_source = new(() => TableTrainer.Train(s_iris, ["species"], s_quick).Model);

    [Fact]
    public void InputsAreScaledAsInTheModelAndFrozenLayersKeepTheirBits()
    {
        TableModel source = s_source.Value;
        Table big = Table.Create(["petal_width", "colour", "sepal_length", "petal_length", "sepal_width", "kind"],
            [.. Columns(60, 3), [.. Enumerable.Range(0, 60).Select(row => $"kind {row % 4}")]]);
        TableTraining training = TableTrainer.Train(big, ["kind"], new TableOptions { Transfer = new TransferOptions(source) { NewHead = true, FrozenLayers = 2 }, Epochs = 3 });
        Assert.Equal(source.Preprocessor.InputNames, training.Model.Preprocessor.InputNames);
        Assert.Equal(["kind 0", "kind 1", "kind 2", "kind 3"], training.Model.Preprocessor.Labels);
        Table row = Table.Create(["sepal_length", "sepal_width", "petal_length", "petal_width"], [["5"], ["3"], ["2"], ["1"]]);
        Assert.Equal(source.Preprocessor.TransformInputs<float>(row), training.Model.Preprocessor.TransformInputs<float>(row));
        foreach (string name in (string[])["layers.0.weight", "layers.0.bias", "layers.2.weight", "layers.2.bias"])
        {
            Assert.Equal(source.Model.GetParameter(name), training.Model.Model.GetParameter(name));
        }

        Assert.Equal(4, training.Model.Model.Outputs);
        Assert.Contains(training.Notices, notice => notice.Text.Contains("the first 2 of 3 layers stay as they are", StringComparison.Ordinal));
        Assert.Equal(ColumnKind.Ignored, training.Schema.Columns.Single(column => column.Name == "colour").Kind);
        TableModel loaded = new(training.Model.Model, Preprocessor.FromJson(training.Model.Preprocessor.ToJson()));
        Assert.Equal(training.Model.Predict(row).Label(0), loaded.Predict(row).Label(0));
    }

    /// <summary>Without a new head, training begins where the model was: with no epoch, the result is the model itself.</summary>
    [Fact]
    public void TheSameTargetGoesOnWithTheSameHead()
    {
        TableModel source = s_source.Value;
        Table few = s_iris.Select([.. Enumerable.Range(30, 40)]);
        TableTraining none = TableTrainer.Train(s_iris, ["species"], new TableOptions { Transfer = new TransferOptions(source), Epochs = 0 });
        Assert.Equal(source.Outputs(source.Preprocessor.TransformInputs<float>(s_iris)), none.Model.Outputs(none.Model.Preprocessor.TransformInputs<float>(s_iris)));

        // These rows have two labels only, both of which the model knows.
        float[] before = source.Model.GetParameter("layers.0.weight");
        TableTraining more = TableTrainer.Train(few, ["species"], new TableOptions { Transfer = new TransferOptions(source), Epochs = 3 });
        Assert.Equal(source.Preprocessor.Labels, more.Model.Preprocessor.Labels);
        Assert.Equal(before, source.Model.GetParameter("layers.0.weight"));
        Assert.NotEqual(before, more.Model.Model.GetParameter("layers.0.weight"));
    }

    [Fact]
    public void DoublePrecisionBeginsWithTheSameWeightsAndAThresholdIsNotChosen()
    {
        TableModel source = s_source.Value;
        TableOptions single = new() { Transfer = new TransferOptions(source), Epochs = 0 }, wide = single with { Precision = NumericPrecision.Double };
        TableTraining none = TableTrainer.Train(s_iris, ["species"], wide);
        Assert.Equal(source.Outputs(source.Preprocessor.TransformInputs<float>(s_iris)), none.Model.Outputs(none.Model.Preprocessor.TransformInputs<float>(s_iris)));
        Assert.Equal(InitialLoss(single), InitialLoss(wide), 1e-5);
        DataException fault = Assert.Throws<DataException>(() => TableTrainer.Prepare(s_iris.Select([.. Enumerable.Range(0, 100)]), ["species"], single with { Transfer = new TransferOptions(source) { NewHead = true }, ThresholdMetric = new F1() }));
        Assert.Contains("start from random weights", fault.Message, StringComparison.Ordinal);

        static double InitialLoss(TableOptions options) => TableTrainer.Prepare(s_iris, ["species"], options with { Epochs = null }).FindLearningRate(new LearningRateRange(1e-9, 1e-8, 10)).Points[0].Loss;
    }

    [Fact]
    public void DifferencesAreNamed()
    {
        string[][] columns = [.. Columns(40, 2)];
        string[] labels = [.. Enumerable.Range(0, 40).Select(row => row % 2 == 0 ? "setosa" : "orchid")];
        Table lacking = Table.Create(["petal_widht", "sepal_length", "petal_length", "sepal_width", "species"], [columns[0], [.. columns[1].Select(text => $"about {text}")], columns[3], columns[4], labels]);
        string inputs = Refused(lacking, new TransferOptions(s_source.Value));
        Message.Mentions(inputs, "it lacks \"petal_width\"", "petal_widht", "\"sepal_length\" holds numbers in the model, but text here");

        Table unknown = Table.Create(["petal_width", "sepal_length", "petal_length", "sepal_width", "species"], [columns[0], columns[2], columns[3], columns[4], labels]);
        DataException ignored = Assert.Throws<DataException>(() => TableTrainer.Train(unknown, ["species"], new TableOptions { Transfer = new TransferOptions(s_source.Value) { NewHead = true }, Schema = new SchemaOptions { Kinds = new Dictionary<string, ColumnKind> { ["sepal_width"] = ColumnKind.Ignored } } }));
        Message.Mentions(ignored.Message, "\"sepal_width\" is an input of the model", "cannot be ignored");
        Message.Mentions(Refused(unknown, new TransferOptions(s_source.Value)), "does not know the label \"orchid\"", "NewHead");
        Message.Mentions(Refused(unknown, new TransferOptions(s_source.Value) { NewHead = true, FrozenLayers = 3 }), "3 layers cannot be frozen", "at most 2");
        Assert.Equal(2, TableTrainer.Train(unknown, ["species"], new TableOptions { Transfer = new TransferOptions(s_source.Value) { NewHead = true }, Epochs = 1 }).Model.Preprocessor.Labels.Count);

        Table other = Table.Create(["petal_width", "sepal_length", "petal_length", "sepal_width", "size"], [columns[0], columns[2], columns[3], columns[4], columns[2]]);
        Message.Mentions(Refused(other, new TransferOptions(s_source.Value), "size"), "the model predicts \"species\", not \"size\"");
    }

    [Fact]
    public void AnotherNetworkCannotBeDescribed()
    {
        TransferOptions transfer = new(s_source.Value);
        foreach (TableOptions options in (TableOptions[])[new() { Layers = [8] }, new() { Effort = Effort.Normal }, new() { Recipe = new MlpRecipe() }, new() { Activation = new Tanh() }])
        {
            Message.Mentions(Assert.Throws<DataException>(() => TableTrainer.Prepare(s_iris, ["species"], options with { Transfer = transfer })).Message, "no other one can be described");
        }

        TableModel quantiles = TableTrainer.Train(s_iris, ["petal_width"], s_quick with { Quantiles = [0.1, 0.9], Epochs = 1 }).Model;
        Message.Mentions(Assert.Throws<DataException>(() => TableTrainer.Prepare(s_iris, ["petal_width"], new TableOptions { Transfer = new TransferOptions(quantiles) })).Message, "predicts quantiles");
        Message.Mentions(Assert.Throws<DataException>(() => TableTrainer.Prepare(s_iris, ["species"], new TableOptions { Transfer = transfer, Loss = new CategoricalHinge() })).Message, "ends in Softmax", "needs Linear");
        Assert.Throws<ArgumentOutOfRangeException>(() => new TransferOptions(s_source.Value) { RateFactor = 0 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new TransferOptions(s_source.Value) { UnfreezeEvery = 0 });
    }

    /// <summary>The first task names the sector of a point that 16 noisy inputs show, the second whether its number is odd, which few rows teach only if the sectors are known.</summary>
    [Fact]
    public void FewRowsOfARelatedTaskGainFromTheModel()
    {
        int better = 0;
        double gain = 0;
        TableModel source = TableTrainer.Train(Related(1500, 1, isParity: false), ["label"], new TableOptions { Layers = [32, 16], Epochs = 40, TestFraction = 0 }).Model;
        Table unseen = Related(1000, 2, isParity: true);
        for (ulong seed = 0; seed < 4; seed++)
        {
            Table few = Related(40, 10 + seed, isParity: true);
            TableOptions common = new() { Test = unseen, Seed = seed, Epochs = 200, LearningRate = 0.005 };
            double scratch = Accuracy(common with { Layers = [32, 16] }), transferred = Accuracy(common with { Transfer = new TransferOptions(source) { NewHead = true, FrozenLayers = 2 } });
            better += transferred > scratch ? 1 : 0;
            gain += (transferred - scratch) / 4;

            double Accuracy(TableOptions options) => TableTrainer.Train(few, ["label"], options).Evaluation!.Scores["accuracy"];
        }

        Assert.True(better == 4 && gain > 0.05, $"better in {better} of 4, by {gain:F3} in the mean");
    }

    private static Table Related(int rows, ulong seed, bool isParity)
    {
        CounterRandom random = new(seed, Streams.Synthetic), mixing = new(99, Streams.Synthetic);
        string[][] cells = [.. Enumerable.Range(0, 17).Select(_ => new string[rows])];
        for (int row = 0; row < rows; row++)
        {
            double angle = random.Uniform((ulong)(row * 40), 0, 2 * Math.PI);
            for (int input = 0; input < 16; input++)
            {
                double direction = mixing.Uniform((ulong)input, 0, 2 * Math.PI), noise = random.Uniform((ulong)((row * 40) + 1 + input), -0.8, 0.8);
                cells[input][row] = (Math.Cos(angle - direction) + noise).ToString("R", CultureInfo.InvariantCulture);
            }

            int sector = (int)(angle / (Math.PI / 4));
            cells[16][row] = isParity ? sector % 2 == 0 ? "even" : "odd" : $"sector {sector}";
        }

        return Table.Create([.. Enumerable.Range(0, 16).Select(input => $"x{input}"), "label"], cells);
    }

    private static string Refused(Table table, TransferOptions transfer, string target = "species") =>
        Assert.Throws<DataException>(() => TableTrainer.Prepare(table, [target], new TableOptions { Transfer = transfer })).Message;

    private static IEnumerable<string[]> Columns(int rows, double scale)
    {
        for (int column = 0; column < 5; column++)
        {
            int own = column;
            yield return [.. Enumerable.Range(0, rows).Select(row => (scale * (1 + (((row * (own + 3)) + (7 * own)) % 11))).ToString("R", CultureInfo.InvariantCulture))];
        }
    }
}
