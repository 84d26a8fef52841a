using Descent.Data;

namespace Descent.Tests.Training;

/// <summary>The dynamic initializer: after it, every layer's outputs before its activation have variance 1 on the training rows.</summary>
public class DynamicTests
{
    private const int Rows = 70, Inputs = 5;

    [Theory]
    [InlineData(0)]
    [InlineData(0.4)]
    public void EveryLayerPutsOutUnitVariance(double bias)
    {
        Initializer start = new Constant(bias);
        Dense First(int units, Activation activation) => new(units, activation) { WeightInitializer = new Dynamic(), BiasInitializer = start };
        Network network = [First(20, new Tanh()), First(9, new Relu()), First(15, new Sigmoid()), First(2, new Linear())];
        Model<double> model = network.Build<double>(Inputs, 3);
        (Dataset data, double[] inputs) = Data();
        model.Fit(data, new TrainingOptions { Loss = new MeanSquaredError(), Epochs = 0, BatchSize = 1000 });

        // Each dense layer, with the layers before it, as a network that ends before the activation.
        for (int depth = 0; depth < network.Count; depth++)
        {
            Network part = Network.Create([.. network.Take(depth), (Dense)network[depth] with { Activation = null }]);
            Model<double> prefix = part.Build<double>(Inputs);
            foreach (string name in prefix.Parameters.Select(p => p.Name))
            {
                prefix.SetParameter(name, model.GetParameter(name));
            }

            double[] outputs = prefix.Predict(inputs);
            double mean = outputs.Average();
            Assert.Equal(1, outputs.Average(y => (y - mean) * (y - mean)), 1.001e-3);
        }
    }

    [Fact]
    public void ItActsOnFreshWeightsOnly()
    {
        Network network = [new Dense(4) { WeightInitializer = new Dynamic() }];
        Dataset data = Dataset.Create<double>(Data().Inputs, Inputs, new double[4 * Rows], 4);
        TrainingOptions options = new() { Loss = new MeanSquaredError(), Optimizer = new Adam(), Epochs = 0 };
        Model<double> model = network.Build<double>(Inputs, 3);
        double[] drawn = model.GetParameter("layers.0.weight");
        model.Fit(data, options with { WarmStart = true });
        Assert.Equal(drawn, model.GetParameter("layers.0.weight"));
        model.Fit(data, options);
        Assert.NotEqual(drawn, model.GetParameter("layers.0.weight"));
    }

    [Fact]
    public void ALayerThatPutsOutOneNumberStaysAsItWasDrawn()
    {
        Network network = [new Dense(4) { WeightInitializer = new Dynamic(new Zeros()) }];
        Dataset data = Dataset.Create<double>(Data().Inputs, Inputs, new double[4 * Rows], 4);
        Model<double> model = network.Build<double>(Inputs, 3);
        model.Fit(data, new TrainingOptions { Loss = new MeanSquaredError(), Epochs = 0 });
        Assert.All(model.GetParameter("layers.0.weight"), w => Assert.Equal(0, w));
    }

    private static (Dataset Data, double[] Inputs) Data()
    {
        double[] inputs = [.. Laws.Samples.Targets("real", Rows, Inputs, 31).Select(v => 40 + (7 * v))];
        return (Dataset.Create<double>(inputs, Inputs, new double[2 * Rows], 2), inputs);
    }
}
