using Descent.Data;
using Descent.Formats;

namespace Descent.Tests.Fuzzing;

/// <summary>What the targets begin from: a small table, its preprocessing, a network.</summary>
internal static class FuzzSeeds
{
    public const string Csv = "length,color,weight,kind\n2.9,blue,29.1,plain\n8.3,green,,fancy\n6.1,red,44,odd\n1.5,red,70.25,plain\n7.7,blue,33,fancy\n6.6,red,51,odd\n";

    public static readonly Table Table = Table.Parse(Csv);

    public static readonly Network Network =
    [
        new Dense(4, new PRelu()), new BatchNormalization(), new Dropout(0.1), new Dense(3, new Swish(Learnable: true)), new LayerNormalization(), new GaussianNoise(0.1), new Dense(3, new Softmax()),
    ];

    public static Preprocessor Fitted(string target)
    {
        Schema schema = Schema.Infer(Table, [target], new SchemaOptions { Kinds = new Dictionary<string, ColumnKind> { ["color"] = ColumnKind.Categorical } });
        return Preprocessor.Fit(Table, schema, [.. Enumerable.Range(0, Table.Rows)]);
    }

    public static TableModel TableModel(string target)
    {
        Preprocessor preprocessor = Fitted(target);
        Network network = [new Dense(3, new Relu()), new Dense(preprocessor.OutputNames.Count)];
        return new TableModel(network.Build<float>(preprocessor.InputNames.Count, 1), preprocessor, new Dictionary<string, string> { ["data"] = "fuzz.csv" });
    }
}

/// <summary>Model files: read in every way; what can be read predicts, and is written and read again.</summary>
internal sealed class ModelTarget() : FuzzTarget("model", 25)
{
    private readonly byte[][] seeds =
    [
        FuzzSeeds.Network.Build<float>(5, 1).ToBytes(), FuzzSeeds.Network.Build<double>(5, 1).ToBytes(), Bytes(FuzzSeeds.TableModel("kind")), Bytes(FuzzSeeds.TableModel("length")),
    ];

    public override byte[] Make(Dice dice) => SafetensorsMutations.Of(dice, dice.Pick(seeds), dice.Pick(seeds));

    public override void Take(byte[] input)
    {
        Try(() => Model<double>.Load(input));
        Try(() =>
        {
            Model<float> model = Model<float>.Load(input);
            if (model.Inputs < 10_000)
            {
                model.Predict(new float[2 * model.Inputs], new float[2 * model.Outputs]);
            }

            _ = model.Summary() + model.Explain();
            Assert.Equal(model.GetParameters(), Model<float>.Load(model.ToBytes()).GetParameters());
        });
        TableModel table = ModelFile.Load(input);
        Try(() => _ = table.Predict(FuzzSeeds.Table).Predictions(0));
        _ = Bytes(table);
    }

    public override bool IsDocumented(Exception fault) => fault is ModelFileException or DataException;

    // What one reader refuses another may take.
    private void Try(Action take)
    {
        try
        {
            take();
        }
        catch (Exception fault) when (IsDocumented(fault))
        {
            Helpful.Require(fault.Message);
        }
    }

    private static byte[] Bytes(TableModel model)
    {
        using MemoryStream stream = new();
        model.Save(stream);
        return stream.ToArray();
    }
}

/// <summary>Checkpoints: what can be read is gone on with.</summary>
internal sealed class CheckpointTarget : FuzzTarget
{
    private static readonly Dataset<float> s_rows = Dataset.Create<float>([.. Enumerable.Range(0, 16).Select(i => i / 16f)], 2, [.. Enumerable.Range(0, 8).Select(i => i % 2f)], 1);
    private readonly List<byte[]> seeds = [];

    public CheckpointTarget()
        : base("checkpoint", 10)
    {
        Model().Fit(s_rows, Options with { OnCheckpoint = Keep });
        Model().Fit(s_rows, Options with { OnCheckpoint = Keep, MaximumSteps = 3, Optimizer = new Hypergradient(new Momentum(0.1)) });
    }

    private static TrainingOptions Options => new() { Loss = new BinaryCrossEntropy(), Epochs = 2, BatchSize = 4, Validation = s_rows, Threads = 1 };

    public override byte[] Make(Dice dice) => SafetensorsMutations.Of(dice, dice.Pick(seeds), dice.Pick(seeds));

    public override void Take(byte[] input)
    {
        using MemoryStream stream = new(input);
        Checkpoint checkpoint = CheckpointFile.Load(stream);
        Model().Fit(s_rows, Options with { Resume = checkpoint });
    }

    public override bool IsDocumented(Exception fault) => fault is ModelFileException or ArgumentException or TrainingFailedException;

    private static Model<float> Model()
    {
        Network network = [new Dense(3, new Tanh()), new Dense(1, new Sigmoid())];
        return network.Build<float>(2, 1);
    }

    private void Keep(Checkpoint checkpoint)
    {
        using MemoryStream stream = new();
        CheckpointFile.Save(stream, checkpoint);
        seeds.Add(stream.ToArray());
    }
}

/// <summary>Preprocessing as JSON: what can be read encodes a table and decodes outputs.</summary>
internal sealed class PreprocessingTarget() : FuzzTarget("preprocessing", 15)
{
    private readonly string[] seeds = [FuzzSeeds.Fitted("kind").ToJson(), FuzzSeeds.Fitted("length").ToJson()];

    public override byte[] Make(Dice dice) => System.Text.Encoding.UTF8.GetBytes(JsonMutations.Of(dice, dice.Pick(seeds), dice.Pick(seeds)));

    public override void Take(byte[] input)
    {
        Preprocessor preprocessor = Preprocessor.FromJson(System.Text.Encoding.UTF8.GetString(input));
        _ = Preprocessor.FromJson(preprocessor.ToJson());
        _ = preprocessor.Decode<float>(new float[preprocessor.OutputNames.Count]);
        _ = preprocessor.TransformInputs<float>(FuzzSeeds.Table, new List<Notice>());
        _ = preprocessor.Transform<float>(FuzzSeeds.Table, [0, 1, 2, 3, 4, 5], new List<Notice>(), strict: true);
    }

    public override bool IsDocumented(Exception fault) => fault is DataException;
}
