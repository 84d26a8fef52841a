using Descent.Cli.Reports;

namespace Descent.Benchmarks.Reports;

/// <summary>A curve per number of threads, both axes logarithmic.</summary>
internal static class ScalingChart
{
    public static string Of(string series, IReadOnlyList<(int Threads, (double Size, double Picoseconds)[] Points)> curves)
    {
        Curve[] drawn = [.. curves.Select(curve => new Curve($"{curve.Threads} thread{(curve.Threads == 1 ? "" : "s")}", curve.Points) { HasDots = true })];
        double[] times = [.. drawn.SelectMany(curve => curve.Points).Select(point => point.Y)];
        Axis up = new(Math.Pow(10, Math.Floor(Math.Log10(times.Min()))), Math.Pow(10, Math.Ceiling(Math.Log10(times.Max()))), Logarithmic: true);
        return new LineChart($"Time per multiply-add over {series}", drawn, Curve.Across(drawn, isLogarithmic: true), up)
        {
            Id = "scaling",
            Horizontal = series,
            Vertical = "ps per multiply-add",
            HasNamesAbove = true,
            IsFile = true,
            Width = 640,
        }.Render();
    }
}
