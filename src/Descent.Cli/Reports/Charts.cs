using Descent.Cli.Explanations;
using static Descent.Cli.Reports.Markup;

namespace Descent.Cli.Reports;

/// <summary>What the tool draws as lines, each in terms of <see cref="LineChart"/>.</summary>
internal static class Charts
{
    private const int Samples = 321;

    // Few names need little room; what is narrower is larger on a phone.
    private const double Narrow = 640;

    /// <summary>Training and validation loss over the epochs of one run.</summary>
    public static string Losses(IReadOnlyList<LossPoint> losses, int? bestEpoch)
    {
        List<Curve> curves = [new Curve("training", [.. losses.Select(point => ((double)point.Epoch, point.Train))])];
        if (losses.Any(point => point.Validation is not null))
        {
            curves.Add(new Curve("validation", [.. losses.Select(point => ((double)point.Epoch, point.Validation ?? double.NaN))]));
        }

        LossPoint? best = losses.FirstOrDefault(point => point.Epoch == bestEpoch);
        double loss = best?.Validation ?? best?.Train ?? double.NaN;
        LineChart chart = Of("Loss over the epochs", curves, 0.1);
        return (chart with
        {
            Id = "loss",
            Width = Narrow,
            Description = losses.Count == 0 ? "No epoch was trained." : Describe(losses, bestEpoch, chart.Up.Logarithmic),
            Horizontal = "epoch",
            Vertical = curves.Count > 1 ? "loss" : "training loss",
            IsWhole = true,
            Landmark = best is null ? null : new Landmark(best.Epoch, $"{(best.Validation is null ? "weights kept" : "best")}: epoch {Count(best.Epoch)}, {Measure(loss)}", loss),
        }).Render();
    }

    /// <summary>The losses of several runs, or the course of one, over epochs or rates.</summary>
    public static string Courses(IReadOnlyList<Curve> curves, string horizontal, string vertical, bool isLogarithmic = false, Landmark? landmark = null, bool isFile = false) =>
        (Of($"{vertical} by {horizontal}", curves, 0.05, isLogarithmic) with { Id = "curves", Horizontal = horizontal, Vertical = vertical, Landmark = landmark, IsFile = isFile }).Render();

    /// <summary>The scores on training rows and on unseen rows over the number of training rows, each with a band of one standard deviation.</summary>
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

    /// <summary>What a learning curve draws: scores on training rows and on unseen rows over the number of training rows, each with a band of one standard deviation.</summary>
    public static IReadOnlyList<Curve> CurvesOf(LearningCurve curve) =>
    [
        new("training rows", [.. curve.Points.Select(point => ((double)point.Rows, point.MeanTrain))]) { Margins = [.. curve.Points.Select(point => point.DeviationTrain)], HasDots = true },
        new("rows never seen", [.. curve.Points.Select(point => ((double)point.Rows, point.MeanValidation))]) { Margins = [.. curve.Points.Select(point => point.DeviationValidation)], HasDots = true },
    ];

    /// <summary>The curves of a drawing as a file.</summary>
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

    private static LineChart Of(string title, IReadOnlyList<Curve> curves, double room, bool isLogarithmic = false) => new(title, curves, Curve.Across(curves, isLogarithmic), Curve.Up(curves, room));

    private static string Describe(IReadOnlyList<LossPoint> losses, int? bestEpoch, bool isLogarithmic)
    {
        LossPoint end = losses[^1];
        string validation = end.Validation is double value ? $", validation loss {Measure(value)}" : "";
        string best = bestEpoch is int epoch ? $" {(end.Validation is null ? "Weights kept: those of epoch" : "Best epoch:")} {epoch}." : "";
        return $"{Data.Wording.Count(losses.Count, "epoch")}; at the end training loss {Measure(end.Train)}{validation}.{best}{(isLogarithmic ? " Logarithmic scale." : "")}";
    }
}
