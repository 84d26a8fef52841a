using System.Text.Json;

namespace Descent.Benchmarks.Reports;

/// <summary>A machine and what was measured on it: the content of a <c>results.json</c>.</summary>
/// <param name="Machine">The machine.</param>
/// <param name="Results">One line per peer, workload, type and number of threads.</param>
internal sealed record MeasuredMachine(Machine Machine, IReadOnlyList<ResultLine> Results)
{
    public const string FileName = "results.json";

    /// <summary>All machines below a folder, by its folders' names.</summary>
    public static IReadOnlyList<MeasuredMachine> All(string folder) => !Directory.Exists(folder)
        ? []
        : [.. Directory.GetDirectories(folder).Order(StringComparer.Ordinal).Select(path => Path.Combine(path, FileName)).Where(File.Exists)
            .Select(path => JsonSerializer.Deserialize<MeasuredMachine>(File.ReadAllText(path), ResultLine.Json)!)];

    /// <summary>Our line for what a peer did, if there is one.</summary>
    public ResultLine? OursFor(ResultLine peer) => Find(ResultLine.Ours, peer.Workload, peer.Type, peer.Threads);

    /// <summary>A line, if there is one.</summary>
    public ResultLine? Find(string peer, string workload, string type, int threads) =>
        Results.FirstOrDefault(line => line.Peer == peer && line.Workload == workload && line.Type == type && line.Threads == threads);
}
