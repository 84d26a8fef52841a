using static Descent.Cli.Reports.Markup;

namespace Descent.Cli.Reports;

internal static class Charts
{
    /// <summary>Width of a chart of which two stand side by side.</summary>
    public const double Half = 460;

    // Few names need little room; a narrow drawing is larger on a phone.
    private const double Narrow = 640;

    private const int Samples = 321;

    /// <summary>Training and validation loss by epoch.</summary>
    public static string Losses(IReadOnlyList<EpochRecord> losses, int? bestEpoch)
    {
        bool isValidated = losses.Any(epoch => epoch.ValidationLoss is not null);
        List<Curve> curves = [new("training", [.. losses.Select(epoch => ((double)epoch.Epoch, epoch.Loss))])];
        if (isValidated)
        {
            curves.Add(new("validation", [.. losses.Select(epoch => ((double)epoch.Epoch, epoch.ValidationLoss ?? double.NaN))]));
        }

        Landmark? mark = null;
        if (losses.FirstOrDefault(epoch => epoch.Epoch == bestEpoch) is { } best)
        {
            double loss = best.ValidationLoss ?? best.Loss;
            mark = new(best.Epoch, $"{(isValidated ? "best" : "weights kept")}: epoch {Count(best.Epoch)}, {Measure(loss)}", loss);
        }

        return (Of($"Loss over {Wording.Count(losses.Count, "epoch")}", curves, 0.1) with
        {
            Id = "loss",
            Width = Narrow,
            Description = losses.Count == 0 ? "No epoch was trained." : null,
            Horizontal = "epoch",
            Vertical = isValidated ? "loss" : "training loss",
            IsWhole = true,
            Landmark = mark,
        }).Render();
    }

    /// <summary>The losses of several runs, or of one, by epoch or learning rate.</summary>
    public static string Courses(
        IReadOnlyList<Curve> curves, string horizontal, string vertical, bool isLogarithmic = false, Landmark? landmark = null, bool isFile = false) =>
        (Of($"{vertical} by {horizontal}", curves, 0.05, isLogarithmic) with
        {
            Id = "curves",
            Horizontal = horizontal,
            Vertical = vertical,
            Landmark = landmark,
            IsFile = isFile,
        }).Render();

    /// <summary>A number of several layers by update.</summary>
    public static string Layers(string id, string number, IReadOnlyList<Curve> curves) =>
        (Of($"{number} by update", curves, 0.05) with { Id = id, Width = Narrow, Horizontal = "update", Vertical = number }).Render();

    /// <summary>Curves over all thresholds, both axes from 0 to 1.</summary>
    public static string Thresholds(string id, string title, IReadOnlyList<Curve> curves, string horizontal, string vertical) =>
        new LineChart(title, curves, new Axis(0, 1), new Axis(0, 1))
        {
            Id = id,
            Width = Half,
            Description = string.Join("; ", curves.Select(curve => curve.Name)),
            Horizontal = horizontal,
            Vertical = vertical,
        }.Render();

    /// <summary>Scores by the number of training rows.</summary>
    public static string LearningCurve(LearningCurve curve, string title, bool isFile)
    {
        IReadOnlyList<Curve> curves = CurvesOf(curve);
        Axis across = Curve.Across(curves);
        return new LineChart($"Learning curve: {title}", curves, curve.Points.Count > 1 ? across with { Low = 0 } : across, Curve.Up(curves, 0.08, mayBeLogarithmic: false))
        {
            Id = "curve",
            Width = Narrow,
            Description = curve.ToString(),
            Horizontal = "training rows",
            Vertical = curve.Score,
            IsWhole = true,
            IsFile = isFile,
        }.Render();
    }

    /// <summary>The curves of a learning curve, on training rows and on unseen rows, each with a band of one standard deviation.</summary>
    public static IReadOnlyList<Curve> CurvesOf(LearningCurve curve)
    {
        return [Of("training rows", point => (point.MeanTrain, point.DeviationTrain)), Of("unseen rows", point => (point.MeanValidation, point.DeviationValidation))];

        Curve Of(string name, Func<LearningCurvePoint, (double Mean, double Deviation)> score) =>
            new(name, [.. curve.Points.Select(point => ((double)point.Rows, score(point).Mean))])
            {
                Margins = [.. curve.Points.Select(point => score(point).Deviation)],
                HasDots = true,
            };
    }

    /// <summary>The curves of a drawing, as a file.</summary>
    public static string Functions(string name, Drawing drawing)
    {
        Curve[] curves = [.. drawing.Curves.Select(curve => new Curve(curve.Name, Sampling.Points(curve.At, drawing.Low, drawing.High, Samples)) { IsFilled = drawing.Filled })];
        double[] heights = [.. curves.SelectMany(curve => curve.Points).Select(point => point.Y).Where(double.IsFinite)];
        double low = Math.Min(0, heights.Min()), high = Math.Max(0, heights.Max()), room = high > low ? 0.04 * (high - low) : 1;
        return new LineChart(name, curves, new Axis(drawing.Low, drawing.High), new Axis(low < 0 ? low - room : 0, high + room))
        {
            Description = string.Join("; ", drawing.Curves.Select(curve => curve.Title)),
            Horizontal = drawing.Across,
            HasNamesAbove = true,
            IsFile = true,
            Width = Narrow,
            Height = 360,
        }.Render();
    }

    private static LineChart Of(string title, IReadOnlyList<Curve> curves, double room, bool isLogarithmic = false) =>
        new(title, curves, Curve.Across(curves, isLogarithmic), Curve.Up(curves, room));
}
