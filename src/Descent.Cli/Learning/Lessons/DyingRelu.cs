namespace Descent.Cli.Learning.Lessons;

/// <summary>ReLUs that are pushed far below zero never recover; leaky ReLUs do.</summary>
internal sealed class DyingRelu() : Lesson("dying-relu", "Dying ReLUs", "how neurons die, and what revives them", ["dying-relu", "relu", "leaky_relu", "prelu", "elu"])
{
    private const int Neurons = 32, Rows = 400, Epochs = 150;
    private const double Bias = -6;

    public override LessonResult Run(LessonSettings settings, CancellationToken cancellation)
    {
        Dataset<double> data = ToyTasks.Moons<double>(Rows, settings.Seed).Data;
        (string Name, Case Case)[] cases =
        [
            ("relu, healthy", Case.Of(new Relu(), 0, data, settings.Seed, cancellation)), ("relu, low biases", Case.Of(new Relu(), Bias, data, settings.Seed, cancellation)),
            ("leaky_relu, low biases", Case.Of(new LeakyRelu(), Bias, data, settings.Seed, cancellation)),
        ];
        return new LessonResult(
            [
                Figure.One("neurons", Neurons), Figure.Series("silentBefore", cases.Select(c => (double)c.Case.SilentBefore)), Figure.Series("silentAfter", cases.Select(c => (double)c.Case.SilentAfter)),
                Figure.Series("loss", cases.Select(c => c.Case.Loss)), Figure.Series("accuracy", cases.Select(c => c.Case.Accuracy)),
            ],
            new("Three networks",
                new Paragraph($"{Neurons} hidden neurons learn to tell two moons apart, {Epochs} epochs of Adam. A step that is too large can push biases far below zero; here two of the networks start that way, with biases of {Number(Bias)}. A neuron is silent if its weighted sum is below 0 for all {Rows} rows."),
                new Grid(["hidden layer", "silent before", "silent after", "loss", "accuracy"], [.. cases.Select(one => (string[])
                    [one.Name, $"{one.Case.SilentBefore}", $"{one.Case.SilentAfter}", Fixed.Number(one.Case.Loss, 3), Percent(one.Case.Accuracy)])]),
                new Plot("loss, by epoch", "epoch", [.. cases.Select(one => new Curve(one.Name, [.. one.Case.Losses.Select((loss, i) => ((double)i + 1, loss))]))])),
            new("What you see, and why",
                new Paragraph("The silent ReLUs are still silent at the end; only the bias of the output was learned. Enough of the leaky ReLUs recovered, and the task was learned."),
                new Paragraph("Below zero the slope of a ReLU is 0, so no gradient passes, and a neuron that is below zero for every row never gets a gradient again. A leaky ReLU has the slope 0.01 there: small, but it gives a direction. Better still is to avoid it: a smaller learning rate, standardized inputs, gradient clipping."),
                new Commands(new("explain leaky_relu", "The fixed slope:"), new("explain prelu", "A slope that is learned:"), new("explain dying-relu", "In short:"))));
    }

    /// <summary>A network before and after training.</summary>
    private sealed record Case(int SilentBefore, int SilentAfter, double Loss, double Accuracy, double[] Losses)
    {
        public static Case Of(Activation activation, double bias, Dataset<double> data, ulong seed, CancellationToken cancellation)
        {
            Network network = [new Dense(Neurons, activation) { WeightInitializer = new HeNormal(), BiasInitializer = new Constant(bias) }, new Dense(1, new Sigmoid())];
            Model<double> before = network.Build<double>(data.InputColumns, seed);
            (Model<double> after, History history) = Train(network, data, new TrainingOptions { Loss = new BinaryCrossEntropy(), Optimizer = new Adam(0.05), Epochs = Epochs }, seed, cancellation);
            return new Case(Silent(before, data), Silent(after, data), history.Epochs[^1].Loss, Lesson.Accuracy(after, data), [.. history.Epochs.Select(e => e.Loss)]);
        }

        /// <summary>How many hidden neurons have a sum below 0 for every row, by the first layer without its activation.</summary>
        private static int Silent(Model<double> model, Dataset<double> data)
        {
            Network sums = [new Dense(Neurons)];
            Model<double> layer = sums.Build<double>(data.InputColumns);
            layer.SetParameter("layers.0.weight", model.GetParameter("layers.0.weight"));
            layer.SetParameter("layers.0.bias", model.GetParameter("layers.0.bias"));
            double[][] rows = [.. layer.Predict(data.Inputs.Span).Chunk(Neurons)];
            return Enumerable.Range(0, Neurons).Count(neuron => rows.All(row => row[neuron] <= 0));
        }
    }
}
