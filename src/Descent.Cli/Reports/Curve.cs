namespace Descent.Cli.Reports;

/// <summary>A named line of points, their X rising; gaps where Y is not finite.</summary>
internal sealed record Curve(string Name, IReadOnlyList<(double X, double Y)> Points)
{
    // So many times the smallest first value: a curve that is above has left.
    private const double Much = 10;

    /// <summary>The curves without what would press all others flat: values far above where the lowest of them began.</summary>
    public static IReadOnlyList<Curve> Cropped(IReadOnlyList<Curve> curves)
    {
        double limit = curves.Select(curve => curve.Points.Select(point => point.Y).FirstOrDefault(double.IsFinite, double.NaN)).Where(double.IsFinite).DefaultIfEmpty(0).Min() * Much;
        return limit > 0 ? [.. curves.Select(curve => curve with { Points = [.. curve.Points.Select(point => (point.X, point.Y <= limit ? point.Y : double.NaN))] })] : curves;
    }
}

/// <summary>A place on the horizontal axis that matters, and why.</summary>
internal sealed record Landmark(double X, string Text);
