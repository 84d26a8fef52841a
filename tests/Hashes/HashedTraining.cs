using System.Numerics;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Descent.Data;
using Descent.Tests.Laws;

namespace Descent.Tests.Hashes;

/// <summary>A small training whose final parameters have a known hash.</summary>
/// <param name="Network">The network, for rows of <paramref name="Inputs"/> numbers.</param>
/// <param name="Options">How it is trained; the epochs are set by the training itself.</param>
/// <param name="Inputs">Numbers per row.</param>
/// <param name="Rows">Training rows.</param>
/// <param name="Categories">How many values the category columns behind the numbers have.</param>
internal sealed record HashedTraining(Network Network, TrainingOptions Options, int Inputs = 4, int Rows = 53, IReadOnlyList<int>? Categories = null)
{
    private const int Epochs = 3, Digits = 16;
    private const ulong Seed = 3;

    // Before All, which uses it.
    private static TrainingOptions Plain { get; } = new() { Loss = new MeanSquaredError(), Optimizer = new Adam(), BatchSize = 20, RestoreBestWeights = false };

    /// <summary>Every instance of every kind in the catalogue, and networks that use several of them together, by name.</summary>
    public static IReadOnlyDictionary<string, HashedTraining> All { get; } = new SortedDictionary<string, HashedTraining>(Every().ToDictionary(), StringComparer.Ordinal);

    /// <summary>Trains, and hashes the parameters in the order of the layers.</summary>
    /// <param name="laneBits">The width of registers.</param>
    /// <param name="threads">The number of threads.</param>
    /// <param name="runner">Where it runs; null for this process.</param>
    /// <typeparam name="T">float or double.</typeparam>
    public string Hash<T>(int laneBits, int threads, IJobRunner? runner = null)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Model<T> model = Network.Build<T>(new InputShape(Inputs, Categories), Seed, laneBits);
        Dataset<T> train = Data<T>(Rows, model.Outputs, 8);
        model.Fit(train, Options with { Epochs = Epochs, Threads = threads, ExceedProcessors = true, Runner = runner, Validation = Options.RestoreBestWeights ? Data<T>(20, model.Outputs, 30) : null });
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (Parameter parameter in model.Parameters)
        {
            hash.AppendData(MemoryMarshal.AsBytes(model.GetParameter(parameter.Name).AsSpan()));
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset())[..Digits];
    }

    private static IEnumerable<KeyValuePair<string, HashedTraining>> Every()
    {
        Network small = [new Dense(6, new Tanh()), new Dense(3)], learned = [new Dense(6, new PRelu()), new BatchNormalization(), new Dense(3)];
        IEnumerable<(string Kind, object Of, Network Network, TrainingOptions Options)> all =
        [
            .. Subjects.Trainable.Select(a => ("activation", (object)a, Network.Create([new Dense(6, a), new Dense(5, new Tanh()), new Dense(3)]), Plain)),
            .. Subjects.All<Layer>().Where(l => l is not Activation).Select(l => ("layer", (object)l, Subjects.Placed(l, new Tanh(), l, new Dense(3)), Plain)),
            .. Subjects.All<Loss>().Select(l => ("loss", (object)l, Laws.Training.NetworkFor(l, new Tanh()), Plain with { Loss = l, RestoreBestWeights = true })),
            .. Subjects.All<Optimizer>().Select(o => ("optimizer", (object)o, o is FullBatchOptimizer ? small : learned, Plain with { Optimizer = o })),
            .. Subjects.All<Regularizer>().Select(r => ("regularizer", (object)r, learned, Plain with { Regularizer = r, Clipping = new GradientClipping(0.5) })),
            .. Subjects.All<Initializer>().Select(i => ("initializer", (object)i, Network.Create([Subjects.DenseWith(6, new Tanh(), i), new Dense(3)]), Plain)),
            .. Subjects.All<Schedule>().Select(s => ("schedule", (object)s, small, Plain with { Optimizer = new Momentum(s), Validation = null, RestoreBestWeights = s is PlateauSchedule })),
            .. Subjects.All<Augmentation>().Select(a => ("augmentation", (object)a, Network.Create([new Dense(6, new Tanh()), new Dense(3, new Softmax())]), Plain with { Loss = new CategoricalCrossEntropy(), Augmentations = [a] })),
        ];
        foreach ((string kind, object of, Network network, TrainingOptions options) in all)
        {
            yield return new($"{kind} {of}", new HashedTraining(network, options));
        }

        foreach ((string name, HashedTraining training) in Together())
        {
            yield return new($"network {name}", training);
        }
    }

    /// <summary>Networks in which the parts meet: phases by samples and by neurons, packed products, masks, weights of rows and classes.</summary>
    private static IEnumerable<(string Name, HashedTraining Training)> Together()
    {
        Network normalized =
        [
            new GaussianNoise(0.05), new BatchNormalization(), new Dense(13), new BatchNormalization(), new Relu(), new Dropout(0.2), new Dense(9), new LayerNormalization(), new PRelu(),
            new Dropout(0.1, PerBatch: true), new Dense(5, new Tanh()), new BatchNormalization(), new Dense(3, new Softmax()),
        ];
        Network wide =
        [
            new Dense(141), new BatchNormalization(), new PRelu(), new Dropout(0.2), new GaussianNoise(0.05), new Dense(133, new Sigmoid()), new Dropout(0.1, PerBatch: true),
            new Dense(150, new Swish(Learnable: true)), new LayerNormalization(), new Dense(140, new Relu()), new Dense(3, new Softmax()),
        ];
        TrainingOptions classes = Plain with { Loss = new CategoricalCrossEntropy(), Optimizer = new AdamW() };
        yield return ("with normalization and chance", new(normalized, classes with { BatchSize = 60 }, Rows: 201));
        yield return ("with normalization, in order of the rows", new(normalized, classes with { Shuffle = false, BatchSize = 7 }));
        yield return ("with class weights and a penalty on everything", new(normalized, classes with { ClassWeights = [0.5, 1, 3], Regularizer = new ElasticNet(1e-3, 1e-2, AllParameters: true) }));
        yield return ("whose matrices are shared out", new(wide, classes with { BatchSize = 90 }, 129, 200));
        yield return ("whose matrices are shared out, Nesterov", new(wide, classes with { BatchSize = 90, Optimizer = new Nesterov(), Regularizer = new L2(1e-3, AllParameters: true) }, 129, 200));
        yield return ("whose matrices are shared out, clipped", new(wide, classes with { BatchSize = 90, Clipping = new GradientClipping(0.1) }, 129, 200));
        yield return ("of packed products", new([new Dense(150, new Relu()), new Dense(130, new Sigmoid()), new Dense(3)], Plain with { BatchSize = 300, Optimizer = new Momentum() }, 70, 430));
        yield return ("with residual blocks and branches", new(Branched(12), classes with { BatchSize = 30 }, Rows: 101));
        yield return ("with residual blocks and branches, whose matrices are shared out", new(Branched(140), classes with { BatchSize = 90 }, 129, 200));
        foreach (MemberSharing sharing in Enum.GetValues<MemberSharing>())
        {
            yield return ($"of members, {sharing}", new(Many(13, sharing), classes with { BatchSize = 30 }, Rows: 101));
            yield return ($"of wide members, {sharing}", new(Many(140, sharing), classes with { BatchSize = 90 }, 129, 200));
        }

        yield return ("of bins and tables", new([new PiecewiseLinear(7, 5), new CategoryEmbedding(4, 3), new Dense(12, new Relu()), new Dense(3)], Plain, 3, 201, [40, 3, 9]));
        yield return ("of signed pairs", new([new CategoryEmbedding(4, 9, SignedPairs: true), new Dense(12, new Relu()), new Dense(3)], Plain, 3, 201, [40, 2, 9]));
        yield return ("of periods and tables", new([new PeriodicBias(), new CategoryEmbedding(), new Dense(12, new Selu()), new Dense(3)], Plain with { Optimizer = new AdamW(), BatchSize = 64 }, 5, 201, [40, 2]));
        yield return ("of tables whose matrices are shared out", new([new Periodic(9, 7, 0.1), new CategoryEmbedding(16, 0), new Dense(141, new Relu()), new Dense(130, new Relu()), new Dense(3)], Plain with { BatchSize = 90 }, 20, 200, [300, 20]));
        yield return ("of one layer", new([new Dense(3)], Plain));
        yield return ("of one neuron", new([new Dense(1, new Sigmoid())], Plain with { Loss = new BinaryCrossEntropy() }, 1));
        yield return ("of eight layers", new(Network.Create([.. Enumerable.Range(0, 8).Select(i => new Dense(3 + i, new Tanh())), new Dense(2)]), Plain));
        yield return ("with augmentations one after another", new([new Dense(8, new Relu()), new Dense(3, new Softmax())], classes with { Augmentations = [new Oversample(1), new Mixup(0.4), new InputNoise(0.1)] }));
    }

    /// <summary>Blocks inside blocks, and branches of different depth.</summary>
    public static Network Branched(int width) =>
    [
        new Dense(width, new Tanh()), new Residual([new BatchNormalization(), new PRelu(), new Dropout(0.1), new Dense(width + 3), new Residual([new Relu(), new Dense(width + 3)]), new Dense(width)]),
        new Concatenate([[new Dense(width + 1, new Swish(Learnable: true)), new BatchNormalization()], [new BatchNormalization(), new GaussianNoise(0.05)], [new Residual([new Dense(width, new Relu())]), new LayerNormalization(), new Dense(3)]]),
        new BatchNormalization(), new Dense(5, new Tanh()), new Dense(3, new Softmax()),
    ];

    /// <summary>Members behind a layer that is computed once.</summary>
    public static Network Many(int width, MemberSharing sharing) =>
    [
        new Dense(width, new Tanh()),
        new Members(
            3,
            [
                new Dense(width, new Relu()), new Dropout(0.1), new BatchNormalization(), new Dense(width, new PRelu()), new LayerNormalization(), new GaussianNoise(0.05),
                new Residual([new Dense(width, new Swish(Learnable: true))]), new Dense(3, new Softmax()),
            ],
            sharing),
    ];

    // Rounded to float in both types, so that both train on the same numbers.
    private Dataset<T> Data<T>(int rows, int outputs, ulong seed)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        T[] numbers = Of(Samples.Targets("real", rows, Inputs, seed));
        int[] categories = [.. Categories ?? []];
        T[] inputs = [.. Enumerable.Range(0, rows).SelectMany(row => numbers[(row * Inputs)..((row + 1) * Inputs)].Concat(categories.Select((values, column) => T.CreateTruncating((row * (7 + column)) % (values + 1)))))];
        return Dataset.Create<T>(inputs, Inputs + categories.Length, Of(Samples.Targets(Samples.KindFor(Options.Loss), rows, outputs, seed + 1)), outputs);

        static T[] Of(double[] values) => [.. values.Select(value => T.CreateTruncating((float)value))];
    }
}
