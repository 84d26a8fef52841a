using System.Globalization;
using Descent.Data;
using Descent.Tests.Laws;
using Descent.Tests.Repository;

namespace Descent.Tests.Training;

/// <summary>Training holds what the formula says, and the data once. Runs alone: allocations of other threads would count.</summary>
[Collection(nameof(AllocationTests))]
public class TrainingMemoryTests
{
    private const int Rows = 20_000;

    private static readonly Network s_w3 = [new Dense(1024, new Relu()), new Dense(1024, new Relu()), new Dense(10, new Softmax())];

    private static TrainingOptions Options => new() { Loss = new CategoricalCrossEntropy(), Optimizer = new Adam(), BatchSize = 256, MaximumSteps = 2, Threads = 1 };

    // 784·1024 + 1024² + 1024·10 weights and 1024 + 1024 + 10 biases, each array padded to 16 floats.
    private static long Copy => 4L * ((784 * 1024) + (1024 * 1024) + (1024 * 10) + 1024 + 1024 + 16);

    // Values: the inputs, two hidden layers, the outputs, the targets; gradients: the same but for inputs and targets; a row of losses
    // and one of weights. 376 = 120 + 256 rows of packed blocks of depth 512, and one tile of 6 × 64.
    private static TrainingMemory ByHand { get; } = new(2 * Copy, Copy, 2 * Copy, 4L * 256 * ((784 + 1024 + 1024 + 10 + 10) + (1024 + 1024 + 10) + 2), 4 * ((376 * 512) + 384), Rows * ((794L * 4) + 4), 0);

    [Fact]
    public void TheFormulaForW3IsWhatItsPageSays()
    {
        TrainingMemory memory = TrainingMemory.Of(s_w3.Build<float>(784), Data(), Options);
        Assert.Equal(ByHand, memory);
        string page = Checkout.Read("docs/memory.md");
        Assert.All(
            [memory.Weights, memory.Gradients, memory.Optimizer, memory.Frame, memory.Packing, memory.Data, memory.Total],
            bytes => Assert.Contains($"| {bytes.ToString("N0", CultureInfo.InvariantCulture)} |", page, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void TrainingW3HoldsWhatTheFormulaSays(int threads)
    {
        Model<float> model = s_w3.Build<float>(784, seed: 1);
        TrainingOptions options = Options with { Threads = threads };

        // What the runtime makes once is not training's.
        s_w3.Build<float>(784, seed: 1).Fit(Data().SplitAt(256).Head, options with { MaximumSteps = 1 });
        Dataset<float> data = Data();
        double formula = TrainingMemory.Of(model, data, options).Total, own = TrainingMemory.Of(model, data, options).Data;
        long allocated = 0;
        double held = 0;

        // What earlier tests left behind may be freed meanwhile, but not every time.
        for (int attempt = 0; attempt < 5 && Math.Abs(held - formula) > 0.01 * formula; attempt++)
        {
            model = s_w3.Build<float>(784, seed: 1);
            long before = GC.GetTotalMemory(forceFullCollection: true), start = GC.GetTotalAllocatedBytes(precise: true);
            model.Fit(data, options with
            {
                Progress = new Listener(() =>
                {
                    allocated = GC.GetTotalAllocatedBytes(precise: true) - start;
                    held = GC.GetTotalMemory(forceFullCollection: true) - before + own;
                }),
            });
        }

        Assert.InRange(held, 0.99 * formula, 1.01 * formula);

        // If nothing of what was thrown away had been collected, that would have been the peak.
        Assert.InRange(allocated + own, formula, 1.2 * formula);
    }

    // Twice the rows cost the run itself four bytes each.
    [Fact]
    public void TheDataIsNotCopied()
    {
        Network network = [new Dense(1)];
        TrainingOptions options = new() { Loss = new MeanSquaredError(), Epochs = 2, BatchSize = 100, Threads = 1 };
        const int few = 10_000, inputs = 50;
        long one = Allocated(few), two = Allocated(2 * few);

        // A method compiled anew between the two may stop making some small object: hundreds of bytes, where a copy costs two millions.
        Assert.InRange(two - one, (few * sizeof(int)) - 1_000, (few * sizeof(int)) + 10_000);

        long Allocated(int rows)
        {
            Dataset<float> data = Dataset.Create<float>(new float[rows * inputs], inputs, new float[rows], 1);
            Model<float> model = network.Build<float>(inputs);

            // The runtime may make something of its own meanwhile, but not every time.
            long least = long.MaxValue;
            for (int attempt = 0; attempt < 5; attempt++)
            {
                long before = GC.GetTotalAllocatedBytes(precise: true);
                model.Fit(data, options);
                least = Math.Min(least, GC.GetTotalAllocatedBytes(precise: true) - before);
            }

            return least;
        }
    }

    // Rows of the other type are converted once, those to judge by too.
    [Fact]
    public void RowsOfAnotherTypeAreConvertedOnce()
    {
        const int rows = 10_000, inputs = 50;
        Dataset<double> data = Dataset.Create<double>(new double[rows * inputs], inputs, new double[rows], 1);
        Model<float> model = Network.Create([new Dense(1)]).Build<float>(inputs);
        TrainingOptions options = new() { Loss = new MeanSquaredError(), Epochs = 1, BatchSize = 100, Threads = 1, Validation = data };
        model.Fit(data, options);
        long before = GC.GetTotalAllocatedBytes(precise: true);
        model.Fit(data, options);
        long bytes = GC.GetTotalAllocatedBytes(precise: true) - before, converted = 2L * rows * (inputs + 1) * sizeof(float);
        Assert.InRange(bytes, converted, converted * 1.2);
    }

    // The first weights are drawn when somebody asks for them, and are those of the seed whoever asks first.
    [Fact]
    public void FreshWeightsAreDrawnOnce()
    {
        Model<float> model = s_w3.Build<float>(784, seed: 1);
        Assert.Same(model.Block, model.Block);
        Assert.Equal(s_w3.Build<float>(784, seed: 1).GetParameter("layers.0.weight"), model.GetParameter("layers.0.weight"));
    }

    [Fact]
    public void PartsFollowTheOptions()
    {
        Network network = [new Dense(12, new Tanh()), new Dense(3)];
        Dataset<double> data = Dataset.Create<double>(new double[40], 4, new double[30], 3);
        TrainingOptions options = new() { Loss = new MeanSquaredError(), Optimizer = new GradientDescent(), BatchSize = 64 };
        Model<double> model = network.Build<double>(4);
        TrainingMemory plain = TrainingMemory.Of(model, data, options);
        Assert.Equal((0, 0, 0), (plain.Optimizer, plain.Packing, plain.Checkpoint));
        Assert.Equal(10 * ((7 * 8) + 4), plain.Data);
        Assert.Equal(plain.Data * 2, TrainingMemory.Of(model, data, options with { Augmentations = [new InputNoise()] }).Data);
        Assert.Equal(plain.Data * 2, TrainingMemory.Of(model, data, options with { Validation = data }).Data);
        Assert.Equal(plain.Gradients, TrainingMemory.Of(model, data, options with { Optimizer = new Momentum() }).Optimizer);
        Assert.Equal(3 * plain.Gradients, TrainingMemory.Of(model, data, options with { Optimizer = new Momentum(), OnCheckpoint = _ => { } }).Checkpoint);
        Assert.Equal(2 * plain.Gradients, plain.Weights);
        model.Fit(data, options with { Epochs = 1 });
        Assert.Equal(3 * plain.Gradients, TrainingMemory.Of(model, data, options).Weights);
    }

    private static Dataset<float> Data()
    {
        float[] inputs = new float[Rows * 784], targets = new float[Rows * 10];
        for (int row = 0; row < Rows; row++)
        {
            targets[row * 10] = 1;
        }

        return Dataset.Create<float>(inputs, 784, targets, 10);
    }

    private sealed class Listener(Action heard) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value) => heard();
    }
}
