using Descent.Cli.Runs;
using Descent.Cli.Screens;
using Descent.Data;

namespace Descent.Cli.Demos.Lessons;

/// <summary>A large network memorizes a few noisy rows; dropout and early stopping prevent it.</summary>
internal sealed class OverfittingLesson() : Lesson("overfitting", "memorizing the training rows, and dropout and early stopping against it")
{
    private const int Few = 60, Unseen = 1000, Width = 64, Epochs = 300;
    private const double Noise = 0.35;

    public override LessonResult Run(ulong seed, CancellationToken cancellation)
    {
        (Dataset head, Dataset tail) = ToyTasks.Moons<double>(Few + Unseen, seed, Noise).Data.SplitAt(Few);
        Dataset<double> train = head.As<double>(), unseen = tail.As<double>();
        Dense hidden = new(Width, new Relu()), last = new(1, new Sigmoid());
        TrainingOptions options = new() { Loss = new BinaryCrossEntropy(), Optimizer = new Adam(0.01), Epochs = Epochs, Validation = unseen, RestoreBestWeights = false };
        (string Name, Case Case)[] cases =
        [
            ("nothing", Case.Of([hidden, hidden, last], train, unseen, options, seed, cancellation)),
            ("dropout 0.5", Case.Of([hidden, new Dropout(0.5), hidden, new Dropout(0.5), last], train, unseen, options, seed, cancellation)),
            ("early stopping", Case.Of([hidden, hidden, last], train, unseen, options with { EarlyStopping = new EarlyStopping(10), RestoreBestWeights = true }, seed, cancellation)),
        ];
        return new LessonResult(
            [
                Figure.Series("trainingLoss", cases.Select(c => c.Case.TrainingLoss)), Figure.Series("unseenLoss", cases.Select(c => c.Case.UnseenLoss)), Figure.Series("unseenAccuracy", cases.Select(c => c.Case.UnseenAccuracy)),
                Figure.Series("epochs", cases.Select(c => (double)c.Case.History.Epochs.Count)), Figure.Series("overfitting", cases.Select(c => c.Case.Fit.Verdict == FitVerdict.Overfitting ? 1.0 : 0)),
                Figure.Series("trainingCurve", cases[0].Case.History.Epochs.Select(e => e.Loss)), Figure.Series("unseenCurve", cases[0].Case.History.Epochs.Select(e => e.ValidationLoss!.Value)),
            ],
            screen => Write(screen, cases));
    }

    private static void Write(Screen screen, (string Name, Case Case)[] cases)
    {
        screen.Line($"Two interlocking moons with much noise: {Few} training rows and {Unseen:N0} unseen ones. A network with two hidden layers of {Width} neurons has far more parameters than rows. Loss over {Epochs} epochs, with nothing done against overfitting:");
        WriteCurves(screen, cases[0].Case.History);
        screen.Line();
        screen.Table(
            ["remedy", "epochs", "training loss", "unseen loss", "accuracy", "verdict"],
            cases.Select(one => (string[])
                [one.Name, $"{one.Case.History.Epochs.Count}", $"{one.Case.TrainingLoss:0.000}", $"{one.Case.UnseenLoss:0.000}", Percent(one.Case.UnseenAccuracy), Words.Of(one.Case.Fit.Verdict)]),
            1..5);
        screen.Line($"verdict: the one that descent train gives. It is overfitting where more of the variation in the training rows is explained than of that in unseen rows, by more than {100 * FitDiagnosis.LargeGap} percentage points and by more than chance (descent explain fit).", indent: 2);
        Paragraph(screen, $"What you see: the training loss falls to almost nothing, while the loss on unseen rows falls at first and then rises; epoch {cases[0].Case.Best} was the best. From there on the network memorizes the noise of its {Few} rows.");
        Paragraph(screen, "Why it helps: dropout switches half of the neurons off at random in every step, so none can rely on others to memorize a row. Early stopping watches the loss on rows that are not trained on, stops when it has not fallen for 10 epochs, and keeps the weights of the best epoch. (These unseen rows chose the epoch, so an honest evaluation needs yet other rows.)");
    }

    private static void WriteCurves(Screen screen, History history)
    {
        EpochRecord At(double epoch) => history.Epochs[Math.Clamp((int)epoch - 1, 0, history.Epochs.Count - 1)];
        TextPlot.Write(screen, [new("training loss, by epoch", epoch => At(epoch).Loss, 1, history.Epochs.Count), new("loss on unseen rows", epoch => At(epoch).ValidationLoss!.Value, 1, history.Epochs.Count)]);
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
