namespace Descent.Cli.Learning.Lessons;

/// <summary>A network trained for one task is the start for a related one with few rows.</summary>
internal sealed class TransferLesson() : Lesson("transfer", "Transfer learning", "a trained network as the start for another task with few rows", ["transfer-learning"])
{
    private const int Many = 1000, Few = 12, Unseen = 1000, Epochs = 150, Width = 64;
    private const double Turns = 1.5, Noise = 0.02;

    public override LessonResult Run(LessonSettings settings, CancellationToken cancellation)
    {
        // The second task needs the same features, but a head that is trained anew.
        (Dataset first, Dataset rest) = ToyTasks.Spirals<double>(Many + Few + Unseen, settings.Seed, Noise, Turns).Data.SplitAt(Many);
        (Dataset few, Dataset unseen) = rest.SplitAt(Few);
        Dataset<double> source = first.As<double>(), train = Opposite(few.As<double>()), test = Opposite(unseen.As<double>());
        Network network = [new Dense(Width, new Relu()), new Dense(Width, new Relu()), new Dense(1, new Sigmoid())];
        TrainingOptions options = new() { Loss = new BinaryCrossEntropy(), Optimizer = new Adam(0.01), Epochs = Epochs };
        Model<double> trained = Train(network, source, options, settings.Seed, cancellation).Model;
        (string Name, double Accuracy)[] cases =
        [
            ("from random weights", Accuracy(Train(network, train, options, settings.Seed, cancellation).Model, test)),
            ("new head, others frozen", FineTuned(2)), ("new head, all trained", FineTuned(0)),
        ];
        double before = Accuracy(trained, unseen.As<double>());
        return new LessonResult(
            [Figure.One("sourceAccuracy", before), Figure.Series("accuracy", cases.Select(one => one.Accuracy))],
            new("The idea",
                new Paragraph($"The hidden layers of a trained network compute features: combinations of the inputs that make the answer easy for the last layer. A related task often needs the same features. So keep the hidden layers, replace the last one, the head, and train on the rows of the new task. That pays where they are few: here {Few}."),
                new Paragraph($"The network was trained on {Many:N0} rows to tell two spirals apart, and is right on {Percent(before)} of unseen rows. The new task asks the opposite question about other points of the same spirals, with a new head that knows nothing of the old answers.")),
            new("The comparison",
                new Grid(["start", "accuracy on unseen rows"], [.. cases.Select(one => (string[])[one.Name, Percent(one.Accuracy)])]),
                new Paragraph($"{Few} rows are too few to learn what a spiral is, but enough to learn what to do with features that know it. With frozen layers only the {Width + 1} parameters of the head are trained, so there is little to overfit with. With more rows of the new task, training all layers at a lower rate is usually better: fine-tuning."),
                new Paragraph("Where the tasks are not related, the old features are no better than random ones, and sometimes worse. Compare with a network trained from scratch."),
                new Commands([new("explain transfer-learning", "In short, with the options of descent train:")])));

        double FineTuned(int frozen)
        {
            Model<double> model = trained.WithHead([new Dense(1, new Sigmoid())]);
            model.Fit(train, options with { WarmStart = true, Groups = model.LayerGroups(frozen: frozen) }, cancellation);
            cancellation.ThrowIfCancellationRequested();
            return Accuracy(model, test);
        }
    }

    private static Dataset<double> Opposite(Dataset<double> rows) => Dataset.Create<double>(rows.Inputs, rows.InputColumns, (double[])[.. rows.Targets.ToArray().Select(target => 1 - target)], 1);
}
