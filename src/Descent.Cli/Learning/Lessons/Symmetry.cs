namespace Descent.Cli.Learning.Lessons;

/// <summary>Neurons that start equal stay equal forever.</summary>
internal sealed class Symmetry() : Lesson("symmetry", "Equal weights", "why weights must not start out equal", ["initialization", "zeros", "constant"])
{
    private const int Neurons = 4;

    private static readonly (string Name, Initializer Initializer)[] s_starts = [("zeros", new Zeros()), ("all 0.5", new Constant(0.5)), ("Glorot", new GlorotUniform())];

    public override LessonResult Run(LessonSettings settings, CancellationToken cancellation)
    {
        Dataset<double> data = ToyTasks.Xor<double>().Data;
        TrainingOptions options = new() { Loss = new BinaryCrossEntropy(), Optimizer = new Adam(0.05), Epochs = 1000 };
        (string Name, Model<double> Model, double Loss, double Spread)[] runs = [.. s_starts.Select(start =>
        {
            Network network = [new Dense(Neurons, new Tanh()) { WeightInitializer = start.Initializer }, new Dense(1, new Sigmoid()) { WeightInitializer = start.Initializer }];
            (Model<double> model, History history) = Train(network, data, options, settings.Seed, cancellation);
            return (start.Name, model, history.Epochs[^1].Loss, Spread(model));
        })];
        return new LessonResult(
            [Figure.Series("spread", runs.Select(r => r.Spread)), Figure.Series("loss", runs.Select(r => r.Loss)), Figure.Series("accuracy", runs.Select(r => Accuracy(r.Model, data)))],
            new("Three sets of first weights",
                new Paragraph($"XOR with {Neurons} hidden neurons (tanh), 1000 epochs of Adam, from three sets of first weights. These are the weights of the hidden neurons afterwards:"),
                new Grid(["first weights", .. Enumerable.Range(1, Neurons).Select(n => $"neuron {n}"), "loss"], [.. runs.Select(run => (string[])
                    [run.Name, .. run.Model.GetParameter("layers.0.weight").Chunk(2).Select(w => $"{w[0]:0.0} {w[1]:0.0}"), Number(run.Loss)])], Neurons + 1),
                new Paragraph($"Largest difference between two neurons: {string.Join(", ", runs.Select(r => $"{r.Name} {Number(r.Spread)}"))}.")),
            new("What you see, and why",
                new Paragraph($"From zeros nothing moves at all; the loss stays at ln 2 = 0.693, that of a coin toss. From 0.5 the weights move, but all neurons move alike: {Neurons} neurons are worth one, and one cannot learn XOR. Only random weights let each neuron develop differently."),
                new Paragraph("A neuron's gradient depends on its inputs, its own weights and the weight behind it. Where these are equal, the gradients are equal, the steps are equal, and the neurons stay equal. With zeros even the gradients are 0: the outgoing weight of each neuron is 0, so its output does not matter, and its output is 0, so its outgoing weight does not matter either. Biases may start at zero: random weights are enough to make neurons differ."),
                new Commands(new("learn initialization", "How large the random weights should be:"), new("explain zeros", "The initializer:"))));
    }

    /// <summary>The largest difference between the incoming weights (and bias) of two hidden neurons.</summary>
    private static double Spread(Model<double> model)
    {
        double[][] columns = [.. model.GetParameter("layers.0.weight").Chunk(2).Zip(model.GetParameter("layers.0.bias"), (w, b) => (double[])[.. w, b])];
        return Enumerable.Range(0, 3).Max(i => columns.Max(c => c[i]) - columns.Min(c => c[i]));
    }
}
