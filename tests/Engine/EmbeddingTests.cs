using System.Text.Json;
using Descent.Data;
using Descent.Formats;
using Descent.Numerics;
using Descent.Tests.Coverage;
using Descent.Tests.Goldens;
using Descent.Tests.Laws;

namespace Descent.Tests.Engine;

/// <summary>Embeddings of numbers and of categories: the numbers of PyTorch and NumPy (embeddings.py), and the laws for networks with category columns.</summary>
public class EmbeddingTests
{
    private static readonly Lazy<JsonElement> s_root = new(() => GoldenFile.Read("embeddings.json"));
    private static readonly InputShape s_shape = new(3, [40, 2, 9]);

    public static IEnumerable<string> Names => ["piecewise_linear", "periodic", "periodic_bias", "category_embedding"];

    public static TheoryData<string> Networks => ["bins", "periods", "phases", "tables alone", "signs"];

    private static Network Of(string name) => name switch
    {
        "piecewise" => [new PiecewiseLinear(5, 3), new CategoryEmbedding(3, 2), new Dense(4, new Tanh()), new Dense(2)],
        "encoding" => [new CategoryEmbedding(2, 0), new Dense(3, new Tanh()), new PiecewiseLinear(4, 0), new Dense(2)],
        "periodic" => [new Periodic(4, 3), new CategoryEmbedding(), new Dense(2)],
        "periodic_linear" => [new Periodic(4, 3, Rectified: false), new CategoryEmbedding(), new Dense(2)],
        "periodic_bias" => [new PeriodicBias(5, 4), new CategoryEmbedding(), new Dense(2)],
        "signed_pairs" => [new CategoryEmbedding(3, 4, SignedPairs: true), new Dense(2)],
        "bins" => [new PiecewiseLinear(7, 5), new CategoryEmbedding(4, 3), new Dense(9, new Relu()), new Dense(2)],
        "periods" => [new Periodic(9, 7, 0.1), new CategoryEmbedding(), new Dense(9, new Relu()), new Dense(2)],
        "phases" => [new PeriodicBias(), new CategoryEmbedding(3, 0), new Dense(9, new Relu()), new Dense(2)],
        "signs" => [new CategoryEmbedding(3, 9, SignedPairs: true), new Dense(9, new Relu()), new Dense(2)],
        _ => [new CategoryEmbedding(), new Dense(9, new Relu()), new Dense(2)],
    };

    [Theory]
    [Proves(Proof.Peer, Of = nameof(Names))]
    [InlineData("piecewise")]
    [InlineData("encoding")]
    [InlineData("periodic")]
    [InlineData("periodic_linear")]
    [InlineData("periodic_bias")]
    [InlineData("signed_pairs")]
    public void AgreesWithPyTorch(string name)
    {
        JsonElement golden = s_root.Value.GetProperty(name);
        int rows = s_root.Value.GetProperty("rows").GetInt32();
        InputShape shape = new(s_root.Value.GetProperty("numbers").GetInt32(), [.. s_root.Value.GetProperty("categories").EnumerateArray().Select(count => count.GetInt32())]);
        Model<double> model = Of(name).Build<double>(shape);
        JsonProperty[] parameters = [.. golden.GetProperty("parameters").EnumerateObject()];
        Assert.Equal(parameters.Select(p => p.Name).Order(StringComparer.Ordinal), model.Parameters.Select(p => p.Name).Order(StringComparer.Ordinal));
        model.SetParameters(parameters.ToDictionary(p => p.Name, p => GoldenFile.Numbers(p.Value)));
        double[] inputs = GoldenFile.Numbers(golden.GetProperty("inputs"));
        Check("outputs", GoldenFile.Numbers(golden.GetProperty("outputs")), model.Predict(inputs));
        BatchGradients<double> gradients = model.Gradients(Dataset.Create<double>(inputs, shape.Width, GoldenFile.Numbers(golden.GetProperty("targets")), 2), new MeanSquaredError());
        GoldenFile.AssertClose(golden.GetProperty("loss").GetDouble(), gradients.Loss, 1e-13, "loss");
        Assert.Equal(model.Parameters.Count(p => p.Trains) + 1, golden.GetProperty("gradients").EnumerateObject().Count());
        foreach (JsonProperty gradient in golden.GetProperty("gradients").EnumerateObject())
        {
            Check(gradient.Name, GoldenFile.Numbers(gradient.Value), gradient.Name == "inputs" ? [.. gradients.Inputs.Cast<double>()] : gradients.Parameters[gradient.Name]);
        }
    }

    [Fact]
    public void EdgesAreTheDistinctQuantilesOfTheTrainingRows()
    {
        JsonElement golden = s_root.Value.GetProperty("quantiles");
        double[] data = GoldenFile.Numbers(golden.GetProperty("data"));
        Network network = [new PiecewiseLinear(golden.GetProperty("bins").GetInt32(), 2), new Dense(1)];
        Model<double> model = network.Build<double>(3);
        double[] before = model.GetParameter("layers.0.edges");
        Assert.Equal(-before[0], before[6], 12);
        Assert.Equal(1.4652337926855223, before[6], 12);
        Dataset<double> rows = Dataset.Create<double>(data, 3, new double[40], 1);
        TrainingOptions options = new() { Loss = new MeanSquaredError(), Epochs = 1 };
        _ = model.Fit(rows, options with { WarmStart = true });
        Assert.Equal(before, model.GetParameter("layers.0.edges"));
        _ = model.Fit(rows, options with { Groups = [new ParameterGroup("layers.0.*", Frozen: true)] });
        Assert.Equal(before, model.GetParameter("layers.0.edges"));
        _ = model.Fit(rows, options);
        Check("edges", GoldenFile.Numbers(golden.GetProperty("edges")), model.GetParameter("layers.0.edges"));
    }

    /// <summary>A test of learning rates begins where a training does.</summary>
    [Fact]
    public void ATestOfLearningRatesFitsEdgesToo()
    {
        Network network = [new PiecewiseLinear(4, 0), new Dense(1)];
        double[] inputs = [.. Enumerable.Range(0, 40).Select(row => 50 + (row * row / 10.0))];
        Dataset<double> rows = Dataset.Create<double>(inputs, 1, [.. inputs.Select(x => x / 100)], 1);
        TrainingOptions options = new() { Loss = new MeanSquaredError(), BatchSize = 40, Epochs = 1, Shuffle = false };
        double begun = network.Build<double>(1, 3).Fit(rows, options).InitialLoss;
        Assert.Equal(begun, network.Build<double>(1, 3).FindLearningRate(rows, options, new LearningRateRange(Steps: 20)).Points[0].Loss);
    }

    /// <summary>On an edge the derivative is that from the right, in the encoding alone as in the embedding of it; below and above all edges it is that of the outer bins.</summary>
    [Theory]
    [InlineData(-1, 0.5)]
    [InlineData(0, 0.5)]
    [InlineData(0.5, 0.5)]
    [InlineData(1, 1.5)]
    [InlineData(1.5, 1.5)]
    [InlineData(2, 4)]
    [InlineData(3, 4)]
    [InlineData(7, 4)]
    public void TheSlopeOfAnEncodingIsThatOfOneBin(double x, double slope)
    {
        Network network = [new PiecewiseLinear(Bins: 3, Width: 0), new Dense(1)];
        Model<double> model = network.Build<double>(1);
        model.SetParameter("layers.0.edges", [0, 1, 2, 3]);
        model.SetParameter("layers.1.weight", [0.5, 1.5, 4]);
        double output = model.Predict([x])[0];

        // (y − t)² has the derivative 2·(y − t), which is 1.
        BatchGradients<double> gradients = model.Gradients(Dataset.Create<double>([x], 1, [output - 0.5], 1), new MeanSquaredError());
        Assert.Equal(slope, gradients.Inputs[0, 0], 1e-12);
    }

    /// <summary>A linear embedding at first, whatever the edges are.</summary>
    [Fact]
    public void BinsCountForNothingAtFirst()
    {
        Network network = [new PiecewiseLinear(6, 2)];
        Model<double> model = network.Build<double>(1);
        double[] w = model.GetParameter("layers.0.linear"), b = model.GetParameter("layers.0.bias");
        Check("embedding", [(0.7 * w[0]) + b[0], (0.7 * w[1]) + b[1]], model.Predict([0.7]));
    }

    [Theory]
    [MemberData(nameof(Networks))]
    public void ThreadsAndWidthsChangeNoBit(string name)
    {
        (Dataset<float> rows, Network network) = (Rows(150), Of(name));
        float[]? first = null;
        foreach (int bits in LaneWidth.Table.Where(row => row.Supported).Select(row => row.Bits))
        {
            foreach (int threads in (int[])[1, 2, 3, 8])
            {
                Model<float> model = network.Build<float>(s_shape, 3, bits);
                _ = model.Fit(rows, new TrainingOptions { Loss = new MeanSquaredError(), Epochs = 2, BatchSize = 64, Threads = threads, ExceedProcessors = true });
                float[] weights = [.. model.Parameters.SelectMany(p => model.GetParameter(p.Name))];
                Assert.Equal(first ??= weights, weights);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Networks))]
    public void FewRowsAndManyGiveTheSame(string name)
    {
        Model<float> model = Of(name).Build<float>(s_shape, 3);
        Dataset<float> rows = Rows(300);
        _ = model.Fit(rows, new TrainingOptions { Loss = new MeanSquaredError(), Epochs = 2 });
        Assert.NotNull(model.Plan.ForSamples);
        float[] all = model.Predict(rows.Inputs.Span);
        foreach (int count in (int[])[1, 5, 24])
        {
            Assert.Equal(all[..(count * 2)], model.Predict(rows.Inputs.Span[..(count * s_shape.Width)]));
        }

        Assert.All(Enumerable.Range(0, 300), row => Assert.Equal(all[(row * 2)..((row + 1) * 2)], model.Predict(rows.Inputs.Span.Slice(row * s_shape.Width, s_shape.Width))));
    }

    /// <summary>A target that only the codes tell, and one that is a step of a number.</summary>
    [Fact]
    public void CodesTrainEndToEnd()
    {
        Model<float> model = Of("bins").Build<float>(s_shape, 1);
        Dataset<float> rows = Rows(600);
        History history = model.Fit(rows, new TrainingOptions { Loss = new MeanSquaredError(), Optimizer = new Adam(0.01), Epochs = 60, Validation = Rows(600) });
        Assert.True(history.Epochs[^1].Loss < 0.05 * history.Epochs[0].Loss, $"{history.Epochs[0].Loss} → {history.Epochs[^1].Loss}");
    }

    [Fact]
    public void CodesOutOfRangeAreRefusedWhereverTheyEnter()
    {
        Model<float> model = Of("bins").Build<float>(s_shape);
        TrainingOptions options = new() { Loss = new MeanSquaredError(), Epochs = 1 };
        foreach (float bad in (float[])[41, -1, 2.5f])
        {
            float[] inputs = Rows(3).Inputs.ToArray();
            inputs[s_shape.Width + 3] = bad;
            Dataset<float> rows = Dataset.Create<float>(inputs, s_shape.Width, new float[6], 2);
            using TrainingRun<float> run = Of("bins").Build<float>(s_shape).Begin(options);
            Func<object?>[] ways =
            [
                () => model.Predict(inputs), () => model.Activations(inputs), () => model.Gradients(rows, new MeanSquaredError()),
                () => model.Fit(rows, options), () => model.Fit(Rows(3), options with { Validation = rows }), () => run.Step(rows), () => run.Evaluate(rows),
                () => model.FindLearningRate(rows, options), () => new UpdateLoop<float>(model, rows, options), () => model.Loss(rows, new MeanSquaredError()),
            ];
            Assert.All(ways, way => Assert.Contains("row 1, column 3", Assert.Throws<ArgumentException>(way).Message, StringComparison.Ordinal));
        }

        float[] none = Rows(3).Inputs.ToArray();
        none[s_shape.Width + 3] = float.NaN;
        Assert.Contains("row 1, column 3", Assert.Throws<ArgumentException>(() => model.Predict(none)).Message, StringComparison.Ordinal);
        Assert.Contains("Mixup", Assert.Throws<ArgumentException>(() => model.Fit(Rows(20), options with { Augmentations = [new Mixup()] })).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ANetworkLooksItsCategoriesUp()
    {
        Network dense = [new Dense(2)], unused = [new PiecewiseLinear(), new Dense(2)];
        Assert.Contains("Dense would use the codes of 3 category columns as numbers", Assert.Throws<ArgumentException>(() => dense.Build<float>(s_shape)).Message, StringComparison.Ordinal);
        Assert.Contains("No layer uses the 3 category columns", Assert.Throws<ArgumentException>(() => unused.Build<float>(s_shape)).Message, StringComparison.Ordinal);

        Network inside = [new Members(2, [new PiecewiseLinear(), new Dense(2)])];
        Assert.Contains("Put it before Members", Assert.Throws<ArgumentException>(() => inside.Build<float>(3)).Message, StringComparison.Ordinal);

        // Without categories, or without numbers, an embedding of them has nothing to do.
        Network network = [new PeriodicBias(), new CategoryEmbedding(), new Dense(2)];
        Assert.Equal(2 * ((4 * 3) + 1), network.Build<float>(3).Parameters.Where(p => p.Name.StartsWith("layers.2", StringComparison.Ordinal)).Sum(p => p.Count));
        Assert.Equal(2 * (8 + 2 + 1), network.Build<float>(new InputShape(0, [12, 2])).Parameters.Where(p => p.Name.StartsWith("layers.2", StringComparison.Ordinal)).Sum(p => p.Count));
        Assert.Throws<ArgumentOutOfRangeException>(() => new InputShape(0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new InputShape(1, [0]));
        Assert.Equal(new InputShape(4), 4);
        Assert.NotEqual(new InputShape(3, [4]), new InputShape(3, [5]));
    }

    /// <summary>What is frozen stays, and a residual sum below everything that trains has nothing to hand back.</summary>
    [Fact]
    public void GroupsFreezeTables()
    {
        Network network = [new Residual([new Dense(3, new Tanh())]), new Dense(2)];
        TrainingOptions options = new() { Loss = new MeanSquaredError(), Epochs = 1, Groups = [new ParameterGroup("layers.1.*", Frozen: true)] };
        Model<float> block = network.Build<float>(3), model = Of("bins").Build<float>(s_shape);
        _ = block.Fit(Dataset.Create<float>(new float[30], 3, new float[20], 2), options);
        float[] before = model.GetParameter("layers.1.table_0"), other = model.GetParameter("layers.1.table_2");
        _ = model.Fit(Rows(50), options with { Groups = [new ParameterGroup("*.table_0", Frozen: true)], Regularizer = new L2(0.1) });
        Assert.Equal(before, model.GetParameter("layers.1.table_0"));
        Assert.NotEqual(other, model.GetParameter("layers.1.table_2"));
        Assert.Equal(["layers.0.weight", "layers.1.table_0", "layers.1.table_2", "layers.2.weight", "layers.4.weight"], model.Parameters.Where(p => p.Decays).Select(p => p.Name));
    }

    [Fact]
    public void StepsKnowWhichRowsBelongToWhichInput()
    {
        NetworkStep[] steps = [.. Of("bins").Build<float>(s_shape).Steps.Steps];
        Assert.Equal([5, 5, 5, 4, 2, 4], steps.OfType<LookUpStep>().Single().Chunks!);
        Assert.Equal([5, 5, 5], steps.OfType<PiecewiseAffineStep>().Single().Chunks!);
        Assert.Null(steps[^1].Chunks);
        Assert.Equal([4, 4, 4, 3, 3, 3], Of("phases").Build<float>(s_shape).Steps.Steps.OfType<LookUpStep>().Single().Chunks!);
        Assert.Equal([7, 7, 7], Of("periods").Build<float>(s_shape).Steps.Steps.OfType<ElementwiseStep>().First().Chunks!);
    }

    [Fact]
    public void ModelsAreSavedWithTheKindsOfTheirInputs()
    {
        Model<float> model = Of("bins").Build<float>(s_shape, 1);
        Dataset<float> rows = Rows(50);
        _ = model.Fit(rows, new TrainingOptions { Loss = new MeanSquaredError(), Epochs = 1 });
        Model<float> loaded = SavedModel<float>.Load(new SavedModel<float>(model).ToBytes()).Model;
        Assert.Equal(s_shape, loaded.InputShape);
        Assert.Equal(model.Predict(rows.Inputs.Span), loaded.Predict(rows.Inputs.Span));
        Assert.Contains("3 numbers, 3 categories (40, 2, 9)", model.Summary(), StringComparison.Ordinal);
        Assert.Equal((15 * 2) + (25 * 9) + (9 * 2), model.Steps.MultiplyAdds);
    }

    [Fact]
    public void AStepAllocatesNothing()
    {
        foreach (string name in Networks.Select(row => row.Data))
        {
            Model<float> model = Of(name).Build<float>(s_shape, 1);
            TrainingOptions options = new() { Loss = new MeanSquaredError(), BatchSize = 50 };
            AlignedBlock<float> parameters = model.Block.Copy();
            using Stepper<float> stepper = new(new CompiledTraining<float>(model, options), Rows(50), default, 50, 1, parameters);
            int[] order = [.. Enumerable.Range(0, 50)];
            _ = stepper.Step(order, 0, 50, new TrainingPosition(0, 1));
            long before = GC.GetAllocatedBytesForCurrentThread();
            _ = stepper.Step(order, 0, 50, new TrainingPosition(1, 1));
            Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        }
    }

    private static Dataset<float> Rows(int rows)
    {
        float[] numbers = [.. Samples.Targets("real", rows, 3, 4).Select(x => (float)x)], inputs = new float[rows * 6], targets = new float[rows * 2];
        for (int row = 0; row < rows; row++)
        {
            numbers.AsSpan(row * 3, 3).CopyTo(inputs.AsSpan(row * 6));
            (inputs[(row * 6) + 3], inputs[(row * 6) + 4], inputs[(row * 6) + 5]) = (row * 7 % 41, row % 3, row * 3 % 10);
            (targets[row * 2], targets[(row * 2) + 1]) = (row * 7 % 41 % 3, numbers[row * 3] > 0.3f ? 1 : -1);
        }

        return Dataset.Create<float>(inputs, 6, targets, 2);
    }

    private static void Check(string what, double[] expected, double[] actual)
    {
        Assert.Equal(expected.Length, actual.Length);
        Assert.All(expected.Zip(actual).Index(), pair => GoldenFile.AssertClose(pair.Item.First, pair.Item.Second, 1e-12, $"{what} [{pair.Index}]"));
    }
}
