using Descent.Data;
using Descent.Numerics;
using Descent.Tests.Coverage;

namespace Descent.Tests.Laws;

/// <summary>An option that changes nothing is a mistake: any two instances of a type give different results.</summary>
public class OptionTests
{
    // They fall, then hardly fall, then stand still.
    private static readonly double[] s_losses = [.. Enumerable.Range(0, 50).Select(epoch => epoch < 5 ? 1.0 / (1 + epoch) : 0.16 - (0.001 * Math.Min(epoch, 20)))];

    public static TheoryData<string> Types => [.. Subjects.Types.Select(t => t.Name)];

    [Theory]
    [Proves(Proof.Law, Law.Options)]
    [MemberData(nameof(Types))]
    public void EveryOptionChangesTheResult(string name)
    {
        IReadOnlyList<object> instances = Subjects.Instances(Subjects.Types.Single(t => t.Name == name));
        double[][] results = [.. instances.Select(Result)];
        for (int i = 0; i < instances.Count; i++)
        {
            for (int j = 0; j < i; j++)
            {
                Assert.False(results[i].AsSpan().SequenceEqual(results[j]), $"{instances[i]} and {instances[j]} give the same.");
            }
        }
    }

    private static double[] Result(object instance) => instance switch
    {
        Step step => Predict([new Dense(4, step)]),
        Activation activation => Train([new Dense(4, activation), new Dense(3)], new MeanSquaredError()),

        // It looks at categories alone.
        CategoryEmbedding embedding => Network.Create([embedding, new Dense(3)]).Build<double>(new InputShape(2, [10, 7, 2]), 1).Block.Span.ToArray(),
        Layer layer => Train(Subjects.Placed(layer, new Dense(3)), new MeanSquaredError()),

        // Adam does not see the size of a gradient, so losses are told apart by gradient descent.
        // An option may change which targets a loss takes instead of what follows from them.
        Loss loss => [.. Train(Training.NetworkFor(loss, new Tanh()), loss), .. Samples.Targets(Samples.KindFor(loss), 5, 3, 1)],
        Optimizer optimizer => Train([new Dense(4, new Tanh()), new Dense(3)], new MeanSquaredError(), optimizer),
        Regularizer regularizer => Train([new Dense(4, new PRelu()) { BiasInitializer = new Constant(0.5) }, new Dense(3)], new MeanSquaredError(), null, regularizer),
        Schedule schedule => [.. Enumerable.Range(0, 50).Select(epoch => schedule.At(new TrainingPosition(epoch * 10, 10) { Losses = s_losses.AsMemory(0, epoch) }))],
        ZeroAtRows rows => Fit([new Dense(4) { BiasInitializer = rows }], new TrainingOptions { Loss = new MeanSquaredError(), Epochs = 4 }),
        Randomized randomized => Fit([new Dense(4) { WeightInitializer = randomized }], new TrainingOptions { Loss = new MeanSquaredError(), Epochs = 4 }),
        Initializer initializer => Fill(initializer),
        Augmentation augmentation => Fit(augmentation),
        _ => throw new ArgumentException($"What does {instance} change?"),
    };

    private static double[] Train(Network network, Loss loss, Optimizer? optimizer = null, Regularizer? regularizer = null) =>
        Training.Run<double>(network, new TrainingOptions { Loss = loss, Optimizer = optimizer ?? new GradientDescent(0.01), Regularizer = regularizer, BatchSize = 20 }, 53, 300, LaneWidth.Current);

    private static double[] Fit(Augmentation augmentation)
    {
        Network network = [new Dense(1, new Sigmoid())];
        Model<double> model = network.Build<double>(3, 1);
        double[] classes = [.. Enumerable.Range(0, 40).Select(row => row % 5 == 0 ? 1.0 : 0.0)];
        model.Fit(Dataset.Create<double>(Samples.Targets("real", 40, 3, 1), 3, classes, 1), new TrainingOptions { Loss = new BinaryCrossEntropy(), Epochs = 3, Augmentations = [augmentation] });
        return model.Block.Span.ToArray();
    }

    private static double[] Fit(Network network, TrainingOptions options)
    {
        Model<double> model = network.Build<double>(3, 1);
        model.Fit(Descent.Data.Dataset.Create<double>(Samples.Targets("real", 50, 3, 1), 3, Samples.Targets("real", 50, 4, 2), 4), options);
        return model.GetParameter("layers.0.weight");
    }

    private static double[] Predict(Network network) => network.Build<double>(3, 1).Predict(Samples.Targets("real", 50, 3, 1));

    private static double[] Fill(Initializer initializer)
    {
        double[] values = new double[35];
        initializer.Fill(values, 7, 5, new CounterRandom(1, Streams.Initialization));
        return values;
    }
}
