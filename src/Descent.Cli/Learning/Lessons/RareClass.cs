namespace Descent.Cli.Learning.Lessons;

/// <summary>A rare class: what accuracy hides, and what weights, resampling and the threshold change.</summary>
internal sealed class RareClass() : Lesson("class-imbalance", "A rare class", "why accuracy misleads, and what class weights, resampling and the threshold change",
    ["class-imbalance", "oversample", "smote", "undersample", "balanced_accuracy", "recall", "precision", "f1"])
{
    private const int Drawn = 4000, Epochs = 40;
    private const double Noise = 0.35, Share = 0.06;

    public override LessonResult Run(LessonSettings settings, CancellationToken cancellation)
    {
        Dataset<double> all = ToyTasks.Moons<double>(Drawn, settings.Seed, Noise).Data;
        // All of class 0, and of class 1 only as many as make up the share.
        int common = all.Targets.ToArray().Count(target => target == 0), kept = (int)(common * Share / (1 - Share)), seen = 0;
        int[] chosen = [.. Enumerable.Range(0, Drawn).Where(row => all.Targets.Span[row] == 0 || seen++ < kept)];
        // The rare rows stand at the front until they are shuffled.
        new CounterRandom(settings.Seed, Streams.Shuffle).Shuffle<int>(chosen);
        (Dataset head, Dataset tail) = all.Select(chosen).SplitAt(chosen.Length / 2);
        Dataset<double> train = head.As<double>(), unseen = tail.As<double>();
        double rare = train.Targets.ToArray().Count(target => target == 1), rows = train.Rows, share = unseen.Targets.ToArray().Average();
        TrainingOptions plain = new() { Loss = new BinaryCrossEntropy(), Optimizer = new Adam(0.01), Epochs = Epochs };
        double[] balanced = [rows / (2 * (rows - rare)), rows / (2 * rare)];
        Outcome nothing = Of(plain);
        (string Name, Outcome Outcome)[] cases =
        [
            ("always the frequent class", new Outcome(OutcomeForm.Binary, unseen.Targets, new double[unseen.Rows], 1)), ("nothing", nothing), ("class weights", Of(plain with { ClassWeights = balanced })),
            ("oversampling", Of(plain with { Augmentations = [new Oversample()] })), ("SMOTE", Of(plain with { Augmentations = [new Smote()] })),
            ($"threshold {Number(share, "F2")}", new Outcome(OutcomeForm.Binary, nothing.Targets, nothing.Outputs.ToArray().Select(p => p > share ? 1.0 : 0).ToArray(), 1)),
        ];
        Metric[] metrics = [new Accuracy(), new BalancedAccuracy(), new Precision(), new Recall(), new F1()];
        double[][] scores = [.. cases.Select(one => metrics.Select(metric => metric.Compute(one.Outcome)).ToArray())];
        return new LessonResult(
            [Figure.One("rareShare", share), .. metrics.Select((metric, i) => Figure.Series(Camel(Catalogue.NameOf(metric)), scores.Select(row => row[i])))],
            new("What accuracy hides",
                new Paragraph($"Of {rows:N0} training rows {rare:N0} belong to the rare class, {Percent(rare / rows)}. A model that always answers with the frequent class is right for {Percent(scores[0][0])} of the unseen rows, and useless. Two other questions matter: how many of the rare rows are found (recall), and how many of the alarms are right (precision)? F1 is the harmonic mean of the two, balanced accuracy the mean of the recalls of both classes.")),
            new("What can be changed",
                new Grid(["remedy", "accuracy", "balanced", "precision", "recall", "F1"], [.. cases.Select((one, i) => (string[])[one.Name, .. scores[i].Select(score => Number(score, "F3"))])]),
                new Paragraph($"Class weights let a rare row count as much as {Number(balanced[1] / balanced[0], "F0")} frequent ones; oversampling repeats rare rows, SMOTE invents new ones between neighbors. All three find more of the rare rows and pay with false alarms. So does the last line, which changes nothing in the training: it only answers \"rare\" from a probability of {Number(share, "F2")} on, the share of the class, instead of 0.5.")),
            new("Which one",
                new Paragraph("A network trained without weights gives honest probabilities, and a threshold chosen by what mistakes cost is often all that is needed. Weights and resampling change the probabilities: afterwards they are those of a world in which both classes are equally frequent."),
                new Commands(new("explain class-imbalance", "In short, with the options of descent train:"), new("explain choosing-a-metric", "Which score when:"), new("list augmentations", "Resampling:"))));

        Outcome Of(TrainingOptions options) => Judged(Train([new Dense(16, new Tanh()), new Dense(1, new Sigmoid())], train, options, settings.Seed, cancellation).Model, unseen);

        static string Camel(string name) => string.Concat(name.Split('_').Select((part, i) => i == 0 ? part : char.ToUpperInvariant(part[0]) + part[1..]));
    }
}
