namespace Descent.Cli.Learning.Lessons;

/// <summary>A large network memorizes a few noisy rows; dropout and early stopping prevent it.</summary>
internal sealed class OverfittingLesson() : Lesson("overfitting", "Overfitting", "memorizing the training rows, and dropout and early stopping against it",
    ["overfitting", "dropout", "early-stopping", "validation-rows"])
{
    private const int Few = 60, Unseen = 1000, Width = 64, Epochs = 300;
    private const double Noise = 0.35;

    public override LessonResult Run(LessonSettings settings, CancellationToken cancellation)
    {
        (Dataset<double> train, Dataset<double> unseen) = Moons(Few, Unseen, settings.Seed, Noise);
        Dense hidden = new(Width, new Relu()), last = new(1, new Sigmoid());
        TrainingOptions options = new() { Loss = new BinaryCrossEntropy(), Optimizer = new Adam(0.01), Epochs = Epochs, Validation = unseen, RestoreBestWeights = false };
        (string Name, Case Case)[] cases =
        [
            ("nothing", Case.Of([hidden, hidden, last], train, unseen, options, settings.Seed, cancellation)),
            ("dropout 0.5", Case.Of([hidden, new Dropout(0.5), hidden, new Dropout(0.5), last], train, unseen, options, settings.Seed, cancellation)),
            ("early stopping", Case.Of([hidden, hidden, last], train, unseen, options with { EarlyStopping = new EarlyStopping(10), RestoreBestWeights = true }, settings.Seed, cancellation)),
        ];
        return new LessonResult(
            [
                Figure.Series("trainingLoss", cases.Select(c => c.Case.TrainingLoss)), Figure.Series("unseenLoss", cases.Select(c => c.Case.UnseenLoss)), Figure.Series("unseenAccuracy", cases.Select(c => c.Case.UnseenAccuracy)),
                Figure.Series("epochs", cases.Select(c => (double)c.Case.History.Epochs.Count)), Figure.Series("overfitting", cases.Select(c => c.Case.Fit.Verdict == FitVerdict.Overfitting ? 1.0 : 0)),
                Figure.Series("trainingCurve", cases[0].Case.History.Epochs.Select(e => e.Loss)), Figure.Series("unseenCurve", cases[0].Case.History.Epochs.Select(e => e.ValidationLoss!.Value)),
            ],
            new("Memorizing",
                new Paragraph($"Two interlocking moons with much noise: {Few} training rows and {Unseen:N0} unseen ones. A network with two hidden layers of {Width} neurons has far more parameters than rows. Loss over {Epochs} epochs, with nothing done against overfitting:"),
                new Plot("loss, by epoch", "epoch", [ByEpoch("unseen rows", cases[0].Case.History, epoch => epoch.ValidationLoss!.Value), ByEpoch("training rows", cases[0].Case.History)]),
                new Paragraph($"The training loss falls to almost nothing, while the loss on unseen rows falls at first and then rises; epoch {cases[0].Case.Best} was the best. From there on the network memorizes the noise of its {Few} rows.")),
            new("Two remedies",
                new Grid(["remedy", "epochs", "training loss", "unseen loss", "accuracy", "verdict"], [.. cases.Select(one => (string[])
                    [one.Name, $"{one.Case.History.Epochs.Count}", $"{one.Case.TrainingLoss:0.000}", $"{one.Case.UnseenLoss:0.000}", Percent(one.Case.UnseenAccuracy), Words.Of(one.Case.Fit.Verdict)])])
                { EndsInSentences = true },
                new Paragraph($"The verdict is the one that descent train gives. It is overfitting where more of the variation in the training rows is explained than of that in unseen rows, by more than {100 * FitDiagnosis.LargeGap} percentage points and by more than chance (descent explain fit)."),
                new Paragraph("Why it helps: dropout switches half of the neurons off at random in every step, so none can rely on others to memorize a row. Early stopping watches the loss on rows that are not trained on, stops when it has not fallen for 10 epochs, and keeps the weights of the best epoch. (These unseen rows chose the epoch, so an honest evaluation needs yet other rows.)"),
                new Commands(new("learn regularization", "More remedies, compared:"), new("learn early-stopping", "When to end training:"), new("explain overfitting", "In short:"))));
    }

    /// <summary>A trained network, how well it knows its own rows, and how well others.</summary>
    private sealed record Case(History History, double TrainingLoss, double UnseenLoss, double UnseenAccuracy, int Best, FitDiagnosis Fit)
    {
        public static Case Of(Network network, Dataset<double> train, Dataset<double> unseen, TrainingOptions options, ulong seed, CancellationToken cancellation)
        {
            (Model<double> model, History history) = Train(network, train, options, seed, cancellation);
            Outcome own = Judged(model, train), other = Judged(model, unseen);
            int best = history.Epochs.MinBy(e => e.ValidationLoss)!.Epoch;
            return new Case(history, new LogLoss().Compute(own), new LogLoss().Compute(other), new Accuracy().Compute(other), best, FitDiagnosis.Of(history, FitSkill.Of(own, other)));
        }
    }
}
