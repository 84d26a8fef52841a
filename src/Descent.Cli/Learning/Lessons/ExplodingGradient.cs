namespace Descent.Cli.Learning.Lessons;

/// <summary>Gradients that grow from layer to layer, and clipping.</summary>
internal sealed class ExplodingGradient() : Lesson("exploding-gradient", "Exploding gradients and clipping", "when a gradient is too long for any step, and how to cut it",
    ["exploding-gradient", "gradient-clipping", "divergence"], options: [LearningRateOption])
{
    private const int Hidden = 8, Width = 32, Inputs = 8, Rows = 256, Epochs = 20;
    private const double Rate = 0.01, Limit = 1;

    private static readonly double[] s_scales = [1, 2, 4];

    public override LessonResult Run(LessonSettings settings, CancellationToken cancellation)
    {
        double rate = settings.LearningRate ?? Rate;
        CounterRandom random = new(settings.Seed, Streams.Synthetic);
        double[] inputs = [.. Enumerable.Range(0, Rows * Inputs).Select(i => random.Normal((ulong)i))];
        Dataset<double> data = Dataset.Create<double>(inputs, Inputs, (double[])[.. inputs.Chunk(Inputs).Select(x => x[0] * x[1])], 1);
        double[][] norms = [.. s_scales.Select(scale => Norms(NetworkOf(scale).Build<double>(Inputs, settings.Seed), data))];
        (string Name, Course Course)[] runs =
        [
            ("no clipping", Of(s_scales[1], null)), ("global_norm", Of(s_scales[1], new GradientClipping(Limit))), ("tensor_norm", Of(s_scales[1], new GradientClipping(Limit, ClippingForm.TensorNorm))),
            ("value", Of(s_scales[1], new GradientClipping(Limit, ClippingForm.Value))), ("He's weights, no clipping", Of(s_scales[0], null)),
        ];
        return new LessonResult(
            [.. norms.Select((norm, i) => Figure.Series($"norms{s_scales[i]}", norm)), Figure.One("learningRate", rate), Figure.Series("losses", runs.Select(run => run.Course.Loss)), Figure.Series("epochs", runs.Select(run => (double)run.Course.Losses.Length))],
            new("Gradients that grow",
                new Paragraph($"In the backward pass the gradient is multiplied by the weights of every layer. Weights that are too large make it grow from layer to layer, as small slopes make it vanish. A network of {Hidden} ReLU layers with {Width} neurons, with He's initial weights and with weights 2 and 4 times as large; the length of the gradient in each layer's weights, before training:"),
                new Plot("length of the gradient, by layer (1 is next to the inputs)", "layer", [.. norms.Reverse().Select((norm, i) => new Curve($"{s_scales[^(i + 1)]} times He's weights", [.. norm.Select((length, layer) => ((double)layer + 1, length))]))]),
                new Grid(["weights", "first layer", "last layer"], [.. norms.Select((norm, i) => (string[])[s_scales[i] == 1 ? "He" : $"{s_scales[i]} times He", Fixed.Number(norm[0], 3), Fixed.Number(norm[^1], 3)])]),
                new Paragraph($"With weights twice as large, each of the {Hidden + 1} layers doubles the signal, so the error at the output is about 2^{Hidden + 1} times as large; in the backward pass to the first layer the gradient passes {Hidden} layers of weights and is doubled by each. Together that is 2^{(2 * Hidden) + 1} = {Math.Pow(2, (2 * Hidden) + 1):#,0}; measured were {norms[1][0] / norms[0][0]:#,0}.")),
            new("What happens in training",
                new Paragraph($"The network with 2 times He's weights, gradient descent with learning rate {Fixed.Number(rate)}, {Epochs} epochs. Clipping shortens a gradient that is longer than a limit, here {Fixed.Number(Limit)}, before the step:"),
                new Formulas($"global_norm:  g ← g·min(1, {Fixed.Number(Limit)}/|g|), |g| over all parameters", $"tensor_norm:  the same for each array of weights by itself", $"value:        each number is cut to [-{Fixed.Number(Limit)}, {Fixed.Number(Limit)}]"),
                new Grid(["clipping", "epochs", "first loss", "last loss", "outcome"], [.. runs.Select(run => (string[])
                    [run.Name, $"{run.Course.Losses.Length}", Text(run.Course.Losses.FirstOrDefault(double.NaN)), Text(run.Course.Loss), run.Course.Failed ? "failed: not finite" : "trained"])], 1)
                { EndsInSentences = true }),
            new("What to do",
                new Paragraph("Without clipping, the first steps throw the weights far away, where the gradients are larger still. When a number is no longer finite, the library stops and says in which layer. Clipping makes the length of a step harmless and keeps its direction. It treats the symptom, though: the causes are weights that are too large at first, inputs or targets that are not standardized, or a learning rate that is too high. With He's weights the same training needs no clipping."),
                new Commands(new("explain gradient-clipping", "Its forms and options:"), new("learn initialization", "Weights of the right size:"), new("learn exploding-gradient --learning-rate 0.0001", "A smaller rate instead:"))));

        Course Of(double scale, GradientClipping? clipping)
        {
            TrainingOptions options = new() { Loss = new MeanSquaredError(), Optimizer = new GradientDescent(rate), Epochs = Epochs, Clipping = clipping, RestoreBestWeights = false };
            try
            {
                return new Course([.. Train(NetworkOf(scale), data, options, settings.Seed, cancellation).History.Epochs.Select(epoch => epoch.Loss)], Failed: false);
            }
            catch (TrainingFailedException failure)
            {
                return new Course([.. failure.History.Epochs.Select(epoch => epoch.Loss)], Failed: true);
            }
        }
    }

    private static Network NetworkOf(double scale)
    {
        // He's variance is 2 per input.
        VarianceScaling weights = new(2 * scale * scale, FanMode.FanIn, ScaledDistribution.Normal);
        return Network.Create([.. Enumerable.Repeat(new Dense(Width, new Relu()) { WeightInitializer = weights }, Hidden), new Dense(1) { WeightInitializer = weights }]);
    }

    private static double[] Norms(Model<double> model, Dataset<double> data)
    {
        IReadOnlyDictionary<string, double[]> gradients = model.Gradients(data, new MeanSquaredError()).Parameters;
        return [.. model.Parameters.Where(parameter => !parameter.IsVector).Select(parameter => Math.Sqrt(gradients[parameter.Name].Sum(g => g * g)))];
    }

    private static string Text(double loss) => double.IsFinite(loss) ? Fixed.Number(loss, 3) : "none";

    private sealed record Course(double[] Losses, bool Failed)
    {
        public double Loss => Failed ? double.NaN : Losses[^1];
    }
}
