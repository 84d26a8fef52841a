using System.Diagnostics.Metrics;
using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;
using Descent.Cli;
using Descent.Cli.Screens;
using Descent.Formats;
using Descent.Serve;
using Descent.Tests.Cli;
using Microsoft.Extensions.DependencyInjection;

namespace Descent.Tests.Serve;

/// <summary>What a server tells about its model, and the verb of the tool.</summary>
public sealed class ServerTests : IDisposable
{
    private const string Row = """{"size":1,"weight kg":2,"color":"rot","day":"2024-03-05"}""";

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task TheModelIsDescribed()
    {
        string model = folder["model.safetensors"];
        ModelFile.Save(model, TinyModels.Model("binary").With(new Dictionary<string, string> { ["score.accuracy"] = "0.75", ["data"] = "rows.csv" }));
        await using RunningServer server = await RunningServer.Start(model);
        JsonElement answer = (await server.Get("/model")).Json;
        Assert.Equal("binary", answer.GetProperty("task").GetString());
        Assert.Equal(0.75, answer.GetProperty("training").GetProperty("score.accuracy").GetDouble());
        Assert.Equal("rows.csv", answer.GetProperty("training").GetProperty("data").GetString());
        JsonElement[] columns = [.. answer.GetProperty("columns").EnumerateArray()];
        Assert.Equal(["size numeric", "weight kg numeric", "color categorical", "day date"], columns.Select(column => $"{column.GetProperty("name")} {column.GetProperty("kind")}"));
        Assert.Equal((0, 14.43), (columns[0].GetProperty("minimum").GetDouble(), columns[0].GetProperty("maximum").GetDouble()));
        Assert.Equal(["blau", "grün", "rot"], columns[2].GetProperty("levels").EnumerateArray().Select(level => level.GetString()!));
        JsonElement target = answer.GetProperty("targets")[0];
        Assert.Equal(("yes", "yes", 0.5), (target.GetProperty("name").GetString(), target.GetProperty("positiveLabel").GetString(), target.GetProperty("threshold").GetDouble()));
        // The example can be sent as it is.
        Assert.Equal(HttpStatusCode.OK, (await server.Post(answer.GetProperty("example").GetRawText())).Status);
        // The folder names a model that is called as every run calls it.
        Assert.Equal(Path.GetFileName(folder.Path), answer.GetProperty("name").GetString());
    }

    [Fact]
    public async Task OpenApiHasTheColumnsOfTheModel()
    {
        await using RunningServer server = await RunningServer.Start(TinyModels.Save(folder, "multiclass"), options => options.ApiKey = "k");
        server.Client.DefaultRequestHeaders.Add("X-API-Key", "k");
        JsonElement document = (await server.Get("/openapi/v1.json")).Json;
        Assert.Equal("multiclass", document.GetProperty("info").GetProperty("title").GetString());
        Assert.Equal("X-API-Key", document.GetProperty("components").GetProperty("securitySchemes").GetProperty("key").GetProperty("name").GetString());
        Assert.Equal(["/drift", "/health", "/model", "/predict"], document.GetProperty("paths").EnumerateObject().Select(path => path.Name).Order(StringComparer.Ordinal));
        Assert.Equal(["Predictions"], document.GetProperty("tags").EnumerateArray().Select(tag => tag.GetProperty("name").GetString()!));
        Assert.All(document.GetProperty("paths").EnumerateObject().SelectMany(path => path.Value.EnumerateObject()), verb => Assert.Equal("""["Predictions"]""", Regex.Replace(verb.Value.GetProperty("tags").GetRawText(), "\\s", "")));
        JsonElement json = document.GetProperty("paths").GetProperty("/predict").GetProperty("post").GetProperty("requestBody").GetProperty("content").GetProperty("application/json");
        JsonElement row = json.GetProperty("schema").GetProperty("oneOf")[0];
        Assert.Equal(["size", "weight kg", "color", "day"], row.GetProperty("properties").EnumerateObject().Select(member => member.Name));
        Assert.Equal(["null", "number"], row.GetProperty("properties").GetProperty("size").GetProperty("type").EnumerateArray().Select(type => type.GetString()!).Order(StringComparer.Ordinal));
        Assert.Equal(4, row.GetProperty("required").GetArrayLength());
        foreach (JsonProperty example in json.GetProperty("examples").EnumerateObject())
        {
            Assert.Equal(HttpStatusCode.OK, (await server.Post(example.Value.GetProperty("value").GetRawText())).Status);
        }
    }

    [Fact]
    public async Task RequestsAreCounted()
    {
        await using RunningServer server = await RunningServer.Start(TinyModels.Save(folder, "regression"));
        Dictionary<string, double> measured = new(StringComparer.Ordinal);
        using MeterListener listener = new() { InstrumentPublished = (instrument, own) => { if (instrument.Meter.Name == "Descent.Serve" && instrument.Meter.Scope == server.App.Services.GetRequiredService<IMeterFactory>()) { own.EnableMeasurementEvents(instrument); } } };
        listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => measured[$"{instrument.Name} {string.Join(' ', tags.ToArray().Skip(1).Select(tag => tag.Value))}".Trim()] = value);
        listener.SetMeasurementEventCallback<double>((instrument, value, _, _) => measured[instrument.Name] = measured.GetValueOrDefault(instrument.Name) + 1);
        listener.Start();
        await server.Post(Row);
        await server.Post($"[{Row},{Row}]");
        await server.Post("[]");
        // An answer may arrive before the request is counted.
        await Task.Delay(50, TestContext.Current.CancellationToken);
        listener.RecordObservableInstruments();
        Assert.Equal(3, measured["descent.serve.requests"]);
        Assert.Equal(3, measured["descent.serve.rows"]);
        Assert.Equal(1, measured["descent.serve.errors empty-batch"]);
        Assert.Equal(0, measured["descent.serve.errors busy"]);
        Assert.Equal(1, measured["descent.serve.model.loads loaded"]);
        Assert.Equal(3, measured["descent.serve.request.duration"]);
        string text = (await server.Get("/metrics")).Text;
        Assert.Contains("\ndescent_serve_rows_total{model=\"regression\"} 3\n", text, StringComparison.Ordinal);
        Assert.Contains("\ndescent_serve_request_duration_seconds_count{model=\"regression\"} 3\n", text, StringComparison.Ordinal);
        Assert.Contains("_bucket{model=\"regression\",le=\"+Inf\"} 3\n", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task DriftIsShown()
    {
        await using RunningServer server = await RunningServer.Start(TinyModels.Save(folder, "regression"));
        await server.Post(TinyModels.Csv, "text/csv");
        JsonElement same = (await server.Get("/drift")).Json;
        Assert.Equal(40, same.GetProperty("rows").GetInt32());
        Assert.All(same.GetProperty("columns").EnumerateArray(), column => Assert.Equal((0.0, false), (column.GetProperty("stabilityIndex").GetDouble(), column.GetProperty("hasDrifted").GetBoolean())));
        await server.Post("[" + string.Join(',', Enumerable.Repeat("""{"size":99,"weight kg":null,"color":"gelb","day":"2024-03-05"}""", 200)) + "]");
        JsonElement[] columns = [.. (await server.Get("/drift")).Json.GetProperty("columns").EnumerateArray()];
        Assert.Equal((200, true), (columns[0].GetProperty("outside").GetInt32(), columns[0].GetProperty("hasDrifted").GetBoolean()));
        Assert.Equal(204, columns[1].GetProperty("missing").GetInt32());
        Assert.Equal(0.1, columns[1].GetProperty("missingInTraining").GetDouble());
        Assert.Equal(200, columns[2].GetProperty("unseen").GetInt32());
    }

    [Fact]
    public async Task ThePageLoadsNothingFromElsewhere()
    {
        await using RunningServer server = await RunningServer.Start(TinyModels.Save(folder, "regression"));
        using HttpResponseMessage page = await server.Client.GetAsync("/", TestContext.Current.CancellationToken);
        Assert.Equal("text/html", page.Content.Headers.ContentType!.MediaType);
        Assert.StartsWith("default-src 'none'", page.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
        Assert.DoesNotContain("//", (await page.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).Replace("<!", "", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    /// <summary>What is printed can be used as it is: with the key, and without an address that stands for all.</summary>
    [Theory]
    [InlineData("0.0.0.0", "k", "-H \"X-API-Key: KEY\"")]
    [InlineData("127.0.0.1", null, "/predict -H 'Content-Type")]
    public void TheVerbSaysHowToAsk(string host, string? key, string expected)
    {
        using CancellationTokenSource stop = new();
        StringWriter said = new();
        string[] arguments = ["serve", TinyModels.Save(folder, "regression"), "--host", host, "--port", "0", .. key is null ? [] : (string[])["--api-key", key]];
        stop.CancelAfter(TimeSpan.FromSeconds(3));
        Assert.Equal(0, Tool.Run(arguments, new ToolContext(new Screen(new StringWriter(), TerminalInfo.None), new Screen(said, TerminalInfo.None), () => new MemoryStream(), stop.Token)));
        string curl = said.ToString().Split('\n').Single(line => line.StartsWith("curl ", StringComparison.Ordinal));
        Assert.Contains(expected, curl, StringComparison.Ordinal);
        Assert.DoesNotContain("0.0.0.0", curl, StringComparison.Ordinal);
    }

    [Fact]
    public void TheVerbRefusesWhatCannotWork()
    {
        string model = TinyModels.Save(folder, "regression");
        Assert.Contains("DESCENT_API_KEY", ToolRun.Of("serve", model, "--host", "0.0.0.0").EndsWith(2).Errors, StringComparison.Ordinal);
        Assert.Contains("--host must be an address", ToolRun.Of("serve", model, "--host", "example").EndsWith(2).Errors, StringComparison.Ordinal);
        Assert.Contains("The key is empty", ToolRun.Of("serve", model, "--api-key", "").EndsWith(2).Errors, StringComparison.Ordinal);
        Assert.Contains("--rows-limit", ToolRun.Of("serve", model, "--rows-limit", "10", "--concurrent-rows", "5").EndsWith(2).Errors, StringComparison.Ordinal);
        Assert.Contains("does not exist", ToolRun.Of("serve", folder["nothing"], "--port", "0").EndsWith(2).Errors, StringComparison.Ordinal);
        using System.Net.Sockets.TcpListener taken = new(IPAddress.Loopback, 0);
        taken.Start();
        string port = $"{((IPEndPoint)taken.LocalEndpoint).Port}";
        Message.Mentions(ToolRun.Of("serve", model, "--port", port).EndsWith(2).Errors.ReplaceLineEndings(" "), $"cannot listen on port {port} of 127.0.0.1: ", "Choose another --port");
        // An address for documentation, which no machine has.
        Message.Mentions(ToolRun.Of("serve", model, "--host", "192.0.2.1", "--port", "0", "--api-key", "k").EndsWith(2).Errors.ReplaceLineEndings(" "), "cannot listen on port 0 of 192.0.2.1: ", "--host");
        Assert.Throws<ArgumentException>(() => DescentServer.Create(new DescentServerOptions { ModelPath = model, Address = IPAddress.Any }));
    }
}
