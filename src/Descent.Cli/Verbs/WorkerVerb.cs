using System.Net;
using System.Runtime.CompilerServices;
using Descent.Cluster;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Descent.Cli.Verbs;

/// <summary>Trains for a cluster until it is stopped.</summary>
internal sealed class WorkerVerb : Verb
{
    private readonly Option<string?> cluster = Choice.Text("--cluster", "PLACE", $"Where the cluster is: a PostgreSQL database such as {ClusterChoice.Places}. Default: local.");
    private readonly Option<string?> address = Choice.Text("--address", "ADDRESS", "The address at which other workers reach this one: 127.0.0.1, the default, for workers of this machine alone. All others need the secret.");
    private readonly Option<int?> port = Choice.Whole("--port", "The port for other workers. Default: the first free one from 11111.", 1, most: 65535);
    private readonly Option<int?> gateway = Choice.Whole("--gateway-port", "The port for commands with --cluster. Default: the next free one.", 1, most: 65535);
    private readonly Option<int?> threads = Choice.Whole("--threads", "How many threads train. Default: one per processor.", 1, most: 1024);
    private readonly Option<double?> memory = Choice.Real("--memory", "The most GiB of memory for trainings. Default: three quarters of what there is.", "above 0 and at most 100,000", size => size is > 0 and <= 1e5);
    private readonly Option<string?> cache = Choice.Text("--cache", "DIR", "The folder for rows of jobs. Default: descent-cluster in the folder for temporary files.");
    private readonly Option<double?> cacheSize = Choice.Real("--cache-limit", "The most GiB in --cache.", "from 0 to 100,000", size => size is >= 0 and <= 1e5, 4);
    private readonly Option<double?> lease = Choice.Real("--lease", "The seconds of silence after which another worker takes over the jobs of this one.", "from 1 to 86400", seconds => seconds is >= 1 and <= 86400, 15);
    private readonly Option<double?> drain = Choice.Real("--drain", "The seconds that running jobs have when the worker is asked to stop, before they are handed back.", "from 0 to 86400", seconds => seconds is >= 0 and <= 86400, 25);
    private readonly Option<bool> verbose = Choice.Flag("--verbose", "Write what happens to standard error.");

    public WorkerVerb()
        : base("worker", "Trains for a cluster, whose other machines do the same, until it is stopped.") =>
        Add(cluster, address, port, gateway, threads, memory, cache, cacheSize, lease, drain, verbose);

    public override IReadOnlyList<Example> Examples { get; } =
    [
        new("worker", "On this machine alone, without a database; commands use it with --cluster local:"),
        new("worker --cluster \"Host=db.example.org;Database=descent;Username=me\" --address 10.0.0.7", "On every machine of a cluster, with the secret in DESCENT_CLUSTER_SECRET (descent cluster secret):"),
        new("worker --cluster local --threads 2 --memory 4", "With two threads and four GiB:"),
    ];

    protected override bool IsRandom => false;

    public override int Run(Call call) => Work(call);

    [MethodImpl(MethodImplOptions.NoInlining)]
    private int Work(Call call)
    {
        ClusterOptions options = ClusterChoice.OptionsOf(call.Value(cluster) ?? "local");
        options.Address = call.Value(address) is not { } text ? IPAddress.Loopback : IPAddress.TryParse(text, out IPAddress? parsed) ? parsed : throw new UsageException($"--address must be an address such as 10.0.0.7 or ::1, but is '{text}'.");
        (options.Port, options.GatewayPort) = (call.Value(port) ?? 0, call.Value(gateway) ?? 0);
        options.Threads = call.Value(threads) ?? options.Threads;
        options.Memory = call.Value(memory) is { } size ? (long)(size * (1L << 30)) : options.Memory;
        options.CacheFolder = call.Value(cache) ?? options.CacheFolder;
        options.CacheBytes = (long)(call.Value(cacheSize)!.Value * (1L << 30));
        (options.Lease, options.Drain) = (TimeSpan.FromSeconds(call.Value(lease)!.Value), TimeSpan.FromSeconds(call.Value(drain)!.Value));
        bool isVerbose = call.Value(verbose);
        ClusterChoice.Checked(() =>
        {
            ClusterWorker.RunAsync(
                options,
                place => Announce(call, options, place),
                log => log.AddSimpleConsole(console => (console.SingleLine, console.TimestampFormat) = (true, "HH:mm:ss ")).Services.Configure<Microsoft.Extensions.Logging.Console.ConsoleLoggerOptions>(console => console.LogToStandardErrorThreshold = LogLevel.Trace),
                isVerbose, call.Cancellation).GetAwaiter().GetResult();
            return true;
        });
        call.People.Line("Stopped.");
        return ExitCode.Ok;
    }

    private static void Announce(Call call, ClusterOptions options, string place)
    {
        if (call.Json)
        {
            call.Answer.Writer.WriteLine(JsonText.Object(new WorkerDocument(place, options.Threads, options.Memory)));
            call.Answer.Writer.Flush();
        }

        call.People.Line(string.Create(CultureInfo.InvariantCulture, $"A worker with {Data.Wording.Count(options.Threads, "thread")} and {options.Memory / (double)(1L << 30):0.0} GiB for trainings is at {place}{(options.Secret is null ? ", without a secret, for this machine alone" : ", encrypted")}. Ctrl-C stops it when its jobs are finished or handed back."));
    }
}
