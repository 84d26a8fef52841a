using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using System.Numerics;
using Descent.Cli.Benchmarks;
using Descent.Cli.Documents;
using Descent.Cli.Screens;
using Descent.Numerics;

namespace Descent.Cli.Verbs;

/// <summary>Measures this machine: training, prediction and products, against what its cores can do at most.</summary>
internal sealed class BenchVerb : Verb
{
    private readonly Option<string?> workload = Choice.Text("--workload", "NAMES", $"Which, separated by commas: {string.Join(", ", Workloads.Networks.Select(known => known.Name))}, gemm-N; all means every network, gemm every product, scaling all series; or one series: {string.Join(", ", Workloads.Series.Keys)}.");
    private readonly Option<Precision?> type = Choice.OneOf("--type", "Numbers of 32 or of 64 bits; default float.", ("float", Precision.Float), ("double", Precision.Double));
    private readonly Option<int?> threads = Choice.Whole("--threads", "How many threads may work on a step.", 1, otherwise: 1, most: 1024);
    private readonly Option<double?> seconds = Choice.Real("--seconds", "How long to measure each workload.", "above 0", value => value > 0, 1);

    public BenchVerb()
        : base("bench", "Measures how fast networks train and predict on this machine, in many short windows.")
    {
        workload.DefaultValueFactory = _ => "all";
        Add(workload, type, threads, seconds);
    }

    private enum Precision
    {
        Float,
        Double,
    }

    public override IReadOnlyList<Example> Examples { get; } =
    [
        new("bench", "Every network, one second each:"),
        new("bench --workload W2,W3 --threads 2", "Two of them, on two threads:"),
        new("bench --workload gemm --type double --json", "Products of square matrices, for programs:"),
    ];

    public override int Run(Call call)
    {
        IReadOnlyList<Workload> wanted = Workloads.Named(call.Value(workload)!);
        return call.Value(type) == Precision.Double ? Run<double>(call, wanted) : Run<float>(call, wanted);
    }

    private int Run<T>(Call call, IReadOnlyList<Workload> wanted)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Dictionary<int, double> peaks = [];
        List<BenchmarkResult> results = [];
        foreach (Workload measured in wanted)
        {
            call.People.Line($"{measured.Name}: {measured.Description}", indent: 2);
            results.Add(BenchmarkResult.Of<T>(measured, call.Value(threads)!.Value, call.Value(seconds)!.Value, Peak, call.Cancellation));
        }

        call.Respond(() => [new BenchmarkDocument(results.Select(WorkloadDocument.Of), PeakMemory())], screen => Write(screen, results));
        return ExitCode.Ok;

        double Peak(int count)
        {
            if (!peaks.TryGetValue(count, out double peak))
            {
                peaks[count] = peak = ProcessorPeak.Measure<T>(count);
            }

            return peak;
        }
    }

    // Of the whole process, the runtime included: exact for one workload, of several for the largest.
    private static long PeakMemory()
    {
        using Process process = Process.GetCurrentProcess();
        return process.PeakWorkingSet64;
    }

    private static void Write(Screen screen, List<BenchmarkResult> results)
    {
        TextTable table = new("workload", "threads", "µs/step", "min", "5 %", "95 %", "samples/s", "GFLOP/s", "of peak", "bytes", "weights")
        {
            Numbers = new HashSet<int> { 1, 2, 3, 4, 5, 6, 7, 8, 9 },
        };
        foreach (BenchmarkResult result in results)
        {
            table.Add(
                result.Workload, Whole(result.Threads), Number(result.Time.Median), Number(result.Time.Minimum), Number(result.Time.Low), Number(result.Time.High),
                Whole(result.SamplesPerSecond), Number(result.Gflops), $"{Number(100 * result.Gflops / result.Peak)} %", Whole(result.Time.BytesPerStep), result.Proof.Hash[..8]);
        }

        screen.Table(table);
        if (results.Count > 0)
        {
            BenchmarkResult first = results[0];
            screen.Line($"{first.Type}, lanes of {LaneWidth.Current} bits; at most {Number(first.Peak)} GFLOP/s with {first.Threads} thread(s). µs/step is the median of {first.Time.Windows} windows or so; weights is the start of a hash that no timing, thread or lane width changes. The process took {PeakMemory() >> 20} MiB of memory at most.");
        }
    }

    // Three digits that count are more than a busy machine can promise.
    private static string Number(double value) => value switch
    {
        >= 100 => value.ToString("F0", CultureInfo.InvariantCulture),
        >= 10 => value.ToString("F1", CultureInfo.InvariantCulture),
        _ => value.ToString("F2", CultureInfo.InvariantCulture),
    };

    private static string Whole(double value) => value.ToString("F0", CultureInfo.InvariantCulture);
}
