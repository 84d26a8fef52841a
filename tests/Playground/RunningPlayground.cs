using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using Descent.Cli;
using Descent.Cli.Learning;
using Descent.Cli.Screens;
using Descent.Cli.Verbs;
using Descent.Playground;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace Descent.Tests.Playground;

/// <summary>A playground in this process, on a free port.</summary>
internal sealed class RunningPlayground : IAsyncDisposable
{
    private RunningPlayground(WebApplication app)
    {
        App = app;
        Address = PlaygroundServer.AddressOf(app);
        Client = new HttpClient { BaseAddress = new Uri(Address) };
        SharedState = app.Services.GetRequiredService<SharedState>();
    }

    public WebApplication App { get; }

    public string Address { get; }

    public HttpClient Client { get; }

    public SharedState SharedState { get; }

    public static async Task<RunningPlayground> Start(Action<PlaygroundOptions>? configure = null)
    {
        Screen nowhere = new(TextWriter.Null, TerminalInfo.None);
        PlayVerb verb = new();
        Call call = verb.CallOf(verb.Parse([]), new ToolContext(nowhere, nowhere, () => Stream.Null, CancellationToken.None));
        PlaygroundOptions options = new() { Port = 0, CommandLine = PlayCommand.Of, LearnPage = new LearnServer(call).Page };
        configure?.Invoke(options);
        WebApplication app = PlaygroundServer.Create(options);
        await app.StartAsync();
        return new RunningPlayground(app);
    }

    /// <summary>Opens the socket of a tab, and reads its first message.</summary>
    public async Task<Tab> Open()
    {
        ClientWebSocket socket = new();
        socket.Options.SetRequestHeader("Origin", Address);
        await socket.ConnectAsync(new Uri($"{Address.Replace("http", "ws", StringComparison.Ordinal)}/session"), CancellationToken.None);
        Tab tab = new(socket);
        await tab.Until("hello");
        return tab;
    }

    /// <summary>Sends a request as the page would.</summary>
    public async Task<HttpResponseMessage> Send(HttpMethod method, string path, HttpContent? content = null, string? origin = null, string? host = null)
    {
        using HttpRequestMessage request = new(method, path) { Content = content };
        if (origin is not null)
        {
            request.Headers.Add("Origin", origin);
        }

        request.Headers.Host = host;
        return await Client.SendAsync(request);
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await App.StopAsync();
        await App.DisposeAsync();
    }
}

/// <summary>The socket of a tab.</summary>
internal sealed class Tab(ClientWebSocket socket) : IAsyncDisposable
{
    private readonly byte[] buffer = new byte[1 << 16];

    public ClientWebSocket Socket => socket;

    public Task Send(string json) => socket.SendAsync(Encoding.UTF8.GetBytes(json), WebSocketMessageType.Text, endOfMessage: true, CancellationToken.None);

    public async Task<JsonElement> Next()
    {
        using CancellationTokenSource patience = new(TimeSpan.FromSeconds(20));
        using MemoryStream message = new();
        ValueWebSocketReceiveResult part;
        do
        {
            part = await socket.ReceiveAsync(buffer.AsMemory(), patience.Token);
            message.Write(buffer, 0, part.Count);
        }
        while (!part.EndOfMessage);
        return JsonDocument.Parse(message.ToArray()).RootElement;
    }

    /// <summary>Reads messages, and acknowledges frames, until one of a type for which something holds.</summary>
    public async Task<JsonElement> Until(string type, Func<JsonElement, bool>? holds = null)
    {
        while (true)
        {
            JsonElement message = await Next();
            string found = message.GetProperty("type").GetString()!;
            if (found == "frames")
            {
                await Send($$"""{"type":"ack","number":{{message.GetProperty("number")}}}""");
            }

            Assert.False(found == "note" && type != "note", message.ToString());
            if (found == type && holds?.Invoke(message) != false)
            {
                return message;
            }
        }
    }

    /// <summary>The frames at a step.</summary>
    public Task<JsonElement> At(long step) => Until("frames", message => message.GetProperty("networks")[0].GetProperty("step").GetInt64() == step && !message.GetProperty("isRunning").GetBoolean());

    public async ValueTask DisposeAsync()
    {
        if (socket.State == WebSocketState.Open)
        {
            await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, "", CancellationToken.None);
        }

        socket.Dispose();
    }
}
