using System.Numerics;
using Descent.Numerics;

namespace Descent.Tests.Laws;

/// <summary>A sample's prediction is the same bits alone, among a few, and in a batch, though each goes a way of its own.</summary>
public class SampleTests
{
    private const int Inputs = 5;

    public static TheoryData<string> Activations => Subjects.Names<Activation>();

    [Theory]
    [MemberData(nameof(Activations))]
    public void WithEveryActivation(string name) => Check([new Dense(19, Subjects.Find<Activation>(name)), new Dense(3, Subjects.Find<Activation>(name))]);

    [Fact]
    public void WithLayersOfEveryKind() => Check(
    [
        new BatchNormalization(), new Dense(150, new Tanh()), new GaussianNoise(), new Dropout(), new Dense(70, new PRelu()) { UseBias = false },
        new BatchNormalization(), new Dense(33, new Swish(Learnable: true)), new Dense(3, new Softmax()),
    ]);

    [Fact]
    public void WithALayerThatOnlyKnowsBatches() => Check([new Dense(9), new LayerNormalization(), new Dense(3, new LogSoftmax())]);

    [Theory]
    [InlineData(MemberSharing.Adapters)]
    [InlineData(MemberSharing.Front)]
    [InlineData(MemberSharing.Nothing)]
    public void WithMembers(MemberSharing sharing)
    {
        Check([new Dense(9), new Members(3, [new Dense(21, new Tanh()), new BatchNormalization(), new Dense(70, new PRelu()) { UseBias = false }, new Residual([new Dense(70)]), new Dense(5, new Softmax())], sharing)]);
        Check([new Members(2, [new Tanh(), new Dropout(), new Dense(3)], sharing)]);
    }

    [Fact]
    public void WithoutAnyDenseLayerInFront() => Check([new Tanh(), new Dense(3)]);

    [Fact]
    public void NewWeightsAreSeen()
    {
        Network network = [new Dense(2, new Linear()) { UseBias = false }];
        Model<float> model = network.Build<float>(1);
        float[] one = [1];
        model.SetParameter("layers.0.weight", [2, 3]);
        Assert.Equal([2, 3], model.Predict(one.AsSpan()));
        model.SetParameter("layers.0.weight", [5, 7]);
        Assert.Equal([5, 7], model.Predict(one.AsSpan()));
    }

    [Fact]
    public void ManyThreadsMayPredictOneSampleEachWhileWeightsChange()
    {
        Network network = [new Dense(40, new Linear()) { UseBias = false }];
        Model<float> model = network.Build<float>(1);
        model.SetParameter("layers.0.weight", new float[40]);
        Parallel.For(0, 2000, i =>
        {
            if (i % 10 == 0)
            {
                float[] all = new float[40];
                all.AsSpan().Fill(i);
                model.SetParameter("layers.0.weight", all);
            }

            float[] outputs = model.Predict([1f]);
            Assert.All(outputs[1..], value => Assert.Equal(outputs[0], value));
        });
    }

    private static void Check(Network network)
    {
        foreach (int bits in LaneWidth.Table.Where(row => row.Supported).Select(row => row.Bits))
        {
            Check<float>(new Model<float>(network, Inputs, 3, bits));
            Check<double>(new Model<double>(network, Inputs, 3, bits));
        }
    }

    private static void Check<T>(Model<T> model)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        const int rows = 40;
        foreach (Parameter parameter in model.Parameters.Where(p => p.IsVector))
        {
            model.SetParameter(parameter.Name, [.. Enumerable.Range(0, parameter.Count).Select(i => T.CreateTruncating(0.1 + (i % 7 * 0.13)))]);
        }

        T[] inputs = [.. Enumerable.Range(0, rows * Inputs).Select(i => T.CreateTruncating(Math.Sin(i) * 3))];
        T[] together = model.Predict(inputs.AsSpan());
        for (int count = 1; count <= SampleFrame<T>.Capacity + 3; count++)
        {
            for (int first = 0; first + count <= rows; first += count)
            {
                T[] few = model.Predict(inputs.AsSpan(first * Inputs, count * Inputs));
                Assert.Equal(together[(first * model.Outputs)..((first + count) * model.Outputs)], few);
            }
        }
    }
}
