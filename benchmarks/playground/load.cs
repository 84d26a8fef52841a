#:package Microsoft.Playwright
#:property PublishAot=false
#:property RestorePackagesWithLockFile=false
using System.Diagnostics;
using System.Globalization;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using Microsoft.Playwright;

// Loads a playground for 20 seconds, and prints what its tabs got. Arguments: its address, and the number of its process.
string address = args[0];
int process = int.Parse(args[1], CultureInfo.InvariantCulture);
TimeSpan time = TimeSpan.FromSeconds(20);
using Process server = Process.GetProcessById(process);
using IPlaywright playwright = await Playwright.CreateAsync();
await using IBrowser browser = await playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions { ExecutablePath = "/usr/bin/chromium", Args = ["--no-sandbox"] });
Stopwatch paint = Stopwatch.StartNew();
List<IPage> pages = [];
for (int i = 0; i < 5; i++)
{
    IPage page = await browser.NewPageAsync();
    await page.GotoAsync(address);
    await page.WaitForSelectorAsync("body[data-step]");
    if (i == 0)
    {
        Console.WriteLine($"first paint of the first tab: {await page.EvaluateAsync<double>("() => performance.getEntriesByName('first-contentful-paint')[0].startTime"):0} ms, first numbers after {paint.ElapsedMilliseconds} ms");
    }

    pages.Add(page);
}

Client[] clients = await Task.WhenAll(Enumerable.Range(0, 95).Select(i => Client.Open(address, isSlow: i == 0)));
foreach (IPage page in pages)
{
    await page.ClickAsync("#run");
}

using CancellationTokenSource end = new(time);
TimeSpan cpu = server.TotalProcessorTime;
Task[] running = [.. clients.Select(client => client.Run(end.Token))];

// Meanwhile: another origin, and a gigabyte.
using HttpClient http = new();
using HttpRequestMessage evil = new(HttpMethod.Post, $"{address}/table") { Content = new StringContent("a,b") };
evil.Headers.Add("Origin", "https://evil.example");
Console.WriteLine($"another origin: {(int)(await http.SendAsync(evil)).StatusCode}");
using HttpRequestMessage large = new(HttpMethod.Post, $"{address}/table") { Content = new StreamContent(new Zeros(1L << 30)) };
large.Headers.Add("Origin", address);
try
{
    Console.WriteLine($"an upload of 1 GiB: {(int)(await http.SendAsync(large, HttpCompletionOption.ResponseHeadersRead)).StatusCode}");
}
catch (HttpRequestException fault)
{
    Console.WriteLine($"an upload of 1 GiB: cut off ({fault.HttpRequestError})");
}

await Task.WhenAll(running);
server.Refresh();
long[] steps = [.. clients.Skip(1).Select(client => client.Steps).Order()];
double[] rates = [.. clients.Skip(1).Select(client => client.Frames / time.TotalSeconds).Order()];
Console.WriteLine($"{clients.Length} socket clients for {time.TotalSeconds} s: frames per second {rates[0]:0.0} to {rates[^1]:0.0}, steps {steps[0]:#,0} to {steps[^1]:#,0}");
Console.WriteLine($"the slow client: {clients[0].Frames} frames, {clients[0].Steps:#,0} steps");
Console.WriteLine($"real tabs: steps {string.Join(", ", await Task.WhenAll(pages.Select(page => page.GetAttributeAsync("body", "data-step"))))}");
Console.WriteLine($"server: {(server.TotalProcessorTime - cpu).TotalSeconds / time.TotalSeconds:0.0} cores, {server.WorkingSet64 >> 20} MiB");
foreach (Client client in clients)
{
    client.Dispose();
}

await browser.CloseAsync();
await Task.Delay(2000);
TimeSpan before = server.TotalProcessorTime;
await Task.Delay(2000);
server.Refresh();
Console.WriteLine($"after all tabs are closed: {(server.TotalProcessorTime - before).TotalSeconds / 2:0.00} cores");

/// <summary>A tab without a page.</summary>
internal sealed class Client(ClientWebSocket socket, bool isSlow) : IDisposable
{
    private readonly byte[] buffer = new byte[1 << 20];

    public int Frames { get; private set; }

    public long Steps { get; private set; }

    public static async Task<Client> Open(string address, bool isSlow)
    {
        ClientWebSocket socket = new();
        socket.Options.SetRequestHeader("Origin", address);
        await socket.ConnectAsync(new Uri($"{address.Replace("http", "ws", StringComparison.Ordinal)}/session"), CancellationToken.None);
        return new Client(socket, isSlow);
    }

    public async Task Run(CancellationToken end)
    {
        await Send("""{"type":"start","state":{"networks":[{"epochs":100000}]}}""");
        await Send("""{"type":"run","speed":5}""");
        try
        {
            while (true)
            {
                JsonElement message = await Next(end);
                if (message.GetProperty("type").GetString() == "frames")
                {
                    (Frames, Steps) = (Frames + 1, message.GetProperty("networks")[0].GetProperty("step").GetInt64());
                    await Task.Delay(isSlow ? 2000 : 0, end);
                    await Send($$"""{"type":"ack","number":{{message.GetProperty("number")}}}""");
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The time is over.
        }
    }

    public void Dispose() => socket.Abort();

    private Task Send(string json) => socket.SendAsync(Encoding.UTF8.GetBytes(json), WebSocketMessageType.Text, true, CancellationToken.None);

    private async Task<JsonElement> Next(CancellationToken end)
    {
        int length = 0;
        ValueWebSocketReceiveResult part;
        do
        {
            part = await socket.ReceiveAsync(buffer.AsMemory(length), end);
            length += part.Count;
        }
        while (!part.EndOfMessage);
        return JsonDocument.Parse(buffer.AsMemory(0, length)).RootElement.Clone();
    }
}

/// <summary>As many zeros as wanted.</summary>
internal sealed class Zeros(long length) : Stream
{
    private long done;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => length;

    public override long Position { get => done; set => throw new NotSupportedException(); }

    public override int Read(byte[] buffer, int offset, int count)
    {
        int part = (int)Math.Min(count, length - done);
        Array.Fill(buffer, (byte)'0', offset, part);
        done += part;
        return part;
    }

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
