using Descent.Data;
using Descent.Tests.Laws;

namespace Descent.Tests.Models;

public class ModelLossTests
{
    private static readonly double[] s_probabilities = [0.7, 0.2, 0.1, 0.05, 0.9, 0.05], s_classes = [1, 0, 0, 0, 0, 1];

    // −ln 0.7 and −ln 0.05, by hand.
    [Theory]
    [InlineData(18)]
    [InlineData(30)]
    [InlineData(100)]
    public void OfASureAndWrongAnswerIsItsLogit(float logit)
    {
        // In float the sigmoid of 18 is 1, and −ln(1 − 1) is infinite; −ln σ(−z) is z + ln(1 + e⁻ᶻ).
        Model<float> model = Network.Create([new Dense(1, new Sigmoid())]).Build<float>(1);
        model.SetParameter("layers.0.weight", [logit]);
        Assert.Equal(logit, model.Loss(Dataset.Create(new float[] { 1 }, 1, new float[] { 0 }, 1), new BinaryCrossEntropy()), 1e-5 * logit);
        Model<float> classes = Network.Create([new Dense(2, new Softmax())]).Build<float>(1);
        classes.SetParameter("layers.0.weight", [logit, 0]);
        Assert.Equal(logit, classes.Loss(Dataset.Create(new float[] { 1 }, 1, new float[] { 0, 1 }, 2), new CategoricalCrossEntropy()), 1e-5 * logit);
    }

    [Fact]
    public void TheLossOfProbabilitiesIsTheTextbooks()
    {
        Network softmax = [new Dense(3, new Softmax())], logarithms = [new Dense(3, new LogSoftmax())];
        double first = -Math.Log(0.7), second = -Math.Log(0.05);
        Assert.Equal((first + second) / 2, softmax.Build<double>(2).Loss(s_probabilities, s_classes, new CategoricalCrossEntropy()), 1e-14);
        Assert.Equal(first + (3 * second), softmax.Build<double>(2).Loss(s_probabilities, s_classes, new CategoricalCrossEntropy(Reduction.Sum), [1, 3]), 1e-14);
        Assert.Equal((first + second) / 2, logarithms.Build<double>(2).Loss([.. s_probabilities.Select(p => Math.Log(p))], s_classes, new CategoricalCrossEntropy()), 1e-14);
    }

    [Fact]
    public void AnImpossibleClassCostsWhatTheSmallestProbabilityDoes()
    {
        Network network = [new Dense(2, new Softmax())];
        Assert.Equal(-Math.Log(2.2250738585072014e-308), network.Build<double>(1).Loss([1, 0], [0, 1], new CategoricalCrossEntropy()), 1e-9);
    }

    [Fact]
    public void TheLossOfNumbersIsTheTextbooks()
    {
        Network linear = [new Dense(2)], sigmoid = [new Dense(1, new Sigmoid())];
        Assert.Equal((1 + 4 + 0 + 9) / 4.0, linear.Build<double>(1).Loss([1, 2, 3, 4], [2, 0, 3, 1], new MeanSquaredError()), 1e-15);
        Assert.Equal(-(Math.Log(0.8) + Math.Log(1 - 0.3)) / 2, sigmoid.Build<double>(1).Loss([0.8, 0.3], [1, 0], new BinaryCrossEntropy()), 1e-12);
    }

    public static TheoryData<string> Losses => Subjects.Names<Loss>();

    // What training computes, from what goes into the last activation, and what is computed from the outputs, are the same.
    [Theory]
    [MemberData(nameof(Losses))]
    public void ItIsTheLossOfTraining(string name)
    {
        Loss loss = Subjects.Find<Loss>(name);
        Model<double> model = Laws.Training.NetworkFor(loss, new Tanh()).Build<double>(4, seed: 3);

        // More rows than pass through at once.
        Dataset<double> rows = Laws.Training.Rows<double>(4, model.Outputs, loss, 600);
        double trained = model.Gradients(rows, loss).Loss;
        Assert.Equal(1, model.Loss(rows, loss) / trained, 1e-9);
    }

    [Fact]
    public void WhatDoesNotFitIsRefused()
    {
        Network network = [new Dense(2, new Softmax())];
        Model<float> model = network.Build<float>(1);
        Assert.Contains("3 outputs", Assert.Throws<ArgumentException>(() => model.Loss([1, 0, 1], [1, 0, 1], new CategoricalCrossEntropy())).Message, StringComparison.Ordinal);
        Assert.Contains("Target 2 in row 0, column 1", Assert.Throws<ArgumentException>(() => model.Loss([1, 0], [0, 2], new CategoricalCrossEntropy())).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => model.Loss([], [], new CategoricalCrossEntropy()));
        Assert.Throws<ArgumentException>(() => model.Loss([1, 0], [1, 0], new CategoricalCrossEntropy(), [1, 1]));
        Assert.Throws<ArgumentException>(() => model.Loss(Dataset.Create<float>([1], 1, [1], 1), new CategoricalCrossEntropy()));
        Assert.Throws<ArgumentException>(() => model.Loss([1, 0], [1, 0], new BinaryCrossEntropy()));
    }

    [Fact]
    public void PenaltiesAreTheTextbooks()
    {
        Network network = [new Dense(2)];
        Model<double> model = network.Build<double>(2);
        model.SetParameter("layers.0.weight", [1, -2, 3, 0]);
        model.SetParameter("layers.0.bias", [10, -10]);
        Assert.Equal(0.5 * 0.1 * 14, model.Penalty(new L2(0.1)), 1e-15);
        Assert.Equal(0.1 * 14, model.Penalty(new L2(0.1, L2Form.Square)), 1e-15);
        Assert.Equal(0.1 * 14 / (2 * 8), model.Penalty(new L2(0.1, L2Form.PerSample), batchSize: 8), 1e-15);
        Assert.Equal(0.1 * 6, model.Penalty(new L1(0.1)), 1e-15);
        Assert.Equal(0.1 * 26, model.Penalty(new L1(0.1, AllParameters: true)), 1e-15);
        Assert.Equal((0.1 * 6) + (0.5 * 0.2 * 14), model.Penalty(new ElasticNet(0.1, 0.2)), 1e-14);
        Assert.Equal(0, model.Penalty(new MaxNorm(1)));
    }
}
