namespace Descent.Cli.Reports;

/// <summary>A named line of points with increasing X; gaps where Y is not finite.</summary>
internal sealed record Curve(string Name, IReadOnlyList<(double X, double Y)> Points)
{
    // Values above this multiple of the smallest first value are cropped.
    private const double Much = 10;

    /// <summary>Half the width of a band around each point; null for no band.</summary>
    public IReadOnlyList<double>? Margins { get; init; }

    /// <summary>Whether its points are shown as dots.</summary>
    public bool HasDots { get; init; }

    /// <summary>Whether the area between it and zero is filled.</summary>
    public bool IsFilled { get; init; }

    /// <summary>The curves without values far above where the lowest of them began, which would press all others flat.</summary>
    public static IReadOnlyList<Curve> Cropped(IReadOnlyList<Curve> curves)
    {
        double[] starts = [.. curves.Select(curve => curve.Points.Select(point => point.Y).FirstOrDefault(double.IsFinite, double.NaN)).Where(double.IsFinite)];
        double limit = starts.DefaultIfEmpty(0).Min() * Much;
        return limit <= 0 ? curves
            : [.. curves.Select(curve => curve with { Points = [.. curve.Points.Select(point => (point.X, point.Y <= limit ? point.Y : double.NaN))] })];
    }

    /// <summary>An axis from the first X to the last.</summary>
    public static Axis Across(IReadOnlyList<Curve> curves, bool isLogarithmic = false)
    {
        double[] all = [.. curves.SelectMany(curve => curve.Points.Select(point => point.X)).DefaultIfEmpty(isLogarithmic ? 1 : 0)];
        (double low, double high) = (all.Min(), all.Max());
        (low, high) = low < high ? (low, high) : isLogarithmic ? (low / 2, low * 2) : (low - 1, low + 1);
        return new Axis(low, high, Logarithmic: isLogarithmic);
    }

    /// <summary>An axis around every Y and its band, logarithmic if that shows more.</summary>
    public static Axis Up(IReadOnlyList<Curve> curves, double room, bool mayBeLogarithmic = true) => Axis.Around(
        curves.SelectMany(curve => curve.Points.SelectMany((point, i) => curve.Margins is { } margins ? new[] { point.Y - margins[i], point.Y + margins[i] } : [point.Y])),
        0, 1, room, mayBeLogarithmic);

    /// <summary>At most so many of the items, evenly spaced, the first and the last among them: the same in every run.</summary>
    public static IReadOnlyList<T> Thinned<T>(IReadOnlyList<T> items, int most) => items.Count <= most
        ? items
        : [.. Enumerable.Range(0, most).Select(i => items[(int)((long)i * (items.Count - 1) / (most - 1))])];
}

/// <summary>A marked place on the horizontal axis, with a dot at <paramref name="Y"/> if that is a number.</summary>
internal sealed record Landmark(double X, string Text, double Y = double.NaN);
