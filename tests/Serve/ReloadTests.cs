using System.Diagnostics;
using System.Net;
using System.Text.Json;
using Descent.Formats;
using Descent.Tests.Cli;

namespace Descent.Tests.Serve;

/// <summary>A model file is replaced while requests run, and the server is asked to end.</summary>
public sealed class ReloadTests : IDisposable
{
    private const string Row = """{"size":1,"weight kg":2,"color":"rot","day":"2024-03-05"}""";

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task NoRequestIsLostWhileModelsAreReplaced()
    {
        string model = TinyModels.Save(folder, "regression");
        await using RunningServer server = await RunningServer.Start(model, options => options.Model.ReloadInterval = TimeSpan.FromMilliseconds(10));
        Dictionary<string, int> seen = new(StringComparer.Ordinal) { [(await server.Post(Row)).Text] = 0 };
        using CancellationTokenSource stop = new();
        Task<string[]>[] clients = [.. Enumerable.Range(0, 4).Select(_ => Task.Run(async () =>
        {
            HashSet<string> answers = new(StringComparer.Ordinal);
            while (!stop.IsCancellationRequested)
            {
                Answer answer = await server.Post(Row);
                Assert.Equal(HttpStatusCode.OK, answer.Status);
                answers.Add(answer.Text);
            }

            return answers.ToArray();
        }))];
        for (int version = 2; version <= 6; version++)
        {
            byte[] bytes = Bytes(seed: (ulong)version);
            if (version % 2 == 0)
            {
                AtomicFile.Write(model, stream => stream.Write(bytes));
            }
            else
            {
                // In place, in two parts: what is between them is damaged.
                await using FileStream stream = new(model, FileMode.Create, FileAccess.Write, FileShare.ReadWrite);
                stream.Write(bytes.AsSpan(0, bytes.Length / 2));
                stream.Flush();
                await Task.Delay(5, TestContext.Current.CancellationToken);
                stream.Write(bytes.AsSpan(bytes.Length / 2));
            }

            await Until(async () => (await server.Post(Row)).Text is var text && !seen.ContainsKey(text) && seen.TryAdd(text, version));
        }

        await stop.CancelAsync();
        Assert.All((await Task.WhenAll(clients)).SelectMany(answers => answers), answer => Assert.Contains(answer, seen.Keys));
        Assert.Equal(6, seen.Count);
        JsonElement health = (await server.Get("/health")).Json;
        Assert.Equal("healthy", health.GetProperty("status").GetString());
        Assert.True(health.GetProperty("version").GetInt32() >= 6);
    }

    [Fact]
    public async Task ADamagedFileIsReportedAndTheModelBeforeStays()
    {
        string model = TinyModels.Save(folder, "regression");
        await using RunningServer server = await RunningServer.Start(model, options => options.Model.ReloadInterval = TimeSpan.FromMilliseconds(10));
        string before = (await server.Post(Row)).Text;
        byte[] bytes = Bytes(seed: 2);
        await File.WriteAllBytesAsync(model, bytes[..^7], TestContext.Current.CancellationToken);
        await Until(async () => (await server.Get("/health")).Json.GetProperty("status").GetString() == "degraded");
        Assert.Equal(before, (await server.Post(Row)).Text);
        Assert.Contains("descent_serve_model_loads_total{model=\"regression\",outcome=\"failed\"} 1\n", (await server.Get("/metrics")).Text, StringComparison.Ordinal);
        File.Delete(model);
        await File.WriteAllBytesAsync(model, bytes, TestContext.Current.CancellationToken);
        await Until(async () => (await server.Get("/health")).Json.GetProperty("status").GetString() == "healthy");
        Assert.NotEqual(before, (await server.Post(Row)).Text);
    }

    [Fact]
    public async Task AModelWithOtherColumnsIsAcceptedAndSaid()
    {
        string model = TinyModels.Save(folder, "regression");
        LogLines log = new();
        await using RunningServer server = await RunningServer.Start(model);
        Descent.Serve.ModelHost host = new("price", model, new(), new Descent.Serve.ServeMetrics(new TestMeterFactory()), TimeProvider.System, log);
        ModelFile.Save(model, TinyModels.Model("regression", csv: TinyModels.Csv.Replace("color", "colour", StringComparison.Ordinal)));
        host.Refresh();
        Assert.Empty(log.Lines);
        host.Refresh();
        Assert.Equal(["The file of model price was replaced; version 2 is served, and its columns have changed: without color (Categorical), with colour (Categorical); requests must follow."], log.Lines);
        File.Delete(model);
        host.Refresh();
        host.Refresh();
        host.Refresh();
        Assert.Equal(2, log.Lines.Count);
        Assert.Contains("the model before is still served", log.Lines[1], StringComparison.Ordinal);
        Assert.Equal(2, host.Served.Version);
    }

    [Fact]
    public async Task ARequestToEndFinishesWhatRuns()
    {
        using Process process = ToolProcess.Start("serve", TinyModels.Save(folder, "regression"), "--port", "0", "--json");
        string text = "";
        while (!text.Contains('}', StringComparison.Ordinal))
        {
            text += await process.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken) ?? throw new InvalidOperationException(await process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken));
        }

        using SocketsHttpHandler handler = new() { Expect100ContinueTimeout = TimeSpan.FromSeconds(30) };
        using HttpClient client = new(handler) { BaseAddress = new Uri(JsonDocument.Parse(text).RootElement.GetProperty("url").GetString()!) };
        HalfContent content = new(Row);
        // The body is sent when the server has begun to read it; a request that it has not seen yet would not be one that runs.
        using HttpRequestMessage request = new(HttpMethod.Post, "/predict") { Content = content };
        request.Headers.ExpectContinue = true;
        Task<HttpResponseMessage> running = client.SendAsync(request, TestContext.Current.CancellationToken);
        await content.Half.Task;
        ToolProcess.Signal(process, "TERM");
        // New connections are refused when the server has begun to end.
        await Until(async () =>
        {
            using System.Net.Sockets.TcpClient other = new();
            try
            {
                await other.ConnectAsync("127.0.0.1", client.BaseAddress.Port);
                return false;
            }
            catch (System.Net.Sockets.SocketException)
            {
                return true;
            }
        });
        Assert.False(process.HasExited);
        content.Rest.SetResult();
        using HttpResponseMessage answer = await running;
        Assert.Equal($"{HttpStatusCode.OK} {(await Answer.Of(answer)).Text}", $"{answer.StatusCode} {(await Answer.Of(answer)).Text}");
        Assert.True(process.WaitForExit(20_000));
        Assert.Equal(0, process.ExitCode);
    }

    private static byte[] Bytes(ulong seed)
    {
        using MemoryStream stream = new();
        ModelFile.Save(stream, TinyModels.Model("regression", seed));
        return stream.ToArray();
    }

    private static async Task Until(Func<Task<bool>> isTrue)
    {
        long started = Stopwatch.GetTimestamp();
        while (!await isTrue())
        {
            Assert.True(Stopwatch.GetElapsedTime(started) < TimeSpan.FromSeconds(30), "Waited for 30 seconds.");
            await Task.Delay(5, TestContext.Current.CancellationToken);
        }
    }

    /// <summary>A body whose second half is sent when it is told to.</summary>
    private sealed class HalfContent : HttpContent
    {
        private readonly byte[] bytes;

        public HalfContent(string text)
        {
            bytes = System.Text.Encoding.UTF8.GetBytes(text);
            Headers.ContentType = new("application/json");
        }

        public TaskCompletionSource Half { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public TaskCompletionSource Rest { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
        {
            await stream.WriteAsync(bytes.AsMemory(0, 10));
            await stream.FlushAsync();
            Half.SetResult();
            await Rest.Task;
            await stream.WriteAsync(bytes.AsMemory(10));
        }

        protected override bool TryComputeLength(out long length)
        {
            length = bytes.Length;
            return true;
        }
    }
}
