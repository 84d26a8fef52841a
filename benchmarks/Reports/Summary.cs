using System.Text.Json;

namespace Descent.Benchmarks.Reports;

/// <summary>Turns the lines of several rounds into one line each, and writes a machine's folder.</summary>
internal static class Summary
{
    /// <summary>Reads lines, writes <c>results.json</c> and <c>results.md</c>.</summary>
    /// <returns>The folder.</returns>
    public static string Write(string linesFile, string results, Machine machine)
    {
        MeasuredMachine measured = new(machine, Of(ResultLine.ReadAll(File.ReadAllText(linesFile))));
        string folder = Path.Combine(results, machine.Folder);
        Directory.CreateDirectory(folder);
        File.WriteAllText(Path.Combine(folder, MeasuredMachine.FileName), JsonSerializer.Serialize(measured, ResultLine.Json) + "\n");
        File.WriteAllText(Path.Combine(folder, "results.md"), ResultPage.Of(measured));
        return folder;
    }

    /// <summary>The median round of every number, the fastest window of all.</summary>
    public static IReadOnlyList<ResultLine> Of(IReadOnlyList<ResultLine> rounds) =>
        [.. rounds.Where(line => line.MicrosecondsPerStep is not null).GroupBy(line => (line.Peer, line.Workload, line.Type, line.Threads)).Select(Middle)];

    private static ResultLine Middle(IEnumerable<ResultLine> rounds)
    {
        ResultLine[] lines = [.. rounds];
        return lines[0] with
        {
            MicrosecondsPerStep = Median(line => line.MicrosecondsPerStep),
            MinimumMicroseconds = lines.Min(line => line.MinimumMicroseconds),
            Percentile5Microseconds = Median(line => line.Percentile5Microseconds),
            Percentile95Microseconds = Median(line => line.Percentile95Microseconds),
            SamplesPerSecond = Median(line => line.SamplesPerSecond),
            Gflops = Median(line => line.Gflops),
            FmaPeakGflops = lines.Max(line => line.FmaPeakGflops),
            BytesPerStep = Median(line => line.BytesPerStep),
        };

        double? Median(Func<ResultLine, double?> number)
        {
            double[] sorted = [.. lines.Select(number).OfType<double>().Order()];
            return sorted.Length == 0 ? null : (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
        }
    }
}
