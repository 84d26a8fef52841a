namespace Descent.Cli.Reports;

/// <summary>A named line of points, their X rising; gaps where Y is not finite.</summary>
internal sealed record Curve(string Name, IReadOnlyList<(double X, double Y)> Points)
{
    /// <summary>The curves without what would press all others flat: values far above where the curves that fell began.</summary>
    public static IReadOnlyList<Curve> Cropped(IReadOnlyList<Curve> curves)
    {
        const double room = 1.2, much = 4;
        double[] Finite(Curve curve) => [.. curve.Points.Select(point => point.Y).Where(double.IsFinite)];
        double[][] values = [.. curves.Select(Finite).Where(own => own.Length > 0)];
        if (values.Length == 0)
        {
            return curves;
        }

        double[] fallen = [.. values.Where(own => own[^1] <= own[0]).Select(own => own[0])], firsts = [.. values.Select(own => own[0]).Order()];
        double limit = fallen.Length > 0 ? fallen.Max() * room : firsts[firsts.Length / 2] * much;
        return limit > 0 ? [.. curves.Select(curve => curve with { Points = [.. curve.Points.Select(point => (point.X, point.Y <= limit ? point.Y : double.NaN))] })] : curves;
    }
}

/// <summary>A place on the horizontal axis that matters, and why.</summary>
internal sealed record Landmark(double X, string Text);
