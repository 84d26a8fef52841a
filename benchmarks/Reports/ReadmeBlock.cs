using System.Text;

namespace Descent.Benchmarks.Reports;

/// <summary>The README's table of times, made from the committed results and from nothing else.</summary>
internal static class ReadmeBlock
{
    private const string Start = "<!-- performance -->\n", End = "<!-- /performance -->";

    private static readonly (string Peer, string Title)[] s_peers =
        [("numpy", "NumPy"), ("torch", "PyTorch"), ("scikit-learn", "scikit-learn"), ("onednn", "C++ with oneDNN"), ("openblas", "C++ with OpenBLAS")];

    private static readonly (string Workload, string Title)[] s_workloads =
    [
        ("W1a", "4-12-12-3 prelu, sigmoid; momentum, batch 64"),
        ("W1b", "4-12-12-3 swish, softmax; momentum, batch 64"),
        ("W1c", "4-12-12-3 prelu, linear; momentum, batch 64"),
        ("W1epoch", "40,000 rows of the first, shuffled"),
        ("W2", "784-128-64-10 relu, softmax; Adam, batch 64"),
        ("W2b32", "784-128-64-10 relu, softmax; Adam, batch 32"),
        ("W3", "784-1024-1024-10 relu, softmax; Adam, batch 256"),
        ("W5a", "prediction, one row, 4-12-12-3"),
        ("W5b", "prediction, one row, 784-128-64-10"),
        ("W5c", "prediction, 1024 rows, 784-1024-1024-10"),
    ];

    /// <summary>The text with its block replaced.</summary>
    /// <exception cref="FormatException">If the text has no such block.</exception>
    public static string Into(string readme, IReadOnlyList<MeasuredMachine> machines)
    {
        (int start, int end) = Place(readme);
        return readme[..start] + Of(machines) + readme[end..];
    }

    /// <summary>The block that stands in the text.</summary>
    public static string In(string readme)
    {
        (int start, int end) = Place(readme);
        return readme[start..end];
    }

    /// <summary>The block that ought to stand there.</summary>
    public static string Of(IReadOnlyList<MeasuredMachine> machines)
    {
        if (machines.Count == 0)
        {
            return "No results are recorded yet; `benchmarks/run` measures this machine.\n";
        }

        StringBuilder block = new();
        foreach (MeasuredMachine measured in machines)
        {
            (string Peer, string Title)[] peers = [.. s_peers.Where(peer => measured.Results.Any(line => line.Peer == peer.Peer && line.Type == "float"))];
            block.Append($"{(block.Length > 0 ? "\n" : "")}Microseconds per step, float, one thread, with how many times as fast Descent is. {measured.Machine}.\n\n");
            block.Append("| step | Descent | ").AppendJoin(" | ", peers.Select(peer => peer.Title)).Append(" |\n");
            block.Append("|---|---:|").Append(string.Concat(peers.Select(_ => "---:|"))).Append('\n');
            foreach ((string workload, string title) in s_workloads)
            {
                if (measured.Find(ResultLine.Ours, workload, "float", 1) is { } ours)
                {
                    block.Append($"| {title} | **{Numerals.Short(ours.MicrosecondsPerStep)}** | ");
                    block.AppendJoin(" | ", peers.Select(peer => Cell(ours, measured.Find(peer.Peer, workload, "float", 1)))).Append(" |\n");
                }
            }

            block.Append($"\nAll numbers, with their spread, doubles and two threads: `benchmarks/results/{measured.Machine.Folder}/results.md`. ");
            block.Append("* marks a peer without that activation, which takes relu instead.\n");
        }

        return block.ToString();
    }

    private static string Cell(ResultLine ours, ResultLine? peer) => peer is null
        ? "–"
        : $"{Numerals.Short(peer.MicrosecondsPerStep)}{(peer.Note is null ? "" : "*")} ({Numerals.Times(peer.MicrosecondsPerStep, ours.MicrosecondsPerStep)})";

    private static (int Start, int End) Place(string readme)
    {
        int start = readme.IndexOf(Start, StringComparison.Ordinal), end = readme.IndexOf(End, StringComparison.Ordinal);
        return start >= 0 && end > start ? (start + Start.Length, end) : throw new FormatException($"The text has no block between {Start.TrimEnd()} and {End}.");
    }
}
