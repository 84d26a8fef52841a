using Descent.Cli.Reproductions;

namespace Descent.Cli.Learning.Lessons;

/// <summary>The backward pass of the source notes' three houses: the chain rule, the library's gradients and finite differences agree.</summary>
internal sealed class BackwardPass() : Lesson("backward-pass", "The backward pass, with numbers", "how the error of three answers changes every weight",
    ["backpropagation", "gradient", "gradient_descent", "binary_cross_entropy"], options: [LearningRateOption], isRandom: false)
{
    private const double Nudge = 1e-6;
    private const int StepsPerLoss = 100;

    private static readonly (string Name, string Parameter, int Index)[] s_shown =
        [("neuron 1: weight of size", "layers.0.weight", 0), ("neuron 1: bias", "layers.0.bias", 0), ("output: weight of neuron 1", "layers.2.weight", 0), ("output: bias", "layers.2.bias", 0)];

    public override LessonResult Run(LessonSettings settings, CancellationToken cancellation)
    {
        double rate = settings.LearningRate ?? HousePrices.LearningRate;
        BinaryCrossEntropy loss = new();
        Model<double> model = HousePrices.Untrained(new Sigmoid());
        Dataset<double> houses = Dataset.Create<double>(HousePrices.Inputs, 3, HousePrices.Targets, 1);
        double before = model.Loss(houses, loss);
        double[] byChain = ChainRule(model), byLibrary = [.. s_shown.Select(shown => model.Gradients(houses, loss).Parameters[shown.Parameter][shown.Index])];
        double[] values = [.. s_shown.Select(shown => model.GetParameter(shown.Parameter)[shown.Index])], byDifference = [.. s_shown.Select(shown => Slope(model, houses, loss, shown.Parameter, shown.Index))];
        double[,] hidden = model.Activations(HousePrices.Inputs)[1].Values;
        double[] answers = model.Predict(HousePrices.Inputs);
        (IReadOnlyList<double> losses, double prediction) = HousePrices.Backpropagation(cancellation, rate);
        cancellation.ThrowIfCancellationRequested();
        return new LessonResult(
            [
                Figure.One("learningRate", rate), Figure.Series("answers", answers), Figure.One("crossEntropy", before), Figure.Series("byChainRule", byChain), Figure.Series("byLibrary", byLibrary),
                Figure.Series("byDifference", byDifference), Figure.Series("losses", losses), Figure.One("prediction", prediction),
            ],
            new("Forward first",
                new Paragraph("Three houses are to be told apart: 1 is expensive, 0 is cheap. The network is that of the forward pass, but ends in a sigmoid, so its answer ŷ is a probability, and the inputs are divided by 1,000. The gradients need the outputs a1 of the first hidden neuron, the answers ŷ and the errors ŷ - y:"),
                new Grid(["size", "bedrooms", "location", "y", "a1", "ŷ", "ŷ - y"], [.. Enumerable.Range(0, HousePrices.Count).Select(i => (string[])
                    [.. HousePrices.Inputs.Skip(3 * i).Take(3).Select(x => Fixed.Number(x)), $"{HousePrices.Targets[i]}", Fixed.Places(hidden[i, 0]), Fixed.Places(answers[i]), Fixed.Places(answers[i] - HousePrices.Targets[i])])], 0),
                new Paragraph($"The cross-entropy of these answers is {Fixed.Places(before)}. In which direction, and how strongly, does each weight change it?")),
            new("Backward",
                new Paragraph("The chain rule multiplies derivatives along the way from a weight to the loss. Backpropagation starts at the loss and reuses what it has: the error of a layer, δ, gives the gradients of its weights and then the error of the layer before. For m rows:"),
                new Formulas(
                    "output:  δ2 = (ŷ - y)/m        cross-entropy and sigmoid together",
                    "         ∂L/∂W2 = Σ δ2·a       ∂L/∂b2 = Σ δ2",
                    "hidden:  δ1 = W2·δ2·relu'(z)   relu' is 1 where z > 0, otherwise 0",
                    "         ∂L/∂W1 = Σ δ1·x       ∂L/∂b1 = Σ δ1"),
                new Paragraph("Here are four of the 16 gradients, computed in three ways: by these formulas, by the library, and by nudging the weight and computing the loss again, which needs two forward passes per weight. Backpropagation needs one pass back for all of them."),
                new Grid(["parameter", "value", "chain rule", "library", "nudged"], [.. s_shown.Select((shown, i) => (string[])
                    [shown.Name, Fixed.Places(values[i]), Number(byChain[i], "F6"), Number(byLibrary[i], "F6"), Number(byDifference[i], "F6")])])),
            new("A step of gradient descent",
                new Paragraph($"Each weight moves against its gradient, by the learning rate {Fixed.Number(rate)} times the gradient:"),
                new Formulas(["w ← w - η·∂L/∂w", .. s_shown.Select((shown, i) => $"{shown.Name}: {Fixed.Places(values[i])} - {Fixed.Number(rate)}·({Number(byLibrary[i], "F6")}) = {Number(values[i] - (rate * byLibrary[i]), "F6")}")]),
                new Paragraph("That is one step. All weights move at once, and then everything starts again with a forward pass.")),
            new("A thousand steps",
                new Paragraph("The loss that the note prints every 100 steps is the mean squared error, though the steps minimize the cross-entropy:"),
                new Grid(["step", "loss"], [.. losses.Select((value, i) => (string[])[$"{i * StepsPerLoss}", Fixed.Places(value)])], 0),
                new Plot("mean squared error, by step", "step", [new Curve("loss", [.. losses.Select((value, i) => ((double)i * StepsPerLoss, value))])]),
                new Paragraph($"For a fourth house, of size {Fixed.Number(HousePrices.Another[0])}, the answer is then {Number(prediction, "F2")}.{(settings.LearningRate is null ? " All eleven figures are those of the note." : "")} Its size lies between those of the cheap house and the expensive ones."),
                new Commands(new("learn backward-pass --learning-rate 1", "Larger steps:"), new("learn learning-rate", "What a learning rate can be:"), new("explain backpropagation", "The idea in short:"))));
    }

    /// <summary>The gradients of the shown parameters, by the formulas of the text.</summary>
    private static double[] ChainRule(Model<double> model)
    {
        IReadOnlyList<LayerOutput<double>> layers = model.Activations(HousePrices.Inputs);
        double weight = model.GetParameter("layers.2.weight")[0];
        double[] answers = model.Predict(HousePrices.Inputs), output = [.. answers.Zip(HousePrices.Targets, (answer, target) => (answer - target) / HousePrices.Count)];
        double[] hidden = [.. output.Select((delta, row) => layers[0].Values[row, 0] > 0 ? weight * delta : 0)];
        return
        [
            hidden.Select((delta, row) => delta * HousePrices.Inputs[3 * row]).Sum(), hidden.Sum(),
            output.Select((delta, row) => delta * layers[1].Values[row, 0]).Sum(), output.Sum(),
        ];
    }

    private static double Slope(Model<double> model, Dataset<double> rows, Loss loss, string name, int index)
    {
        double[] parameter = model.GetParameter(name);
        double value = parameter[index], above = At(value + Nudge), below = At(value - Nudge);
        At(value);
        return (above - below) / (2 * Nudge);

        double At(double changed)
        {
            parameter[index] = changed;
            model.SetParameter(name, parameter);
            return model.Loss(rows, loss);
        }
    }
}
