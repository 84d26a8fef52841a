using Descent.Cli.Reproductions;

namespace Descent.Cli.Learning.Lessons;

/// <summary>The forward pass of the source notes' house price, number by number.</summary>
internal sealed class ForwardPass() : Lesson("forward-pass", "The forward pass, with numbers", "from three inputs to a price, layer by layer",
    ["forward-pass", "relu", "dense"], options: [NumbersOption], isRandom: false)
{
    private static readonly string[] s_names = ["size", "bedrooms", "location"];

    public override (int Least, int Most) NumberCount => (3, 3);

    public override LessonResult Run(LessonSettings settings, CancellationToken cancellation)
    {
        double[] house = [.. settings.Numbers ?? HousePrices.House];
        Model<double> model = HousePrices.Untrained(new Linear());
        double[][] weights = [.. model.GetParameter("layers.0.weight").Chunk(house.Length)];
        double[] last = model.GetParameter("layers.2.weight");
        double[] sums = Row(model.Activations(house)[0]), outputs = Row(model.Activations(house)[1]);
        double price = model.Predict(house)[0];
        cancellation.ThrowIfCancellationRequested();
        return new LessonResult(
            [
                Figure.Series("inputs", house), .. weights.Select((row, i) => Figure.Series($"weights{i + 1}", row)), Figure.Series("sums", sums), Figure.Series("hidden", outputs),
                Figure.Series("lastWeights", last), Figure.One("price", price),
            ],
            new("The question",
                new Paragraph("The price of a house is to be predicted from its size in square feet, its bedrooms and the quality of its location from 1 to 10. The network has three hidden neurons with the activation ReLU, which passes positive sums on and replaces negative ones by 0, and a linear output neuron. Nothing is trained yet: the weights are the random ones of the note \"What is a neural network?\", and all biases are 0."),
                new Grid([.. s_names], [[.. house.Select(value => Fixed.Number(value))]], 0)),
            new("The hidden layer",
                new Paragraph("Each hidden neuron adds its weighted inputs, and ReLU follows: a = max(0, z)."),
                new Grid(["neuron", .. s_names.Select(name => $"w {name}"), "sum z", "output a"], [.. weights.Select((row, i) => (string[])[$"{i + 1}", .. row.Select(Fixed.Places), Fixed.Places(sums[i]), Fixed.Places(outputs[i])])]),
                new Formulas([.. weights.Select((row, i) => $"z{i + 1} = {Sum(row, house)} = {Fixed.Places(sums[i])}")]),
                new Paragraph("As matrices, this is one line for the whole layer, and for any number of houses at once: Z = W·X + b, A = max(0, Z). Nothing else is computed in a dense layer.")),
            new("The output layer",
                new Paragraph("The output neuron does the same with the three outputs of the hidden layer:"),
                new Formulas($"price = {Sum(last, outputs)}", $"      = {Number(price, "F2")}")),
            new("What it means",
                new Paragraph($"{(settings.Numbers is null ? "The note prints the same price, -1401.69. " : "")}An untrained network gives an answer like any other, only a meaningless one. Notice the sums: the size is by far the largest input and decides them almost alone. That is why inputs are standardized before training: minus the mean, divided by the standard deviation."),
                new Commands(new("learn forward-pass --numbers 850,2,5", "The same network, another house:"), new("learn backward-pass", "How the weights learn:"), new("reproduce --only programs", "Every figure of the note, compared:"))));
    }

    private static double[] Row(LayerOutput<double> output) => [.. output.Values.Cast<double>()];

    private static string Sum(double[] weights, double[] values) => string.Join(" + ", weights.Zip(values, (w, x) => $"{(w < 0 ? $"({Fixed.Places(w)})" : Fixed.Places(w))}·{Fixed.Number(x, 6)}"));
}
