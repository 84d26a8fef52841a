using Descent.Data;
using Descent.Numerics;
using Descent.Outside;
using Descent.Tests.Coverage;

namespace Descent.Tests.Laws;

/// <summary>No step allocates, nor does predicting into a span. These tests run alone: with a team every thread's allocations count.</summary>
[CollectionDefinition(nameof(AllocationTests), DisableParallelization = true)]
[Collection(nameof(AllocationTests))]
public class AllocationTests
{
    public static TheoryData<string> Activations => Subjects.TrainableNames;

    public static TheoryData<string> Losses => Subjects.Names<Loss>();

    public static TheoryData<string> Optimizers => Subjects.Names<Optimizer>();

    public static TheoryData<string> Layers => GradientTests.OtherLayers;

    public static TheoryData<string> Regularizers => Subjects.Names<Regularizer>();

    public static TheoryData<string> Schedules => Subjects.Names<Schedule>();

    public static TheoryData<string> AllActivations => Subjects.Names<Activation>();

    /// <summary>Activations that can only predict; the others keep the law in training.</summary>
    public static IEnumerable<string> Untrainable => Subjects.All<Activation>().Except(Subjects.Trainable).Select(a => a.ToString());

    [Theory]
    [Proves(Proof.Law, Law.Allocation)]
    [MemberData(nameof(Activations))]
    public void OfActivations(string name) =>
        Check([new Dense(6, Subjects.Find<Activation>(name)), new Dense(3)], new MeanSquaredError(), new Adam());

    [Theory]
    [Proves(Proof.Law, Law.Allocation)]
    [MemberData(nameof(Layers))]
    public void OfLayers(string name) => Check(Subjects.Placed(Subjects.Find<Layer>(name), new Dense(3)), new MeanSquaredError(), new Adam());

    [Theory]
    [Proves(Proof.Law, Law.Allocation)]
    [MemberData(nameof(Regularizers))]
    public void OfRegularizers(string name) => Check([new Dense(6, new PRelu()), new Dense(3)], new MeanSquaredError(), new Adam(), regularizer: Subjects.Find<Regularizer>(name));

    [Theory]
    [Proves(Proof.Law, Law.Allocation)]
    [MemberData(nameof(Schedules))]
    public void OfSchedules(string name)
    {
        Schedule schedule = Subjects.Find<Schedule>(name);
        double[] losses = [1, 0.5, 0.5, 0.5, 0.5];
        double sum = 0;
        Ask();
        long before = GC.GetAllocatedBytesForCurrentThread();
        Ask();
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.True(sum > 0);

        void Ask()
        {
            for (int step = 0; step < 50; step++)
            {
                sum += schedule.At(new TrainingPosition(step, 10) { Losses = losses.AsMemory(0, step / 10) });
            }
        }
    }

    /// <summary>Predicting, which activations without a gradient do as well.</summary>
    [Theory]
    [Proves(Proof.Law, Law.Allocation, Of = nameof(Untrainable))]
    [MemberData(nameof(AllActivations))]
    public void OfPredictionsThroughActivations(string name) => Predicting([new Dense(6, Subjects.Find<Activation>(name)), new Dense(3)]);

    [Theory]
    [Proves(Proof.Law, Law.Allocation)]
    [MemberData(nameof(Losses))]
    public void OfLosses(string name)
    {
        Loss loss = Subjects.Find<Loss>(name);
        Check(Training.NetworkFor(loss, new PRelu()), loss, new Adam());
    }

    [Theory]
    [Proves(Proof.Law, Law.Allocation)]
    [MemberData(nameof(Optimizers))]
    public void OfOptimizers(string name)
    {
        Network network = [new Dense(6, new Tanh()), new Dense(3)];
        if (Subjects.Find<Optimizer>(name) is FullBatchOptimizer whole)
        {
            CheckIterations(network, whole);
        }
        else
        {
            Check(network, new MeanSquaredError(), Subjects.Find<Optimizer>(name));
        }
    }

    [Fact]
    public void OfCustomTypes() => Check([new Dense(6, new Isru()), new Dense(5, new Squareplus()), new Dense(3)], new EuclideanDistance(), new SignDescent());

    [Fact]
    public void OfBranches() => Check(Hashes.HashedTraining.Branched(6), new CategoricalCrossEntropy(), new AdamW());

    [Fact]
    public void OfNormalizationAndChance() => Check(
        [new GaussianNoise(), new Dense(6), new BatchNormalization(), new Relu(), new Dropout(), new Dense(5), new LayerNormalization(), new Dropout(PerBatch: true), new Dense(3)], new MeanSquaredError(), new AdamW());

    [Fact]
    public void OfScheduledNumbers()
    {
        Schedule falling = new CosineSchedule(0.5, 50, 0.1);
        Network network = [new GaussianNoise(falling), new Dense(6), new BatchNormalization(falling), new Dropout(new PlateauSchedule(falling)), new Dense(3)];
        foreach (Optimizer optimizer in (Optimizer[])[new Adam(falling, falling, falling, falling), new AdamW(falling, falling, falling, falling, falling), new Nadam(falling, falling, falling, falling, MomentumDecay: falling), new Hypergradient(new Nesterov(0.01, falling), falling)])
        {
            Check(network, new MeanSquaredError(), optimizer);
        }
    }

    [Fact]
    public void OfPackedProducts() => Check([new Dense(80, new Tanh()), new Dense(80, new Tanh()), new Dense(3)], new MeanSquaredError(), new Adam(), 256);

    [Fact]
    public void OfPredictions() => Predicting([new Dense(6, new Swish()), new Dense(3, new Softmax())]);

    private static void Predicting(Network network)
    {
        Model<float> model = network.Build<float>(4);
        float[] inputs = new float[4 * 300], outputs = new float[3 * 300];
        model.Predict(inputs, outputs);
        long before = GC.GetAllocatedBytesForCurrentThread();
        model.Predict(inputs, outputs);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    private static void CheckIterations(Network network, FullBatchOptimizer optimizer)
    {
        const int rows = 400;
        Model<float> model = network.Build<float>(4, 3, LaneWidth.Current);
        CompiledTraining<float> compiled = new(model, new TrainingOptions { Loss = new MeanSquaredError(), Optimizer = optimizer, Regularizer = new L2(0.01) });
        Dataset<float> data = Training.Rows<float>(4, 3, new MeanSquaredError(), rows);
        using Stepper<float> stepper = new(compiled, data, default, compiled.Capacity(rows), threads: 1, model.Block.Copy());
        using FullBatchIteration<float> iteration = FullBatchIteration<float>.Of(optimizer, new FullBatchLoss<float>(compiled, model, data, default, stepper));
        iteration.Run();
        iteration.Run();
        long own = long.MaxValue;
        for (int attempt = 0; attempt < 5 && own > 0; attempt++)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            iteration.Run();
            own = GC.GetAllocatedBytesForCurrentThread() - before;
        }

        Assert.Equal(0, own);
    }

    private static void Check(Network network, Loss loss, Optimizer optimizer, int batch = 40, Regularizer? regularizer = null)
    {
        TrainingOptions options = new() { Loss = loss, Optimizer = optimizer, Regularizer = regularizer ?? new MaxNorm(0.5, new L2(new ExponentialSchedule(0.01))), Clipping = new GradientClipping(new ExponentialSchedule(0.1)), BatchSize = batch };
        int[] order = [.. Enumerable.Range(0, batch + 7)];
        foreach (int threads in new[] { 1, 2 })
        {
            Model<float> model = network.Build<float>(4, 3, LaneWidth.Current);
            AlignedBlock<float> parameters = model.Block.Copy();
            using Stepper<float> stepper = Training.Stepper(model, options, batch + 7, threads, parameters);
            Steps(3);

            // The runtime may make something of its own once, such as a compiled method's statics; it will not do so five times in a row.
            long own = long.MaxValue;
            for (int attempt = 0; attempt < 5 && own > 0; attempt++)
            {
                long before = GC.GetAllocatedBytesForCurrentThread();
                Steps(20);
                own = GC.GetAllocatedBytesForCurrentThread() - before;
            }

            Assert.Equal(0, own);

            // The runner may write something meanwhile; it will not do so all the time, as a step that allocates would.
            long least = long.MaxValue;
            for (int attempt = 0; attempt < 25 && least > 0; attempt++)
            {
                Thread.Sleep(attempt);
                long before = GC.GetTotalAllocatedBytes(precise: true);
                Steps(20);
                least = Math.Min(least, GC.GetTotalAllocatedBytes(precise: true) - before);
            }

            Assert.Equal(0, least);

            void Steps(int count)
            {
                for (int i = 0; i < count; i++)
                {
                    stepper.Step(order, i % 2 == 0 ? 0 : batch, i % 2 == 0 ? batch : 7, new TrainingPosition(i, 2));
                }
            }
        }
    }
}
