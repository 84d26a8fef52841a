using System.Globalization;
using Descent.Cli.Screens;
using Descent.Data;

namespace Descent.Cli.Demos.Lessons;

/// <summary>One idea of the source notes, shown by an experiment with the library itself.</summary>
/// <param name="name">Its name on the command line.</param>
/// <param name="idea">What it shows, in a few words.</param>
internal abstract class Lesson(string name, string idea)
{
    /// <summary>All lessons, in the recommended order.</summary>
    public static IReadOnlyList<Lesson> All { get; } = [new PerceptronLesson(), new LinearStack(), new Symmetry(), new VanishingGradient(), new DyingRelu(), new PenaltyLesson(), new OverfittingLesson()];

    /// <summary>Its name on the command line.</summary>
    public string Name => name;

    /// <summary>What it shows, in a few words.</summary>
    public string Idea => idea;

    /// <summary>Runs the experiment.</summary>
    /// <param name="seed">Determines data and initial weights.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <returns>The figures, and the text.</returns>
    /// <exception cref="OperationCanceledException">If it was stopped.</exception>
    public abstract LessonResult Run(ulong seed, CancellationToken cancellation);

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

    /// <summary>The fraction of correct answers.</summary>
    protected static double Accuracy(Model<double> model, Dataset<double> data) => new Accuracy().Compute(Judged(model, data));

    /// <summary>A text below an empty line.</summary>
    protected static void Paragraph(Screen screen, string text)
    {
        screen.Line();
        screen.Line(text);
    }

    /// <summary>A bar of at most <paramref name="width"/> characters.</summary>
    protected static string Bar(Screen screen, double share, int width)
    {
        int full = (int)Math.Round(Math.Clamp(share, 0, 1) * width);
        return new string(screen.Terminal.Unicode ? '█' : '#', share > 0 ? Math.Max(1, full) : 0);
    }

    protected static string Number(double value, string format = "G3") => value.ToString(format, CultureInfo.InvariantCulture);

    protected static string Percent(double share) => $"{100 * share:0} %";
}

/// <summary>The result of a lesson's experiment.</summary>
/// <param name="Figures">The numbers, by name.</param>
/// <param name="Write">Shows and explains them.</param>
internal sealed record LessonResult(IReadOnlyList<Figure> Figures, Action<Screen> Write);

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
