using Descent.Data;
using Descent.Formats;

namespace Descent.Tests.Models;

/// <summary>Weights are read and replaced as one: nobody sees half a change, and none is lost or undone silently.</summary>
public class ParameterTests
{
    private const string Weight = "layers.0.weight", Bias = "layers.0.bias";

    [Fact]
    public void WhatIsSavedWhileWeightsChangeIsOfOneMoment()
    {
        Network network = [.. Enumerable.Range(0, 30).Select(_ => new Dense(8))];
        Model<float> model = network.Build<float>(8);
        Set(0);
        using CancellationTokenSource done = new();
        Thread writer = new(() =>
        {
            for (int i = 1; !done.IsCancellationRequested; i++)
            {
                Set(i);
            }
        });
        writer.Start();
        try
        {
            for (int i = 0; i < 100; i++)
            {
                Model<float> saved = Model<float>.Load(model.ToBytes());
                float first = saved.GetParameter(Weight)[0];
                Assert.All(saved.GetParameters(), p => Assert.All(p.Value, value => Assert.Equal(first, value)));
            }
        }
        finally
        {
            done.Cancel();
            writer.Join();
        }

        void Set(int value) => model.SetParameters(model.Parameters.ToDictionary(p => p.Name, p => Enumerable.Repeat((float)value, p.Count).ToArray()));
    }

    [Fact]
    public void TwoThreadsThatSetDifferentArraysLoseNeither()
    {
        Network network = [new Dense(300)];
        Model<float> model = network.Build<float>(300);
        for (int i = 1; i < 200; i++)
        {
            float[] weights = [.. Enumerable.Repeat((float)i, 300 * 300)], biases = [.. Enumerable.Repeat((float)i, 300)];
            Parallel.Invoke(() => model.SetParameter(Weight, weights), () => model.SetParameter(Bias, biases));
            Assert.Equal((i, i), (model.GetParameter(Weight)[^1], model.GetParameter(Bias)[^1]));
        }
    }

    [Fact]
    public void SettingWeightsDuringTrainingIsRefusedAndHarmless()
    {
        Model<float> model = Small();
        int refused = 0;
        History history = model.Fit(Rows(), new TrainingOptions { Loss = new MeanSquaredError(), Epochs = 3, Progress = new Callback(() => refused += Refuses(model)) });
        Assert.Equal((3, StopReason.Completed), (history.Epochs.Count, history.Stop));
        Assert.True(refused >= 3, "Nobody tried to set weights.");
        model.SetParameter(Bias, [5]);
        Assert.Equal([5], model.GetParameter(Bias));

        static int Refuses(Model<float> model)
        {
            string one = Assert.Throws<InvalidOperationException>(() => model.SetParameter(Bias, [5])).Message;
            string all = Assert.Throws<InvalidOperationException>(() => model.SetParameters(model.GetParameters())).Message;
            Assert.Contains("is being trained", one, StringComparison.Ordinal);
            Assert.Equal(one, all);
            return 1;
        }
    }

    [Fact]
    public void SeveralAreReplacedTogetherOrNotAtAll()
    {
        Model<float> model = Small();
        float[] before = model.GetParameter(Weight);
        Dictionary<string, float[]> values = new() { [Weight] = [1, 2], [Bias] = [float.NaN] };
        Assert.Contains($"{Bias}[0] must be a finite number", Assert.Throws<ArgumentException>(() => model.SetParameters(values)).Message, StringComparison.Ordinal);
        values[Bias] = null!;
        Assert.Contains(Bias, Assert.Throws<ArgumentNullException>(() => model.SetParameters(values)).Message, StringComparison.Ordinal);
        Assert.Equal(before, model.GetParameter(Weight));
        model.SetParameters(new Dictionary<string, float[]> { [Weight] = [1, 2] });
        Assert.Equal([1, 2], model.GetParameter(Weight));
        Assert.Equal([Weight, Bias], model.GetParameters().Keys);
        Assert.Contains(Weight, Assert.Throws<ArgumentException>(() => model.SetParameters(new Dictionary<string, float[]> { ["weight"] = [1, 2] })).Message, StringComparison.Ordinal);
    }

    private static Model<float> Small()
    {
        Network network = [new Dense(1, new Tanh())];
        return network.Build<float>(2);
    }

    private static Dataset<float> Rows() => Dataset.Create(new float[,] { { 0, 1 }, { 1, 0 }, { 1, 1 } }, new float[,] { { 0 }, { 0.5f }, { -0.5f } });

    private sealed class Callback(Action act) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value) => act();
    }
}
