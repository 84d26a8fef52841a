namespace Descent.Cli.Learning.Lessons;

/// <summary>What momentum does in a ravine, its two forms, and the source note's advice on its strength.</summary>
internal sealed class MomentumLesson() : Lesson("momentum", "Momentum", "a velocity that evens out the zigzag, and how strong it should be",
    ["momentum", "nesterov"], options: [MomentumOption, LearningRateOption], isRandom: false)
{
    private const double Steep = 20, Rate = 0.09;

    private static readonly double[] s_strengths = [0, 0.5, 0.8, 0.9, 0.99];

    public override LessonResult Run(LessonSettings settings, CancellationToken cancellation)
    {
        Surface ravine = Surface.Ravine(Steep);
        double rate = settings.LearningRate ?? Rate;
        double[] strengths = settings.Momentum is { } own ? [.. s_strengths.Append(own).Distinct().Order()] : s_strengths;
        Row[] rows = [.. strengths.Select(beta =>
        {
            (double best, IReadOnlyList<(double X, double Y)> places) = ravine.Best(new Momentum(1, beta));
            return new Row(beta, Heights(new Momentum(rate, beta)), Heights(new Momentum(rate, beta, MomentumForm.HeavyBall)), best, [.. places.Select(place => ravine.Height(place.X, place.Y))]);
        })];
        // The velocity under a constant gradient of 1, from the library: the distances between successive weights divided by the rate.
        double[] average = Velocities(MomentumForm.ExponentialAverage, 0.75), heavy = Velocities(MomentumForm.HeavyBall, 0.75);
        cancellation.ThrowIfCancellationRequested();
        return new LessonResult(
            [
                Figure.One("learningRate", rate), Figure.Series("strengths", strengths), Figure.Series("loss", rows.Select(row => Last(row.Average))), Figure.Series("heavyBallLoss", rows.Select(row => Last(row.Heavy))),
                Figure.Series("bestRates", rows.Select(row => row.BestRate)), Figure.Series("bestLoss", rows.Select(row => Last(row.Best))), Figure.Series("averageVelocity", average), Figure.Series("heavyBallVelocity", heavy),
            ],
            new("A velocity",
                new Paragraph("Plain gradient descent forgets every gradient after its step. With momentum, each weight has a velocity v, an average of past gradients in which older ones fade with the factor β, and the velocity moves the weight:"),
                new Formulas("v ← β·v + (1 - β)·g", "w ← w - η·v"),
                new Paragraph("Directions that alternate cancel out; directions that stay the same add up. Another form, usual in PyTorch and Keras, leaves out the factor 1 - β; its velocity is 1/(1 - β) times as large, so it needs a learning rate that is smaller by the same factor. Under a constant gradient of 1 and with β = 0.75:"),
                new Grid(["step", .. Enumerable.Range(1, average.Length).Select(step => $"{step}")], [["average", .. average.Select(v => Number(v, "F3"))], ["heavy ball", .. heavy.Select(v => Number(v, "F3"))]]),
                new Paragraph("The first form needs some steps to get going, which is the price of averaging; the second approaches 1/(1 - β) = 4.")),
            new("In a ravine",
                new Paragraph($"{Surface.Steps} steps in the valley {ravine.Formula}, all with the learning rate {Fixed.Number(rate)}; the limit of plain gradient descent is {Fixed.Number(2 / Steep)}:"),
                new Plot("loss, by step", "step", [.. rows.Select(row => new Curve($"β = {Fixed.Number(row.Beta)}", [.. row.Average.Select((height, step) => ((double)step, Math.Max(height, 1e-12)))]))]),
                new Grid(["β", $"loss, η = {Fixed.Number(rate)}", "heavy ball", "best rate", "loss with it"], [.. rows.Select(row => (string[])[Fixed.Number(row.Beta), Text(row.Average), Text(row.Heavy), Fixed.Number(row.BestRate), Text(row.Best)])], 0)),
            new("How strong",
                new Paragraph("The note \"Simple Neural Network\" advises β between 0.5 and 0.8 and learning rates below 0.01. Both depend on the problem, as the table shows. β counts the steps that matter, about 1/(1 - β): 2 for 0.5, 5 for 0.8, 10 for 0.9, 100 for 0.99. With few steps or very rough gradients the note's values are right: a velocity of 0.99 would still carry the first, worst gradients when training ends. With thousands of steps, 0.9 is the usual choice, and more pays only where the valley is very long."),
                new Paragraph("The other half of the advice follows from the form: with the average, momentum does not make steps longer, and rates may be as large as those of plain gradient descent, or larger, because the zigzag that limits it is evened out (\"best rate\" above). In the other form, without the factor 1 - β, multiply the rate by 1 - β first."),
                new Commands(new("learn momentum --momentum 0.95", "A strength of your own:"), new("learn optimizers", "Momentum against others:"), new("explain momentum", "Its options:"))));

        double[] Heights(Optimizer optimizer) => [.. ravine.Walk(optimizer).Select(place => ravine.Height(place.X, place.Y))];
    }

    private static double[] Velocities(MomentumForm form, double beta)
    {
        // With a target that is very far away, half the squared error of a linear neuron has nearly the same gradient at every step.
        const double far = 1e9, rate = 1e-6;
        Surface slope = new("slope", "", [new Dense(1) { UseBias = false }], Data.Dataset.Create<double>((double[])[1, 0], 2, (double[])[-far], 1), new MeanSquaredError(Half: true), (0, 0), (0, 0), (_, _) => 0);
        IReadOnlyList<(double X, double Y)> places = slope.Walk(new Momentum(rate, beta, form));
        return [.. Enumerable.Range(0, 6).Select(step => (places[step].X - places[step + 1].X) / (far * rate))];
    }

    private static double Last(double[] heights) => heights.Length > Surface.Steps ? heights[^1] : double.PositiveInfinity;

    private static string Text(double[] heights) => double.IsFinite(Last(heights)) ? Fixed.Number(Last(heights), 3) : "not finite";

    private sealed record Row(double Beta, double[] Average, double[] Heavy, double BestRate, double[] Best);
}
