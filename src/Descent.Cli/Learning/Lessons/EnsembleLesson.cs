namespace Descent.Cli.Learning.Lessons;

/// <summary>The average of several networks is better than most of them.</summary>
internal sealed class EnsembleLesson() : Lesson("ensemble", "Ensembles", "why the average of several networks beats a single one", ["ensemble", "average", "voting", "bagging", "boosting", "stacking"])
{
    private const int Rows = 80, Unseen = 1000, Members = 8, Epochs = 120;
    private const double Noise = 0.3;

    public override LessonResult Run(LessonSettings settings, CancellationToken cancellation)
    {
        (Dataset<double> train, Dataset<double> unseen) = Moons(Rows, Unseen, settings.Seed, Noise);
        Network network = [new Dense(32, new Relu()), new Dense(32, new Relu()), new Dense(1, new Sigmoid())];
        TrainingOptions options = new() { Loss = new BinaryCrossEntropy(), Optimizer = new Adam(0.01), Epochs = Epochs };
        double[][] outputs = [.. Enumerable.Range(0, Members).Select(member => Train(network, train, options, settings.Seed + (ulong)member, cancellation).Model.Predict(unseen.Inputs.Span))];
        double[] single = [.. outputs.Select(Loss)], right = [.. outputs.Select(Right)];
        double[] sizes = [1, 2, 4, 8], averages = [.. sizes.Select(size => Loss(Mean((int)size)))], averageRight = [.. sizes.Select(size => Right(Mean((int)size)))];
        double disagreement = outputs.SelectMany((first, i) => outputs.Skip(i + 1).Select(second => first.Zip(second, (a, b) => (a > 0.5) != (b > 0.5) ? 1.0 : 0).Average())).Average();
        return new LessonResult(
            [Figure.Series("memberLosses", single), Figure.Series("memberAccuracies", right), Figure.Series("sizes", sizes), Figure.Series("averageLosses", averages), Figure.Series("averageAccuracies", averageRight), Figure.One("disagreement", disagreement)],
            new("The same data, other networks",
                new Paragraph($"{Members} networks with the same layers are trained on the same {Rows} rows of two noisy moons. They differ only in the seed: in their first weights and in the order of the rows. On unseen rows:"),
                new Grid(["network", .. Enumerable.Range(1, Members).Select(i => $"{i}")], [["loss", .. single.Select(loss => Number(loss, "F2"))], ["accuracy", .. right.Select(Percent)]]),
                new Paragraph($"Two of them give different answers for {Percent(disagreement)} of the rows on average: all learned the moons, but each has its own mistakes, made from noise and chance.")),
            new("Their average",
                new Grid(["members", "loss of the average", "accuracy"], [.. sizes.Select((size, i) => (string[])[$"{size}", Fixed.Places(averages[i]), Percent(averageRight[i])])], 0),
                new Paragraph($"The mean loss of the {Members} single networks is {Fixed.Places(single.Average())}; the loss of their average cannot be above that, because the logarithm is concave (Jensen's inequality), and the more they differ, the farther it is below. What they agree on stays, what is chance cancels out. The price is the time of all members.")),
            new("Other ways to combine",
                new Grid(["method", "how the members differ"],
                [
                    ["average, voting", "in the seed; probabilities are averaged, or each has a vote"], ["bagging", "each is trained on rows drawn with replacement"],
                    ["boosting", "each is trained on what those before it got wrong"], ["stacking", "different kinds of networks; how much each counts is learned on other folds"],
                    ["snapshot", "one training, whose rate falls and rises; its minima are the members"],
                ], 2)
                { EndsInSentences = true },
                new Paragraph("descent train averages several kinds of networks by default."),
                new Commands(new("list ensembles", "All methods:"), new("explain bagging", "One of them:"))));

        double[] Mean(int size) => [.. Enumerable.Range(0, outputs[0].Length).Select(row => outputs.Take(size).Average(output => output[row]))];

        double Loss(double[] probabilities) => new LogLoss().Compute(new Outcome(OutcomeForm.Binary, unseen.Targets, probabilities, 1));

        double Right(double[] probabilities) => new Accuracy().Compute(new Outcome(OutcomeForm.Binary, unseen.Targets, probabilities, 1));
    }
}
