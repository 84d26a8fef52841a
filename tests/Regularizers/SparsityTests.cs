using Descent.Data;

namespace Descent.Tests.Regularizers;

/// <summary>What is said of penalties, measured: L1 makes useless weights zero, L2 makes all small; and max-norm holds its limit.</summary>
public class SparsityTests
{
    private const int Rows = 60, Inputs = 12;

    [Fact]
    public void L1MakesUselessWeightsZeroAndL2OnlySmall()
    {
        double[] none = Weights(null), l1 = Weights(new L1(0.1)), l2 = Weights(new L2(0.1)), both = Weights(new ElasticNet(0.1, 0.1));

        // Ten of twelve inputs say nothing of the target, but noise makes them seem to.
        Assert.InRange(NearZero(none), 0, 1);
        Assert.InRange(NearZero(l2), 0, 1);
        Assert.InRange(NearZero(l1), 8, 10);
        Assert.InRange(NearZero(both), 8, 10);
        Assert.All([none, l1, l2, both], w => Assert.True(Math.Abs(w[0]) > 1 && Math.Abs(w[1]) > 0.5));
        Assert.True(Length(l2) < Length(none));
    }

    // Inputs that are orthogonal and of length 1 have the lasso in closed form: each weight of least squares, soft-thresholded by λ,
    // and for the elastic net also divided by 1 + λ₂ (Zou and Hastie 2005, with the ½ of the penalty here).
    [Fact]
    public void ExactZerosFindTheLassoInClosedForm()
    {
        const int inputs = 4;
        double[] best = [0.9, -0.6, 0.25, -0.05], shrunk = [0.6, -0.3, 0, 0];
        // Hadamard's matrix: columns are orthogonal, and half the squared error averaged over four rows has the curvature 1.
        double[] rows = [1, 1, 1, 1, 1, -1, 1, -1, 1, 1, -1, -1, 1, -1, -1, 1];
        Dataset<double> data = Dataset.Create<double>(rows, inputs, (double[])[.. rows.Chunk(inputs).Select(x => x.Zip(best, (a, b) => a * b).Sum())], 1);
        Network network = [new Dense(1) { UseBias = false }];
        foreach ((Regularizer penalty, double divisor) in ((Regularizer, double)[])[(new L1(0.3, ExactZeros: true), 1), (new ElasticNet(0.3, 0.5, ExactZeros: true), 1.5), (new MaxNorm(10, new L1(0.3, ExactZeros: true)), 1)])
        {
            Model<double> model = network.Build<double>(inputs, 3);
            model.Fit(data, new TrainingOptions { Loss = new MeanSquaredError(Half: true), Optimizer = new GradientDescent(0.2), Regularizer = penalty, BatchSize = inputs, Epochs = 300 });
            double[] found = model.GetParameter("layers.0.weight");
            Assert.All(shrunk.Zip(found), pair => Assert.Equal(pair.First / divisor, pair.Second, 1e-12));
            Assert.Equal([0, 0], found[2..]);
        }
    }

    [Fact]
    public void ZerosAreExactWithAnyOptimizer()
    {
        foreach (Optimizer optimizer in (Optimizer[])[new Adam(0.01), new Nesterov(0.01), new Hypergradient(new GradientDescent(0.01))])
        {
            Network network = [new Dense(1)];
            Model<float> model = network.Build<float>(Inputs, 3);
            model.Fit(Data(), new TrainingOptions { Loss = new MeanSquaredError(), Optimizer = optimizer, Regularizer = new L1(0.2, ExactZeros: true), BatchSize = Rows, Epochs = 1500 });
            float[] weights = model.GetParameter("layers.0.weight");
            Assert.True(weights[2..].Count(w => w == 0) >= 8, $"{optimizer}: {string.Join(' ', weights)}");
            Assert.NotEqual(0, weights[0]);
        }
    }

    [Fact]
    public void MaxNormHoldsEveryNeuronToItsLimit()
    {
        Dataset<double> data = Data();
        Network network = [new Dense(6), new Dense(1)];
        foreach (Regularizer regularizer in (Regularizer[])[new MaxNorm(0.3), new MaxNorm(0.3, new L2(0.01)), new MaxNorm(0.5, new MaxNorm(0.3))])
        {
            Model<double> model = network.Build<double>(Inputs, 4);
            model.Fit(data, new TrainingOptions { Loss = new MeanSquaredError(), Optimizer = new Adam(0.05), Regularizer = regularizer, Epochs = 30 });
            foreach (Parameter weight in model.Parameters.Where(p => !p.IsVector))
            {
                double[] lengths = [.. model.GetParameter(weight.Name).Chunk(weight.Columns).Select(Length)];
                Assert.All(lengths, length => Assert.InRange(length, 0, 0.3 * (1 + 1e-12)));
                Assert.Contains(lengths, length => length > 0.3 * (1 - 1e-12));
            }
        }
    }

    [Fact]
    public void MaxNormKeepsDirectionsAndLeavesShortWeightsAlone()
    {
        // A step of rate ~0 changes nothing, so the limit alone is seen.
        Network network = [new Dense(2) { UseBias = false }];
        Model<double> model = network.Build<double>(2, 1);
        model.SetParameter("layers.0.weight", [3, 4, 0.3, 0.4]);
        Dataset data = Dataset.Create<double>(new double[] { 1, 1 }, 2, new double[] { 7, 0.7 }, 2);
        model.Fit(data, new TrainingOptions { Loss = new MeanSquaredError(), Optimizer = new GradientDescent(1e-300), Regularizer = new MaxNorm(1), Epochs = 1, WarmStart = true });
        double[] expected = [0.6, 0.8, 0.3, 0.4];
        Assert.All(expected.Zip(model.GetParameter("layers.0.weight")), pair => Assert.Equal(pair.First, pair.Second, 1e-15));
    }

    private static double[] Weights(Regularizer? regularizer)
    {
        Network network = [new Dense(1) { WeightInitializer = new RandomNormal(0.5) }];
        Model<double> model = network.Build<double>(Inputs, 3);
        model.Fit(Data(), new TrainingOptions { Loss = new MeanSquaredError(Half: true), Optimizer = new GradientDescent(new InverseTimeSchedule(0.1, 0.02)), Regularizer = regularizer, BatchSize = Rows, Epochs = 4000 });
        return model.GetParameter("layers.0.weight");
    }

    private static Dataset<double> Data()
    {
        double[] inputs = Laws.Samples.Targets("real", Rows, Inputs, 21), noise = Laws.Samples.Targets("real", Rows, 1, 22);
        double[] targets = [.. Enumerable.Range(0, Rows).Select(n => (2 * inputs[Inputs * n]) - inputs[(Inputs * n) + 1] + (0.3 * noise[n]))];
        return Dataset.Create<double>(inputs, Inputs, targets, 1);
    }

    private static int NearZero(double[] weights) => weights[2..].Count(w => Math.Abs(w) < 1e-3);

    private static double Length(double[] weights) => Math.Sqrt(weights.Sum(w => w * w));
}
