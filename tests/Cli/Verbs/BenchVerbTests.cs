using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Descent.Cli;
using Descent.Cli.Benchmarks;
using Descent.Cli.Screens;
using Descent.Numerics;
using Measurement = Descent.Cli.Benchmarks.Measurement;

namespace Descent.Tests.Cli.Verbs;

/// <summary>The structure of what is measured; never how fast it was.</summary>
public class BenchVerbTests
{
    private const string Quick = "0.001";

    [Fact]
    public void JsonHasTheNamesThatPeersWriteToo()
    {
        JsonElement result = Assert.Single(Results("--workload", "W1a"));
        Assert.Equal(
            [
                "peer", "version", "workload", "type", "threads", "laneBits", "microsecondsPerStep", "minimumMicroseconds", "percentile5Microseconds", "percentile95Microseconds",
                "windows", "samplesPerSecond", "multiplyAddsPerStep", "gflops", "fmaPeakGflops", "bytesPerStep", "finalWeightsHash", "check",
            ],
            result.EnumerateObject().Select(property => property.Name));
        Assert.Equal("W1a", result.GetProperty("workload").GetString());
        Assert.Equal("float", result.GetProperty("type").GetString());
        Assert.Equal(LaneWidth.Current, result.GetProperty("laneBits").GetInt32());
        Assert.True(result.GetProperty("fmaPeakGflops").GetDouble() > 0);
    }

    [Theory]
    [InlineData("float")]
    [InlineData("double")]
    public void WeightsDoNotDependOnThreads(string type)
    {
        string[] names = ["--workload", "W1a,W1b,W1c,W1leaky,W2b32,W5a,gemm-24", "--type", type];
        Assert.Equal(Hashes(Results(names)), Hashes(Results([.. names, "--threads", "2"])));
    }

    [Theory]
    [InlineData(128)]
    [InlineData(256)]
    public async Task WeightsDoNotDependOnTheLaneWidth(int bits)
    {
        Assert.SkipUnless(LaneWidth.Table.Any(row => row.Bits == bits && row.Supported), "This machine does not have that width.");
        string[] arguments = ["--workload", "W1a,W1b,W1epoch,W2b32,gemm-16"];
        ProcessStartInfo start = new("dotnet", ["exec", Path.Combine(AppContext.BaseDirectory, "Descent.Cli.dll"), .. Arguments(arguments)]) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment[LaneWidth.Variable] = bits.ToString(CultureInfo.InvariantCulture);
        using Process process = Process.Start(start)!;
        Task<string> errors = process.StandardError.ReadToEndAsync();
        string output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, await errors);
        using JsonDocument json = JsonDocument.Parse(output);
        JsonElement[] results = [.. json.RootElement.GetProperty("results").EnumerateArray()];
        Assert.All(results, result => Assert.Equal(bits, result.GetProperty("laneBits").GetInt32()));
        Assert.Equal(Hashes(Results(arguments)), Hashes(results));
    }

    // The same steps in NumPy and in C++ with oneDNN arrive here.
    [Theory]
    [InlineData("W1a", 0.6876842228)]
    [InlineData("W1b", 1.1010353500)]
    [InlineData("W1c", 0.3132620200)]
    [InlineData("W2b32", 1.4380118392)]
    [InlineData("W5a", 0.1960198904)]
    [InlineData("W5b", 0.0141297640)]
    public void PeersArriveAtTheSameNumber(string workload, double expected) =>
        Assert.Equal(expected, Assert.Single(Results("--workload", workload)).GetProperty("check").GetDouble(), expected * 1e-4);

    [Fact]
    public void TheFirstLayerHasNoInputGradient()
    {
        using Work training = Workloads.Named("W2")[0].Prepare<float>(1), prediction = Workloads.Named("W5b")[0].Prepare<float>(1), product = new ProductWorkload(8).Prepare<float>(1);
        const long first = 784 * 128, others = (128 * 64) + (64 * 10);
        Assert.Equal(64 * ((2 * first) + (3 * others)), training.MultiplyAdds);
        Assert.Equal(first + others, prediction.MultiplyAdds);
        Assert.Equal(512, product.MultiplyAdds);
        BenchmarkResult result = new("W2", "float", 1, training.Samples, training.MultiplyAdds, 100, new Proof("", 0), new Measurement(1000, 1000, 1000, 1000, 5, 0));
        Assert.Equal(2 * 64 * 227_200 / 1e6, result.Gflops, 1e-9);
        Assert.Equal(64_000, result.SamplesPerSecond, 1e-6);
    }

    [Fact]
    public void TheTableFitsAHundredColumns()
    {
        string output = ToolRun.With(new TerminalInfo(100, Color: false), "", Arguments(["--workload", "W1a,W1epoch,W5a,gemm-8"], json: false)).EndsWith(0).Output;
        Assert.All(output.Split('\n'), line => Assert.True(line.Length <= 100, line));
        Assert.DoesNotContain('…', output);
        Assert.Contains("\nW1epoch ", output, StringComparison.Ordinal);
    }

    [Fact]
    public void NamesAreFoundOrSuggested()
    {
        Assert.Equal(["W3", "gemm-8"], Workloads.Named("w3, GEMM-8, W3").Select(workload => workload.Name));
        Assert.Equal(Workloads.Networks, Workloads.Named("all"));
        Assert.Equal(Workloads.Products, Workloads.Named("gemm"));
        Assert.Contains("Did you mean \"W1leaky\"?", ToolRun.Of("bench", "--workload", "W1leak").EndsWith(ExitCode.Usage).Errors, StringComparison.Ordinal);
    }

    [Fact]
    public void PercentilesLieBetweenTheirNeighbors()
    {
        double[] sorted = [1, 2, 4, 8];
        Assert.Equal(3, Measurement.Percentile(sorted, 0.5));
        Assert.Equal(8, Measurement.Percentile(sorted, 1));
        Assert.Equal(1, Measurement.Percentile([1], 0.95));
    }

    private static string[] Arguments(string[] arguments, bool json = true) => ["bench", .. arguments, "--seconds", Quick, .. json ? new[] { "--json" } : []];

    private static JsonElement[] Results(params string[] arguments) =>
        [.. ToolRun.Of(Arguments(arguments)).EndsWith(0).Json().GetProperty("results").EnumerateArray()];

    private static string[] Hashes(JsonElement[] results) => [.. results.Select(result => result.GetProperty("finalWeightsHash").GetString()!)];
}
