namespace Descent.Cli.Learning.Lessons;

/// <summary>Both definitions of early stopping: at the first rise, and with patience.</summary>
internal sealed class EarlyStoppingLesson() : Lesson("early-stopping", "Early stopping", "validation rows decide when training ends, and which weights stay", ["early-stopping", "validation-rows"])
{
    private const int Rows = 60, Validation = 200, Test = 1000, Width = 64, Epochs = 300, Patience = 15;
    private const double Noise = 0.35;

    public override LessonResult Run(LessonSettings settings, CancellationToken cancellation)
    {
        (Dataset<double> train, Dataset<double> others) = Moons(Rows, Validation + Test, settings.Seed, Noise);
        (Dataset head, Dataset tail) = others.SplitAt(Validation);
        Dataset<double> validation = head.As<double>(), test = tail.As<double>();
        Case[] cases =
        [
            Of("no stopping, last weights", null, restores: false), Of("stop at the first rise", new EarlyStopping(1), restores: true), Of($"patience {Patience}", new EarlyStopping(Patience), restores: true),
            Of("no stopping, best weights", null, restores: true),
        ];
        History all = cases[0].History;
        return new LessonResult(
            [
                Figure.Series("epochs", cases.Select(one => (double)one.History.Epochs.Count)), Figure.Series("bestEpochs", cases.Select(one => (double)one.Best)), Figure.Series("testLoss", cases.Select(one => one.TestLoss)),
                Figure.Series("validationCurve", all.Epochs.Select(epoch => epoch.ValidationLoss!.Value)),
            ],
            new("Three kinds of rows",
                new Paragraph($"Training rows change the weights. Validation rows do not: after every epoch the loss on them is computed, and it shows when learning turns into memorizing. Test rows are looked at once, at the end. Here: {Rows} training, {Validation} validation and {Test:N0} test rows of two noisy moons, and a network with two hidden layers of {Width} neurons, {Epochs} epochs of Adam:"),
                new Plot("loss, by epoch", "epoch", [ByEpoch("validation rows", all, epoch => epoch.ValidationLoss!.Value), ByEpoch("training rows", all)])),
            new("Two definitions",
                new Paragraph($"The strict one: stop as soon as the validation loss rises. The usual one: stop when it has had no new minimum for a number of epochs, the patience, here {Patience}. In both cases the weights of the best epoch are restored; without that, training would end {Patience} epochs after the best weights."),
                new Grid(["rule", "epochs", "weights of epoch", "test loss"], [.. cases.Select((one, i) => (string[])[one.Name, $"{one.History.Epochs.Count}", $"{(i == 0 ? one.History.Epochs.Count : one.Best)}", Fixed.Places(one.TestLoss)])]),
                new Paragraph("The validation loss is not smooth, so the first rise may be chance and come far too early. Patience costs some epochs and avoids that. Training to the end and restoring the best weights finds the best epoch of all, as far as the validation rows can tell, and costs the most.")),
            new("What it costs",
                new Paragraph("Rows that validate do not train, and a validation loss of few rows is a rough guide. As the validation rows have chosen the epoch, their loss is slightly too good; an honest estimate needs test rows. descent train does all of this by itself: it holds out validation rows where there are enough, restores the best weights, and --patience N ends training early."),
                new Commands(new("explain early-stopping", "In short, with its options:"), new("learn overfitting", "What it prevents:"))));

        Case Of(string name, EarlyStopping? stopping, bool restores)
        {
            TrainingOptions options = new() { Loss = new BinaryCrossEntropy(), Optimizer = new Adam(0.002), Epochs = Epochs, Validation = validation, EarlyStopping = stopping, RestoreBestWeights = restores };
            (Model<double> model, History history) = Train([new Dense(Width, new Relu()), new Dense(Width, new Relu()), new Dense(1, new Sigmoid())], train, options, settings.Seed, cancellation);
            return new Case(name, history, history.Epochs.MinBy(epoch => epoch.ValidationLoss)!.Epoch, new LogLoss().Compute(Judged(model, test)));
        }
    }

    private sealed record Case(string Name, History History, int Best, double TestLoss);
}
