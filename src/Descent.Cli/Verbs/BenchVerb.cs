using System.Diagnostics;
using Descent.Cli.Benchmarks;

namespace Descent.Cli.Verbs;

/// <summary>Measures training, prediction and matrix products on this machine, against the peak of its cores.</summary>
internal sealed class BenchVerb : Verb
{
    private readonly Option<string?> workload = Choice.Text("--workload", "NAMES", $"Which, separated by commas: {string.Join(", ", Workloads.Networks.Select(known => known.Name))}, gemm-N; all means every network, gemm every product, scaling all series; or one series: {string.Join(", ", Workloads.Series.Keys)}.");
    private readonly Option<Precision?> type = Choice.OneOf("--type", "Numbers of 32 or of 64 bits; default float.", ("float", Precision.Float), ("double", Precision.Double));
    private readonly Option<int?> threads = Choice.Whole("--threads", "How many threads may work on a step.", 1, otherwise: 1, most: 1024);
    private readonly Option<double?> seconds = Choice.Real("--seconds", "How long to measure each workload.", "above 0", value => value > 0, 1);

    public BenchVerb()
        : base("bench", "Measures how fast networks train and predict on this machine, in many short windows.",
            new("bench", "Every network, one second each:"),
            new("bench --workload W2,W3 --threads 2", "Two of them, on two threads:"),
            new("bench --workload gemm --type double --json", "Products of square matrices, for programs:"))
    {
        workload.DefaultValueFactory = _ => "all";
        Add(workload, type, threads, seconds);
    }

    private enum Precision
    {
        Float,
        Double,
    }

    public override int Run(Call call)
    {
        IReadOnlyList<Workload> wanted = Workloads.Named(call.Value(workload)!);
        List<BenchmarkResult> results = call.Value(type) == Precision.Double ? Measure<double>(call, wanted) : Measure<float>(call, wanted);

        // Of the whole process, the runtime included: exact for one workload; the largest of several.
        using Process process = Process.GetCurrentProcess();
        long memory = process.PeakWorkingSet64;
        return call.Respond(() => [new BenchmarkDocument(results.Select(WorkloadDocument.Of), memory)], screen => Write(screen, results, memory));
    }

    private List<BenchmarkResult> Measure<T>(Call call, IReadOnlyList<Workload> wanted)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Dictionary<int, double> peaks = [];
        List<BenchmarkResult> results = [];
        foreach (Workload measured in wanted)
        {
            call.People.Line($"{measured.Name}: {measured.Description}", indent: 2);
            results.Add(BenchmarkResult.Of<T>(measured, call.Value(threads)!.Value, call.Value(seconds)!.Value, Peak, call.Cancellation));
        }

        return results;

        double Peak(int count) => peaks.TryGetValue(count, out double peak) ? peak : peaks[count] = ProcessorPeak.Measure<T>(count);
    }

    private static void Write(Screen screen, List<BenchmarkResult> results, long memory)
    {
        screen.Table(
            ["workload", "threads", "µs/step", "min", "5 %", "95 %", "samples/s", "GFLOP/s", "of peak", "bytes", "weights"],
            results.Select(result => (string[])
            [
                result.Workload, $"{result.Threads}", Number(result.Time.Median), Number(result.Time.Minimum), Number(result.Time.Low), Number(result.Time.High),
                $"{result.SamplesPerSecond:F0}", Number(result.Gflops), $"{Number(100 * result.Gflops / result.Peak)} %", $"{result.Time.BytesPerStep:F0}", result.Proof.Hash[..8],
            ]),
            1..10);
        if (results.Count > 0)
        {
            BenchmarkResult first = results[0];
            screen.Line($"{first.Type}, lanes of {LaneWidth.Current} bits; at most {Number(first.Peak)} GFLOP/s with {first.Threads} thread(s). µs/step is the median of {first.Time.Windows} windows or so; weights is the start of a hash that no timing, thread or lane width changes. The process took {memory >> 20} MiB of memory at most.");
        }
    }

    // A busy machine cannot promise more than three significant digits.
    private static string Number(double value) => value >= 100 ? $"{value:F0}" : value >= 10 ? $"{value:F1}" : $"{value:F2}";
}
