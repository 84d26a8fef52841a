namespace Descent.Cli.Learning.Lessons;

/// <summary>What a network is: neurons, layers, and a function with parameters.</summary>
internal sealed class NetworkLesson() : Lesson("network", "What a neural network is", "neurons, layers and parameters: a function that can be adjusted",
    ["neuron", "neural-network", "dense", "tanh"], options: [NumbersOption])
{
    private const int Hidden = 3;
    private const double Reach = 3;

    private static readonly double[] s_usual = [0.5, -1, 2];

    public override (int Least, int Most) NumberCount => (1, 6);

    public override LessonResult Run(LessonSettings settings, CancellationToken cancellation)
    {
        double[] inputs = [.. settings.Numbers ?? s_usual];
        Network one = [new Dense(1, new Tanh()) { BiasInitializer = new Constant(0.1) }];
        Model<double> neuron = one.Build<double>(inputs.Length, settings.Seed);
        double[] weights = neuron.GetParameter("layers.0.weight");
        double bias = neuron.GetParameter("layers.0.bias")[0], sum = neuron.Activations(inputs)[0].Values[0, 0], answer = neuron.Predict(inputs)[0];

        Network network = [new Dense(Hidden, new Tanh()) { WeightInitializer = new RandomNormal(1.5), BiasInitializer = new RandomNormal(1) }, new Dense(1)];
        double[] places = [.. Enumerable.Range(0, 61).Select(i => Reach * (i - 30) / 30)];
        Model<double>[] models = [network.Build<double>(1, settings.Seed), network.Build<double>(1, settings.Seed + 1)];
        Curve[] functions = [.. models.Select((model, i) => new Curve($"parameters {i + 1}", [.. places.Zip(model.Predict(places))]))];
        cancellation.ThrowIfCancellationRequested();
        return new LessonResult(
            [
                Figure.Series("inputs", inputs), Figure.Series("weights", weights), Figure.One("bias", bias), Figure.One("sum", sum), Figure.One("answer", answer),
                Figure.One("parameters", models[0].ParameterCount), .. functions.Select((curve, i) => Figure.Series($"outputs{i + 1}", curve.Points.Select(point => point.Y))),
            ],
            new("A neuron",
                new Paragraph("A neuron multiplies each of its inputs by a weight, adds the products and a bias, and applies an activation function to the sum. A large weight, positive or negative, means that the input matters; the bias shifts the sum. Here the weights were drawn at random, and the activation is tanh:"),
                new Formulas(
                    "z = w1·x1 + w2·x2 + … + b",
                    $"z = {string.Join(" + ", weights.Zip(inputs, (w, x) => $"{Signed(Fixed.Places(w))}·{Signed(Fixed.Number(x))}"))} + {Fixed.Number(bias)} = {Fixed.Places(sum)}",
                    $"a = tanh(z) = {Fixed.Places(answer)}")),
            new("Layers",
                new Paragraph("Neurons that get the same inputs form a layer, and a network is a list of layers: each takes the outputs of the one before. The layers between the inputs and the last one are called hidden. In a dense network every neuron is connected with all outputs of the layer before it. A layer has (inputs + 1) · neurons parameters, because each neuron has a weight per input and a bias:"),
                new Grid(["layer", "inputs", "neurons", "parameters"],
                [
                    ["hidden, tanh", "1", $"{Hidden}", $"{2 * Hidden}"], ["output, linear", $"{Hidden}", "1", $"{Hidden + 1}"], ["together", "", "", $"{models[0].ParameterCount}"],
                ])),
            new("A function that can be adjusted",
                new Paragraph($"With all its parameters, a network is a function from inputs to outputs. The same layers with other parameters are another function; here are two sets of {models[0].ParameterCount} random ones:"),
                new Plot("the output, by the input", "input", functions),
                new Paragraph("Training looks for parameters whose function gives the right answers: it starts with random ones, measures how wrong the answers are, and changes every parameter a little in the direction that makes them less wrong. The comparison with a brain goes no further than the words: a network is arithmetic, and what it knows is in its parameters."),
                new Commands(new("learn forward-pass", "The arithmetic of a whole network, number by number:"), new("learn backward-pass", "How the parameters are changed:"))));
    }

    private static string Signed(string number) => number[0] == '-' ? $"({number})" : number;
}
