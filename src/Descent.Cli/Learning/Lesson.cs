using Descent.Cli.Learning.Lessons;

namespace Descent.Cli.Learning;

/// <summary>What a reader may change in a lesson.</summary>
internal sealed record LessonSettings(ulong Seed = 1)
{
    /// <summary>A learning rate; null for that of the lesson.</summary>
    public double? LearningRate { get; init; }

    /// <summary>The strength of momentum; null for those of the lesson.</summary>
    public double? Momentum { get; init; }

    /// <summary>The numbers that the lesson computes with; null for its own.</summary>
    public IReadOnlyList<double>? Numbers { get; init; }
}

/// <summary>One idea, shown by an experiment with the library itself: every figure is computed when the lesson is shown.</summary>
internal abstract class Lesson(string name, string title, string idea, IReadOnlyList<string> explains, IReadOnlyList<string>? options = null, bool isRandom = true)
{
    /// <summary>The option for <see cref="LessonSettings.LearningRate"/>.</summary>
    public const string LearningRateOption = "--learning-rate";

    /// <summary>The option for <see cref="LessonSettings.Momentum"/>.</summary>
    public const string MomentumOption = "--momentum";

    /// <summary>The option for <see cref="LessonSettings.Numbers"/>.</summary>
    public const string NumbersOption = "--numbers";

    /// <summary>All lessons, in the recommended order.</summary>
    public static IReadOnlyList<Lesson> All { get; } =
    [
        new NetworkLesson(), new PerceptronLesson(), new LinearStack(), new ForwardPass(), new BackwardPass(), new SoftmaxLesson(), new CrossEntropyLesson(),
        new LearningRateLesson(), new BatchSizes(), new MomentumLesson(), new OptimizerRace(), new Symmetry(), new Initialization(), new VanishingGradient(), new ExplodingGradient(), new DyingRelu(),
        new OverfittingLesson(), new EarlyStoppingLesson(), new PenaltyLesson(), new Remedies(), new Hyperparameters(), new TransferLesson(), new EnsembleLesson(), new RareClass(),
        new UniversalApproximation(), new Limits(), new GpuLesson(),
    ];

    public string Name => name;

    public string Title => title;

    /// <summary>What it shows, in a few words.</summary>
    public string Idea => idea;

    /// <summary>Whether random numbers are drawn, so that the seed has an effect.</summary>
    public bool IsRandom => isRandom;

    /// <summary>The options that change its numbers, besides the seed.</summary>
    public IReadOnlyList<string> Options { get; } = options ?? [];

    /// <summary>How many numbers <see cref="LessonSettings.Numbers"/> may hold.</summary>
    public virtual (int Least, int Most) NumberCount => (0, 0);

    /// <summary>Names of <c>descent explain</c> that it illustrates.</summary>
    public IReadOnlyList<string> Explains => explains;

    public static Lesson? Find(string name) => All.FirstOrDefault(lesson => Catalogue.AreSame(lesson.Name, name));

    /// <summary>Runs the experiment.</summary>
    /// <returns>The figures, and the steps that show and explain them.</returns>
    /// <exception cref="OperationCanceledException">If it was stopped.</exception>
    public abstract LessonResult Run(LessonSettings settings, CancellationToken cancellation);

    /// <summary>Trains a new model; a cancelled training is no result.</summary>
    protected static (Model<double> Model, History History) Train(Network network, Dataset<double> data, TrainingOptions options, ulong seed, CancellationToken cancellation)
    {
        Model<double> model = network.Build<double>(data.InputColumns, seed);
        History history = model.Fit(data, options, cancellation);
        cancellation.ThrowIfCancellationRequested();
        return (model, history);
    }

    /// <summary>Targets and predictions of a yes-or-no question.</summary>
    protected static Outcome Judged(Model<double> model, Dataset<double> data) => Outcome.From<double>(OutcomeForm.Binary, data.Targets.Span, model.Predict(data.Inputs.Span), 1);

    protected static double Accuracy(Model<double> model, Dataset<double> data) => new Accuracy().Compute(Judged(model, data));

    /// <summary>Two moons, the first rows for training, the others unseen.</summary>
    protected static (Dataset<double> Train, Dataset<double> Unseen) Moons(int rows, int unseen, ulong seed, double noise)
    {
        (Dataset head, Dataset tail) = ToyTasks.Moons<double>(rows + unseen, seed, noise).Data.SplitAt(rows);
        return (head.As<double>(), tail.As<double>());
    }

    /// <summary>Losses by epoch.</summary>
    protected static Curve ByEpoch(string name, History history, Func<EpochRecord, double>? value = null) =>
        new(name, [.. history.Epochs.Select(epoch => ((double)epoch.Epoch, value?.Invoke(epoch) ?? epoch.Loss))]);

    protected static string Number(double value, string format = "G3") => value.ToString(format, CultureInfo.InvariantCulture);

    protected static string Percent(double share) => $"{100 * share:0} %";
}

internal sealed record LessonResult(IReadOnlyList<Figure> Figures, params IReadOnlyList<LessonStep> Steps);

/// <summary>A number, or a series of numbers, that a lesson measured.</summary>
/// <param name="Name">Its name in JSON.</param>
/// <param name="Values">The numbers.</param>
/// <param name="IsSeries">Whether it is an array in JSON, even with a single number.</param>
internal sealed record Figure(string Name, IReadOnlyList<double> Values, bool IsSeries)
{
    /// <summary>One number.</summary>
    public static Figure One(string name, double value) => new(name, [value], IsSeries: false);

    /// <summary>Numbers that belong together.</summary>
    public static Figure Series(string name, IEnumerable<double> values) => new(name, [.. values], IsSeries: true);
}
