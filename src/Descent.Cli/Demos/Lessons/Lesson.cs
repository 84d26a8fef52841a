using System.Globalization;
using Descent.Cli.Screens;
using Descent.Data;

namespace Descent.Cli.Demos.Lessons;

/// <summary>One idea of the source notes, shown by an experiment with the library itself.</summary>
/// <param name="name">Its name on the command line.</param>
/// <param name="idea">What it shows, in a few words.</param>
internal abstract class Lesson(string name, string idea)
{
    /// <summary>All lessons, in the order in which they are best taken.</summary>
    public static IReadOnlyList<Lesson> All { get; } = [new PerceptronLesson(), new LinearStack(), new Symmetry(), new VanishingGradient(), new DyingRelu(), new PenaltyLesson(), new OverfittingLesson()];

    /// <summary>Its name on the command line.</summary>
    public string Name => name;

    /// <summary>What it shows, in a few words.</summary>
    public string Idea => idea;

    /// <summary>Makes the experiment.</summary>
    /// <param name="seed">Decides data and first weights.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <returns>What came out.</returns>
    /// <exception cref="OperationCanceledException">If it was stopped.</exception>
    public abstract LessonResult Run(ulong seed, CancellationToken cancellation);

    /// <summary>Trains a fresh model; a stop in between is not a result.</summary>
    protected static (Model<double> Model, History History) Train(Network network, Dataset<double> data, TrainingOptions options, ulong seed, CancellationToken cancellation)
    {
        Model<double> model = network.Build<double>(data.InputColumns, seed);
        History history = model.Fit(data, options, cancellation);
        cancellation.ThrowIfCancellationRequested();
        return (model, history);
    }

    /// <summary>The share of rows whose yes or no is right.</summary>
    protected static double Accuracy(Model<double> model, Dataset<double> data)
    {
        double[] outputs = model.Predict(data.Inputs.Span);
        int right = 0;
        for (int i = 0; i < outputs.Length; i++)
        {
            right += (outputs[i] > 0.5) == (data.Targets.Span[i] > 0.5) ? 1 : 0;
        }

        return (double)right / outputs.Length;
    }

    /// <summary>A bar of at most <paramref name="width"/> characters.</summary>
    protected static string Bar(Screen screen, double share, int width)
    {
        int full = (int)Math.Round(Math.Clamp(share, 0, 1) * width);
        return new string(screen.Terminal.Unicode ? '█' : '#', share > 0 ? Math.Max(1, full) : 0);
    }

    protected static string Number(double value, string format = "G3") => value.ToString(format, CultureInfo.InvariantCulture);

    protected static string Percent(double share) => string.Create(CultureInfo.InvariantCulture, $"{100 * share:0} %");
}

/// <summary>What a lesson's experiment brought.</summary>
/// <param name="Figures">The numbers, by name.</param>
/// <param name="Write">Shows and explains them.</param>
internal sealed record LessonResult(IReadOnlyList<Figure> Figures, Action<Screen> Write);

/// <summary>A number, or several, that a lesson measured.</summary>
/// <param name="Name">Its name in JSON.</param>
/// <param name="Values">The numbers.</param>
/// <param name="IsSeries">Whether there are several by nature, even if it is one this time.</param>
internal sealed record Figure(string Name, IReadOnlyList<double> Values, bool IsSeries)
{
    /// <summary>One number.</summary>
    public static Figure One(string name, double value) => new(name, [value], IsSeries: false);

    /// <summary>Numbers that belong together.</summary>
    public static Figure Series(string name, IEnumerable<double> values) => new(name, [.. values], IsSeries: true);
}
