using Descent;
using Descent.Cli;
using Descent.Data;
using Descent.Formats;
using Descent.Laws;
using Descent.Outside;

// With arguments it is the tool, which knows the parts by name.
if (args.Length > 0)
{
    Failing.Register();
    Descent.Outside.Twins.Relu.Register();
    Alike<double>.Register("alike");
    Alike<int>.Register("alike_whole");
    OwnParts.Register();
    return CommandLine.Run(args);
}

// What a user does with custom types, from beginning to end. Ends with 0, or with the first thing that is not as it should be.
float[,] inputs = new float[60, 2], targets = new float[60, 1];
for (int row = 0; row < 60; row++)
{
    (inputs[row, 0], inputs[row, 1]) = (MathF.Sin(row), MathF.Cos(row * 0.7f));
    targets[row, 0] = inputs[row, 0] * inputs[row, 1];
}

Network network = [new Dense(8, new Isru()) { WeightInitializer = new Signs() }, new Bottleneck(3), new Dense(4, new Squareplus(3)), new Dense(1)];
TrainingOptions options = new()
{
    Loss = new Cauchy(0.5),
    Optimizer = new SignDescent(new Triangle()),
    Regularizer = new FadingDecay(1e-4),
    Augmentations = [new SwapNoise(0.05)],
    Epochs = 60,
    BatchSize = 10,
    Validation = Dataset.Create(inputs, targets),
    Metrics = [new LargestError()],
};

// What is not registered cannot be written, and the message says what to do.
Expect("is not registered", () => Catalogue.ToJson(network));
Model<float> model = network.Build<float>(2, seed: 1);
History history = model.Fit(Dataset.Create(inputs, targets), options);
Require(history.Epochs[^1].Metrics["largest_error"] < history.Epochs[0].Metrics["largest_error"], "training makes the largest error smaller");
Expect("is not registered", () => model.Save(new MemoryStream()));
Expect("SwapNoise is not registered", () => Catalogue.ToJson<Augmentation>(new SwapNoise()));
Expect("json: Isru is not registered", () => LawSet.Of(new Isru(0.7)).Require());
LawSet.Of(new Isru(0.7)).Without("json", "text").Require();

OwnParts.Register();
OwnParts.Register();
OwnLaws.Require();

// Lists are equal if their elements are.
RateTable.Register();
RateTable.Register();
Require(Catalogue.Parse<Schedule>("rate_table:rates=0.2/0.1").At(new Descent.TrainingPosition(1, 1)) == 0.1, "a list of numbers is read");

// What JSON loses shows even where the options are the defaults.
Catalogue.Register(new CatalogueEntry("forgetful", new Forgetful(), "α·x"), ForgetfulJson.Default);
foreach (double alpha in (double[])[1, 2])
{
    string[] broken = [.. LawSet.Of(new Forgetful(alpha)).Where(law => !law.Passed).Select(law => law.Name)];
    Require(broken.SequenceEqual(alpha == 1 ? ["json"] : ["json", "text"]), $"a constructor that loses α = {alpha} breaks json and, where there is something to lose, text, not {string.Join(", ", broken)}");
}

Require(Catalogue.NetworkFromJson(Catalogue.ToJson(network)).Equals(network), "the network survives JSON");
Require(Catalogue.FromJson<TrainingOptions>(Catalogue.ToJson(options)).Optimizer.Equals(options.Optimizer), "the optimizer and its schedule survive JSON");
Require(Catalogue.FromJson<TrainingOptions>(Catalogue.ToJson(options)).Augmentations!.SequenceEqual(options.Augmentations), "the augmentation survives JSON");
Expect("category codes", () => new Network[] { [new CategoryEmbedding(), new Dense(1)] }[0].Build<float>(new InputShape(1, [3])).Fit(Dataset.Create(new float[60, 2], targets), options with { Validation = null, Metrics = [] }));
Require(Catalogue.Parse<Activation>("isru:alpha=2").Equals(new Isru(2)), "the text form is read");
Require(Catalogue.Parse<Activation>("inverse_square_root_unit:2").Equals(new Isru(2)), "an alias is read");
Require(string.Join("; ", Catalogue.Find("sign_descent")!.Options) == "learningRate > 0 (0.001, or a schedule); beta (0.9)", "options are those of the type");
Require(Catalogue.Parse<Metric>("largest_error").Equals(new LargestError()), "a metric without a serializer is read");
Expect("largest_error does not take more values", () => Catalogue.Parse<Metric>("largest_error:1"));
Expect("already an entry isru", () => Catalogue.Register(new CatalogueEntry("half_isru", new Failing(), AlsoCalled: "inverse_square_root_unit"), FailingJson.Default));
Require(Catalogue.ToText<Loss>(new Cauchy(2)) == "cauchy:scale=2", "the text form is written");
Require(Catalogue.ParseList<Layer>("16, isru 3, bottleneck:units=4").Count == 3, "a list of layers is read");
MemoryStream file = new();
model.Save(file);
file.Position = 0;
Model<float> loaded = SavedModel<float>.Load(file).Model;
Require(loaded.Network.Equals(network) && loaded.Predict(inputs).Cast<float>().SequenceEqual(model.Predict(inputs).Cast<float>()), "the model survives being saved");
Require(loaded.GetParameter("layers.8.bend").Distinct().Count() > 1, "every neuron has learned a number of its own");
Require(Catalogue.Parse<Activation>("squareplus:start=2").Equals(new Squareplus(2)), "its text form is read");
Expect("outside its bounds", () => new Network[] { [new Dense(2, new Squareplus(-1))] }[0].Build<float>(2));
Expect("already", () => Catalogue.Register(new CatalogueEntry("Isru", new Isru(3)), null));
Expect("JsonSerializerContext", () => Catalogue.Register(new CatalogueEntry("own", new Unknown()), null));
Expect("End it in Linear", () => new Network[] { [new Dense(2), new Softmax()] }[0].Build<float>(2).Fit(Dataset.Create(inputs, new float[60, 2]), options with { Validation = null, Metrics = [] }));
Expect("at most a million", () => model.Fit(Dataset.Create(new float[1, 2], new float[,] { { 2e6f } }), options));

// A loss that sees all outputs of a sample.
Dataset positions = Dataset.Create(inputs, inputs);
Model<float> finder = new Network[] { [new Dense(8, new Isru()), new Dense(2)] }[0].Build<float>(2, seed: 1);
History found = finder.Fit(positions, options with { Loss = new EuclideanDistance(), Validation = null, Metrics = [] });
Require(found.Epochs[^1].Loss < found.Epochs[0].Loss / 2, "training brings the outputs nearer");
Require(Catalogue.FromJson<TrainingOptions>(Catalogue.ToJson(options with { Loss = new EuclideanDistance(0.2) })).Loss.Equals(new EuclideanDistance(0.2)), "the loss survives JSON");
Expect("at least two outputs", () => model.Fit(Dataset.Create(inputs, targets), options with { Loss = new EuclideanDistance() }));

// Every type of option comes back, from JSON and from text; so do lists, and two types of one simple name.
ManyOptions.Register();
Descent.Outside.Twins.Relu.Register();
Alike<double>.Register("alike");
Alike<int>.Register("alike_whole");
ManyOptions many = new(0.3f, long.MaxValue - 1, 255, 0.1234567890123456789012345m, "a, b:c(x)=\"q\\ü\"", "none", double.NegativeInfinity, double.NaN, [Season.Summer, Season.Autumn], ["", "two words", "three", "4"], new ManyOptions(Label: ""));
foreach (ManyOptions one in (ManyOptions[])[new(), many, new(Remark: "r", Seasons: [], Names: ["a/b"], Inner: many)])
{
    string json = Catalogue.ToJson<Schedule>(one), text = Catalogue.ToText<Schedule>(one);
    Require(Catalogue.ToJson(Catalogue.FromJson<Schedule>(json)) == json, $"{json} is read");
    Require(Catalogue.ToJson(Catalogue.Parse<Schedule>(text)) == json, $"{text} is read");
}

LawSet.Of(new ManyOptions(0.3f, long.MaxValue - 1, 255, 2, "two words")).Require();
Expect("must be a whole number of at most 255, but is 256", () => Catalogue.Parse<Schedule>("many_options:small=256"));
Expect("closing quotation mark", () => Catalogue.Parse<Schedule>("many_options:label=\"x"));
Require(Catalogue.FromJson<Initializer>(Catalogue.ToJson<Initializer>(new Alike<int>(3))).Equals(new Alike<int>(3)), "a generic type is read");
Require(Catalogue.Parse<Activation>("relu") is Descent.Relu && Catalogue.Parse<Activation>("half_relu").Equals(new Descent.Outside.Twins.Relu()), "each of two types of one simple name has its own name");

// A checkpoint is that of a run with the same options, lists included.
TrainingOptions tabled = new() { Loss = new MeanSquaredError(), Optimizer = new GradientDescent(new RateTable([0.1, 0.05])), Epochs = 3 };
Checkpoint? checkpoint = null;
Trained(tabled with { OnCheckpoint = made => checkpoint = made });
Expect("another run: its optimizer's options", () => Trained(tabled with { Optimizer = new GradientDescent(new RateTable([0.1, 0.06])), Resume = checkpoint }));
Trained(tabled with { Optimizer = new GradientDescent(new RateTable([0.1, 0.05])), Resume = checkpoint, Epochs = 4 });

// What the page on the inside of networks shows, without what it prints.
TextWriter console = Console.Out;
Console.SetOut(TextWriter.Null);
InsidePage.Run();
Console.SetOut(console);
Console.WriteLine("all as it should be");
return 0;

void Trained(TrainingOptions how) => new Network[] { [new Dense(1)] }[0].Build<float>(2, seed: 1).Fit(Dataset.Create(inputs, targets), how);

static void Require(bool holds, string what)
{
    if (!holds)
    {
        throw new InvalidOperationException($"It does not hold that {what}.");
    }
}

static void Expect(string words, Action action)
{
    try
    {
        action();
    }
    catch (Exception fault) when (fault.Message.Contains(words, StringComparison.Ordinal))
    {
        return;
    }

    throw new InvalidOperationException($"Nobody said \"{words}\".");
}

file sealed record Unknown() : ElementwiseOptimizer(0.1)
{
    protected override TResult Accept<V, TResult>(Descent.TrainingPosition position, IRuleVisitor<V, TResult> visitor) => throw new NotSupportedException();
}
