namespace Descent.Cli.Learning.Lessons;

/// <summary>One hidden layer approximates a continuous function as closely as wanted, within the range of the rows.</summary>
internal sealed class UniversalApproximation() : Lesson("universal-approximation", "Universal approximation", "enough neurons approximate any continuous function, where there are rows",
    ["universal-approximation", "capacity", "levenberg_marquardt", "tanh"])
{
    private const int Rows = 61, Epochs = 300, Starts = 3;
    private const double Reach = 3, Beyond = 5;

    private static readonly int[] s_widths = [1, 2, 4, 8, 16];

    public override LessonResult Run(LessonSettings settings, CancellationToken cancellation)
    {
        double[] places = [.. Enumerable.Range(0, Rows).Select(i => Reach * ((2.0 * i / (Rows - 1)) - 1))];
        Dataset<double> data = Dataset.Create<double>(places, 1, (double[])[.. places.Select(Target)], 1);
        MeanSquaredError loss = new();
        TrainingOptions options = new() { Loss = loss, Optimizer = new LevenbergMarquardt(), Epochs = Epochs };
        // First weights that spread the steps over the range; some lead to a worse minimum than others.
        Model<double>[] models = [.. s_widths.Select(width => Enumerable.Range(0, Starts)
            .Select(start => Train([new Dense(width, new Tanh()) { WeightInitializer = new RandomUniform(2), BiasInitializer = new RandomUniform(Reach) }, new Dense(1)], data, options, settings.Seed + (ulong)start, cancellation).Model).MinBy(model => model.Loss(data, loss))!)];
        double[] errors = [.. models.Select(model => places.Zip(model.Predict(places), (x, y) => Math.Abs(y - Target(x))).Max())];
        double[] outside = [.. models.Select(model => Math.Abs(model.Predict([Beyond])[0] - Target(Beyond)))];
        return new LessonResult(
            [Figure.Series("neurons", s_widths.Select(width => (double)width)), Figure.Series("largestErrors", errors), Figure.Series("errorsOutside", outside)],
            new("The theorem",
                new Paragraph("A network with one hidden layer and an activation that is not a polynomial can approximate every continuous function on a bounded range as closely as wanted, if it has enough neurons (Cybenko 1989, Hornik 1991, Leshno and others 1993). Each tanh neuron is a smooth step; sums of steps of different places, heights and widths can follow any curve, as sums of powers do in a Taylor series.")),
            new("An example",
                new Paragraph($"The function is sin(2x) + x/2, given at {Rows} places between -{Reach} and {Reach}; for each number of neurons the best of {Starts} trainings:"),
                new Plot("the function and two networks, by x", "x", [new Curve("the function", [.. places.Select(x => (x, Target(x)))]), .. ((ReadOnlySpan<int>)[0, 2]).ToArray().Select(i => new Curve(Neurons(s_widths[i]), [.. places.Zip(models[i].Predict(places))]))]),
                new Grid(["neurons", "parameters", $"largest error, |x| ≤ {Reach}", $"error at x = {Beyond}"], [.. s_widths.Select((width, i) => (string[])[$"{width}", $"{models[i].ParameterCount}", Fixed.Spread(errors[i]), Fixed.Spread(outside[i])])], 0)),
            new("What the theorem does not say",
                new Paragraph($"It says that such weights exist, not that training finds them, nor how many neurons or rows that takes. And it holds within the range only: at x = {Beyond}, where there were no rows, every one of these networks is far off, however well it fits. A tanh network ends in a constant on both sides. Networks interpolate; they do not continue a law that they have not seen."),
                new Paragraph("One hidden layer is enough in principle, but several narrow ones often need far fewer neurons, because later layers reuse what earlier ones have found. Without an activation there is no such theorem: layers without one are a single linear layer."),
                new Commands(new("learn linear-stack", "Layers without activations:"), new("explain universal-approximation", "In short:"))));
    }

    private static double Target(double x) => Math.Sin(2 * x) + (x / 2);

    private static string Neurons(int count) => count == 1 ? "1 neuron" : $"{count} neurons";
}
