using System.Globalization;
using System.Text;

namespace Descent.Benchmarks.Reports;

/// <summary>How the time per multiply-add changes as one thing grows: a table and a chart per series.</summary>
internal static class ScalingPage
{
    /// <summary>Writes <c>scaling.md</c> and one SVG per series into the machine's folder.</summary>
    /// <returns>The folder.</returns>
    public static string Write(string linesFile, string results, Machine machine)
    {
        IReadOnlyList<ResultLine> lines = Summary.Of(ResultLine.ReadAll(File.ReadAllText(linesFile)));
        string folder = Path.Combine(results, machine.Folder);
        Directory.CreateDirectory(folder);
        StringBuilder page = new();
        page.Append("# Scaling\n\n").Append(machine).Append("\n\n");
        page.Append("Picoseconds per multiply-add of a training step (forward, and the gradients of weights and inputs), the median over windows of about 10 ms; *of the best* compares with the fastest size of the series.\n");
        foreach (IGrouping<string, ResultLine> series in lines.Where(Grows).GroupBy(Series))
        {
            page.Append(CultureInfo.InvariantCulture, $"\n## {series.Key}\n\n![{series.Key}](scaling-{series.Key}.svg)\n\n| {series.Key} | threads | µs/step | ps per multiply-add | GFLOP/s | of peak | of the best |\n|---:|---:|---:|---:|---:|---:|---:|\n");
            foreach (ResultLine line in series.OrderBy(line => line.Threads).ThenBy(Size))
            {
                double best = series.Where(other => other.Threads == line.Threads).Min(Picoseconds);
                page.Append(CultureInfo.InvariantCulture, $"| {Size(line):N0} | {line.Threads} | {Numerals.Short(line.MicrosecondsPerStep)} | {Numerals.Short(Picoseconds(line))} | {Numerals.Short(line.Gflops)} | {Numerals.Short(100 * line.Gflops / line.FmaPeakGflops)} % | {Picoseconds(line) / best:F2} × |\n");
            }

            File.WriteAllText(Path.Combine(folder, $"scaling-{series.Key}.svg"), ScalingChart.Of(series.Key, [.. series.GroupBy(line => line.Threads).Select(one => (one.Key, Points(one)))]));
        }

        File.WriteAllText(Path.Combine(folder, "scaling.md"), page.ToString());
        return folder;
    }

    private static (double Size, double Picoseconds)[] Points(IEnumerable<ResultLine> lines) => [.. lines.Select(line => (Size(line), Picoseconds(line))).OrderBy(point => point.Item1)];

    // Series over names, such as those of optimizers, have no axis.
    private static bool Grows(ResultLine line) => double.TryParse(line.Workload[(line.Workload.LastIndexOf('-') + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out _);

    private static string Series(ResultLine line) => line.Workload[..line.Workload.LastIndexOf('-')];

    private static double Size(ResultLine line) => double.Parse(line.Workload[(line.Workload.LastIndexOf('-') + 1)..], CultureInfo.InvariantCulture);

    // A multiply-add is two operations.
    private static double Picoseconds(ResultLine line) => 2000 / line.Gflops!.Value;
}
