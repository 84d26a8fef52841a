using System.Globalization;
using System.Text.Json;
using Descent.Data;
using Descent.Formats;
using Descent.Tests.Cli;

namespace Descent.Tests.Training;

/// <summary>Networks of tables that are trained in double precision and kept in single precision.</summary>
public sealed class DoublePrecisionTests : IDisposable
{
    private static readonly TableOptions s_exact = new() { HiddenLayers = [new Dense(1, new Tanh())], Optimizer = new LevenbergMarquardt(), Regularizer = new L2(0), Epochs = 100, TestFraction = 0, Precision = NumericPrecision.Double };
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    /// <summary>A network of one neuron can compute y = 2·tanh(0.9·x − 0.3) exactly: the minimum is 0 apart from rounding, whose square is about 1e-32 in double and 1e-14 in float.</summary>
    [Fact]
    public void ItReachesALossThatSinglePrecisionCannot()
    {
        Table table = Rows(40, x => (2 * Math.Tanh((0.9 * x) - 0.3)).ToString("R", CultureInfo.InvariantCulture));
        TableTraining exact = TableTrainer.Train(table, ["y"], s_exact), usual = TableTrainer.Train(table, ["y"], s_exact with { Precision = NumericPrecision.Single });
        Assert.InRange(exact.History.Epochs[^1].Loss, 0, 1e-20);
        Assert.InRange(usual.History.Epochs[^1].Loss, 1e-17, 1e-10);
        Assert.Equal((NumericPrecision.Double, NumericPrecision.Single), (exact.History.Precision, usual.History.Precision));

        // The model is kept in single precision, so its predictions have seven digits.
        double largest = exact.Model.Predict(table).Numbers(0).ToArray().Zip(Enumerable.Range(0, 40)).Max(row => Math.Abs(row.First - (2 * Math.Tanh((0.9 * X(row.Second)) - 0.3))));
        Assert.InRange(largest, 0, 1e-5);
    }

    /// <summary>Least squares of a line: the smallest mean squared error of a standardized target is 1 − r², by the textbook.</summary>
    [Fact]
    public void TheMinimumIsThatOfLeastSquares()
    {
        Table table = Rows(50, x => $"{(3 * x) + Math.Sin(40 * x):F3}");
        double[] x = [.. Enumerable.Range(0, 50).Select(X)], y = [.. Enumerable.Range(0, 50).Select(row => double.Parse(table[row, 1], CultureInfo.InvariantCulture))];
        double xx = x.Sum(v => Math.Pow(v - x.Average(), 2)), yy = y.Sum(v => Math.Pow(v - y.Average(), 2)), xy = x.Zip(y).Sum(v => (v.First - x.Average()) * (v.Second - y.Average()));
        TableOptions options = s_exact with { HiddenLayers = [], Optimizer = new Lbfgs(Tolerance: 1e-12) };
        Assert.Equal(1 - (xy * xy / xx / yy), TableTrainer.Train(table, ["y"], options).History.Epochs[^1].Loss, 1e-13);
    }

    [Fact]
    public void ItIsTheTrainingOfAModelOfTypeDouble()
    {
        Table table = Rows(60, x => $"{Math.Sin(2 * x):F4}");
        TableOptions options = new() { Layers = [6], Epochs = 20, TestFraction = 0, ValidationFraction = 0.2, Precision = NumericPrecision.Double };
        TablePlan plan = TableTrainer.Prepare(table, ["y"], options);
        TableTraining training = plan.Train();
        Schema schema = Schema.Infer(table, ["y"]);
        Split split = Split.For(table, schema, test: 0, validation: 0.2, seed: 1);
        Model<double> model = plan.Model.Network.Build<double>(1, seed: 1);
        History history = model.Fit(plan.Preprocessor.Transform<double>(table, split.Train), plan.Options with { Validation = plan.Preprocessor.Transform<double>(table, split.Validation) });
        Assert.Equal(history.Epochs.Select(epoch => (epoch.Loss, epoch.ValidationLoss)), training.History.Epochs.Select(epoch => (epoch.Loss, epoch.ValidationLoss)));
        Assert.Equal(history.BestEpoch, training.History.BestEpoch);
        Assert.All(model.Parameters, parameter => Assert.Equal(model.GetParameter(parameter.Name).Select(weight => (float)weight), training.Model.Model.GetParameter(parameter.Name)));
    }

    [Theory]
    [InlineData("adam")]
    [InlineData("lbfgs")]
    public void TheBitsDoNotDependOnThreads(string optimizer)
    {
        Table table = Rows(200, x => $"{Math.Sin(2 * x):F4}");
        TableTraining[] runs = [.. new[] { 1, 2 }.Select(threads => TableTrainer.Train(table, ["y"], new TableOptions { Layers = [40, 40], Optimizer = Catalogue.Parse<Optimizer>(optimizer), Epochs = 5, BatchSize = optimizer == "adam" ? 100 : null, Precision = NumericPrecision.Double, Threads = threads }))];
        Assert.Equal(runs[0].History.Epochs.Select(epoch => epoch.Loss), runs[1].History.Epochs.Select(epoch => epoch.Loss));
        Assert.All(runs[0].Model.Model.Parameters, parameter => Assert.Equal(runs[0].Model.Model.GetParameter(parameter.Name), runs[1].Model.Model.GetParameter(parameter.Name)));
    }

    [Fact]
    public void QuantilesAndWeightsGoTheSameWay()
    {
        Table table = Table.Create(["x", "w", "y"], [[.. Enumerable.Range(0, 80).Select(row => $"{X(row):F2}")], [.. Enumerable.Range(0, 80).Select(row => $"{1 + (row % 3)}")], [.. Enumerable.Range(0, 80).Select(row => $"{Math.Sin(7 * row):F3}")]]);
        TableOptions options = new() { Schema = new() { Weight = "w" }, Quantiles = [0.1, 0.9], Layers = [4], Epochs = 3, TestFraction = 0.25 };
        double[] losses = [.. new[] { NumericPrecision.Single, NumericPrecision.Double }.Select(precision => TableTrainer.Train(table, ["y"], options with { Precision = precision }).Evaluation!.Scores["pinballLoss"])];
        Assert.Equal(losses[0], losses[1], 0.05 * losses[0]);
    }

    [Fact]
    public void AnEpochIsEvaluatedWithTheWeightsOfTheMoment()
    {
        List<double> scores = [];
        TableTraining training = TableTrainer.Prepare(Rows(60, x => $"{3 * x:F3}"), ["y"], new TableOptions { Layers = [4], Epochs = 4, Precision = NumericPrecision.Double }).Train(epoch => scores.Add(epoch.Evaluate().Scores["rmse"]));
        Assert.Equal(4, scores.Count);
        Assert.Equal(training.Evaluation!.Scores["rmse"], scores[^1], 1e-5);
    }

    [Fact]
    public void ADivergedTrainingKeepsItsLastGoodWeights()
    {
        TableTraining training = TableTrainer.Prepare(Rows(60, x => $"{3 * x:F3}"), ["y"], new TableOptions { Layers = [4], Optimizer = new GradientDescent(1e200), Epochs = 4, Precision = NumericPrecision.Double }).Train(out TrainingFailedException? failure);
        Assert.NotNull(failure);
        Assert.All(training.Model.Model.GetParameters().Values.SelectMany(weights => weights), weight => Assert.True(float.IsFinite(weight)));
    }

    [Fact]
    public void TheToolSaysIt()
    {
        string data = folder.Write("d.csv", "x,y\n" + string.Concat(Enumerable.Range(0, 60).Select(row => string.Create(CultureInfo.InvariantCulture, $"{X(row):F2},{Math.Sin(2 * X(row)):F4}\n"))));
        string[] train = ["train", data, "--target", "y", "--precision", "double"];
        Message.Mentions(ToolRun.Of([.. train, "--epochs", "2", "--out", folder["run"]]).EndsWith(0).Errors, "precision: double in training", "(--precision)");
        Assert.Equal("double", JsonDocument.Parse(File.ReadAllText(folder["run/metrics.json"])).RootElement.GetProperty("precision").GetString());
        Assert.Contains("double in training; the model keeps single precision", File.ReadAllText(folder["run/report.html"]), StringComparison.Ordinal);
        Assert.Contains("precision: double in training", ToolRun.Of("inspect", folder["run"]).EndsWith(0).Output, StringComparison.Ordinal);
        Assert.Equal("double", ModelFile.Load(folder["run/model.safetensors"]).Details["precision"]);

        Assert.Contains("(--effort, or --precision)", ToolRun.Of([.. train, "--effort", "normal"]).EndsWith(2).Errors, StringComparison.Ordinal);
        Assert.Contains("(--recipe, or --precision)", ToolRun.Of([.. train, "--recipe", "mlp"]).EndsWith(2).Errors, StringComparison.Ordinal);
        Message.Mentions(ToolRun.Of([.. train, "--ensemble", "bagging"]).EndsWith(2).Errors, "single precision", "(--ensemble, or --precision)");
        Assert.Contains("--precision is single or double, but is 'half'", ToolRun.Of("train", data, "--target", "y", "--precision", "half").EndsWith(2).Errors, StringComparison.Ordinal);

        // Both precisions beside each other, folds, the learning curve and the range test take it as well.
        Assert.Equal(2, ToolRun.Of("compare", data, "--target", "y", "--vary", "precision=single,double", "--epochs", "2", "--cv", "2", "--json").EndsWith(0).Json().GetProperty("variants").GetArrayLength());
        Assert.Equal("double", ToolRun.Of([.. train, "--epochs", "2", "--cv", "2", "--json"]).EndsWith(0).Json().GetProperty("precision").GetString());
        ToolRun.Of("learning-curve", data, "--target", "y", "--precision", "double", "--epochs", "2", "--cv", "2").EndsWith(0);
        ToolRun.Of("find-learning-rate", data, "--target", "y", "--precision", "double", "--steps", "20").EndsWith(0);
        Assert.Contains("--precision double", ToolRun.Of("tune", data, "--target", "y", "--precision", "double", "--trials", "2", "--epochs", "2", "--cv", "2", "--out", folder["tuned"]).EndsWith(0).Output, StringComparison.Ordinal);
    }

    private static double X(int row) => -2 + (row * 0.1);

    private static Table Rows(int rows, Func<double, string> y) => Table.Create(["x", "y"], [[.. Enumerable.Range(0, rows).Select(row => X(row).ToString("F1", CultureInfo.InvariantCulture))], [.. Enumerable.Range(0, rows).Select(row => y(X(row)))]]);
}
