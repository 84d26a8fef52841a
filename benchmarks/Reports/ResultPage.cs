using System.Text;

namespace Descent.Benchmarks.Reports;

/// <summary>A machine's results as a page: one table per element type and number of threads.</summary>
internal static class ResultPage
{
    public static string Of(MeasuredMachine measured)
    {
        StringBuilder page = new();
        page.Append("# Results\n\n").Append(measured.Machine).Append("\n\n");
        IEnumerable<string> versions = measured.Results.GroupBy(line => line.Peer).Select(peer => $"{peer.Key} {peer.First().Version}");
        page.Append("Versions: ").AppendJoin(", ", versions).Append(".\n\n");
        page.Append("Times are microseconds per step: the median over windows of about 10 ms, and of these the median round; *min* is the fastest window of all. *Descent is* says how many times as fast Descent is as that peer. *Numbers*: whether the peer arrives at our loss (or outputs) after the same steps from the same weights.\n");
        foreach (IGrouping<(string Type, int Threads), ResultLine> table in measured.Results.GroupBy(line => (line.Type, line.Threads)).OrderByDescending(table => table.Key.Type, StringComparer.Ordinal).ThenBy(table => table.Key.Threads))
        {
            page.Append($"\n## {table.Key.Type}, {table.Key.Threads} thread{(table.Key.Threads == 1 ? "" : "s")}\n\n");
            page.Append("| workload | who | µs/step | min | 5 % – 95 % | samples/s | GFLOP/s | of peak | bytes/step | Descent is | numbers |\n");
            page.Append("|---|---|---:|---:|---:|---:|---:|---:|---:|---:|---|\n");
            foreach (ResultLine line in table.GroupBy(line => line.Workload).SelectMany(workload => workload.OrderBy(line => line.Peer == ResultLine.Ours ? 0 : line.MicrosecondsPerStep)))
            {
                page.Append(Row(measured, line)).Append('\n');
            }
        }

        return page.ToString();
    }

    private static string Row(MeasuredMachine measured, ResultLine line)
    {
        ResultLine? ours = measured.OursFor(line);
        bool isOurs = line.Peer == ResultLine.Ours;
        string peak = ours?.FmaPeakGflops is { } most ? $"{Numerals.Short(100 * line.Gflops / most)} %" : "–";
        string[] cells =
        [
            line.Workload, isOurs ? "**descent**" : line.Peer, Numerals.Short(line.MicrosecondsPerStep), Numerals.Short(line.MinimumMicroseconds),
            $"{Numerals.Short(line.Percentile5Microseconds)} – {Numerals.Short(line.Percentile95Microseconds)}", Numerals.Short(line.SamplesPerSecond),
            Numerals.Short(line.Gflops), peak, Numerals.Short(line.BytesPerStep), isOurs ? "" : Numerals.Times(line.MicrosecondsPerStep, ours?.MicrosecondsPerStep),
            isOurs ? $"`{line.FinalWeightsHash}`" : Numbers(ours, line),
        ];
        return $"| {string.Join(" | ", cells)} |";
    }

    private static string Numbers(ResultLine? ours, ResultLine peer) => (peer.Note, ours is null ? null : Verification.Agree(ours, peer)) switch
    {
        ({ } note, _) => $"nearest: {note}",
        (_, true) => "same",
        (_, false) => "DIFFERENT",
        _ => "not compared",
    };
}
