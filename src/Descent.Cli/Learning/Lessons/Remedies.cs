namespace Descent.Cli.Learning.Lessons;

/// <summary>Remedies against overfitting, side by side.</summary>
internal sealed class Remedies() : Lesson("regularization", "Regularization: remedies against overfitting", "L1, L2, dropout, noise, a smaller network, early stopping and more rows, compared",
    ["regularization", "data-augmentation", "l2", "l1", "dropout", "noise", "mixup", "max_norm"])
{
    private const int Rows = 60, More = 600, Unseen = 1000, Width = 64, Few = 4, Epochs = 300;
    private const double Noise = 0.35;

    public override LessonResult Run(LessonSettings settings, CancellationToken cancellation)
    {
        (Dataset<double> all, Dataset<double> unseen) = Moons(More, Unseen, settings.Seed, Noise);
        Dataset<double> train = all.SplitAt(Rows).Head.As<double>();
        Network large = NetworkOf(Width);
        TrainingOptions plain = new() { Loss = new BinaryCrossEntropy(), Optimizer = new Adam(0.01), Epochs = Epochs, Validation = unseen, RestoreBestWeights = false };
        Case[] cases =
        [
            Of("nothing", large, train, plain), Of("l2:0.01", large, train, plain with { Regularizer = new L2(0.01) }), Of("l1:0.003", large, train, plain with { Regularizer = new L1(0.003) }),
            Of("dropout:0.5", [new Dense(Width, new Relu()), new Dropout(0.5), new Dense(Width, new Relu()), new Dropout(0.5), new Dense(1, new Sigmoid())], train, plain),
            Of("noise on inputs", large, train, plain with { Augmentations = [new InputNoise(0.4)] }), Of("mixup", large, train, plain with { Augmentations = [new Mixup()] }),
            Of($"{Few} neurons per layer", NetworkOf(Few), train, plain), Of("early stopping", large, train, plain with { EarlyStopping = new EarlyStopping(15), RestoreBestWeights = true }),
            Of($"{More} rows", large, all, plain),
        ];
        return new LessonResult(
            [Figure.Series("trainingLoss", cases.Select(one => one.TrainingLoss)), Figure.Series("unseenLoss", cases.Select(one => one.UnseenLoss)), Figure.Series("unseenAccuracy", cases.Select(one => one.UnseenAccuracy)), Figure.Series("weightLength", cases.Select(one => one.Length))],
            new("What regularization is",
                new Paragraph("A network with many parameters can fit its training rows in many ways, and most of them are too complicated: they follow the noise. Regularization is everything that makes training prefer simple functions, at the price of a slightly worse fit."),
                new Formulas("L2:  L + ½·λ·Σw²   a pull towards 0 in proportion to each weight", "L1:  L + λ·Σ|w|    the same pull for every weight: many become 0"),
                new Paragraph("The source notes print three forms of L2: with ½ (as here, the default), without it, and divided by 2 times the batch size. They differ only in what λ means; explain l2 shows them all. Biases are usually not penalized.")),
            new("Side by side",
                new Paragraph($"{Rows} rows of two noisy moons, {Unseen:N0} unseen rows, two hidden layers of {Width} neurons, {Epochs} epochs. One remedy per line:"),
                new Grid(["remedy", "training loss", "unseen loss", "accuracy", "length of w"], [.. cases.Select(one => (string[])[one.Name, Fixed.Places(one.TrainingLoss), Fixed.Places(one.UnseenLoss), Percent(one.UnseenAccuracy), Number(one.Length, "0.0")])]),
                new Paragraph("Without a remedy the training loss falls to almost nothing and the loss on unseen rows is several times as large: the network is certain, also where it is wrong. Every remedy gives up some of the training loss for a smaller loss on unseen rows. With ten times as many rows the same network overfits far less by itself.")),
            new("Which one",
                new Paragraph("The strengths here were not tuned; on your table they have to be, with validation rows, one at a time. Data augmentation is the same idea applied to the rows: variations that keep the answer. For images these are flipped and shifted copies, for tables noise on the inputs, mixtures of two rows, or new rows of a rare class."),
                new Commands(new("explain avoiding-overfitting", "Which remedy when:"), new("learn l1-l2", "What L1 and L2 do to single weights:"), new("learn early-stopping", "When to end training:"), new("list augmentations", "Variations for tables:"))));

        Case Of(string name, Network network, Dataset<double> rows, TrainingOptions options)
        {
            Model<double> model = Train(network, rows, options, settings.Seed, cancellation).Model;
            Outcome other = Judged(model, unseen);
            double length = Math.Sqrt(model.Parameters.Where(parameter => !parameter.IsVector).SelectMany(parameter => model.GetParameter(parameter.Name)).Sum(w => w * w));
            return new Case(name, new LogLoss().Compute(Judged(model, rows)), new LogLoss().Compute(other), new Accuracy().Compute(other), length);
        }
    }

    private static Network NetworkOf(int width) => [new Dense(width, new Relu()), new Dense(width, new Relu()), new Dense(1, new Sigmoid())];

    private sealed record Case(string Name, double TrainingLoss, double UnseenLoss, double UnseenAccuracy, double Length);
}
