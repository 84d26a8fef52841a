namespace Descent.Cli.Reports;

/// <summary>A named line of points, their X rising; gaps where Y is not finite.</summary>
internal sealed record Curve(string Name, IReadOnlyList<(double X, double Y)> Points)
{
    // So many times the smallest first value: a curve that is above has left.
    private const double Much = 10;

    /// <summary>Half the width of a band around each point; none means no band.</summary>
    public IReadOnlyList<double>? Margins { get; init; }

    /// <summary>Whether its points are seen as dots.</summary>
    public bool HasDots { get; init; }

    /// <summary>Whether the area between it and zero is filled.</summary>
    public bool IsFilled { get; init; }

    /// <summary>The curves without what would press all others flat: values far above where the lowest of them began.</summary>
    public static IReadOnlyList<Curve> Cropped(IReadOnlyList<Curve> curves)
    {
        double limit = curves.Select(curve => curve.Points.Select(point => point.Y).FirstOrDefault(double.IsFinite, double.NaN)).Where(double.IsFinite).DefaultIfEmpty(0).Min() * Much;
        return limit > 0 ? [.. curves.Select(curve => curve with { Points = [.. curve.Points.Select(point => (point.X, point.Y <= limit ? point.Y : double.NaN))] })] : curves;
    }

    /// <summary>An axis from the first X to the last.</summary>
    public static Axis Across(IReadOnlyList<Curve> curves, bool isLogarithmic = false)
    {
        double[] all = [.. curves.SelectMany(curve => curve.Points.Select(point => point.X)).DefaultIfEmpty(isLogarithmic ? 1 : 0)];
        (double low, double high) = (all.Min(), all.Max());
        return low < high ? new Axis(low, high, Logarithmic: isLogarithmic) : isLogarithmic ? new Axis(low / 2, low * 2, Logarithmic: true) : new Axis(low - 1, low + 1);
    }

    /// <summary>An axis around every Y and its band, logarithmic where that shows more.</summary>
    public static Axis Up(IReadOnlyList<Curve> curves, double room, bool mayBeLogarithmic = true) => Axis.Around(
        curves.SelectMany(curve => curve.Points.SelectMany((point, i) => curve.Margins is { } margins ? new[] { point.Y - margins[i], point.Y + margins[i] } : [point.Y])), 0, 1, room, mayBeLogarithmic);
}

/// <summary>A place on the horizontal axis that matters, and why; with a dot at <paramref name="Y"/> where that is a number.</summary>
internal sealed record Landmark(double X, string Text, double Y = double.NaN);
