namespace Descent.Cli.Learning.Lessons;

/// <summary>A single neuron with a step learns AND and OR by correcting its mistakes; XOR it cannot learn.</summary>
internal sealed class PerceptronLesson() : Lesson("perceptron", "The perceptron", "what one neuron can learn, and what not", ["perceptron", "step"])
{
    private const int Shown = 12;

    private static readonly double[] s_corners = [0, 0, 0, 1, 1, 0, 1, 1];

    private static readonly (string Name, double[] Answers)[] s_gates = [("AND", [0, 0, 0, 1]), ("OR", [0, 1, 1, 1]), ("XOR", [0, 1, 1, 0])];

    public override LessonResult Run(LessonSettings settings, CancellationToken cancellation)
    {
        // A different order of the four rows for every seed, but the same in every epoch, or a cycle could not be recognized.
        int[] order = [0, 1, 2, 3];
        new Numerics.CounterRandom(settings.Seed, Numerics.Streams.Shuffle).Shuffle<int>(order);
        (string Name, double[] Answers, PerceptronTraining<double> Training)[] runs = [.. s_gates.Select(gate =>
            (gate.Name, gate.Answers, new Perceptron().Fit(Dataset.Create<double>(s_corners, 2, gate.Answers, 1).Select(order), cancellation)))];
        List<Figure> figures = [];
        foreach ((string name, double[] answers, PerceptronTraining<double> training) in runs)
        {
            string key = name.ToLowerInvariant();
            figures.Add(Figure.One($"{key}Converged", training.Converged ? 1 : 0));
            figures.Add(Figure.Series($"{key}Corrections", training.Corrections.Select(c => (double)c)));
            figures.Add(Figure.One($"{key}Right", Right(answers, training)));
        }

        return new LessonResult(
            figures,
            new("The rule",
                new Paragraph("A perceptron adds its weighted inputs and answers 1 if the sum is above 0, otherwise 0. It learns only from its mistakes: where the answer should have been 1, the inputs are added to the weights; where it should have been 0, they are subtracted."),
                new Formulas("ŷ = 1 if w·x + b > 0, otherwise 0", "after a mistake: w ← w + (y - ŷ)·x,  b ← b + (y - ŷ)")),
            new("Three gates",
                new Grid(["gate", "00 01 10 11", "weights", "bias", "outcome"], [.. runs.Select(run => (string[])
                    [
                        run.Name, string.Join(' ', run.Answers.Zip(run.Training.Model.Predict(s_corners), (wanted, got) => wanted == got ? $" {Number(got)}" : $"{Number(got)}!")),
                        string.Join(' ', run.Training.Model.GetParameter("layers.0.weight").Select(w => Number(w))), Number(run.Training.Model.GetParameter("layers.0.bias")[0]), OutcomeOf(run.Training),
                    ])], 5)
                { EndsInSentences = true },
                new Paragraph("(The answers to the four pairs of inputs; ! is a wrong one.) The mistakes in each epoch:"),
                new Grid(["gate", "mistakes"], [.. runs.Select(run => (string[])
                    [run.Name, $"{string.Join(' ', run.Training.Corrections.Take(Shown))}{(run.Training.Epochs > Shown ? " …" : run.Training.Converged ? "" : " … and so on forever")}"])], 2)),
            new("Why XOR fails",
                new Paragraph("The weights draw a straight line, and the answer is the side of it. A line can cut off the corner 1 1 (AND) or the corner 0 0 (OR), but no line has 0 1 and 1 0 on one side and 0 0 and 1 1 on the other. If such a line exists, the rule finds it after a bounded number of mistakes (Novikoff 1962); if not, it never settles. XOR needs a hidden layer, and that needs gradients, which the step of the perceptron does not have."),
                new Commands(new("learn symmetry", "XOR with a hidden layer:"), new("explain perceptron", "Its options:"))));
    }

    private static string OutcomeOf(PerceptronTraining<double> training) =>
        training.Converged ? $"learned in {training.Epochs} epochs" : training.Outcome == PerceptronOutcome.Cycling ? "cycles without end" : $"not learned in {training.Epochs} epochs";

    private static int Right(double[] answers, PerceptronTraining<double> training) => answers.Zip(training.Model.Predict(s_corners), (wanted, got) => wanted == got ? 1 : 0).Sum();
}
