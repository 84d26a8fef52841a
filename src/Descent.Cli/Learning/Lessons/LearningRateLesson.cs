namespace Descent.Cli.Learning.Lessons;

/// <summary>Learning rates that are too small, right and too large, and schedules.</summary>
internal sealed class LearningRateLesson() : Lesson("learning-rate", "The learning rate", "too small, right, too large; and rates that fall over time",
    ["learning-rate", "gradient_descent", "learning-rate-schedule", "cosine_schedule", "divergence"], options: [LearningRateOption])
{
    private const double Steep = 20, Noise = 0.3;
    private const int Rows = 400, Epochs = 30;

    private static readonly double[] s_rates = [0.005, 0.05, 0.095, 0.105], s_ofNetwork = [0.0001, 0.001, 0.01, 0.1, 1];

    public override LessonResult Run(LessonSettings settings, CancellationToken cancellation)
    {
        Surface ravine = Surface.Ravine(Steep);
        double[] rates = settings.LearningRate is { } own ? [.. s_rates.Append(own).Distinct().Order()] : s_rates;
        (double Rate, double[] Heights)[] walks = [.. rates.Select(rate => (rate, ravine.Walk(new GradientDescent(rate)).Select(place => ravine.Height(place.X, place.Y)).ToArray()))];
        (Dataset<double> train, Dataset<double> unseen) = Moons(Rows, Rows, settings.Seed, Noise);
        double[] ofNetwork = settings.LearningRate is { } given ? [.. s_ofNetwork.Append(given).Distinct().Order()] : s_ofNetwork;
        double[] constant = [.. ofNetwork.Select(rate => Final(rate))], falling = [.. ofNetwork.Select(rate => Final(new CosineSchedule(rate, Epochs)))];
        return new LessonResult(
            [
                Figure.Series("rates", rates), Figure.Series("lossAfter60", walks.Select(walk => walk.Heights.Length > Surface.Steps ? walk.Heights[^1] : double.PositiveInfinity)),
                Figure.Series("networkRates", ofNetwork), Figure.Series("constantLoss", constant), Figure.Series("fallingLoss", falling),
            ],
            new("The length of a step",
                new Paragraph($"A step of gradient descent is the gradient times the learning rate η. Here are {Surface.Steps} steps in a valley that is flat along x and {Steep} times as steep along y, {ravine.Formula}, from ({ravine.Start.X}, {ravine.Start.Y}):"),
                new Plot("loss, by step", "step", [.. walks.Select(walk => new Curve($"η = {Fixed.Number(walk.Rate)}", [.. walk.Heights.Select((height, step) => ((double)step, Math.Max(height, 1e-12)))]))]),
                new Grid(["learning rate", $"loss after {Surface.Steps} steps", "factor of y per step"], [.. walks.Select(walk => (string[])[Fixed.Number(walk.Rate), walk.Heights.Length > Surface.Steps ? Fixed.Number(walk.Heights[^1], 3) : "not finite", Fixed.Number(1 - (Steep * walk.Rate), 3)])])),
            new("Why there is a limit",
                new Paragraph("Along each direction a step multiplies the distance to the minimum by 1 - η·curvature. Its size must be below 1 in every direction, so the steepest one sets the limit:"),
                new Formulas($"|1 - η·{Steep}| < 1   if   η < 2/{Steep} = {Fixed.Number(2 / Steep)}", $"along x the factor is then at best 1 - {Fixed.Number(2 / Steep)} = {Fixed.Number(1 - (2 / Steep))} per step"),
                new Paragraph("Below the limit the flat direction is slow; above it every step overshoots farther than the last, and the loss grows until it is not finite. This conflict is what momentum and adaptive optimizers relax.")),
            new("In a network",
                new Paragraph($"The same for a network with 16 hidden neurons, two noisy moons, and Adam for {Epochs} epochs. The last column lets the rate fall to 0 along a cosine:"),
                new Grid(["learning rate", "loss on unseen rows", "with a falling rate"], [.. ofNetwork.Select((rate, i) => (string[])[Fixed.Number(rate), Loss(constant[i]), Loss(falling[i])])]),
                new Paragraph("Too small a rate has not arrived when training ends; too large a rate jumps around and does not settle. The best one is found on a logarithmic scale: 0.001, 0.01, 0.1. A schedule makes a rate that is too large less harmful: long steps at first, short ones at the end. A rate that is too small it makes smaller still."),
                new Commands(new("learn learning-rate --learning-rate 0.09", "A rate of your own:"), new("explain choosing-a-schedule", "Which schedule when:"), new("explain cosine_schedule", "The falling rate of this lesson:"))));

        double Final(Schedule rate)
        {
            try
            {
                Network network = [new Dense(16, new Tanh()), new Dense(1, new Sigmoid())];
                TrainingOptions options = new() { Loss = new BinaryCrossEntropy(), Optimizer = new Adam(rate), Epochs = Epochs, RestoreBestWeights = false };
                return new LogLoss().Compute(Judged(Train(network, train, options, settings.Seed, cancellation).Model, unseen));
            }
            catch (TrainingFailedException)
            {
                return double.PositiveInfinity;
            }
        }
    }

    private static string Loss(double value) => double.IsFinite(value) ? Fixed.Text(value) : "not finite";
}
