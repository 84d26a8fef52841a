using Descent.Cli.Screens;
using Descent.Data;
using Descent.Numerics;

namespace Descent.Cli.Demos.Lessons;

/// <summary>The gradient in the backward pass through many layers: sigmoids shrink it, ReLUs pass it on.</summary>
internal sealed class VanishingGradient() : Lesson("vanishing-gradient", "why deep sigmoid networks do not learn")
{
    private const int Hidden = 9, Depth = Hidden + 1, Width = 32, Inputs = 8, Rows = 256;

    public override LessonResult Run(ulong seed, CancellationToken cancellation)
    {
        CounterRandom random = new(seed, Streams.Synthetic);
        double[] inputs = [.. Enumerable.Range(0, Rows * Inputs).Select(i => random.Normal((ulong)i))];
        Dataset<double> data = Dataset.Create<double>(inputs, Inputs, (double[])[.. inputs.Chunk(Inputs).Select(x => x[0] * x[1])], 1);
        double[] sigmoid = Norms(new Sigmoid(), new GlorotUniform(), data, seed, cancellation), relu = Norms(new Relu(), new HeNormal(), data, seed, cancellation);
        return new LessonResult([Figure.Series("sigmoid", sigmoid), Figure.Series("relu", relu)], screen => Write(screen, sigmoid, relu));
    }

    private static void Write(Screen screen, double[] sigmoid, double[] relu)
    {
        screen.Line($"Two networks of {Hidden} hidden layers with {Width} neurons each and one linear output neuron, before any training. How large is the gradient of the loss with respect to the weights of each layer?");
        screen.Line();
        double least = Math.Floor(Math.Log10(sigmoid.Concat(relu).Where(n => n > 0).Min())), most = Math.Ceiling(Math.Log10(sigmoid.Concat(relu).Max()));
        int perPower = Math.Max(1, (Math.Min(80, screen.Width) - 32) / 2 / (int)(most - least)), room = perPower * (int)(most - least);
        screen.Line($"{"layer",-6}{"sigmoid".PadRight(room + 12)}relu", Ink.Bold);
        for (int layer = 0; layer < Depth; layer++)
        {
            screen.Line($"{layer + 1,-6}{Cell(sigmoid[layer]).PadRight(room + 12)}{Cell(relu[layer])}".TrimEnd());
        }

        screen.Line($"({perPower} {(perPower == 1 ? "character is" : "characters are")} a power of ten.)");
        Paragraph(screen, $"What you see: layer {Depth} is the output neuron, next to the loss. In the sigmoid network the gradient of the first layer is {Fixed.Spread(sigmoid[0] / sigmoid[^1])} times that of the last one: its weights hardly move, whatever the data. In the ReLU network it is {Fixed.Spread(relu[0] / relu[^1])} times the last one's.");
        Paragraph(screen, $"Why: in the backward pass the gradient is multiplied by the slope of every activation. The slope of a sigmoid is at most ¼, so {Hidden} of them leave at most {Fixed.Spread(Math.Pow(0.25, Hidden))} of it, if the weights do not make up for that. The slope of a ReLU is 1 for positive inputs, and He's initial weights make up for the half of the neurons where it is 0. Normalization layers and fewer layers help, too.");

        string Cell(double norm) => $"{Fixed.Spread(norm),-8}  {Bar(screen, (Math.Log10(norm) - least) / (most - least), room)}";
    }

    /// <summary>The length of the gradient in each layer's weights. A step of gradient descent at rate 1 over all rows is the gradient itself.</summary>
    private static double[] Norms(Activation activation, Initializer initializer, Dataset<double> data, ulong seed, CancellationToken cancellation)
    {
        Network network = Network.Create([.. Enumerable.Repeat(new Dense(Width, activation) { WeightInitializer = initializer }, Hidden), new Dense(1) { WeightInitializer = initializer }]);
        Model<double> before = network.Build<double>(data.InputColumns, seed);
        (Model<double> after, _) = Train(network, data, new TrainingOptions { Loss = new MeanSquaredError(), Optimizer = new GradientDescent(1), Epochs = 1, BatchSize = data.Rows }, seed, cancellation);
        return [.. before.Parameters.Where(p => !p.IsVector).Select(p => Math.Sqrt(before.GetParameter(p.Name).Zip(after.GetParameter(p.Name), (a, b) => (a - b) * (a - b)).Sum()))];
    }
}
