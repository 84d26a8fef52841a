using System.Xml.Linq;
using Descent.Benchmarks.Reports;
using Descent.Cli.Benchmarks;
using Descent.Tests.Repository;

namespace Descent.Tests.Benchmarks;

/// <summary>From lines of measurements to tables.</summary>
public class ReportTests
{
    private static readonly Machine s_madeUp = new("Some CPU (R) 9000", 2, "AVX2", "Linux", ".NET 10", "2026-01-31");

    private static readonly ResultLine s_ours = new(ResultLine.Ours, "0.1.0", "W1a", "float", 1, 2, 1.5, 1.6, 3, 32e6, 41, 100, 0, 512, "ab", 0.5);

    private static readonly ResultLine s_peer = s_ours with { Peer = "numpy", Version = "1.24", MicrosecondsPerStep = 100, Check = 0.50001 };

    [Fact]
    public void TheReadmeShowsTheCommittedResults() => Assert.Equal(
        ReadmeBlock.Of(MeasuredMachine.All(Path.Combine(Checkout.Root, "benchmarks/results"))),
        ReadmeBlock.In(Checkout.Read("README.md")));

    [Fact]
    public void ObjectsAreReadOneAfterTheOther()
    {
        IReadOnlyList<ResultLine> lines = ResultLine.ReadAll("""
            {"results": [{"peer": "descent", "version": "0.1.0", "workload": "W1a", "type": "float", "threads": 1, "microsecondsPerStep": 2.5, "windows": 9, "check": null}]}
            {"peer": "numpy", "version": "1.24", "workload": "W1a", "type": "float", "threads": 1, "check": 0.5, "note": "relu"}
            """);
        Assert.Equal([2.5, null], lines.Select(line => line.MicrosecondsPerStep));
        Assert.Equal([null, "relu"], lines.Select(line => line.Note));
    }

    // The hashes stand in the column of the first width; a machine without fused multiply-add gets others.
    [Theory]
    [InlineData("float")]
    [InlineData("double")]
    public void ThePageOfSameBitsHasTodaysHashes(string type)
    {
        Assert.SkipUnless(System.Runtime.Intrinsics.X86.Fma.IsSupported || System.Runtime.Intrinsics.Arm.AdvSimd.IsSupported, "This machine rounds twice.");
        string page = Checkout.Read("docs/same-bits.md");
        foreach (Workload workload in Workloads.Named("W1a,W1b,W1c,W2,W4"))
        {
            using Work work = type == "float" ? workload.Prepare<float>(1) : workload.Prepare<double>(1);
            Assert.Contains($"| {workload.Name} | {type} | `{work.Prove().Hash[..8]}` |", page, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void ADifferenceOfOneRunIsSeenAndNoFusedMultiplyAddIsAWorldOfItsOwn()
    {
        ResultLine fused = s_ours with { FinalWeightsHash = "0123456789" }, other = s_ours with { FinalWeightsHash = "abcdefabcd" };
        Assert.Empty(SameBitsPage.Differences([("A", [fused, fused with { Threads = 2 }]), ("B", [fused]), (SameBitsPage.WithoutFused, [other, other])]));
        Assert.Contains("W1a (float): 0123456789 with A, 1 thread(s), abcdefabcd with B, 2 thread(s)", SameBitsPage.Differences([("A", [fused]), ("B", [other with { Threads = 2 }])]));
        Assert.Single(SameBitsPage.Differences([("A", [fused]), (SameBitsPage.WithoutFused, [fused, other])]));
        Assert.Contains("| W1a | float | `01234567` | `01234567` `abcdefab` | **no** |", SameBitsPage.Of([("A", [fused]), ("B", [fused, other])], s_madeUp), StringComparison.Ordinal);
    }

    [Fact]
    public void TheMedianRoundCounts()
    {
        double[] times = [9, 2, 3];
        ResultLine line = Assert.Single(Summary.Of([.. times.Select(time => s_ours with { MicrosecondsPerStep = time, MinimumMicroseconds = time })]));
        Assert.Equal(3, line.MicrosecondsPerStep);
        Assert.Equal(2, line.MinimumMicroseconds);
    }

    [Fact]
    public void ThePageHasRatiosAndSaysWhoseNumbersDiffer()
    {
        string page = ResultPage.Of(new MeasuredMachine(s_madeUp, [s_ours, s_peer, s_peer with { Peer = "torch", Check = 0.6 }, s_peer with { Peer = "scikit-learn", Check = null, Note = "relu" }]));
        Assert.Contains("| W1a | **descent** | 2.00 | 1.50 | 1.60 – 3.00 |", page, StringComparison.Ordinal);
        Assert.Contains("| 50.0× | same |", page, StringComparison.Ordinal);
        Assert.Contains("| 50.0× | DIFFERENT |", page, StringComparison.Ordinal);
        Assert.Contains("| 50.0× | nearest: relu |", page, StringComparison.Ordinal);
    }

    [Fact]
    public void ADifferenceIsAFailure()
    {
        Assert.Empty(Verification.Of([s_ours, s_peer]));
        Assert.Contains("numpy arrives at 0.6", Assert.Single(Verification.Of([s_ours, s_peer with { Check = 0.6 }])), StringComparison.Ordinal);
        Assert.Single(Verification.Of([s_peer]));
    }

    [Fact]
    public void TheBlockIsReplacedAndNothingElse()
    {
        const string readme = "a\n<!-- performance -->\nold\n<!-- /performance -->\nb\n";
        Assert.StartsWith("a\n<!-- performance -->\nNo results", ReadmeBlock.Into(readme, []), StringComparison.Ordinal);
        string text = ReadmeBlock.Into(readme, [new MeasuredMachine(s_madeUp, [s_ours, s_peer])]);
        Assert.EndsWith("<!-- /performance -->\nb\n", text, StringComparison.Ordinal);
        Assert.Contains("| **2.00** | 100 (50.0×) |", text, StringComparison.Ordinal);
        Assert.Contains("benchmarks/results/some-cpu-r-9000/results.md", text, StringComparison.Ordinal);
        Assert.Throws<FormatException>(() => ReadmeBlock.Into("nothing", []));
    }

    [Fact]
    public void TheScalingChartHasACurvePerNumberOfThreads()
    {
        XElement chart = XElement.Parse(ScalingChart.Of("width", [(1, [(16, 100), (1024, 10)]), (2, [(16, 90), (1024, 5)])]));
        XElement[] curves = [.. chart.Elements().Where(element => element.Attribute("class")?.Value == "curve" && element.HasElements)];
        Assert.Equal(["2 threads", "1 thread"], curves.Select(curve => curve.Value));

        // From one decade, 5 … 100 gives 1 … 100: 10 lies in the middle.
        Assert.Equal("M96 48L616 193", curves[1].Attribute("d")!.Value);
    }

    [Fact]
    public void AMachineComesBackFromItsFile()
    {
        string folder = Directory.CreateTempSubdirectory("descent-results-").FullName;
        try
        {
            string lines = Path.Combine(folder, "lines.json");
            File.WriteAllText(lines, System.Text.Json.JsonSerializer.Serialize(s_ours, ResultLine.Json));
            Summary.Write(lines, folder, s_madeUp);
            MeasuredMachine read = Assert.Single(MeasuredMachine.All(folder));
            Assert.Equal(s_madeUp, read.Machine);
            Assert.Equal(s_ours, Assert.Single(read.Results));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
