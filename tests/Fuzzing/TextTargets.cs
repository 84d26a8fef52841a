using System.Text;
using Descent.Data;

namespace Descent.Tests.Fuzzing;

/// <summary>Descriptions as JSON: networks are built, training options written again.</summary>
internal sealed class DescriptionTarget() : FuzzTarget("description", 21)
{
    private readonly string[] seeds =
    [
        Catalogue.ToJson(FuzzSeeds.Network),
        Catalogue.ToJson(new TrainingOptions { Loss = new Huber(), Optimizer = new AdamW(new WarmUpSchedule(new CosineSchedule(0.1))), Regularizer = new MaxNorm(2, new L1(0.1)), Clipping = new GradientClipping(1), ClassWeights = [1, 2], EarlyStopping = new EarlyStopping(3), Augmentations = [new Mixup(), new Smote()] }),
        Catalogue.ToJson<Optimizer>(new Momentum(new MultiStepSchedule(0.1, [1, 2]))),
        Catalogue.ToJson(new TrainingOptions { Loss = new BinaryCrossEntropy(), Optimizer = new Hypergradient(new Nesterov(0.1)) }),
        Catalogue.ToJson<Layer>(new Dense(3, new Softplus(), WeightInitializer: new Dynamic(new Orthogonal()), BiasInitializer: new Randomized(new Sparse(), 0.1))),
    ];

    public override byte[] Make(Dice dice) => Encoding.UTF8.GetBytes(JsonMutations.Of(dice, dice.Pick(seeds), dice.Pick(seeds)));

    public override void Take(byte[] input)
    {
        string json = Encoding.UTF8.GetString(input);
        Network? network = Read(() => Catalogue.NetworkFromJson(json));
        if (network is not null)
        {
            Assert.Equal(network, Catalogue.NetworkFromJson(Catalogue.ToJson(network)));
            Try(() => network.Build<float>(3).Explain(4, new MeanSquaredError()));
        }

        if (Read(() => Catalogue.FromJson<TrainingOptions>(json)) is { } options)
        {
            _ = Catalogue.FromJson<TrainingOptions>(Catalogue.ToJson(options));
        }

        _ = Catalogue.ToText(Catalogue.FromJson<Layer>(json));
    }

    public override bool IsDocumented(Exception fault) => fault is FormatException;

    private static TValue? Read<TValue>(Func<TValue> read)
        where TValue : class
    {
        try
        {
            return read();
        }
        catch (FormatException fault)
        {
            Helpful.Require(fault.Message);
            return null;
        }
    }

    // Layers that do not fit each other are refused when they are put together.
    private static void Try(Action build)
    {
        try
        {
            build();
        }
        catch (ArgumentException fault)
        {
            Helpful.Require(fault.Message);
        }
    }
}

/// <summary>Descriptions as the command line takes them.</summary>
internal sealed class TextTarget() : FuzzTarget("text", 10)
{
    private readonly string[] seeds =
    [
        "64, batch_normalization, relu, dropout 0.2", "dense 3", "leaky relu 0.2", "momentum:beta=0.5", "adam(learningRate=warm_up(0.01, epochs=3))", "huber:delta=2", "l2:strength=0.1,form=square", "multi_step(0.1, 1/2/3)", "hypergradient(inner=nesterov(0.1))",
        "mixup:alpha=0.3,smote:neighbors=2", "glorot_uniform", "max_norm(2, l1(0.1))", "prelu:slope=0.1,lowest=none",
    ];

    public override byte[] Make(Dice dice) => Mutations.OfText(dice, seeds);

    public override void Take(byte[] input)
    {
        string text = Encoding.UTF8.GetString(input);
        foreach (Func<object> parse in (Func<object>[])[() => Network.Create([.. Catalogue.ParseList<Layer>(text)]), () => Catalogue.Parse<Optimizer>(text), () => Catalogue.Parse<Loss>(text), () => Catalogue.Parse<Schedule>(text), () => Catalogue.Parse<Initializer>(text), () => Catalogue.ParseList<Augmentation>(text)])
        {
            try
            {
                _ = parse();
            }
            catch (FormatException fault)
            {
                Helpful.Require(fault.Message);
            }
        }

        Regularizer penalty = Catalogue.Parse<Regularizer>(text);
        Assert.Equal(penalty, Catalogue.Parse<Regularizer>(Catalogue.ToText(penalty)));
    }

    public override bool IsDocumented(Exception fault) => fault is FormatException;
}

/// <summary>CSV files: read whole and in chunks, understood, encoded.</summary>
internal sealed class TableTarget() : FuzzTarget("table", 18)
{
    private readonly string[] seeds =
    [
        FuzzSeeds.Csv, FuzzSeeds.Csv.Replace(',', ';'), "a\tb\n1\t\"x \"\"y\"\"\"\n2\t\"two\nlines\"\n", "x,y\n1,yes\n2,no\n3,yes\n4,no\n", "when,price,y\n2026-01-02,$1 000.50,1\n2026-02-03,-5 %,2\n2026-03-04 10:00,7,3\n", "\ufeffa;b\n1,5;2\n2,5;3\n",
    ];

    public override byte[] Make(Dice dice)
    {
        byte[] text = Mutations.OfText(dice, seeds);
        return dice.Below(20) switch
        {
            0 => [0xFF, 0xFE, .. Encoding.Unicode.GetBytes(Encoding.UTF8.GetString(text))],
            1 => [0x1F, 0x8B, .. text],
            2 => Zipped(text),
            _ => text,
        };
    }

    public override void Take(byte[] input)
    {
        CsvOptions options = new() { SkipBadRows = input.Length % 2 == 0, DecimalMark = input.Length % 3 == 0 ? ',' : '.', Separator = input.Length % 5 == 1 ? (char)input[^1] : null };
        foreach (Table chunk in Guard(() => Table.ReadChunks(new MemoryStream(input), "chunks", options, 2).ToArray()) ?? [])
        {
            Assert.True(chunk.Rows <= 2);
        }

        Table table = Table.Read(new MemoryStream(input), "fuzz.csv", options);
        Schema schema = Schema.Infer(table, [table.Columns[^1]]);
        int[] rows = schema.RowsWithTargets(table);
        Preprocessor preprocessor = Preprocessor.Fit(table, schema, rows);
        Dataset<float> data = preprocessor.Transform<float>(table, rows, new List<Notice>());
        Assert.Equal(rows.Length, data.Rows);
        Assert.Equal(preprocessor.ToJson(), Preprocessor.FromJson(preprocessor.ToJson()).ToJson());
    }

    public override bool IsDocumented(Exception fault) => fault is DataException;

    private static TValue? Guard<TValue>(Func<TValue> read)
        where TValue : class
    {
        try
        {
            return read();
        }
        catch (DataException fault)
        {
            Helpful.Require(fault.Message);
            return null;
        }
    }

    private static byte[] Zipped(byte[] text)
    {
        using MemoryStream stream = new();
        using (System.IO.Compression.GZipStream zip = new(stream, System.IO.Compression.CompressionLevel.Fastest))
        {
            zip.Write(text);
        }

        return stream.ToArray();
    }
}
