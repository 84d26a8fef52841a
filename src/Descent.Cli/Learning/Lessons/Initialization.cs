namespace Descent.Cli.Learning.Lessons;

/// <summary>The scale of the first weights decides how signals and gradients travel through the layers.</summary>
internal sealed class Initialization() : Lesson("initialization", "The first weights", "why their scale depends on the number of inputs",
    ["initialization", "he_normal", "he_uniform", "glorot_uniform", "glorot_normal", "lecun_normal", "random_normal"])
{
    private const int Depth = 10, Width = 64, Rows = 256;

    private static readonly (string Name, Activation Activation, Initializer Initializer)[] s_cases =
    [
        ("relu, N(0, 0.05²)", new Relu(), new RandomNormal(0.05)), ("relu, N(0, 1)", new Relu(), new RandomNormal(1)), ("relu, Glorot", new Relu(), new GlorotNormal()), ("relu, He", new Relu(), new HeNormal()),
        ("tanh, Glorot", new Tanh(), new GlorotNormal()), ("tanh, N(0, 1)", new Tanh(), new RandomNormal(1)),
    ];

    public override LessonResult Run(LessonSettings settings, CancellationToken cancellation)
    {
        CounterRandom random = new(settings.Seed, Streams.Synthetic);
        double[] inputs = [.. Enumerable.Range(0, Rows * Width).Select(i => random.Normal((ulong)i))];
        Dataset<double> data = Dataset.Create<double>(inputs, Width, (double[])[.. inputs.Chunk(Width).Select(x => x[0] * x[1])], 1);
        (double[] Spread, double First, double Last)[] runs = [.. s_cases.Select(one => Measure(one.Activation, one.Initializer, data, settings.Seed))];
        cancellation.ThrowIfCancellationRequested();
        double he = Math.Sqrt(2.0 / Width), glorot = Math.Sqrt(2.0 / (Width + Width));
        return new LessonResult(
            [.. runs.Select((run, i) => Figure.Series($"spread{i + 1}", run.Spread)), Figure.Series("firstGradients", runs.Select(run => run.First)), Figure.Series("lastGradients", runs.Select(run => run.Last)), Figure.One("heDeviation", he), Figure.One("glorotDeviation", glorot)],
            new("A sum of many terms",
                new Paragraph("A neuron with n inputs adds n products. If the inputs have variance 1 and the weights the variance v, the sum has the variance n·v. So with v = 1/n it stays 1, and with anything else it grows or shrinks by the same factor in every layer. Two rules follow from this:"),
                new Formulas(
                    "Glorot (tanh, sigmoid, softmax):  variance 2/(inputs + outputs)",
                    "He (ReLU and its family):         variance 2/inputs",
                    $"{Width} inputs and outputs:         deviation {Number(glorot, "F4")} and {Number(he, "F4")}"),
                new Paragraph("Glorot's is a compromise between the forward pass, which needs 1/inputs, and the backward pass, which needs 1/outputs. He's has the factor 2 because ReLU sets half of the sums to 0.")),
            new("Ten layers",
                new Paragraph($"The root mean square of the outputs of each of {Depth} layers with {Width} neurons, before any training. The inputs have the value 1:"),
                new Plot("size of the outputs, by layer", "layer", [.. runs.Select((run, i) => new Curve(s_cases[i].Name, [.. run.Spread.Select((size, layer) => ((double)layer + 1, size))]))]),
                new Grid(["weights", "layer 1", "layer 5", "layer 10", "grad 1", "grad 10"], [.. runs.Select((run, i) => (string[])[s_cases[i].Name, Size(run.Spread[0]), Size(run.Spread[4]), Size(run.Spread[^1]), Size(run.First), Size(run.Last)])])),
            new("What you see",
                new Paragraph("With a fixed small deviation the signal fades from layer to layer, and with it the gradient (its length in the first and the last hidden layer is in the last columns). With deviation 1 it explodes in ReLU layers; tanh cannot exceed 1, but all its neurons are saturated, so their slopes are nearly 0. Glorot's weights lose a factor of about √2 per ReLU layer. He's for ReLU and Glorot's for tanh keep both signal and gradient in range: training can begin in every layer."),
                new Paragraph("The library chooses by the activation: He's for ReLU and its family, Glorot's for sigmoid, tanh and softmax, LeCun's (1/inputs) for SELU. Biases start at 0."),
                new Commands(new("learn symmetry", "Why weights must not start out equal:"), new("learn vanishing-gradient", "The same with sigmoids:"), new("explain choosing-an-initializer", "Which initializer when:"), new("list initializers", "All of them:"))));
    }

    private static (double[] Spread, double First, double Last) Measure(Activation activation, Initializer initializer, Dataset<double> data, ulong seed)
    {
        Network network = Network.Create([.. Enumerable.Repeat(new Dense(Width, activation) { WeightInitializer = initializer }, Depth), new Dense(1)]);
        Model<double> model = network.Build<double>(Width, seed);
        // Each dense layer is followed by its activation.
        double[] spread = [.. model.Activations(data.Inputs.Span).Where((_, i) => i % 2 == 1).Take(Depth).Select(output => Length([.. output.Values.Cast<double>()]) / Math.Sqrt(output.Values.Length))];
        IReadOnlyDictionary<string, double[]> gradients = model.Gradients(data, new MeanSquaredError()).Parameters;
        string[] weights = [.. model.Parameters.Where(parameter => !parameter.IsVector).Select(parameter => parameter.Name)];
        return (spread, Length(gradients[weights[0]]), Length(gradients[weights[Depth - 1]]));
    }

    private static string Size(double value) => value is < 0.001 or >= 10_000 ? Fixed.Exponent(value, 2) : Fixed.Spread(value);

    private static double Length(double[] values) => Math.Sqrt(values.Sum(value => value * value));
}
