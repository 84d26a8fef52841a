using Descent.Formats;
using Descent.Formats.Onnx;
using Descent.Numerics;
using Descent.Outside;
using Descent.Tests.Laws;

namespace Descent.Tests.Formats.Onnx;

/// <summary>Every layer and activation of the catalogue, written as ONNX, gives the same outputs in ONNX Runtime.</summary>
public class NetworkExportTests
{
    private const int Rows = 24;

    public static TheoryData<string> Layers => Subjects.Names<Layer>();

    [Theory]
    [MemberData(nameof(Layers))]
    public void OnnxRuntimeComputesTheSame(string name)
    {
        Model<float> model = Around(Subjects.Find<Layer>(name));
        foreach (int opset in new[] { 13, 17, 21 })
        {
            AssertSame(model, opset);
        }
    }

    [Theory]
    [MemberData(nameof(Layers))]
    public void InsideMembersTheyDoToo(string name)
    {
        Layer layer = Subjects.Find<Layer>(name);
        if (layer is Members or Concatenate or PiecewiseLinear or Periodic or PeriodicBias or CategoryEmbedding or LogSoftmax)
        {
            // These cannot be inside members, or not at their end.
            return;
        }

        Network network = [new Members(3, [layer is Dense ? layer : new Dense(4), layer, new Dense(2)], MemberSharing.Adapters)];
        AssertSame(Disturbed(network.Build<float>(4, seed: 3)), 17);
    }

    [Theory]
    [InlineData(13)]
    [InlineData(14)]
    [InlineData(15)]
    [InlineData(16)]
    [InlineData(17)]
    [InlineData(18)]
    [InlineData(19)]
    [InlineData(20)]
    [InlineData(21)]
    public void EveryVersionOfTheOperatorsWorks(int opset)
    {
        Network network =
        [
            new PiecewiseLinear(4, 3), new CategoryEmbedding(), new Dense(8, new Gelu()), new BatchNormalization(), new Residual([new LayerNormalization(), new Dense(8, new HardSwish())]), new Dense(6, new Mish()),
            new Members(3, [new Dense(5, new LeakyRelu()), new LayerNormalization(), new Dense(3, new Softmax())]),
        ];
        AssertSame(Disturbed(network.Build<float>(new InputShape(3, [20, 4, 2]), seed: 5)), opset);
    }

    [Theory]
    [InlineData(MemberSharing.Adapters)]
    [InlineData(MemberSharing.Front)]
    [InlineData(MemberSharing.Nothing)]
    public void MembersShareWhatTheyShare(MemberSharing sharing)
    {
        Network network = [new CategoryEmbedding(), new Members(3, [new Dense(5, new PRelu()), new BatchNormalization(), new Dense(4, new Swish(Learnable: true)), new Dense(2, new Sigmoid())], sharing)];
        AssertSame(Disturbed(network.Build<float>(new InputShape(3, [20, 4]), seed: 5)), 17);
    }

    [Fact]
    public void BinsOfWidthZeroGiveNothing()
    {
        Model<float> model = Network.Create([new PiecewiseLinear(4, 0), new Dense(2)]).Build<float>(2, seed: 1);
        model.SetParameter("layers.0.edges", [-1, 0, 1, 1, 1, 2, 2, 2, 2, 2]);
        AssertSame(model, 17);
    }

    [Fact]
    public void WeightsInDoubleAreRounded()
    {
        Model<double> model = Network.Create([new Dense(5, new Tanh()), new Dense(2)]).Build<double>(3, seed: 2);
        float[] inputs = [0.5f, -1, 2];
        using OnnxRun run = new(model.ToOnnx());
        double[] expected = model.Predict(Array.ConvertAll(inputs, value => (double)value));
        Assert.All(run.Predict(inputs, 3).Zip(expected), pair => Assert.Equal(pair.Second, pair.First, 1e-6));
    }

    [Fact]
    public void TheFileSaysWhoMadeItAndNamesItsNodes()
    {
        Model<float> model = Network.Create([new Dense(5, new Tanh()), new Dense(2)]).Build<float>(3, seed: 2);
        using OnnxRun run = new(model.ToOnnx());
        Assert.Equal("Descent", run.Metadata.ProducerName);
        Assert.StartsWith("Descent ", run.Notes["descent.made_by"], StringComparison.Ordinal);
        Assert.Equal([-1, 3], run.Inputs["input"].Dimensions);
        Assert.Equal("rows", run.Inputs["input"].SymbolicDimensions[0]);
        Assert.Equal([-1, 2], run.Outputs["output"].Dimensions);
    }

    [Fact]
    public void ACustomActivationIsRefusedByName()
    {
        foreach (Layer custom in new Layer[] { new Isru(), new Squareplus(), new Strength(new Isru()) })
        {
            Model<float> model = Network.Create([new Dense(2), custom]).Build<float>(3);
            Assert.Contains(custom is Squareplus ? "Squareplus" : "Isru", Assert.Throws<ModelFileException>(() => model.ToOnnx()).Message, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData(12)]
    [InlineData(22)]
    public void OtherVersionsAreRefused(int opset)
    {
        Model<float> model = Network.Create([new Dense(2)]).Build<float>(3);
        Assert.Contains("from 13 to 21", Assert.Throws<ArgumentOutOfRangeException>(() => model.ToOnnx(opset)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => new OnnxOptions { Opset = opset });
    }

    private static Model<float> Around(Layer layer)
    {
        bool embeds = layer is PiecewiseLinear or Periodic or PeriodicBias or CategoryEmbedding;
        Network network = embeds
            ? [layer, .. layer is CategoryEmbedding ? Array.Empty<Layer>() : [new CategoryEmbedding()], new Dense(3)]
            : layer is Members ? [new Dense(4, new Tanh()), layer] : [new Dense(4, new Tanh()), new Scaling(), layer, new Dense(3)];
        return Disturbed(network.Build<float>(embeds ? new InputShape(3, [20, 4, 2]) : 4, seed: 7));
    }

    /// <summary>Gives every parameter a value of its own, so that no factor or order is left unseen.</summary>
    private static Model<float> Disturbed(Model<float> model)
    {
        CounterRandom random = new(11, Streams.Noise);
        ulong drawn = 0;
        foreach (Parameter parameter in model.Parameters.Where(parameter => !parameter.Name.EndsWith(".edges", StringComparison.Ordinal)))
        {
            bool isVariance = parameter.Name.EndsWith("variance", StringComparison.Ordinal);
            float[] values = model.GetParameter(parameter.Name);
            for (int i = 0; i < values.Length; i++)
            {
                float noise = (float)(0.3 * random.Normal(drawn++));
                values[i] = isVariance ? 0.2f + Math.Abs(values[i] + noise) : parameter.Bounds is { } bounds ? Math.Clamp(values[i] + noise, (float)bounds.Low, (float)bounds.High) : values[i] + noise;
            }

            model.SetParameter(parameter.Name, values);
        }

        return model;
    }

    private static void AssertSame(Model<float> model, int opset)
    {
        CounterRandom random = new(5, Streams.Noise);
        float[] inputs = new float[Rows * model.Inputs];
        for (int i = 0; i < inputs.Length; i++)
        {
            // Some rows are far from the others, and the codes go through all values.
            int row = i / model.Inputs, column = i % model.Inputs;
            inputs[i] = column >= model.InputShape.Numbers ? row % (model.InputShape.Categories[column - model.InputShape.Numbers] + 1) : (float)(random.Normal((ulong)i) * (row % 8 == 7 ? 3 : 1));
        }

        using OnnxRun run = new(model.ToOnnx(opset));
        float[] expected = model.Predict(inputs), actual = run.Predict(inputs, model.Inputs);
        Assert.Equal(expected.Length, actual.Length);
        for (int i = 0; i < expected.Length; i++)
        {
            Assert.True(Math.Abs(expected[i] - actual[i]) <= 2e-6 * (1 + Math.Abs(expected[i])), $"opset {opset}, row {i / model.Outputs}: {expected[i]:R} here, {actual[i]:R} in ONNX Runtime.");
        }

        Assert.Empty(run.Predict([], model.Inputs));
        Assert.Equal(expected[..model.Outputs], run.Predict(inputs[..model.Inputs], model.Inputs), (a, b) => Math.Abs(a - b) <= 2e-6 * (1 + Math.Abs(a)));
    }
}
