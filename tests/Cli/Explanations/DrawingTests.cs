using System.Globalization;
using Descent.Cli.Explanations;

namespace Descent.Tests.Cli.Explanations;

/// <summary>Drawings against closed forms, written down here once more.</summary>
public class DrawingTests
{
    [Fact]
    public void DerivativesOfActivationsAreThoseOfTraining()
    {
        Check(new Sigmoid(), 2, 1 / (1 + Math.Exp(-2)), Math.Exp(-2) / Math.Pow(1 + Math.Exp(-2), 2));
        Check(new Tanh(), 1, Math.Tanh(1), 1 - Math.Pow(Math.Tanh(1), 2));
        Check(new Relu(), 0, 0, 0);
        Check(new PRelu(), -2, -0.5, 0.25);
        Check(new LogSoftmax(), 1, -Math.Log(1 + Math.Exp(-1)), 1 - (1 / (1 + Math.Exp(-1))));
        Assert.Single(Drawings.Of(new Step())!.Curves);
    }

    [Fact]
    public void LossesAreDrawnByWhatTheyLookAt()
    {
        Check(new MeanSquaredError(), -1.5, 2.25, -3);
        Check(new Huber(), 3, 2.5, 1);
        Check(new BinaryCrossEntropy(), 2, Math.Log(1 + Math.Exp(-2)), (1 / (1 + Math.Exp(-2))) - 1);
        Check(new CategoricalCrossEntropy(), -3, Math.Log(1 + Math.Exp(3)), (1 / (1 + Math.Exp(3))) - 1);
        Check(new KullbackLeibler(), Math.Log(0.7 / 0.3), 0, 0);
        Check(new Hinge(), -1, 2, -1);
        Check(new Hinge(ConvertLabels: true), -1, 2, -1);
        Check(new SquaredHinge(), -1, 4, -4);
        Check(new CategoricalHinge(), -2, 3, -1);
        Check(new Poisson(), 4, 4 - (2 * Math.Log(4)), 0.5);
        Check(new Poisson(LogInput: true), 1, Math.E - 2, Math.E - 2);
        Check(new CosineProximity(), 60, -0.5, Math.Sin(Math.PI / 3));
    }

    [Fact]
    public void PenaltiesHaveTheirSlopes()
    {
        Check(new L1(0.5), -2, 1, -0.5);
        Check(new L2(0.5), -2, 1, -1);
        Check(new L2(0.5, L2Form.Square), -2, 2, -2);
        Check(new ElasticNet(0.5, 0.5), 2, 2, 1.5);
        Assert.Equal([1, 3, 3], ((double[])[1, 3, 5]).Select(Drawings.Of(new MaxNorm())!.Curves[0].At));
    }

    [Fact]
    public void WeightsAreSpreadAsTheFormulaSays()
    {
        // √(2/128) and √(1/128).
        Assert.Contains("mean 0, standard deviation 0.125.", Drawings.Of(new HeNormal())!.Remark, StringComparison.Ordinal);
        Assert.Contains("mean 0, standard deviation 0.088", Drawings.Of(new LecunNormal())!.Remark, StringComparison.Ordinal);
        Assert.Contains("mean 0.3, standard deviation 0.", Drawings.Of(new Constant(0.3))!.Remark, StringComparison.Ordinal);
        Drawing sparse = Drawings.Of(new Sparse())!;
        // 115 of 128 weights, and of the others those that fall into the middle bin.
        Assert.InRange(sparse.Curves[0].At(0), 100.0 * 115 / 128, (100.0 * 115 / 128) + 1);
    }

    [Fact]
    public void LayersAreDrawnAsInTraining()
    {
        Assert.Contains("after the layer mean 0, standard deviation 1.", Drawings.Of(new BatchNormalization())!.Remark, StringComparison.Ordinal);
        Drawing dropout = Drawings.Of(new Dropout(0.25))!;
        Assert.InRange(dropout.Curves[0].At(0), 22, 30);
    }

    [Fact]
    public void TheWalkOfPlainDescentIsAGeometricSeries()
    {
        Drawing drawing = Drawings.Of(new GradientDescent(0.05))!;
        (double x, double y) = drawing.Walk!.Places[7];
        Assert.Equal(-4 * Math.Pow(0.95, 7), x, 1e-12);
        Assert.Equal(0, y, 1e-12);
        Assert.Equal(OptimizerDrawing.Steps + 1, drawing.Walk.Places.Count);
        Assert.Equal(Math.Log10(8 * Math.Pow(0.95, 14)), drawing.Curves[0].At(7), 1e-9);
        // From 0.1 on it never comes down the steep side, so the best of the usual rates lies below.
        Assert.Contains("with the learning rate 0.05, the best of", Drawings.Of(new GradientDescent())!.Remark, StringComparison.Ordinal);
    }

    [Fact]
    public void AWalkThatLeadsNowhereEnds() => Assert.InRange(Drawings.Of(new GradientDescent(1e6))!.Walk!.Places.Count, 1, OptimizerDrawing.Steps + 1);

    [Fact]
    public void ThePlateauIsWaitedFor()
    {
        FunctionCurve curve = Drawings.Of(new PlateauSchedule(0.01))!.Curves[0];
        Assert.Equal([0.01, 0.01, 0.001], ((double[])[0, 30, 35]).Select(curve.At).Select(value => Math.Round(value, 9)));
    }

    // By hand, from the six rows and the four rows that the examples show.
    [Theory]
    [InlineData("accuracy", 4.0 / 6)]
    [InlineData("precision", 2.0 / 3)]
    [InlineData("recall", 2.0 / 3)]
    [InlineData("f1", 2.0 / 3)]
    [InlineData("roc_auc", 8.0 / 9)]
    [InlineData("log_loss", 0.4372)]
    [InlineData("mse", 2.25 / 4)]
    [InlineData("rmse", 0.75)]
    [InlineData("mae", 2.5 / 4)]
    [InlineData("r2", 1 - (2.25 / 14.75))]
    public void MetricsAreWorkedOut(string name, double expected)
    {
        MetricExample example = MetricExample.Of(Catalogue.Find(name)!.Example)!;
        Assert.Equal(expected, example.Value, 5e-5);
        Assert.Equal(expected.ToString("0.####", CultureInfo.InvariantCulture), example.Result);
    }

    [Fact]
    public void EveryMetricHasAnExample() => Assert.All(Catalogue.Of(CatalogueKind.Metric), entry => Assert.True(entry.Example is not Metric || double.IsFinite(MetricExample.Of(entry.Example)!.Value), entry.Name));

    private static void Check(object thing, double x, double value, double derivative)
    {
        Drawing drawing = Drawings.Of(thing)!;
        Assert.Equal(value, drawing.Curves[0].At(x), 1e-9);
        Assert.Equal(derivative, drawing.Curves[1].At(x), 1e-9);
    }
}
