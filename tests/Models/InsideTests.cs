using System.Text.Json;
using Descent.Data;
using Descent.Tests.Goldens;
using Descent.Tests.Laws;

namespace Descent.Tests.Models;

/// <summary>Results of every layer and gradients of every parameter, as a user asks for them.</summary>
public class InsideTests
{
    private static readonly Network s_network =
    [
        new Dense(5, new Tanh()), new Concatenate([[new Dense(1, new Sigmoid())], [new Linear()], [new Dense(3), new Tanh(), new Dense(2)]]), new Tanh(), new Dense(3),
        new Concatenate([[new Dense(1)], [new Dense(2), new Softmax()]]),
    ];

    /// <summary>PyTorch's numbers of branches.py.</summary>
    [Fact]
    public void GradientsAreThoseOfPyTorch()
    {
        JsonElement root = GoldenFile.Read("branches.json"), golden = root.GetProperty("heads");
        Model<double> model = s_network.Build<double>(4);
        model.SetParameters(golden.GetProperty("parameters").EnumerateObject().ToDictionary(p => p.Name, p => GoldenFile.Numbers(p.Value)));
        Dataset<double> batch = Dataset.Create<double>(GoldenFile.Numbers(golden.GetProperty("inputs")), 4, GoldenFile.Numbers(golden.GetProperty("targets")), 3);
        BatchGradients<double> gradients = model.Gradients(batch, new MeanSquaredError());
        GoldenFile.AssertClose(golden.GetProperty("loss").GetDouble(), gradients.Loss, 1e-13, "loss");
        GoldenFile.AssertClose(GoldenFile.Numbers(golden.GetProperty("gradients").GetProperty("inputs")), gradients.Inputs, 1e-13, "inputs");
        Assert.Equal(model.Parameters.Select(p => p.Name), gradients.Parameters.Keys);
        foreach ((string name, double[] own) in gradients.Parameters)
        {
            double[] expected = GoldenFile.Numbers(golden.GetProperty("gradients").GetProperty(name));
            Assert.All(expected.Zip(own).Index(), pair => GoldenFile.AssertClose(pair.Item.First, pair.Item.Second, 1e-13, $"{name}[{pair.Index}]"));
        }
    }

    [Fact]
    public void AskingChangesNothing()
    {
        Network network = [new Dense(3), new BatchNormalization(), new Dropout(0.5), new Dense(1)];
        Model<double> model = network.Build<double>(4, seed: 2);
        IReadOnlyDictionary<string, double[]> before = model.GetParameters();
        Dataset<double> batch = Dataset.Create<double>(Samples.Targets("real", 300, 4, 1), 4, Samples.Targets("real", 300, 1, 2), 1);
        double[] first = model.Gradients(batch, new MeanSquaredError()).Parameters["layers.0.weight"];
        Assert.Equal(first, model.Gradients(batch, new MeanSquaredError()).Parameters["layers.0.weight"]);
        Assert.All(model.GetParameters(), parameter => Assert.Equal(before[parameter.Key], parameter.Value));
        Assert.Throws<ArgumentException>(() => model.Gradients(Dataset.Create<double>(new double[3], 3, new double[1], 1), new MeanSquaredError()));
        Assert.Throws<ArgumentException>(() => model.Gradients(batch, new CategoricalCrossEntropy()));
    }

    /// <summary>Every layer's results follow from those before it, also where they were computed in one place; the last are the predictions.</summary>
    [Fact]
    public void ActivationsAreTheResultsOfEveryLayer()
    {
        Model<double> model = s_network.Build<double>(4, seed: 2);
        double[] inputs = Samples.Targets("real", 600, 4, 1), outputs = model.Predict(inputs);
        IReadOnlyList<LayerOutput<double>> layers = model.Activations(inputs);
        Dictionary<int, LayerOutput<double>> by = layers.ToDictionary(layer => layer.Index);
        Assert.Equal(outputs, layers[^1].Values.Cast<double>());
        for (int row = 0; row < 600; row += 71)
        {
            for (int neuron = 0; neuron < 5; neuron++)
            {
                Assert.Equal(Math.Tanh(by[0].Values[row, neuron]), by[1].Values[row, neuron], 1e-12);
                Assert.Equal(by[1].Values[row, neuron], by[2].Values[row, 1 + neuron]);
            }

            Assert.Equal(by[4].Values[row, 0], by[2].Values[row, 0]);
            Assert.Equal(by[8].Values[row, 1], by[2].Values[row, 7]);
            double[] affine = [.. Enumerable.Range(0, 3).Select(j => model.GetParameter("layers.10.bias")[j] + Enumerable.Range(0, 8).Sum(i => model.GetParameter("layers.10.weight")[(j * 8) + i] * by[9].Values[row, i]))];
            Assert.Equal(affine, Enumerable.Range(0, 3).Select(j => by[10].Values[row, j]), (a, b) => Math.Abs(a - b) < 1e-12);
        }

        Assert.IsType<Sigmoid>(by[4].Layer);
        Assert.Throws<ArgumentException>(() => model.Activations(new double[5]));
        Assert.All(model.Activations([]), layer => Assert.Empty(layer.Values));
    }

    /// <summary>As training does: a gradient at a target for which the loss is not defined would be a number that means nothing.</summary>
    [Fact]
    public void TargetsThatTheLossDoesNotKnowAreRefused()
    {
        Network network = [new Dense(1, new Sigmoid())];
        Assert.Contains("Target 2", Assert.Throws<ArgumentException>(() => network.Build<float>(1).Gradients(Dataset.Create<float>([1f], 1, [2f], 1), new BinaryCrossEntropy())).Message, StringComparison.Ordinal);
    }
}
