using System.Numerics;
using Descent.Data;
using Descent.Numerics;
using Descent.Tests.Coverage;

namespace Descent.Tests.Laws;

/// <summary>Training gives the same bits in registers of any width and on any number of threads.</summary>
public class SameBitsTests
{
    private static readonly int[] s_widths = [.. LaneWidth.Table.Where(row => row.Supported).Select(row => row.Bits)];

    public static TheoryData<string> Activations => Subjects.TrainableNames;

    public static TheoryData<string> Losses => Subjects.Names<Loss>();

    public static TheoryData<string> Optimizers => Subjects.Names<Optimizer>();

    public static TheoryData<string> AllActivations => Subjects.Names<Activation>();

    /// <summary>Activations that can only predict; the others keep the law in training.</summary>
    public static IEnumerable<string> Untrainable => Subjects.All<Activation>().Except(Subjects.Trainable).Select(a => a.ToString());

    public static TheoryData<string> Layers => GradientTests.OtherLayers;

    public static TheoryData<string> Regularizers => Subjects.Names<Regularizer>();

    public static TheoryData<string> Initializers => Subjects.Names<Initializer>();

    [Fact]
    public void AfterAThousandStepsOfASmallNetwork()
    {
        Network network = [new Dense(12, new PRelu()), new Dense(7, new Swish(Learnable: true)), new Dense(5, new Tanh()), new Dense(3, new Softmax())];
        TrainingOptions options = new() { Loss = new CategoricalCrossEntropy(), Optimizer = new Adam(), Regularizer = new L2(1e-3), BatchSize = 100 };
        Check<float>(network, options, rows: 230, steps: 1000, inputs: 4);
        Check<double>(network, options, rows: 230, steps: 1000, inputs: 4);
    }

    [Fact]
    public void AfterSomeStepsOfANetworkWithPackedProducts()
    {
        Network network = [new Dense(150, new Relu()), new Dense(130, new Sigmoid()), new Dense(3)];
        TrainingOptions options = new() { Loss = new MeanSquaredError(), Optimizer = new Momentum(), BatchSize = 300 };
        Check<float>(network, options, rows: 430, steps: 9, inputs: 70);
        Check<double>(network, options, rows: 430, steps: 9, inputs: 70);
    }

    [Fact]
    public void AfterSomeStepsOfANetworkWithNormalizationAndChance()
    {
        Network network =
        [
            new GaussianNoise(0.05), new BatchNormalization(), new Dense(13), new BatchNormalization(), new Relu(), new Dropout(0.2), new Dense(9), new LayerNormalization(), new PRelu(),
            new Dropout(0.1, PerBatch: true), new Dense(5, new Tanh()), new BatchNormalization(), new Dense(3, new Softmax()),
        ];
        TrainingOptions options = new() { Loss = new CategoricalCrossEntropy(), Optimizer = new AdamW(), BatchSize = 300 };
        Check<float>(network, options, rows: 601, steps: 60, inputs: 4);
        Check<double>(network, options, rows: 601, steps: 60, inputs: 4);
    }

    /// <summary>Matrices that threads share out by rows, and between them everything that can follow by rows.</summary>
    [Fact]
    public void AfterSomeStepsOfANetworkWhoseMatricesAreSharedOut()
    {
        Network network =
        [
            new Dense(141), new BatchNormalization(), new PRelu(), new Dropout(0.2), new GaussianNoise(0.05), new Dense(133, new Sigmoid()), new Dropout(0.1, PerBatch: true),
            new Dense(150, new Swish(Learnable: true)), new LayerNormalization(), new Dense(140, new Relu()), new Dense(3, new Softmax()),
        ];
        TrainingOptions options = new() { Loss = new CategoricalCrossEntropy(), Optimizer = new AdamW(), BatchSize = 90 };
        Check<float>(network, options, rows: 200, steps: 9, inputs: 129);
        Check<double>(network, options with { Optimizer = new Nesterov(), Regularizer = new L2(1e-3, AllParameters: true) }, rows: 200, steps: 9, inputs: 129);
        Check<float>(network, options with { Clipping = new GradientClipping(0.1) }, rows: 200, steps: 9, inputs: 129);
        Check<float>(network, options with { Optimizer = new Hypergradient(new Adam()) }, rows: 200, steps: 9, inputs: 129);

        // Fewer rows than threads, in the forward pass and in the backward pass.
        Network narrow = [new Dense(2, new Tanh()), new Dense(8200, new Relu()), new Dense(3, new Softmax())];
        Check<float>(narrow, options, rows: 50, steps: 3, inputs: 8200);
    }

    /// <summary>Branches that meet again, in matrices that every thread computes whole and in those that threads share out.</summary>
    [Theory]
    [InlineData(12, 70)]
    [InlineData(140, 90)]
    public void AfterSomeStepsOfANetworkWithBranches(int width, int batch)
    {
        TrainingOptions options = new() { Loss = new CategoricalCrossEntropy(), Optimizer = new AdamW(), BatchSize = batch };
        Check<float>(Hashes.HashedTraining.Branched(width), options, rows: 200, steps: 9, inputs: 129);
        Check<double>(Hashes.HashedTraining.Branched(width), options with { Clipping = new GradientClipping(0.1) }, rows: 200, steps: 9, inputs: 129);
    }

    /// <summary>Members, of few neurons and of matrices that threads would share out, were they not of members.</summary>
    [Theory]
    [InlineData(13, 70, MemberSharing.Adapters)]
    [InlineData(140, 90, MemberSharing.Adapters)]
    [InlineData(140, 90, MemberSharing.Front)]
    [InlineData(140, 90, MemberSharing.Nothing)]
    public void AfterSomeStepsOfMembers(int width, int batch, MemberSharing sharing)
    {
        TrainingOptions options = new() { Loss = new CategoricalCrossEntropy(), Optimizer = new AdamW(), BatchSize = batch };
        Check<float>(Hashes.HashedTraining.Many(width, sharing), options, rows: 200, steps: 9, inputs: 129);
        Check<double>(Hashes.HashedTraining.Many(width, sharing), options with { Clipping = new GradientClipping(0.1) }, rows: 200, steps: 9, inputs: 129);
    }

    [Fact]
    public void AdamWWithoutDecayIsAdam()
    {
        Network network = [new Dense(6), new Dropout(0), new Tanh(), new Dense(3)], plain = [new Dense(6), new Tanh(), new Dense(3)];
        TrainingOptions options = new() { Loss = new MeanSquaredError(), Optimizer = new Adam(), BatchSize = 20 };
        AssertSame(Training.Run<float>(plain, options, 53, 40, s_widths[0]), Training.Run<float>(network, options with { Optimizer = new AdamW(WeightDecay: 0) }, 53, 40, s_widths[0]), "AdamW without decay, dropout of nothing");
    }

    [Theory]
    [Proves(Proof.Law, Law.Lanes)]
    [MemberData(nameof(Activations))]
    public void WithEveryActivation(string name) =>
        CheckWidths([new Dense(6, Subjects.Find<Activation>(name)), new Dense(5, new Tanh()), new Dense(3)], new MeanSquaredError(), new Adam());

    [Theory]
    [Proves(Proof.Law, Law.Lanes, Of = nameof(Untrainable))]
    [MemberData(nameof(AllActivations))]
    public void WhenPredictingWithEveryActivation(string name)
    {
        Network network = [new Dense(6, Subjects.Find<Activation>(name)), new Dense(3)];
        double[] inputs = Samples.Targets("real", 53, 4, 12);
        AssertSameOnEveryWidth(bits => network.Build<double>(4, 3, bits).Predict(inputs), name);
        AssertSameOnEveryWidth(bits => network.Build<float>(4, 3, bits).Predict([.. inputs.Select(x => (float)x)]), name);
    }

    [Theory]
    [Proves(Proof.Law, Law.Lanes)]
    [MemberData(nameof(Layers))]
    public void WithEveryLayer(string name) => CheckWidths(Subjects.Placed(Subjects.Find<Layer>(name), new Tanh(), new Dense(3)), new MeanSquaredError(), new Adam());

    [Theory]
    [Proves(Proof.Law, Law.Lanes)]
    [MemberData(nameof(Regularizers))]
    public void WithEveryRegularizer(string name) => CheckWidths([new Dense(6, new PRelu()), new Dense(3)], new MeanSquaredError(), new Adam(), Subjects.Find<Regularizer>(name));

    [Theory]
    [Proves(Proof.Law, Law.Lanes)]
    [MemberData(nameof(Initializers))]
    public void WithEveryInitializer(string name)
    {
        Network network = [Subjects.DenseWith(6, new Tanh(), Subjects.Find<Initializer>(name)), new Dense(3)];
        Dataset<double> data = Dataset.Create<double>(Samples.Targets("real", 53, 4, 12), 4, Samples.Targets("real", 53, 3, 13), 3);
        AssertSameOnEveryWidth(bits => Fitted(network.Build<double>(4, 3, bits), data), name);
        AssertSameOnEveryWidth(bits => Fitted(network.Build<float>(4, 3, bits), data.As<float>()), name);

        static T[] Fitted<T>(Model<T> model, Dataset<T> rows)
            where T : unmanaged, IBinaryFloatingPointIeee754<T>
        {
            model.Fit(rows, new TrainingOptions { Loss = new MeanSquaredError(), Epochs = 2 });
            return [.. model.Parameters.SelectMany(p => model.GetParameter(p.Name))];
        }
    }

    [Theory]
    [Proves(Proof.Law, Law.Lanes)]
    [MemberData(nameof(Losses))]
    public void WithEveryLoss(string name)
    {
        Loss loss = Subjects.Find<Loss>(name);
        CheckWidths(Training.NetworkFor(loss, new Tanh()), loss, new Adam());
    }

    [Theory]
    [Proves(Proof.Law, Law.Lanes)]
    [MemberData(nameof(Optimizers))]
    public void WithEveryOptimizer(string name) =>
        CheckWidths([new Dense(6, new Tanh()), new Dense(3)], new MeanSquaredError(), Subjects.Find<Optimizer>(name));

    private static void CheckWidths(Network network, Loss loss, Optimizer optimizer, Regularizer? regularizer = null)
    {
        TrainingOptions options = new() { Loss = loss, Optimizer = optimizer, Regularizer = regularizer, BatchSize = 20 };
        double[] wide = Training.Run<double>(network, options, 53, 40, s_widths[0]);
        float[] narrow = Training.Run<float>(network, options, 53, 40, s_widths[0]);
        foreach (int bits in s_widths[1..])
        {
            AssertSame(wide, Training.Run<double>(network, options, 53, 40, bits), $"{network}, {bits} bits");
            AssertSame(narrow, Training.Run<float>(network, options, 53, 40, bits), $"{network}, {bits} bits");
        }
    }

    private static void AssertSameOnEveryWidth<T>(Func<int, T[]> run, string what)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        T[] expected = run(s_widths[0]);
        Assert.All(s_widths[1..], bits => AssertSame(expected, run(bits), $"{what}, {bits} bits"));
    }

    private static void Check<T>(Network network, TrainingOptions options, int rows, int steps, int inputs)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        T[] expected = Training.Run<T>(network, options, rows, steps, s_widths[0], threads: 1, inputs);
        foreach (int bits in s_widths[1..])
        {
            AssertSame(expected, Training.Run<T>(network, options, rows, steps, bits, threads: 1, inputs), $"{bits} bits");
        }

        AssertSame(expected, Training.Run<T>(network, options, rows, steps, s_widths[0], threads: 2, inputs), "2 threads");

        // More threads than a machine may have processors for wait for each other: fewer steps show as much.
        int fewer = Math.Min(steps, 100);
        expected = Training.Run<T>(network, options, rows, fewer, s_widths[0], threads: 1, inputs);
        AssertSame(expected, Training.Run<T>(network, options, rows, fewer, s_widths[^1], threads: 3, inputs), $"3 threads, {s_widths[^1]} bits");
        AssertSame(expected, Training.Run<T>(network, options, rows, fewer, s_widths[0], threads: 8, inputs), "8 threads");
    }

    internal static void AssertSame<T>(T[] expected, T[] actual, string what)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Assert.Equal(expected.Length, actual.Length);
        for (int i = 0; i < expected.Length; i++)
        {
            Assert.True(BitConverter.DoubleToInt64Bits(double.CreateTruncating(expected[i])) == BitConverter.DoubleToInt64Bits(double.CreateTruncating(actual[i])), $"{what}: parameter {i} is {actual[i]:R}, not {expected[i]:R}");
        }
    }
}
