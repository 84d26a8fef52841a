namespace Descent.Cli.Learning.Lessons;

/// <summary>The gradient in the backward pass through many layers: sigmoids shrink it, ReLUs pass it on.</summary>
internal sealed class VanishingGradient() : Lesson("vanishing-gradient", "Vanishing gradients", "why deep sigmoid networks do not learn",
    ["vanishing-gradient", "saturation", "sigmoid", "batch_normalization", "normalization", "residual"])
{
    private const int Hidden = 9, Depth = Hidden + 1, Width = 32, Inputs = 8, Rows = 256;

    public override LessonResult Run(LessonSettings settings, CancellationToken cancellation)
    {
        CounterRandom random = new(settings.Seed, Streams.Synthetic);
        double[] inputs = [.. Enumerable.Range(0, Rows * Inputs).Select(i => random.Normal((ulong)i))];
        Dataset<double> data = Dataset.Create<double>(inputs, Inputs, (double[])[.. inputs.Chunk(Inputs).Select(x => x[0] * x[1])], 1);
        double[] normalized = Norms(null, new GlorotUniform(), data, settings.Seed, cancellation);
        double[] sigmoid = Norms(new Sigmoid(), new GlorotUniform(), data, settings.Seed, cancellation), relu = Norms(new Relu(), new HeNormal(), data, settings.Seed, cancellation);
        return new LessonResult(
            [Figure.Series("sigmoid", sigmoid), Figure.Series("relu", relu), Figure.Series("normalized", normalized)],
            new("The gradient in each layer",
                new Paragraph($"Networks of {Hidden} hidden layers with {Width} neurons each and one linear output neuron, before any training. How long is the gradient of the loss in the weights of each layer? Layer {Depth} is the output neuron, next to the loss:"),
                new Plot("length of the gradient, by layer", "layer", [ByLayer("relu", relu), ByLayer("sigmoid after batch normalization", normalized), ByLayer("sigmoid", sigmoid)]),
                new Grid(["layer", "sigmoid", "normalized", "relu"], [.. ((int[])[1, 4, 7, Depth]).Select(layer => (string[])[$"{layer}", Fixed.Spread(sigmoid[layer - 1]), Fixed.Spread(normalized[layer - 1]), Fixed.Spread(relu[layer - 1])])])),
            new("What you see, and why",
                new Paragraph($"In the sigmoid network the gradient of the first layer is {Fixed.Spread(sigmoid[0] / sigmoid[^1])} times that of the last one: its weights hardly move, whatever the data. In the ReLU network it is {Fixed.Spread(relu[0] / relu[^1])} times the last one's."),
                new Paragraph($"In the backward pass the gradient is multiplied by the slope of every activation. The slope of a sigmoid is at most ¼, so {Hidden} of them leave at most {Fixed.Spread(Math.Pow(0.25, Hidden))} of it, if the weights do not make up for that. The slope of a ReLU is 1 for positive inputs, and He's initial weights make up for the half of the neurons where it is 0.")),
            new("What helps",
                new Paragraph($"ReLU and its relatives, initial weights of the right size, fewer layers, residual connections, which let the gradient pass around a layer, and normalization: batch normalization divides the sums of each layer by their standard deviation, so the signal keeps its size, and here the first layer gets {Fixed.Spread(normalized[0] / normalized[^1])} of the last one's gradient. LSTM and GRU networks solve the same problem for sequences."),
                new Commands(new("learn initialization", "The size of the weights:"), new("explain batch_normalization", "Normalization:"), new("explain residual", "A way around layers:"))));

        static Curve ByLayer(string name, double[] norms) => new(name, [.. norms.Select((norm, layer) => ((double)layer + 1, norm))]);
    }

    /// <summary>The length of the gradient in each layer's weights. A step of gradient descent at rate 1 over all rows is the gradient itself.</summary>
    private static double[] Norms(Activation? activation, Initializer initializer, Dataset<double> data, ulong seed, CancellationToken cancellation)
    {
        // Without an activation: a sigmoid after the normalized sums.
        IReadOnlyList<Layer> layer = activation is null ? [new Dense(Width) { WeightInitializer = initializer, UseBias = false }, new BatchNormalization(), new Sigmoid()] : [new Dense(Width, activation) { WeightInitializer = initializer }];
        Network network = Network.Create([.. Enumerable.Repeat(layer, Hidden).SelectMany(one => one), new Dense(1) { WeightInitializer = initializer }]);
        Model<double> before = network.Build<double>(data.InputColumns, seed);
        (Model<double> after, _) = Train(network, data, new TrainingOptions { Loss = new MeanSquaredError(), Optimizer = new GradientDescent(1), Epochs = 1, BatchSize = data.Rows }, seed, cancellation);
        return [.. before.Parameters.Where(p => !p.IsVector).Select(p => Math.Sqrt(before.GetParameter(p.Name).Zip(after.GetParameter(p.Name), (a, b) => (a - b) * (a - b)).Sum()))];
    }
}
