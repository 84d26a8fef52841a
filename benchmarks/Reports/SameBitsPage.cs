using System.Globalization;
using System.Text;

namespace Descent.Benchmarks.Reports;

/// <summary>The hashes of trained weights for every workload, type, width and number of threads, and whether they are equal.</summary>
internal static class SameBitsPage
{
    /// <summary>The setting without fused multiply-add, whose bits are its own.</summary>
    public const string WithoutFused = "DOTNET_EnableAVX2=0";

    /// <summary>The settings and their measurements: one file of lines each, its name being the variables that were set.</summary>
    public static IReadOnlyList<(string Setting, IReadOnlyList<ResultLine> Lines)> Read(string folder) =>
        [.. Directory.EnumerateFiles(folder).Select(file => (Path.GetFileName(file), ResultLine.ReadAll(File.ReadAllText(file)))).OrderBy(read => read.Item1 == WithoutFused).ThenByDescending(read => read.Item2[0].LaneBits).ThenBy(read => read.Item1, StringComparer.Ordinal)];

    /// <summary>A sentence for every workload whose weights are not the same throughout a setting, or in all settings with fused multiply-add.</summary>
    public static IEnumerable<string> Differences(IReadOnlyList<(string Setting, IReadOnlyList<ResultLine> Lines)> settings) =>
        from run in settings.SelectMany(setting => setting.Lines.Select(line => (setting.Setting, Line: line))).GroupBy(run => (run.Setting == WithoutFused, run.Line.Workload, run.Line.Type))
        where run.Select(one => one.Line.FinalWeightsHash).Distinct().Count() > 1
        select $"{run.Key.Workload} ({run.Key.Type}): {string.Join(", ", run.Select(one => $"{one.Line.FinalWeightsHash} with {one.Setting}, {one.Line.Threads} thread(s)"))}";

    /// <summary>The page.</summary>
    public static string Of(IReadOnlyList<(string Setting, IReadOnlyList<ResultLine> Lines)> settings, Machine machine)
    {
        StringBuilder page = new();
        string threads = string.Join(", ", settings[0].Lines.Select(line => line.Threads).Distinct().Order());
        int runs = settings.Sum(setting => setting.Lines.Count);
        page.Append(CultureInfo.InvariantCulture, $"""
            # The same bits everywhere

            <!-- Written by benchmarks/same-bits from a run. -->

            For one description, data and seed the trained weights are equal bit for bit, whatever the number of threads and the width of the registers, on every processor with fused multiply-add. `benchmarks/same-bits` trains in each setting below and writes this page; it writes nothing if a hash differs where it must not.

            Each cell is the beginning of a SHA-256 hash of all trained parameters and stands for runs on {threads} threads, which all gave it; {runs} runs in all. {machine}.

            | workload | type |{string.Concat(settings.Select(setting => $" {Heading(setting)} |"))} equal with FMA |
            |---|---|{string.Concat(settings.Select(_ => "---|"))}---|

            """);
        foreach ((string workload, string type) in settings[0].Lines.Select(line => (line.Workload, line.Type)).Distinct().OrderBy(row => row.Workload, StringComparer.Ordinal).ThenByDescending(row => row.Type, StringComparer.Ordinal))
        {
            string[][] cells = [.. settings.Select(setting => setting.Lines.Where(line => line.Workload == workload && line.Type == type).Select(line => line.FinalWeightsHash!).Distinct().ToArray())];
            bool equal = settings.Zip(cells).Where(cell => cell.First.Setting != WithoutFused).SelectMany(cell => cell.Second).Distinct().Count() == 1;
            page.Append(CultureInfo.InvariantCulture, $"| {workload} | {type} |{string.Concat(cells.Select(hashes => $" `{string.Join("` `", hashes.Select(hash => hash[..8]))}` |"))} {(equal ? "yes" : "**no**")} |\n");
        }

        page.Append("""

            W1a, W1b, W1c: 100 steps of 4-12-12-3 (prelu, sigmoid; swish with learned β, softmax; prelu, linear) with momentum and L2, batches of 64. W2: 8 steps of 784-128-64-10, Adam. W4: 8 steps of 64-256-256-256-1 with batch normalization, dropout and AdamW. `DESCENT_LANE_BITS` sets the width, `DOTNET_EnableAVX512=0` makes the runtime leave out AVX-512, which halves the number of registers and so changes how products are cut.

            ## What guarantees it

            - Every element of a matrix product is one chain of fused multiply-adds in the order of the summed index, however the product is cut ([decision 3](adr/0003-one-chain-of-multiply-adds.md)).
            - Where samples lie along the lanes, sums over them are made in 64 bytes' worth of virtual lanes, added in halves at the end; narrower registers make several passes.
            - No sum is split among threads: each thread computes whole elements. How many there are decides only who computes which.
            - exp, log and what follows from them are our own, made of the same operations in the same order for every width.
            - Random numbers are a function of seed, stream and index (Philox), not of who draws first.
            - The shapes alone decide which way a sum is made.

            ## What it does not cover

            - **Processors without fused multiply-add.** There a multiply-add is rounded twice and the weights are others. With `DOTNET_EnableAVX2=0` the runtime leaves out FMA too: the column shows what comes out then. It is again the same for any number of threads. WebAssembly has no fused multiply-add either; there it is computed in software, so that [the page without a server](playground.md#without-a-server) has the same bits.
            - Processors of other makes: the arithmetic is IEEE 754 throughout, so Arm should agree, but this page shows one machine.
            - Another version of Descent: a better kernel may add in another order.
            - float against double; another batch size or order of rows, which is another computation.
            - First weights and augmentations drawn from a normal distribution, and some schedules, use the logarithm, cosine or power of the operating system's mathematical library, in double; another library may round its last bit differently.
            - Times.

            Tests hold it for every layer, activation, loss, optimizer, regularizer and initializer (`tests/Laws/SameBitsTests.cs`), and this page's hashes against what the code computes now.

            """);
        return page.ToString();
    }

    // Both words matter where the variables do not name the width.
    private static string Heading((string Setting, IReadOnlyList<ResultLine> Lines) setting) =>
        $"{setting.Lines[0].LaneBits} bits<br>`{setting.Setting.Replace(" ", "` `", StringComparison.Ordinal)}`";
}
