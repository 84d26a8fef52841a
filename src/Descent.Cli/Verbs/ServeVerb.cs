using System.Net;
using Descent.Serve;
using Microsoft.AspNetCore.Builder;

namespace Descent.Cli.Verbs;

/// <summary>Serves a model over HTTP until it is stopped.</summary>
internal sealed class ServeVerb : Verb
{
    private const string KeyVariable = "DESCENT_API_KEY", ApiKeyHeader = "X-API-Key";

    private readonly Argument<string> model = new("MODEL") { Description = "The file of a model, or the folder of a run." };
    private readonly Option<int?> port = Choice.Whole("--port", "The port; 0 takes any that is free.", 0, otherwise: 8080, most: 65535);
    private readonly Option<string?> host = Choice.Text("--host", "ADDRESS", "The address to listen on: 127.0.0.1, the default, for this machine alone, 0.0.0.0 for all networks, or any other of this machine. All but the first need a key.");
    private readonly Option<string?> key = Choice.Text("--api-key", "KEY", $"The key that requests must have. Other users of this machine can see command lines, so the environment variable {KeyVariable} is better.");
    private readonly Option<int?> rows = Choice.Whole("--rows-limit", "The most rows in a request.", 1, otherwise: 10_000);
    private readonly Option<int?> concurrentRows = Choice.Whole("--concurrent-rows", "The most rows predicted at the same time; more are refused with status 503. Default: 100,000, or --rows-limit if that is more.", 1);
    private readonly Option<double?> body = Choice.Real("--body-limit", "The most MiB in the body of a request.", "above 0 and at most 1024", size => size is > 0 and <= 1024, 16);
    private readonly Option<double?> timeout = Choice.Real("--timeout", "The most seconds for the body of a request to arrive, and for running requests to finish when the server stops.", "above 0 and at most 86400", seconds => seconds is > 0 and <= 86400, 30);
    private readonly Option<double?> reload = Choice.Real("--reload", "Look every X seconds whether the model was replaced; 0 for never.", "from 0 to 86400", seconds => seconds is >= 0 and <= 86400, 1);
    private readonly Option<double?> interval = Choice.Real("--interval", "For numbers: the probability of the interval around the prediction, if the model has intervals.", "between 0 and 1", level => level is > 0 and < 1, 0.9);
    private readonly Option<bool> strict = Choice.Flag("--strict", "Refuse a category that training has not seen, instead of counting it as unknown.");
    private readonly Option<int?> drift = Choice.Whole("--drift-rows", "Compare at least the latest N rows with those of the training.", 1, otherwise: 10_000);

    public ServeVerb()
        : base("serve", "Serves a model over HTTP: rows as JSON or CSV in, predictions as JSON out.",
            new("serve runs/iris-species-1", "On this machine alone, with a form at http://127.0.0.1:8080/:"),
            new("serve model.safetensors --host 0.0.0.0 --port 80", $"For other machines, with the key in {KeyVariable}:"),
            new("serve runs/iris-species-1 --port 0 --json", "On any free port, which standard output says:"))
    {
        Arguments.Add(model);
        Add(port, host, key, rows, concurrentRows, body, timeout, reload, interval, strict, drift);
    }

    protected override bool IsRandom => false;

    public override int Run(Call call)
    {
        DescentServerOptions options = OptionsOf(call);
        using WebApplication app = DescentServer.Create(options);
        return ServerRun.Run(call, app, options.Address, options.Port, $"Choose another {port.Name} or {host.Name}.", () =>
        {
            string url = DescentServer.AddressOf(app);
            return (new ServerDocument(url, options.ModelPath), () => Announce(call, options, url));
        });
    }

    private DescentServerOptions OptionsOf(Call call)
    {
        string path = call.Value(model)!;
        UsageException.ThrowIf(path.Length == 0, "The name of the model is empty. Name the file of a model, or the folder of a run.");
        // An interrupted replacement of a run is completed, and a folder without a model is reported.
        _ = RunFiles.ModelAt(path);
        string? secret = call.Value(key) ?? (Environment.GetEnvironmentVariable(KeyVariable) is { Length: > 0 } variable ? variable : null);
        IPAddress address = Address(call.Value(host));
        UsageException.ThrowIf(secret is null && !IPAddress.IsLoopback(address), $"--host {address} can be reached from other machines, so a key is needed. Set the environment variable {KeyVariable} or --api-key, or leave --host out.");
        UsageException.ThrowIf(secret is not null && (secret.Length == 0 || secret.Any(letter => letter is <= ' ' or > '~')), "The key is empty, or has characters that a header cannot have. Use letters, digits and punctuation of ASCII, without blanks.");
        int most = call.Value(rows)!.Value, atOnce = call.Value(concurrentRows) ?? Math.Max(100_000, most);
        UsageException.ThrowIf(atOnce < most, $"--concurrent-rows {atOnce} is less than --rows-limit {most}, so that a request of the allowed size would always be refused. Raise it, or lower --rows-limit.");
        DescentServerOptions options = new() { ModelPath = path, Address = address, Port = call.Value(port)!.Value, ApiKey = secret };
        options.Model.RowsLimit = most;
        options.Model.ConcurrentRowsLimit = atOnce;
        options.Model.BodyLimit = (int)Math.Min(int.MaxValue, Math.Max(1, call.Value(body)!.Value * (1 << 20)));
        options.Model.Timeout = TimeSpan.FromSeconds(call.Value(timeout)!.Value);
        options.Model.ReloadInterval = TimeSpan.FromSeconds(call.Value(reload)!.Value);
        options.Model.IntervalLevel = call.Value(interval)!.Value;
        options.Model.Strict = call.Value(strict);
        options.Model.DriftWindow = call.Value(drift)!.Value;
        return options;
    }

    private static IPAddress Address(string? text) => text is null or "localhost" ? IPAddress.Loopback
        : IPAddress.TryParse(text, out IPAddress? address) ? address
        : throw new UsageException($"--host must be an address such as 127.0.0.1, 0.0.0.0 or ::1, but is '{text}'.");

    private void Announce(Call call, DescentServerOptions options, string url)
    {
        // Nobody can connect to the address that stands for all of a machine's own.
        bool isAny = options.Address.Equals(IPAddress.Any) || options.Address.Equals(IPAddress.IPv6Any);
        string reached = isAny ? $"http://{Dns.GetHostName()}:{new Uri(url).Port}" : url;
        string header = options.ApiKey is null ? "" : $" -H \"{ApiKeyHeader}: {(call.Value(key) is null ? $"${KeyVariable}" : "KEY")}\"";
        call.People.Line($"{options.ModelPath} is served at {reached}{(isAny ? $" and every other address of this machine ({url})" : "")}{(options.ApiKey is null ? "" : ", with a key")}. Ctrl-C stops the server.");
        call.People.Line($"curl {reached}/predict{header} -H 'Content-Type: application/json' -d '{{…}}'");
        call.People.Line($"A form is at {reached}/, the description with an example row at {reached}/openapi/v1.json.");
    }
}
