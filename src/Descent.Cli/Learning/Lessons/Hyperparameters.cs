namespace Descent.Cli.Learning.Lessons;

/// <summary>What a hyperparameter is, and three ways to search for good ones.</summary>
internal sealed class Hyperparameters() : Lesson("hyperparameters", "Hyperparameters and how to find them", "width and learning rate: grid, random and Bayesian search with the same budget",
    ["hyperparameter", "overfitting", "underfitting", "capacity"])
{
    private const int Few = 60, Rows = 200, Validation = 400, Test = 1000, Trials = 16, Epochs = 30;
    private const double Noise = 0.25;

    private static readonly SearchSpace s_space = SearchSpace.Parse("learning-rate=log(1e-4,1)\nwidth=int-log(1,64)");

    private static readonly (string Name, Sampler Sampler)[] s_searches = [("grid, 4 × 4", new GridSampler(4)), ("random", new RandomSampler()), ("Bayesian (TPE)", new TpeSampler(StartupTrials: 6))];

    public override LessonResult Run(LessonSettings settings, CancellationToken cancellation)
    {
        (Dataset<double> train, Dataset<double> others) = Moons(Rows, Validation + Test, settings.Seed, Noise);
        (Dataset head, Dataset tail) = others.SplitAt(Validation);
        Dataset<double> validation = head.As<double>(), test = tail.As<double>();
        Dataset<double> few = train.SplitAt(Few).Head.As<double>();
        int[] widths = [1, 2, 4, 16, 64];
        (double Own, double Unseen)[] byWidth = [.. widths.Select(width => LossesOf(Fit(few, width, 0.03, 500), few))];
        Study[] studies = [.. s_searches.Select(search =>
        {
            Study study = new(s_space, new StudyOptions { Sampler = search.Sampler, Seed = settings.Seed });
            study.Run(trial => Losses(trial.GetInteger("width"), trial.GetNumber("learning-rate"), Epochs).Unseen, Trials, new StudyRunOptions { CancellationToken = cancellation });
            cancellation.ThrowIfCancellationRequested();
            return study;
        })];
        double[] tested = [.. studies.Select(study => Tested(study.Best!))];
        return new LessonResult(
            [
                Figure.Series("widths", widths.Select(width => (double)width)), Figure.Series("trainingLoss", byWidth.Select(losses => losses.Own)), Figure.Series("unseenLoss", byWidth.Select(losses => losses.Unseen)),
                Figure.Series("bestLosses", studies.Select(study => study.Best!.Value)), Figure.Series("testLosses", tested),
            ],
            new("Parameters and hyperparameters",
                new Paragraph($"Training finds the parameters: weights and biases. What must be decided before it are hyperparameters. Some describe the network: layers, neurons, activations. Others describe the training: learning rate, batch size, epochs, penalties. Gradient descent cannot find them, because the training loss does not say which are good: a larger network nearly always has a lower one. Rows decide that were not trained on. Two noisy moons, {Few} training rows, and {Validation} others:"),
                new Grid(["hidden neurons", "training loss", "loss on unseen rows"], [.. widths.Select((width, i) => (string[])[$"{width}", Fixed.Places(byWidth[i].Own), Fixed.Places(byWidth[i].Unseen)])], 0),
                new Paragraph("Too few neurons cannot follow the two moons: they underfit, and even the training loss is high. With more of them it keeps falling, but it no longer says anything about other rows: their loss does not follow, and may rise. That is overfitting.")),
            new("Three searches",
                new Paragraph($"Width from 1 to 64 and learning rate from 0.0001 to 1, both on logarithmic scales; {Trials} trainings for each search, judged by {Validation} validation rows. A grid tries every combination of a few values. Random search draws both anew every time, so it tries {Trials} different learning rates where the grid tries 4. Bayesian search, here a tree-structured Parzen estimator, models which values were good and tries more of their kind."),
                new Plot("best validation loss so far, by trial", "trial", [.. studies.Select((study, i) => new Curve(s_searches[i].Name, BestSoFar(study)))]),
                new Grid(["search", "learning rate", "width", "validation loss", "test loss"], [.. studies.Select((study, i) => (string[])
                    [s_searches[i].Name, Fixed.Number(study.Best!.Parameters!.GetNumber("learning-rate"), 2), $"{study.Best.Parameters.GetInteger("width")}", Fixed.Places(study.Best.Value), Fixed.Places(tested[i])])])),
            new("What to take from it",
                new Paragraph("The best of many trials is partly luck: its validation loss is too good, which is why test rows exist that no trial has seen. One small example says little about which search is better; with few hyperparameters a grid is fine, with more of them it grows too fast, since each one multiplies its size. Start with the learning rate: it matters most."),
                new Commands(new("tune DATA --target COLUMN", "A search on your table (DATA and COLUMN are yours):"), new("find-learning-rate DATA --target COLUMN", "Only the learning rate:"), new("explain hyperparameter", "In short:"))));

        (double Own, double Unseen) Losses(int width, double rate, int epochs)
        {
            try
            {
                return LossesOf(Fit(train, width, rate, epochs), train);
            }
            catch (TrainingFailedException)
            {
                return (double.MaxValue, double.MaxValue);
            }
        }

        (double Own, double Unseen) LossesOf(Model<double> model, Dataset<double> own) => (new LogLoss().Compute(Judged(model, own)), new LogLoss().Compute(Judged(model, validation)));

        Model<double> Fit(Dataset<double> rows, int width, double rate, int epochs) =>
            Train([new Dense(width, new Tanh()), new Dense(1, new Sigmoid())], rows, new TrainingOptions { Loss = new BinaryCrossEntropy(), Optimizer = new Adam(rate), Epochs = epochs }, settings.Seed, cancellation).Model;

        double Tested(Trial best) => new LogLoss().Compute(Judged(Fit(train, best.Parameters!.GetInteger("width"), best.Parameters.GetNumber("learning-rate"), Epochs), test));
    }

    private static List<(double X, double Y)> BestSoFar(Study study)
    {
        List<(double X, double Y)> points = [];
        foreach (Trial trial in study.Trials)
        {
            points.Add((points.Count + 1, Math.Min(trial.Value, points.Count > 0 ? points[^1].Y : double.PositiveInfinity)));
        }

        return points;
    }
}
