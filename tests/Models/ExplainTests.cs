using Descent.Tests.Laws;

namespace Descent.Tests.Models;

/// <summary>What a model says of its plan is what the plan does.</summary>
public class ExplainTests
{
    public static TheoryData<string, bool> Ends => new()
    {
        { "sigmoid", true },
        { "softmax", true },
        { "sigmoid, mean squared error", false },
        { "linear", false },
    };

    [Theory]
    [MemberData(nameof(Ends))]
    public void ALossIsCalledFusedWhereItIs(string end, bool isFused)
    {
        (Layer last, Loss loss) = end switch
        {
            "sigmoid" => ((Layer)new Sigmoid(), (Loss)new BinaryCrossEntropy()),
            "softmax" => (new Softmax(), new CategoricalCrossEntropy()),
            "linear" => (new Linear(), new MeanSquaredError()),
            _ => (new Sigmoid(), new MeanSquaredError()),
        };
        Network network = [new Dense(4), new Tanh(), new Dense(3), last];
        Model<float> model = network.Build<float>(5);
        string text = model.Explain(64, loss);
        Assert.Equal(isFused, text.Contains("fused with", StringComparison.Ordinal));

        // A fused activation is no operation of its own any more.
        Assert.Equal(!isFused, text.Contains("layer 3:", StringComparison.Ordinal));
        Assert.Contains("frame for training", text, StringComparison.Ordinal);
        string predicting = model.Explain();
        Assert.DoesNotContain("fused with", predicting, StringComparison.Ordinal);
        Assert.DoesNotContain("frame for training", predicting, StringComparison.Ordinal);
    }

    [Fact]
    public void NothingIsAllocatedToSayHowLargeItWouldBe()
    {
        Network network = [new Dense(2000, new Relu()), new Dense(2000, new Relu()), new Dense(1)];
        Model<float> model = network.Build<float>(1000);
        _ = model.Explain(1, new MeanSquaredError());
        long before = GC.GetAllocatedBytesForCurrentThread();
        string text = model.Explain(100_000, new MeanSquaredError());
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 200_000);
        Assert.False(model.HasBlock);
        Plan<float> plan = network.Compile<float>(1000, model.Plan.LaneBits, new MeanSquaredError());
        Assert.Contains(FormattableString.Invariant($"frame for training: {Frame<float>.BytesFor(plan, 100_000):N0} bytes"), text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(64)]
    [InlineData(300)]
    public void FramesTakeTheBytesThatAreSaid(int columns)
    {
        Network network = [new Dense(9), new BatchNormalization(), new Tanh(), new Dense(3)];
        Plan<float> plan = network.Compile<float>(5, 256, new MeanSquaredError());
        Assert.Equal(new Frame<float>(plan, columns, training: true, 1) { Parameters = plan.Parameters.Initialize<float>(0) }.Bytes, Frame<float>.BytesFor(plan, columns));
        Assert.Equal(new Frame<float>(plan, columns, training: false, 1) { Parameters = plan.Parameters.Initialize<float>(0) }.Bytes, Frame<float>.BytesFor(plan, columns, training: false));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    public void ABatchHasARow(int batchSize)
    {
        Network network = [new Dense(1)];
        Assert.Throws<ArgumentOutOfRangeException>(() => network.Build<float>(1).Explain(batchSize));
    }
}
