namespace Descent.Cli.Learning.Lessons;

/// <summary>Softmax, its derivative, and why it does not overflow.</summary>
internal sealed class SoftmaxLesson() : Lesson("softmax", "Softmax and its derivative", "scores become probabilities, and each one depends on all scores",
    ["softmax", "softmax-derivative"], options: [NumbersOption], isRandom: false)
{
    private const double Shift = 100;

    private static readonly double[] s_usual = [2, 1, 0.1];

    public override (int Least, int Most) NumberCount => (2, 6);

    public override LessonResult Run(LessonSettings settings, CancellationToken cancellation)
    {
        double[] scores = [.. settings.Numbers ?? s_usual];
        Probe softmax = new(scores.Length, [new Softmax()], new MeanSquaredError(Half: true, Reduction: Reduction.Sum));
        double most = scores.Max();
        double[] probabilities = softmax.Outputs(scores), powers = [.. scores.Select(score => Math.Exp(score - most))], shifted = softmax.Outputs([.. scores.Select(score => score + Shift)]);
        double[][] derivatives = [.. Enumerable.Range(0, scores.Length).Select(i => Derivatives(softmax, scores, probabilities, i))];
        double[] large = [1000, 1000, 0], ofLarge = new Probe(3, [new Softmax()], new MeanSquaredError()).Outputs(large);
        cancellation.ThrowIfCancellationRequested();
        string[] names = [.. scores.Select((_, i) => $"{i + 1}")];
        return new LessonResult(
            [Figure.Series("scores", scores), Figure.Series("probabilities", probabilities), .. derivatives.Select((row, i) => Figure.Series($"derivatives{i + 1}", row)), Figure.Series("ofLargeScores", ofLarge)],
            new("From scores to probabilities",
                new Paragraph("A network for several classes ends in one score per class, any number. Softmax raises e to each score and divides by the sum, so that all results are positive and add up to 1:"),
                new Formulas("p_i = e^(s_i) / Σ_j e^(s_j)"),
                new Grid(["class", "score s", "e^(s - max)", "probability p"], [.. scores.Select((score, i) => (string[])[names[i], Fixed.Number(score), Fixed.Places(powers[i]), Fixed.Places(probabilities[i])]), ["sum", "", Fixed.Places(powers.Sum()), Fixed.Places(probabilities.Sum())]]),
                new Paragraph($"Only differences of scores matter: with {Fixed.Number(Shift)} added to every score the probabilities differ by at most {Fixed.Number(probabilities.Zip(shifted, (a, b) => Math.Abs(a - b)).Max(), 2)}.")),
            new("Why the largest score is subtracted",
                new Paragraph($"e^1000 is too large for a floating-point number, and ∞/∞ is not a number: for the scores 1000, 1000 and 0 the formula as it is written gives {Number(Math.Exp(1000) / (Math.Exp(1000) + Math.Exp(1000) + 1))}. After subtracting the largest score no power exceeds 1. The library gives {string.Join(", ", ofLarge.Select(p => Fixed.Number(p)))}.")),
            new("The derivative",
                new Paragraph("One score changes all probabilities, because their sum stays 1. So the derivative is a matrix, the Jacobian: a row per probability, a column per score. For a probability and its own score it is p·(1 - p), as for the sigmoid; for two different classes it is negative, because what one class gains the others lose:"),
                new Formulas("∂p_i/∂s_j = p_i·(δ_ij - p_j)    δ_ij is 1 if i = j, otherwise 0"),
                new Grid(["∂p \\ ∂s", .. names.Select(name => $"s{name}")], [.. derivatives.Select((row, i) => (string[])[$"p{names[i]}", .. row.Select(Fixed.Places)])]),
                new Formulas($"∂p_1/∂s_1 = {Fixed.Places(probabilities[0])}·(1 - {Fixed.Places(probabilities[0])}) = {Fixed.Places(probabilities[0] * (1 - probabilities[0]))}", $"∂p_1/∂s_2 = -{Fixed.Places(probabilities[0])}·{Fixed.Places(probabilities[1])} = {Fixed.Places(-probabilities[0] * probabilities[1])}"),
                new Paragraph("The table comes from the backward pass of the library. Every row and every column adds up to 0. Softmax belongs in the last layer: between hidden layers it would push all but the strongest neurons towards 0."),
                new Commands(new("learn softmax --numbers 5,1,0.1", "A clear favorite:"), new("learn cross-entropy", "Why this matrix disappears in training:"), new("explain softmax", "Its curve:"))));
    }

    /// <summary>A row of the Jacobian: half the squared distance to targets that are off by one in one output has the gradient 1 there.</summary>
    private static double[] Derivatives(Probe softmax, double[] scores, double[] probabilities, int output) =>
        softmax.Run(scores, [.. probabilities.Select((p, i) => i == output ? p - 1 : p)]).Slopes;
}
