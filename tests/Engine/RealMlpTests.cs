using System.Text.Json;
using Descent.Data;
using Descent.Tests.Coverage;
using Descent.Tests.Goldens;

namespace Descent.Tests.Engine;

/// <summary>RealMLP's parts: PyTorch's numbers (realmlp.py), and what its initializers promise.</summary>
public class RealMlpTests
{
    private const int Rows = 300, Inputs = 4;
    private static readonly Lazy<JsonElement> s_golden = new(() => GoldenFile.Read("realmlp.json"));

    public static IEnumerable<string> Names => ["strength", "unit_variance", "zero_at_rows"];

    [Fact]
    [Proves(Proof.Peer, Of = nameof(Names))]
    public void AgreesWithPyTorch()
    {
        JsonElement golden = s_golden.Value;
        static Dense Ntk(int units, Activation? activation) => new(units, activation) { Parametrization = Parametrization.NeuralTangentKernel };
        Network network = [new Scaling(), Ntk(6, new Strength()), Ntk(5, new Strength(new Mish())), Ntk(2, null)];
        Model<double> model = network.Build<double>(4);
        foreach (JsonProperty parameter in golden.GetProperty("parameters").EnumerateObject())
        {
            model.SetParameter(parameter.Name, GoldenFile.Numbers(parameter.Value));
        }

        double[] inputs = GoldenFile.Numbers(golden.GetProperty("inputs"));
        BatchGradients<double> gradients = model.Gradients(Dataset.Create<double>(inputs, 4, GoldenFile.Numbers(golden.GetProperty("targets")), 2), new MeanSquaredError());
        GoldenFile.AssertClose(golden.GetProperty("loss").GetDouble(), gradients.Loss, 1e-13, "loss");
        Check("outputs", model.Predict(inputs), golden.GetProperty("outputs"));
        foreach (JsonProperty gradient in golden.GetProperty("gradients").EnumerateObject())
        {
            Check(gradient.Name, gradient.Name == "inputs" ? [.. gradients.Inputs.Cast<double>()] : gradients.Parameters[gradient.Name], gradient.Value);
        }

        static void Check(string name, double[] actual, JsonElement expected)
        {
            double[] numbers = GoldenFile.Numbers(expected);
            Assert.Equal(numbers.Length, actual.Length);
            for (int i = 0; i < numbers.Length; i++)
            {
                Assert.True(Math.Abs(numbers[i] - actual[i]) <= 1e-12 * Math.Max(1, Math.Abs(numbers[i])), $"{name}[{i}] is {actual[i]}, not {numbers[i]}");
            }
        }
    }

    [Theory]
    [InlineData(Parametrization.Standard)]
    [InlineData(Parametrization.NeuralTangentKernel)]
    public void EveryNeuronPutsOutUnitVarianceForAllRows(Parametrization parametrization)
    {
        Dense Layer(int units, Activation? activation) => new(units, activation) { WeightInitializer = new UnitVariance(), BiasInitializer = new ZeroAtRows(), Parametrization = parametrization };
        Network network = [Layer(7, new Tanh()), new Dropout(0.5), Layer(5, new Relu()), Layer(2, null)];
        Model<double> model = Initialized(network, out double[] inputs);
        foreach (LayerOutput<double> layer in model.Activations(inputs).Where(layer => layer.Layer is Dense))
        {
            for (int neuron = 0; neuron < layer.Values.GetLength(1); neuron++)
            {
                double[] outputs = [.. Enumerable.Range(0, Rows).Select(row => layer.Values[row, neuron])];
                double mean = outputs.Average();
                Assert.True(Math.Abs(outputs.Average(y => (y - mean) * (y - mean)) - 1) < 1e-12, $"{layer.Index} {neuron}: {outputs.Average(y => (y - mean) * (y - mean))}");
            }
        }
    }

    [Fact]
    public void EveryNeuronIsZeroAmongTheRows()
    {
        Network one = [new Dense(200) { BiasInitializer = new ZeroAtRows(1) }], five = [new Dense(200) { BiasInitializer = new ZeroAtRows() }];
        double[,] exact = Initialized(one, out double[] inputs).Activations(inputs)[0].Values, mixed = Initialized(five, out _).Activations(inputs)[0].Values;
        int chosen = 0;
        List<int> rows = [];
        for (int neuron = 0; neuron < 200; neuron++)
        {
            double[] own = [.. Enumerable.Range(0, Rows).Select(row => exact[row, neuron])], among = [.. Enumerable.Range(0, Rows).Select(row => mixed[row, neuron])];

            // Of one row: that row's output is 0. Of five: 0 lies between the outputs of rows, but is none of them.
            int zero = Array.FindIndex(own, y => Math.Abs(y) < 1e-13);
            chosen += zero >= 0 ? 1 : 0;
            rows.Add(zero);
            Assert.True(among.Min() < 0 && among.Max() > 0 && among.All(y => y != 0));
        }

        Assert.Equal(200, chosen);
        Assert.InRange(rows.Distinct().Count(), 100, 200);

        // The squared distance of the zero from the mean, in variances of one row: 1 for one row.
        double Spread(double[,] outputs) => Enumerable.Range(0, 200).Average(neuron =>
        {
            double mean = Enumerable.Range(0, Rows).Average(row => outputs[row, neuron]), variance = Enumerable.Range(0, Rows).Average(row => (outputs[row, neuron] - mean) * (outputs[row, neuron] - mean));
            return mean * mean / variance;
        });

        // E Σ pᵢ² of five even shares is 2/6.
        Assert.InRange(Spread(exact), 0.75, 1.3);
        Assert.InRange(Spread(mixed), 0.24, 0.44);
    }

    [Fact]
    public void WhatCannotBeFittedIsRefused()
    {
        Network bias = [new Dense(3) { BiasInitializer = new UnitVariance() }], weight = [new Dense(3) { WeightInitializer = new ZeroAtRows() }];
        Assert.Contains("cannot fit layers.0.bias", Assert.Throws<ArgumentException>(() => Initialized(bias, out _)).Message, StringComparison.Ordinal);
        Assert.Contains("cannot fit layers.0.weight", Assert.Throws<ArgumentException>(() => Initialized(weight, out _)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => new UnitVariance(new Dynamic()));
        Assert.Throws<ArgumentException>(() => new Strength(new Linear()));
        Assert.Throws<ArgumentException>(() => new Strength(new Softmax()));
        Assert.Throws<ArgumentException>(() => new Strength(new PRelu()));
        Assert.Throws<ArgumentException>(() => new Strength(new Swish(Learnable: true)));
    }

    [Fact]
    public void MembersAreFittedTogether()
    {
        Dense Layer(int units, Activation? activation) => new(units, activation) { WeightInitializer = new UnitVariance(), BiasInitializer = new ZeroAtRows(), Parametrization = Parametrization.NeuralTangentKernel };
        foreach (MemberSharing sharing in Enum.GetValues<MemberSharing>())
        {
            Network network = [new Members(3, [Layer(6, new Strength()), Layer(2, null)], sharing)];
            Model<double> model = Initialized(network, out double[] inputs);
            double[] mean = new double[2 * Rows];
            for (int member = 0; member < 3; member++)
            {
                double[] own = model.Member(member).Predict(inputs);
                for (int i = 0; i < mean.Length; i++)
                {
                    mean[i] += own[i] / 3;
                }
            }

            double[] all = model.Predict(inputs);
            Assert.All(Enumerable.Range(0, mean.Length), i => Assert.Equal(all[i], mean[i], 1e-12));
        }
    }

    private static Model<double> Initialized(Network network, out double[] inputs)
    {
        inputs = Laws.Samples.Targets("real", Rows, Inputs, 8);
        Model<double> model = network.Build<double>(Inputs, 3);
        model.Fit(Dataset.Create<double>(inputs, Inputs, new double[Rows * model.Outputs], model.Outputs), new TrainingOptions { Loss = new MeanSquaredError(), Epochs = 0, BatchSize = 32 });
        return model;
    }
}
