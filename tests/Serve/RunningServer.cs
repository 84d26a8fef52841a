using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Descent.Serve;
using Microsoft.AspNetCore.Builder;

namespace Descent.Tests.Serve;

/// <summary>A server in this process, on a free port.</summary>
internal sealed class RunningServer : IAsyncDisposable
{
    private RunningServer(WebApplication app)
    {
        App = app;
        Client = new HttpClient { BaseAddress = new Uri(DescentServer.AddressOf(app)) };
    }

    public WebApplication App { get; }

    public HttpClient Client { get; }

    public static async Task<RunningServer> Start(string model, Action<DescentServerOptions>? configure = null)
    {
        DescentServerOptions options = new() { ModelPath = model, Port = 0 };
        configure?.Invoke(options);
        WebApplication app = DescentServer.Create(options);
        await app.StartAsync();
        return new RunningServer(app);
    }

    /// <summary>Asks for predictions.</summary>
    public async Task<Answer> Post(string body, string type = "application/json", string path = "/predict")
    {
        using ByteArrayContent content = new(Encoding.UTF8.GetBytes(body));
        content.Headers.ContentType = MediaTypeHeaderValue.Parse(type);
        using HttpResponseMessage answer = await Client.PostAsync(path, content);
        return await Answer.Of(answer);
    }

    public async Task<Answer> Get(string path)
    {
        using HttpResponseMessage answer = await Client.GetAsync(path);
        return await Answer.Of(answer);
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await App.StopAsync();
        await App.DisposeAsync();
    }
}

/// <summary>What a server has answered.</summary>
internal sealed record Answer(HttpStatusCode Status, string? Type, string Text)
{
    public JsonElement Json => JsonDocument.Parse(Text).RootElement;

    public static async Task<Answer> Of(HttpResponseMessage message) => new(message.StatusCode, message.Content.Headers.ContentType?.MediaType, await message.Content.ReadAsStringAsync());
}
