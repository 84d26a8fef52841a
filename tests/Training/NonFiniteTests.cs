using Descent.Data;
using Descent.Numerics;

namespace Descent.Tests.Training;

/// <summary>What training returns is finite, and it says when it had to go back.</summary>
public class NonFiniteTests
{
    private static readonly Network s_line = [new Dense(1)];

    private static Dataset<float> Line { get; } = Dataset.Create<float>(new float[] { 1, 2, 3, 4 }, 1, new float[] { 1, 2, 3, 4 }, 1);

    /// <summary>Each epoch's validation loss is infinite until the weight has shrunk; the best epoch must be one of the later ones.</summary>
    [Fact]
    public void AValidationLossThatIsNotFiniteNeitherChoosesAnEpochNorBarsAnother()
    {
        Model<float> model = s_line.Build<float>(1, 1);
        model.SetParameter("layers.0.weight", [20]);
        Dataset<float> far = Dataset.Create<float>(new float[] { 1e19f }, 1, new float[] { 0 }, 1);
        Dataset<float> zero = Dataset.Create<float>(new float[] { 1, -1 }, 1, new float[] { 0, 0 }, 1);
        History history = model.Fit(zero, Options(0.05) with { Epochs = 40, Validation = far, WarmStart = true });
        int infinite = history.Epochs.Count(e => !double.IsFinite(e.ValidationLoss!.Value));
        Assert.InRange(infinite, 1, 38);
        Assert.Equal(history.Epochs.Where(e => double.IsFinite(e.ValidationLoss!.Value)).MinBy(e => e.ValidationLoss)!.Epoch, history.BestEpoch);
        Assert.Contains($"{infinite} of 40 epochs", Assert.Single(history.Notices).Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    [InlineData(double.NegativeInfinity)]
    public void OnlyFiniteValuesAreCompared(double odd)
    {
        EpochChoice choice = new(null, 0.5);
        double[] losses = [odd, 3, odd, 2.8, odd, 2, odd];
        bool[] kept = [.. losses.Select((loss, i) => choice.Take(new EpochRecord(i + 1, 1, loss, 0.1, 0, new Dictionary<string, double>())))];
        Assert.Equal([true, true, false, true, false, true, false], kept);

        // 2.8 is better, but not by the minimum of 0.5; 2 is.
        Assert.Equal((6, 4, true), (choice.LastGain, choice.Unusable, choice.HasBest));
    }

    [Fact]
    public void WithoutAnyFiniteValidationLossTheLastWeightsStayAndThatIsSaid()
    {
        Model<float> model = s_line.Build<float>(1, 1);
        Dataset<float> far = Dataset.Create<float>(new float[] { 3e38f }, 1, new float[] { -3e38f }, 1);
        History history = model.Fit(Line, Options(0.01) with { Validation = far });
        Assert.Equal(history.Epochs.Count, history.BestEpoch);
        Assert.Contains("No best epoch could be chosen", Assert.Single(history.Notices).Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void AnUpdateThatMakesWeightsInfiniteFailsAndGoesBack(bool validated)
    {
        // In the last step of the last epoch the rate is so large that the weights overflow; the loss was finite to the end.
        Model<float> model = s_line.Build<float>(1, 1);
        Schedule rate = new StepSchedule(0.01, 1e45, 3);
        TrainingFailedException failure = Assert.Throws<TrainingFailedException>(() => model.Fit(Line, new TrainingOptions { Loss = new MeanSquaredError(), Optimizer = new GradientDescent(rate), Epochs = 4, Validation = validated ? Line : null }));
        Assert.Contains("epoch 4 produced weights that are not finite", failure.Message, StringComparison.Ordinal);
        Assert.Equal("layers.0.weight", failure.Layer);
        Assert.Equal((StopReason.Diverged, 3), (failure.History.Stop, failure.History.Epochs.Count));

        // Epoch 3 is the last good one; that of its weights the loss of epoch 4 was finite says so.
        Assert.Equal(3, failure.History.BestEpoch);
        Model<float> again = s_line.Build<float>(1, 1);
        again.Fit(Line, new TrainingOptions { Loss = new MeanSquaredError(), Optimizer = new GradientDescent(0.01), Epochs = 3 });
        Assert.Equal(again.Block.Span.ToArray(), model.Block.Span.ToArray());
    }

    /// <summary>Weights whose own next loss is not finite are not the last good ones: those of the epoch before are.</summary>
    [Fact]
    public void WithoutValidationRowsAnEpochIsGoodWhenTheNextLossIsFinite()
    {
        Model<float> model = s_line.Build<float>(1, 1);
        TrainingFailedException failure = Assert.Throws<TrainingFailedException>(() => model.Fit(Line, new TrainingOptions { Loss = new MeanSquaredError(), Optimizer = new GradientDescent(new StepSchedule(0.01, 1e32, 3)), Epochs = 9 }));
        Assert.Equal((5, 1), (failure.Epoch, failure.Batch));
        Assert.Equal(3, failure.History.BestEpoch);
        Assert.All(model.Predict(new float[] { 1, 4 }), y => Assert.InRange(y, -10, 10));
        Assert.Contains("weights of epoch 3", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void TheFirstLossHasNoGradientBeforeIt()
    {
        Dataset<float> huge = Dataset.Create<float>(new float[] { 3e38f }, 1, new float[] { -3e38f }, 1);
        TrainingFailedException failure = Assert.Throws<TrainingFailedException>(() => s_line.Build<float>(1, 1).Fit(huge, Options(0.01)));
        Assert.DoesNotContain("gradient", failure.Message, StringComparison.Ordinal);
        Assert.True(double.IsNaN(failure.LargestGradient));
        Assert.Contains("has its initial weights", failure.Message, StringComparison.Ordinal);
    }

    // Against exact numbers: (3, 4)·s has the norm 5·s.
    [Theory]
    [InlineData(1e200, 1)]
    [InlineData(1e-170, 1e-171)]
    [InlineData(3e307, 1e-10)]
    [InlineData(1, 2)]
    public void ClippingByNormNeitherOverflowsNorLosesSmallNumbers(double size, double limit)
    {
        foreach (ClippingForm form in (ClippingForm[])[ClippingForm.GlobalNorm, ClippingForm.TensorNorm])
        {
            double norm = Math.Min(limit, 5 * size);
            double[] clipped = Clipped([3 * size, 4 * size], form, limit);
            Assert.Equal(0.6 * norm, clipped[0], 1e-12 * norm);
            Assert.Equal(0.8 * norm, clipped[1], 1e-12 * norm);
        }
    }

    [Fact]
    public void ClippingFloatsKeepsFactorsThatFloatCannotHold()
    {
        float[] clipped = Clipped<float>([3e38f, 0], ClippingForm.GlobalNorm, 1e-6);
        Assert.Equal([1e-6f, 0], clipped);
    }

    [Theory]
    [InlineData(double.PositiveInfinity)]
    [InlineData(double.NaN)]
    public void ClippingByNormLeavesWhatHasNoNorm(double odd)
    {
        Assert.Equal([odd, 1], Clipped([odd, 1], ClippingForm.GlobalNorm, 0.5));
        Assert.Equal([odd, 1], Clipped([odd, 1], ClippingForm.TensorNorm, 0.5));
    }

    [Fact]
    public void ALearnedSwishOfALargeInputHasAFiniteGradient()
    {
        Network network = [new Swish(1, Learnable: true), new Dense(1)];
        Dataset<float> rows = Dataset.Create<float>(new float[] { 1e20f, -1e20f, 1 }, 1, new float[] { 0, 0, 1 }, 1);
        Model<float> model = network.Build<float>(1, 1);
        model.SetParameter("layers.1.weight", [1e-20f]);
        AlignedBlock<float> parameters = model.Block.Copy();
        using Stepper<float> stepper = new(new(model, Options(0.1)), rows, default, 3, 1, parameters);
        stepper.Gradient([0, 1, 2], 0, 3);
        Assert.All(stepper.Gradients.Span.ToArray(), g => Assert.True(float.IsFinite(g)));
    }

    [Fact]
    public void NumbersTooLargeForFloatAreRefusedWhenTheNetworkIsBuilt()
    {
        foreach (Activation activation in (Activation[])[new LeakyRelu(1e39), new Elu(1e39), new Swish(1e39), new Softplus(1e39), new Softplus(1e-39), new HardSigmoid(1e39), new Step(1e39)])
        {
            Network network = [new Dense(2, activation), new Dense(1)];
            Assert.Contains("too large for a network of type Single", Assert.Throws<ArgumentException>(() => network.Build<float>(1)).Message, StringComparison.Ordinal);
            Assert.All(network.Build<double>(1).Predict(new double[] { 0.5 }), y => Assert.True(double.IsFinite(y)));
        }

        foreach (Activation activation in (Activation[])[new PRelu(1e39), new Swish(1e39, Learnable: true)])
        {
            Network network = [new Dense(2, activation), new Dense(1)];
            Assert.Contains("layers.1.", Assert.Throws<ArgumentException>(() => network.Build<float>(1).Predict(new float[] { 1 })).Message, StringComparison.Ordinal);
        }

        Network drawn = [new Dense(1) { WeightInitializer = new Constant(1e39) }];
        Assert.Contains("layers.0.weight", Assert.Throws<ArgumentException>(() => drawn.Build<float>(1).Fit(Line, Options(0.1))).Message, StringComparison.Ordinal);
        Assert.Contains("Huber's Delta", Assert.Throws<ArgumentException>(() => s_line.Build<float>(1).Fit(Line, Options(0.1) with { Loss = new Huber(1e39) })).Message, StringComparison.Ordinal);
    }

    private static TrainingOptions Options(double rate) => new() { Loss = new MeanSquaredError(), Optimizer = new GradientDescent(rate), Epochs = 20 };

    private static T[] Clipped<T>(T[] gradients, ClippingForm form, double limit)
        where T : unmanaged, System.Numerics.IBinaryFloatingPointIeee754<T>
    {
        ParameterTable table = new([new Parameter("a", 1, gradients.Length, true, false, new Zeros(), null)], AlignedBlock<T>.PerAlignment);
        AlignedBlock<T> block = new(table.Length);
        gradients.CopyTo(block.Span);
        Norms.Clip(block, table.InOrder, form, limit);
        return block.Span[..gradients.Length].ToArray();
    }
}
