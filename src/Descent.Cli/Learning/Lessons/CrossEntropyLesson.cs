namespace Descent.Cli.Learning.Lessons;

/// <summary>Cross-entropy with softmax, whose gradient is p − y, against squared errors, whose gradient vanishes where it is needed.</summary>
internal sealed class CrossEntropyLesson() : Lesson("cross-entropy", "Cross-entropy with softmax", "a loss for classes whose gradient is the error itself",
    ["cross-entropy", "categorical_cross_entropy", "kullback_leibler", "loss"], options: [NumbersOption], isRandom: false)
{
    private const double Reach = 8;
    private const int Samples = 33;

    private static readonly double[] s_usual = [2, 1, 0.1];

    public override (int Least, int Most) NumberCount => (2, 6);

    public override LessonResult Run(LessonSettings settings, CancellationToken cancellation)
    {
        double[] scores = [.. settings.Numbers ?? s_usual];
        Probe entropy = new(scores.Length, [new Softmax()], new CategoricalCrossEntropy());
        double[] probabilities = entropy.Outputs(scores);
        double[] losses = [.. scores.Select((_, right) => entropy.Run(scores, OneHot(right)).Loss)];
        double[] slopes = entropy.Run(scores, OneHot(0)).Slopes;
        Probe pair = new(2, [new Softmax()], new CategoricalCrossEntropy()), squared = new(2, [new Softmax()], new MeanSquaredError());
        double[] leads = [.. Enumerable.Range(0, Samples).Select(i => Reach * ((2.0 * i / (Samples - 1)) - 1))];
        double[] ofEntropy = [.. leads.Select(lead => pair.Run([lead, 0], [1, 0]).Slopes[0])], ofSquares = [.. leads.Select(lead => squared.Run([lead, 0], [1, 0]).Slopes[0])];
        cancellation.ThrowIfCancellationRequested();
        return new LessonResult(
            [
                Figure.Series("scores", scores), Figure.Series("probabilities", probabilities), Figure.Series("losses", losses), Figure.Series("gradient", slopes),
                Figure.Series("leads", leads), Figure.Series("crossEntropyGradient", ofEntropy), Figure.Series("squaredGradient", ofSquares),
            ],
            new("The loss",
                new Paragraph("Cross-entropy looks at one probability only, that of the right class, and takes its negative logarithm: 0 if the network is certain and right, and the larger the less probable it found the right answer. With targets y, which are 1 for the right class and 0 for the others:"),
                new Formulas("L = -Σ y_i·ln p_i = -ln p_right"),
                new Grid(["class", "score", "probability p", "loss if it is right, -ln p"], [.. scores.Select((score, i) => (string[])[$"{i + 1}", Fixed.Number(score), Fixed.Places(probabilities[i]), Fixed.Places(losses[i])])]),
                new Paragraph($"For comparison: guessing among {scores.Length} classes with equal probabilities costs ln {scores.Length} = {Fixed.Places(Math.Log(scores.Length))}. A first loss near that is a good sign, a loss that stays there is a bad one. Minimizing the cross-entropy is the same as maximizing the likelihood of the right classes.")),
            new("Its gradient",
                new Paragraph("The derivative of the loss by p_right is -1/p_right, and that of p by the scores is the Jacobian of softmax. Multiplied, nearly everything cancels:"),
                new Formulas("∂L/∂s_j = -(1/p_r)·p_r·(δ_rj - p_j) = p_j - y_j"),
                new Grid(["class", "p", "y", "p - y", "library"], [.. probabilities.Select((p, i) => (string[])[$"{i + 1}", Fixed.Places(p), i == 0 ? "1" : "0", Fixed.Places(p - (i == 0 ? 1 : 0)), Fixed.Places(slopes[i])])]),
                new Paragraph("The right class (here class 1) is pushed up by what its probability lacks, each other class pushed down by its probability. Sigmoid with binary cross-entropy has the same gradient, ŷ - y. The library computes both pairs as one operation, so no logarithm of 0 can occur.")),
            new("Why not squared errors",
                new Paragraph("Two classes, the first is right. How large is the gradient, by the lead of the right class's score? On the left the network is certain and wrong:"),
                new Plot("gradient with respect to the score, by the lead of the right class", "lead", [new Curve("cross-entropy", [.. leads.Zip(ofEntropy)]), new Curve("squared error", [.. leads.Zip(ofSquares)])]),
                new Paragraph($"At a lead of {Fixed.Number(-Reach)} the gradient of the cross-entropy is {Fixed.Number(ofEntropy[0])}, that of the squared error {Fixed.Number(ofSquares[0], 3)}: the factor p·(1 - p) of the softmax is nearly 0 where softmax is certain, even if it is certain of the wrong answer. Such a network would hardly learn from its worst mistakes."),
                new Commands(new("learn cross-entropy --numbers -4,1,0.1", "A bad answer:"), new("explain categorical_cross_entropy", "Its options:"), new("explain choosing-a-loss", "A loss for every task:"))));

        double[] OneHot(int right) => [.. scores.Select((_, i) => i == right ? 1.0 : 0)];
    }
}
