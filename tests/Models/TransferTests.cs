using Descent.Data;
using Descent.Tests.Laws;

namespace Descent.Tests.Models;

/// <summary>Other heads on trained layers, frozen layers, rates per layer and unfreezing. The path of both against PyTorch: ParameterGroupTests.</summary>
public class TransferTests
{
    private static readonly Network s_network = [new Dense(6, new Tanh()), new BatchNormalization(), new Dense(5), new PRelu(), new Dense(3, new Softmax())];

    [Fact]
    public void AnotherHeadKeepsTheOtherLayersToTheBit()
    {
        Model<float> model = Trained(s_network, 3);
        float[] before = model.GetParameter("layers.5.weight");
        Model<float> other = model.WithHead([new Dense(4, new Relu()), new Dense(2)], seed: 9);
        Assert.Equal([.. s_network.Take(4), new Dense(4, new Relu()), new Dense(2)], other.Network);
        Assert.Equal((9ul, 2), (other.Seed, other.Outputs));
        Assert.All(model.Parameters.Where(parameter => !parameter.Name.StartsWith("layers.5.", StringComparison.Ordinal)), parameter => Assert.Equal(model.GetParameter(parameter.Name), other.GetParameter(parameter.Name)));
        Assert.Equal(s_network.WithHead([new Dense(4, new Relu()), new Dense(2)]).Build<float>(4, 9).GetParameter("layers.7.weight"), other.GetParameter("layers.7.weight"));

        other.Fit(Rows(2), Options(new MeanSquaredError()) with { WarmStart = true });
        Assert.Equal(before, model.GetParameter("layers.5.weight"));
        Assert.NotEqual(model.GetParameter("layers.0.weight"), other.GetParameter("layers.0.weight"));
    }

    [Fact]
    public void WithoutItsHeadAModelComputesFeatures()
    {
        Network network = [new Dense(6, new Tanh()), new Dense(2)];
        Model<double> model = network.Build<double>(4, seed: 3), features = model.WithoutHead();
        double[] rows = Samples.Targets("real", 5, 4, 1), hidden = features.Predict(rows), weight = model.GetParameter("layers.2.weight");
        double[] expected = [.. Enumerable.Range(0, 10).Select(i => Enumerable.Range(0, 6).Sum(j => weight[((i % 2) * 6) + j] * hidden[((i / 2) * 6) + j]))];
        Assert.Equal(6, features.Outputs);
        Assert.All(expected.Zip(model.Predict(rows)), pair => Assert.Equal(pair.First, pair.Second, 1e-12));
    }

    [Fact]
    public void ACopyIsTheSameModelAndTrainsApart()
    {
        Model<float> model = Trained(s_network, 3), copy = model.Copy();
        float[] rows = Samples.Targets("real", 5, 4, 1).Select(x => (float)x).ToArray(), before = model.Predict(rows);
        Assert.Equal(before, copy.Predict(rows));
        copy.Fit(Rows(3), Options(new MeanSquaredError()) with { WarmStart = true });
        Assert.Equal(before, model.Predict(rows));
        Assert.NotEqual(before, copy.Predict(rows));
    }

    [Fact]
    public void FrozenLayersKeepTheirBits()
    {
        Model<float> model = Trained(s_network, 3), other = model.WithHead([new Dense(2)]);
        IReadOnlyList<ParameterGroup> groups = other.LayerGroups(frozen: 2);
        Assert.Equal([new("layers.0.*", Frozen: true), new("layers.2.*", Frozen: true), new("layers.3.*", Frozen: true), new("layers.4.*", Frozen: true)], groups);
        other.Fit(Rows(2), Options(new MeanSquaredError()) with { Epochs = 3, WarmStart = true, Groups = groups });
        foreach (Parameter parameter in other.Parameters)
        {
            bool isHead = parameter.Name.StartsWith("layers.5.", StringComparison.Ordinal);
            Assert.Equal(!isHead, !isHead && model.GetParameter(parameter.Name).SequenceEqual(other.GetParameter(parameter.Name)));
        }
    }

    /// <summary>What would change weights without a gradient is tested too: penalties, limits on norms, and clipping by the norm of all gradients.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void LayersAreTrainedFromTheirEpochOn(int threads)
    {
        Network network = [new Dense(6, new Tanh()), new Dense(5, new Tanh()), new Dense(2)];
        foreach (Regularizer penalty in (Regularizer[])[new L2(0.1), new L1(0.1), new MaxNorm(0.01)])
        {
            foreach (Optimizer optimizer in (Optimizer[])[new AdamW(0.01, 0.1), new Nesterov(0.01)])
            {
                for (int epochs = 1; epochs <= 6; epochs++)
                {
                    Model<float> model = network.Build<float>(4, seed: 3), start = model.Copy();
                    TrainingOptions options = Options(new MeanSquaredError()) with
                    {
                        Optimizer = optimizer,
                        Regularizer = penalty,
                        Clipping = new GradientClipping(0.5),
                        Epochs = epochs,
                        Groups = model.LayerGroups(frozen: 2, unfreezeEvery: 2),
                        Threads = threads,
                        ExceedProcessors = true,
                    };
                    model.Fit(Rows(2), options with { WarmStart = epochs % 2 == 0 });
                    Assert.Equal((epochs <= 4, epochs <= 2), (IsSame("layers.0.weight"), IsSame("layers.2.weight")));

                    bool IsSame(string name) => start.GetParameter(name).SequenceEqual(model.GetParameter(name));
                }
            }
        }
    }

    [Fact]
    public void ACheckpointBeforeALayerIsTrainedGoesOnToTheSameBits()
    {
        Network network = [new Dense(6, new Tanh()), new Dense(5, new Tanh()), new Dense(2)];
        Model<double> whole = network.Build<double>(4, 5), parts = network.Build<double>(4, 5);
        TrainingOptions options = Options(new MeanSquaredError()) with { Epochs = 6, Groups = whole.LayerGroups(frozen: 2, rateFactor: 0.5, unfreezeEvery: 2) };
        Checkpoint? early = null;
        whole.Fit(Rows(2), options);
        parts.Fit(Rows(2), options with { Epochs = 1, OnCheckpoint = checkpoint => early = checkpoint });
        parts.Fit(Rows(2), options with { Resume = early });
        Assert.All(whole.Parameters, parameter => Assert.Equal(whole.GetParameter(parameter.Name), parts.GetParameter(parameter.Name)));
    }

    [Fact]
    public void GroupsGiveRatesByLayer()
    {
        Model<float> model = s_network.Build<float>(4);
        Assert.Empty(model.LayerGroups());
        Assert.Equal([("layers.0.*", 0.25, 0), ("layers.2.*", 0.25, 0), ("layers.3.*", 0.5, 4), ("layers.4.*", 0.5, 4)],
            model.LayerGroups(frozen: 2, rateFactor: 0.5, unfreezeEvery: 4).Select(group => (group.Names, group.LearningRateFactor, group.FrozenEpochs - (group.LearningRateFactor == 0.25 ? 8 : 0))));
        Assert.Equal([("layers.1.*", 0.5)], Network.Create([new Residual([new Dense(4)]), new Dense(1)]).Build<float>(4).LayerGroups(rateFactor: 0.5).Select(group => (group.Names, group.LearningRateFactor)));
    }

    [Fact]
    public void WhatCannotBeIsRefused()
    {
        Model<float> model = s_network.Build<float>(4);
        Assert.Contains("at most 2 layers can be frozen", Assert.Throws<ArgumentOutOfRangeException>(() => model.LayerGroups(frozen: 3)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => model.LayerGroups(frozen: -1));
        Assert.Throws<ArgumentOutOfRangeException>(() => model.LayerGroups(rateFactor: 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => model.LayerGroups(rateFactor: 1.5));
        Assert.Throws<ArgumentOutOfRangeException>(() => model.LayerGroups(frozen: 1, unfreezeEvery: 0));
        Assert.Contains("at least one layer", Assert.Throws<ArgumentException>(() => model.WithHead([])).Message, StringComparison.Ordinal);
        Assert.Contains("nothing would be left", Assert.Throws<InvalidOperationException>(() => Network.Create([new Dense(2), new Softmax()]).WithoutHead()).Message, StringComparison.Ordinal);
        Assert.Contains("inside Members", Assert.Throws<InvalidOperationException>(() => Network.Create([new Dense(4), new Members(3, [new Dense(2)])]).WithHead([new Dense(2)])).Message, StringComparison.Ordinal);
    }

    private static Model<float> Trained(Network network, int outputs)
    {
        Model<float> model = network.Build<float>(4, seed: 3);
        model.Fit(Rows(outputs), Options(new MeanSquaredError()));
        return model;
    }

    private static TrainingOptions Options(Loss loss) => new() { Loss = loss, Epochs = 2, BatchSize = 16 };

    private static Dataset<float> Rows(int outputs) => Dataset.Create<float>([.. Samples.Targets("real", 40, 4, 1).Select(x => (float)x)], 4, [.. Samples.Targets("real", 40, outputs, 2).Select(x => (float)x)], outputs);
}
