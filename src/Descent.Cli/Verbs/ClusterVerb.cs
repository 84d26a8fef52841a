using System.CommandLine;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using Descent.Cli.Documents;
using Descent.Cluster;

namespace Descent.Cli.Verbs;

/// <summary>Shows a cluster, creates its tables, and makes its secret.</summary>
internal sealed class ClusterVerb : Verb
{
    private static readonly string[] s_deeds = ["status", "create", "clean", "secret"];

    private readonly Argument<string> deed = new("DEED") { Description = "status shows workers and jobs; create makes the tables in the database, which a worker does, too; clean removes results that nobody has taken; secret prints a new secret." };
    private readonly Option<string?> cluster = Choice.Text("--cluster", "PLACE", $"Where the cluster is: a PostgreSQL database such as {ClusterChoice.Places}. Default: local.");

    public ClusterVerb()
        : base("cluster", "Shows the workers and jobs of a cluster, and prepares one.")
    {
        deed.AcceptOnlyFromAmong(s_deeds);
        Arguments.Add(deed);
        Add(cluster);
    }

    public override IReadOnlyList<Example> Examples { get; } =
    [
        new("cluster secret", "A secret for DESCENT_CLUSTER_SECRET of every machine:"),
        new("cluster create --cluster \"Host=db.example.org;Database=descent;Username=owner\"", "The tables, by a user who may create them:"),
        new("cluster status --cluster local --json", "Workers, jobs, rates and failures, as JSON:"),
    ];

    protected override bool IsRandom => false;

    public override int Run(Call call) => call.Value(deed) switch
    {
        "secret" => Secret(call),
        "create" => Create(call),
        "clean" => Clean(call),
        _ => Status(call),
    };

    private static int Secret(Call call)
    {
        string secret = Convert.ToBase64String(RandomNumberGenerator.GetBytes(30));
        return call.Respond(() => [new ClusterSecretDocument(secret)], screen => screen.Writer.WriteLine(secret));
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private int Create(Call call)
    {
        ClusterOptions options = OptionsOf(call, "create");
        ClusterChoice.Checked(() =>
        {
            ClusterDatabase.CreateAsync(options, call.Cancellation).GetAwaiter().GetResult();
            return true;
        });
        return call.Respond(() => [], screen => screen.Line("The tables are there."));
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private int Clean(Call call)
    {
        ClusterOptions options = OptionsOf(call, "clean");
        int removed = ClusterChoice.Checked(() => ClusterDatabase.CleanAsync(options, TimeSpan.FromHours(1), call.Cancellation).GetAwaiter().GetResult());
        return call.Respond(() => [new ClusterCleanDocument(removed)], screen => screen.Line($"{Data.Wording.Count(removed, "result")} older than an hour removed."));
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private int Status(Call call)
    {
        ClusterOptions options = ClusterChoice.OptionsOf(call.Value(cluster) ?? "local");
        ClusterStatus status = ClusterChoice.Checked(() => ClusterClient.StatusAsync(options, call.Cancellation).GetAwaiter().GetResult());
        JobCounts jobs = status.Jobs;
        return call.Respond(() => [ClusterStatusDocument.Of(status)], screen =>
        {
            screen.Heading("Workers");
            screen.Table(
                ["worker", "threads", "jobs", "finished", "GiB", "computer"],
                status.Workers.Select(worker => (string[])[$"{worker.Place}{(worker.IsAlive ? "" : " (silent)")}", $"{worker.Threads}", $"{worker.Running}", $"{worker.Finished:#,0}", (worker.Memory / (double)(1L << 30)).ToString("0.0", CultureInfo.InvariantCulture), worker.Computer]),
                1..5, wrapLast: true);
            screen.Heading("Commands");
            screen.Lines(status.Runs.Count == 0 ? ["  none"] : status.Runs.Select(run => $"  {run.Title}: {Data.Wording.Count(run.Waiting, "job")}, {run.Running:#,0} of them running"));
            screen.Heading($"Jobs since {jobs.Since.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture)} UTC");
            screen.Fact("finished", $"{jobs.Finished:#,0} of {jobs.Submitted:#,0}, {jobs.PerMinute.ToString("0.#", CultureInfo.InvariantCulture)} per minute, {jobs.MeanSeconds.ToString("0.###", CultureInfo.InvariantCulture)} s each");
            screen.Fact("failed", $"{jobs.Failed:#,0}");
            screen.Fact("taken from a silent worker", $"{jobs.Lost:#,0}");
            screen.Fact("computed twice", $"{jobs.Repeated:#,0}, of which the second result was ignored");
        });
    }

    private ClusterOptions OptionsOf(Call call, string word)
    {
        ClusterOptions options = ClusterChoice.OptionsOf(call.Value(cluster) ?? "local");
        UsageException.ThrowIf(options.Connection.StartsWith("local", StringComparison.Ordinal), $"descent cluster {word} is about a database, but a local cluster has none. Name the database with --cluster.");
        return options;
    }
}
