using System.Text.Json;
using Descent.Data;
using Descent.Numerics;
using Descent.Tests.Goldens;

namespace Descent.Tests.Training;

/// <summary>Clipped gradients against torch.nn.utils, and clipping inside training.</summary>
public class ClippingTests
{
    private static readonly JsonElement s_golden = GoldenFile.Read("optimizers.json");
    private static readonly double[] s_gradients = GoldenFile.Numbers(s_golden.GetProperty("gradients")[1])[..10];
    private static readonly Network s_network = [new Dense(8, new Tanh()), new Dense(3)];

    [Theory]
    [InlineData("global_norm", ClippingForm.GlobalNorm, 0.5)]
    [InlineData("tensor_norm", ClippingForm.TensorNorm, 0.5)]
    [InlineData("value", ClippingForm.Value, 0.25)]
    [InlineData("untouched", ClippingForm.GlobalNorm, 1000)]
    public void EqualsPyTorch(string name, ClippingForm form, double limit)
    {
        // A vector of 4 and a matrix of 2 × 3, as a layer of 2 neurons with 3 inputs and some vector would lie in memory.
        ParameterTable table = new([Parameter("a", 1, 4), Parameter("b", 2, 3)], AlignedBlock<double>.PerAlignment);
        AlignedBlock<double> block = new(table.Length);
        s_gradients.AsSpan(0, 4).CopyTo(block.Span[table.InOrder[0].Offset..]);
        s_gradients.AsSpan(4).CopyTo(block.Span[table.InOrder[1].Offset..]);
        Norms.Clip(block, table.InOrder, form, limit);

        // PyTorch divides by the norm plus 1e−6; that is put back before the comparison.
        double[][] clipped = [.. s_golden.GetProperty("clipping").GetProperty(name).EnumerateArray().Select(GoldenFile.Numbers)];
        double whole = Norm(s_gradients), first = Norm(s_gradients[..4]), second = Norm(s_gradients[4..]);
        for (int tensor = 0; tensor < 2; tensor++)
        {
            double norm = form == ClippingForm.GlobalNorm ? whole : tensor == 0 ? first : second;
            double repair = form != ClippingForm.Value && norm > limit ? (norm + 1e-6) / norm : 1;
            for (int i = 0; i < clipped[tensor].Length; i++)
            {
                Assert.Equal(clipped[tensor][i] * repair, block.Span[table.InOrder[tensor].Offset + i], 1e-15);
            }
        }
    }

    [Theory]
    [InlineData(ClippingForm.GlobalNorm)]
    [InlineData(ClippingForm.TensorNorm)]
    [InlineData(ClippingForm.Value)]
    public void OneStepMovesByTheClippedGradient(ClippingForm form)
    {
        TrainingOptions options = Options(null);
        Model<double> model = s_network.Build<double>(4, 3);
        AlignedBlock<double> plain = Step(model, options), clipped = Step(model, options with { Clipping = new GradientClipping(0.01, form) });
        double[] free = [.. Own(model, plain).SelectMany(p => p)], held = [.. Own(model, clipped).SelectMany(p => p)];
        Assert.True(Norm(free) > 0.1);
        if (form == ClippingForm.Value)
        {
            Assert.All(free.Zip(held), pair => Assert.Equal(Math.Clamp(pair.First, -0.01, 0.01), pair.Second, 1e-14));
        }
        else
        {
            IEnumerable<double> norms = form == ClippingForm.GlobalNorm ? [Norm(held)] : Own(model, clipped).Select(Norm);
            Assert.All(norms, norm => Assert.Equal(0.01, norm, 1e-14));
        }
    }

    [Fact]
    public void BitsAreEqualForEveryWidthAndTwoThreads()
    {
        TrainingOptions options = Options(new GradientClipping(0.05)) with { Optimizer = new Adam(0.01), BatchSize = 100 };
        float[] expected = Laws.Training.Run<float>(s_network, options, 230, 100, LaneWidth.Current);
        foreach ((int bits, bool supported) in LaneWidth.Table)
        {
            if (supported)
            {
                Assert.Equal(expected, Laws.Training.Run<float>(s_network, options, 230, 100, bits, threads: 2));
            }
        }
    }

    [Fact]
    public void ExplodingGradientsAreHeld()
    {
        double[] inputs = [.. Laws.Samples.Targets("real", 40, 4, 1).Select(v => 30 * v)], targets = Laws.Samples.Targets("real", 40, 3, 2);
        Dataset data = Dataset.Create<double>(inputs, 4, targets, 3);
        Network network = [new Dense(8), new Dense(8), new Dense(3)];
        TrainingOptions options = Options(null) with { Optimizer = new GradientDescent(0.05), Epochs = 50 };
        Assert.Throws<TrainingFailedException>(() => network.Build<double>(4, 1).Fit(data, options));
        History history = network.Build<double>(4, 1).Fit(data, options with { Clipping = new GradientClipping(0.5) });
        Assert.True(history.Epochs[^1].Loss < history.Epochs[0].Loss);
    }

    [Fact]
    public void ALimitMustBeAboveZero()
    {
        Assert.Throws<ArgumentOutOfRangeException>("Limit", () => new GradientClipping(0));
        Assert.Throws<ArgumentOutOfRangeException>("Limit", () => new GradientClipping(1) with { Limit = double.NaN });
    }

    [Fact]
    public void ItIsPartOfTheOptionsAsJson()
    {
        TrainingOptions options = Options(new GradientClipping(0.5, ClippingForm.TensorNorm));
        Assert.Equal(options.Clipping, Catalogue.FromJson<TrainingOptions>(Catalogue.ToJson(options)).Clipping);
    }

    private static TrainingOptions Options(GradientClipping? clipping) =>
        new() { Loss = new MeanSquaredError(), Optimizer = new GradientDescent(1), Clipping = clipping, BatchSize = 20 };

    private static Parameter Parameter(string name, int rows, int columns) => new(name, rows, columns, rows == 1, rows > 1, new Zeros(), null);

    /// <summary>The block's change in one step.</summary>
    private static AlignedBlock<double> Step(Model<double> model, TrainingOptions options)
    {
        AlignedBlock<double> parameters = model.Block.Copy();
        using Stepper<double> stepper = Laws.Training.Stepper(model, options, 20, 1, parameters);
        stepper.Step([.. Enumerable.Range(0, 20)], 0, 20, new TrainingPosition(0, 1));
        for (int i = 0; i < parameters.Length; i++)
        {
            parameters.Span[i] -= model.Block.Span[i];
        }

        return parameters;
    }

    private static IEnumerable<double[]> Own(Model<double> model, AlignedBlock<double> block) => model.Parameters.Select(p => block.Span.Slice(p.Offset, p.Count).ToArray());

    private static double Norm(double[] values) => Math.Sqrt(values.Sum(v => v * v));
}
