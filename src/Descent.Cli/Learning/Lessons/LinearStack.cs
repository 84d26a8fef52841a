namespace Descent.Cli.Learning.Lessons;

/// <summary>Layers without activations multiply out to a single one; with activations between them they do not.</summary>
internal sealed class LinearStack() : Lesson("linear-stack", "Why activations", "why layers need activations between them", ["activation-function", "linear", "sigmoid", "tanh", "relu"])
{
    private const int Depth = 6, Width = 8, Rows = 400;

    public override LessonResult Run(LessonSettings settings, CancellationToken cancellation)
    {
        Dataset<double> data = ToyTasks.Circles<double>(Rows, settings.Seed).Data;
        Stack linear = Stack.Of(null, data, settings.Seed, cancellation), bent = Stack.Of(new Tanh(), data, settings.Seed, cancellation);
        return new LessonResult(
            [
                Figure.Series("parameters", [linear.Deep.ParameterCount, linear.Single.ParameterCount]), Figure.One("linearDifference", linear.Difference), Figure.One("linearAccuracy", linear.Accuracy),
                Figure.One("tanhDifference", bent.Difference), Figure.One("tanhAccuracy", bent.Accuracy),
            ],
            new("Six layers against one",
                new Paragraph($"Two circles, one inside the other, are to be told apart by {Depth} layers. First the layers follow one another with nothing in between. Then their matrices are multiplied, W = W{Depth}·…·W2·W1, and the resulting single layer is given the same rows."),
                new Grid(["between the layers", "parameters", "accuracy", "one layer instead", "largest difference"], [.. new[] { ("nothing", linear), ("tanh", bent) }.Select(row => (string[])
                    [row.Item1, $"{row.Item2.Deep.ParameterCount}", Percent(row.Item2.Accuracy), $"{row.Item2.Single.ParameterCount} parameters", Fixed.Spread(row.Item2.Difference)])]),
                new Paragraph("The one layer:"),
                new Formulas($"W = [{string.Join(", ", linear.Single.GetParameter("layers.0.weight").Select(w => Number(w)))}]   b = {Number(linear.Single.GetParameter("layers.0.bias")[0])}")),
            new("What you see, and why",
                new Paragraph($"Without activations the deep stack and the one layer give the same outputs, up to rounding. {linear.Deep.ParameterCount} parameters can do no more than {linear.Single.ParameterCount}, and the stack draws one straight line through two circles. With tanh between the layers the product of the matrices is no longer the network, and the circles are separated."),
                new Formulas("W2·(W1·x + b1) + b2 = (W2·W1)·x + (W2·b1 + b2)"),
                new Paragraph("Again a matrix and a bias. An activation stands between the brackets, so they cannot be multiplied out."),
                new Commands(new("list activations", "All of them:"), new("explain choosing-an-activation", "Which one when:"), new("explain relu", "The usual one, with its curve:"))));
    }

    /// <summary>A deep network, the single layer of its multiplied matrices, and how far apart they are.</summary>
    private sealed record Stack(Model<double> Deep, Model<double> Single, double Accuracy, double Difference)
    {
        public static Stack Of(Activation? between, Dataset<double> data, ulong seed, CancellationToken cancellation)
        {
            Network network = Network.Create([.. Enumerable.Repeat(new Dense(Width, between), Depth - 1), new Dense(1, new Sigmoid())]);
            (Model<double> deep, _) = Train(network, data, new TrainingOptions { Loss = new BinaryCrossEntropy(), Optimizer = new Adam(0.01), Epochs = 100 }, seed, cancellation);
            Model<double> single = MultipliedOut(deep);
            double difference = deep.Predict(data.Inputs.Span).Zip(single.Predict(data.Inputs.Span), (a, b) => Math.Abs(a - b)).Max();
            return new Stack(deep, single, Lesson.Accuracy(deep, data), difference);
        }

        private static Model<double> MultipliedOut(Model<double> deep)
        {
            // Layer by layer, the unit vectors become the columns of the product, and the vector of zeros becomes its bias.
            double[][] rows = [.. Enumerable.Range(0, deep.Inputs + 1).Select(row => Enumerable.Range(0, deep.Inputs).Select(column => row == column ? 1.0 : 0).ToArray())];
            foreach (string name in deep.Parameters.Where(p => !p.IsVector).Select(p => p.Name))
            {
                double[] bias = deep.GetParameter(name.Replace("weight", "bias", StringComparison.Ordinal));
                double[][] weight = [.. deep.GetParameter(name).Chunk(rows[0].Length)];
                rows = [.. rows.Select((values, row) => weight.Select((w, neuron) => w.Zip(values, (a, b) => a * b).Sum() + (row == deep.Inputs ? bias[neuron] : 0)).ToArray())];
            }

            Network network = [new Dense(1, new Sigmoid())];
            Model<double> single = network.Build<double>(deep.Inputs);
            single.SetParameter("layers.0.weight", rows[..^1].Select(row => row[0]).ToArray());
            single.SetParameter("layers.0.bias", rows[^1]);
            return single;
        }
    }
}
