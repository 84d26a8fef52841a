using Descent.Cluster;
using static Descent.Cli.Reports.Markup;
using static Descent.Cli.Reports.Page;

namespace Descent.Cli.Reports;

/// <summary>Renders the state of a cluster as a page that asks for itself again.</summary>
internal static class ClusterPage
{
    /// <summary>The seconds after which a browser asks again.</summary>
    private const int Refresh = 5;

    /// <summary>The columns of <see cref="Workers"/>.</summary>
    public static string[] Columns { get; } = ["worker", "threads", "jobs", "finished", "GiB", "computer"];

    /// <summary>The page.</summary>
    /// <param name="status">The state.</param>
    /// <param name="place">Where the cluster is.</param>
    /// <param name="created">When the state was asked for.</param>
    public static string Render(ClusterStatus status, string place, DateTimeOffset created)
    {
        Page page = new("Cluster", place, created, Refresh);
        int silent = status.Workers.Count(worker => !worker.IsAlive);
        page.Append(Tiles([
            new("Workers", $"{status.Workers.Count - silent:#,0}"), new("Threads", $"{status.Workers.Sum(worker => worker.Threads):#,0}"), new("Jobs running", $"{status.Runs.Sum(run => run.Running):#,0}"),
            new("Jobs per minute", Number(status.Jobs.PerMinute)), new("Failed", $"{status.Jobs.Failed:#,0}"),
        ]));
        if (silent > 0)
        {
            page.Append($"""<div class="notice warning" role="note"><p><b>Warning</b>{Escape(silent == 1 ? "A worker is silent. Its jobs are given to others." : $"{silent:#,0} workers are silent. Their jobs are given to others.")}</p></div>{"\n"}""");
        }

        page.Section("Workers", status.Workers.Count == 0 ? Remark("None has joined yet.") : Table([.. TextsFirst(Columns).Select(Capital)], Workers(status).Select(TextsFirst), texts: 2));
        page.Section("Commands", status.Runs.Count == 0 ? Remark("None is running.") : Table(["Command", "Jobs", "Running"], status.Runs.Select(run => (string[])[run.Title, $"{run.Waiting:#,0}", $"{run.Running:#,0}"])));
        page.Section($"Jobs since {Since(status)}", List(Facts(status)));
        return page.ToString();
    }

    /// <summary>A page that says why there is no state, and asks again.</summary>
    public static string Fault(string reason, string place, DateTimeOffset created)
    {
        Page page = new("Cluster", place, created, Refresh);
        page.Append($"""<div class="notice error" role="alert"><p><b>Error</b>{Escape(reason)}</p></div>{"\n"}""");
        return page.ToString();
    }

    /// <summary>A row for each worker.</summary>
    public static IEnumerable<string[]> Workers(ClusterStatus status) => status.Workers.Select(worker => (string[])
        [$"{worker.Place}{(worker.IsAlive ? "" : " (silent)")}", $"{worker.Threads}", $"{worker.Running}", $"{worker.Finished:#,0}", (worker.Memory / (double)(1L << 30)).ToString("0.0", CultureInfo.InvariantCulture), worker.Computer]);

    /// <summary>What became of the jobs.</summary>
    public static LabelValue[] Facts(ClusterStatus status) =>
    [
        new("finished", $"{status.Jobs.Finished:#,0} of {status.Jobs.Submitted:#,0}, {Number(status.Jobs.PerMinute)} in the last minute, {status.Jobs.MeanSeconds.ToString("0.###", CultureInfo.InvariantCulture)} s each"),
        new("failed", $"{status.Jobs.Failed:#,0}"),
        new("taken from a silent worker", $"{status.Jobs.Lost:#,0}"),
        new("computed twice", $"{status.Jobs.Repeated:#,0}, of which the second result was ignored"),
        new("scheduler", $"on {status.Scheduler}"),
    ];

    /// <summary>When counting began.</summary>
    public static string Since(ClusterStatus status) => $"{status.Jobs.Since.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture)} UTC";

    private static string Tiles(LabelValue[] tiles) => $"""<dl class="tiles">{string.Concat(tiles.Select(tile => $"<div><dt>{Escape(tile.Label)}</dt><dd>{Escape(tile.Value)}</dd></div>\n"))}</dl>""";

    private static string Number(double value) => value.ToString("#,0.#", CultureInfo.InvariantCulture);

    private static string[] TextsFirst(string[] row) => [row[0], row[^1], .. row[1..^1]];

    private static string Capital(string word) => char.ToUpperInvariant(word[0]) + word[1..];
}
