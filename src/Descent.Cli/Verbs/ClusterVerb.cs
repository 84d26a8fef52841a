using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using Descent.Cluster;

namespace Descent.Cli.Verbs;

/// <summary>Shows a cluster, creates its tables, and makes its secret.</summary>
internal sealed class ClusterVerb : Verb
{
    private static readonly string[] s_deeds = ["status", "page", "create", "clean", "secret"];

    private readonly Argument<string> deed = new("DEED") { Description = "status shows workers and jobs; page shows the same in a browser, again and again, until it is stopped; create makes the tables in the database, which a worker does, too; clean removes results that nobody has taken; secret prints a new secret." };
    private readonly Option<string?> cluster = Choice.Text("--cluster", "PLACE", $"Where the cluster is: a PostgreSQL database such as {ClusterChoice.Places}. Default: local.");

    private readonly Option<int?> port = Choice.Whole("--port", "For page: the port; 0 takes any that is free.", 0, otherwise: 8092, most: 65535);

    public ClusterVerb()
        : base("cluster", "Shows the workers and jobs of a cluster, and prepares one.")
    {
        deed.AcceptOnlyFromAmong(s_deeds);
        Arguments.Add(deed);
        Add(cluster, port);
    }

    public override IReadOnlyList<Example> Examples { get; } =
    [
        new("cluster secret", "A secret for DESCENT_CLUSTER_SECRET of every machine:"),
        new("cluster create --cluster \"Host=db.example.org;Database=descent;Username=owner\"", "The tables, by a user who may create them:"),
        new("cluster status --cluster local --json", "Workers, jobs, rates and failures, as JSON:"),
        new("cluster page --cluster local", "The same as a page for this machine's browser:"),
    ];

    protected override bool IsRandom => false;

    public override int Run(Call call)
    {
        UsageException.ThrowIf(call.IsGiven(port) && call.Value(deed) != "page", "--port is for descent cluster page. Leave it out.");
        return call.Value(deed) switch
        {
            "secret" => Secret(call),
            "page" => Page(call),
            "create" => Create(call),
            "clean" => Clean(call),
            _ => Status(call),
        };
    }

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
        return call.Respond(() => [ClusterStatusDocument.Of(status)], screen =>
        {
            screen.Heading("Workers");
            screen.Table(ClusterPage.Columns, ClusterPage.Workers(status), 1..5, wrapLast: true);
            screen.Heading("Commands");
            screen.Lines(status.Runs.Count == 0 ? ["  none"] : status.Runs.Select(run => $"  {run.Title}: {Data.Wording.Count(run.Waiting, "job")}, {run.Running:#,0} of them running"));
            screen.Heading($"Jobs since {ClusterPage.Since(status)}");
            foreach (LabelValue fact in ClusterPage.Facts(status))
            {
                screen.Fact(fact.Label, fact.Value);
            }
        });
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private int Page(Call call)
    {
        ClusterOptions options = ClusterChoice.OptionsOf(call.Value(cluster) ?? "local");
        ClusterChoice.Checked(() =>
        {
            ClusterPageServer.Serve(options, call.Value(port)!.Value, url =>
            {
                if (call.Json)
                {
                    call.Answer.Writer.WriteLine(JsonText.Object(new ClusterPageDocument(url)));
                    call.Answer.Writer.Flush();
                }

                call.People.Line($"The state of the cluster is at {url}, for this machine only. Ctrl-C stops it.");
            }, call.Cancellation).GetAwaiter().GetResult();
            return true;
        });
        call.People.Line("Stopped.");
        return ExitCode.Ok;
    }

    private ClusterOptions OptionsOf(Call call, string word)
    {
        ClusterOptions options = ClusterChoice.OptionsOf(call.Value(cluster) ?? "local");
        UsageException.ThrowIf(options.Connection.StartsWith("local", StringComparison.Ordinal), $"descent cluster {word} is about a database, but a local cluster has none. Name the database with --cluster.");
        return options;
    }
}
