using System.Net;
using System.Net.WebSockets;
using Descent.Data;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;

namespace Descent.Playground;

/// <summary>
/// The server of the playground: a page at <c>/</c>, the catalogue at <c>/catalogue</c>, lessons below <c>/learn/</c>, tables by
/// <c>POST /table</c>, and a socket for every tab at <c>/session</c>. It can be reached from this machine only, and sends nothing elsewhere.
/// </summary>
public static class PlaygroundServer
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(20);

    /// <summary>Creates the server; <see cref="WebApplication.StartAsync"/> starts it. When it is stopped, all trainings end.</summary>
    /// <param name="options">What it shows first, and what it accepts.</param>
    /// <returns>The application.</returns>
    /// <exception cref="DataException">If the table or the recording cannot be used.</exception>
    public static WebApplication Create(PlaygroundOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        SharedState shared = new(options);
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { ApplicationName = typeof(PlaygroundServer).Assembly.GetName().Name });
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            // The endpoint keeps the limit, so that a client that still sends can read why it is refused.
            kestrel.Limits.MaxRequestBodySize = null;
            kestrel.Limits.RequestHeadersTimeout = TimeSpan.FromSeconds(10);
            kestrel.Listen(IPAddress.Loopback, options.Port);
        });
        builder.Logging.ClearProviders();
        builder.Logging.SetMinimumLevel(LogLevel.Warning);
        builder.Logging.AddFilter("Microsoft.Extensions.Hosting", LogLevel.Critical);
        builder.Logging.AddSimpleConsole(console => (console.SingleLine, console.ColorBehavior) = (true, LoggerColorBehavior.Disabled));
        builder.Logging.Services.Configure<ConsoleLoggerOptions>(console => console.LogToStandardErrorThreshold = LogLevel.Trace);
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromSeconds(3));
        builder.Services.Configure<ConsoleLifetimeOptions>(lifetime => lifetime.SuppressStatusMessages = true);
        builder.Services.AddSingleton(shared);
        WebApplication app = builder.Build();
        app.Lifetime.ApplicationStopping.Register(shared.Stop);
        app.UseWebSockets(new WebSocketOptions { KeepAliveInterval = TimeSpan.FromSeconds(20), KeepAliveTimeout = TimeSpan.FromSeconds(20) });
        app.Run(context => Handle(context, shared));
        return app;
    }

    /// <summary>The address of a started server, such as "http://127.0.0.1:8090".</summary>
    /// <param name="app">The server.</param>
    /// <returns>The address, with the port that was chosen if it was 0.</returns>
    /// <exception cref="InvalidOperationException">If the server was not started.</exception>
    public static string AddressOf(WebApplication app)
    {
        ArgumentNullException.ThrowIfNull(app);
        return app.Urls.FirstOrDefault() is { } address && !address.EndsWith(":0", StringComparison.Ordinal) ? address : throw new InvalidOperationException("The server has no address yet. Start it first.");
    }

    private static Task Handle(HttpContext context, SharedState shared)
    {
        RequestGuard.Protect(context);
        if (RequestGuard.Refusal(context.Request, context.Connection.LocalPort) is var (status, reason))
        {
            return Responses.Fault(context, status, reason);
        }

        string path = context.Request.Path.Value ?? "/";
        return (context.Request.Method, path) switch
        {
            ("GET", "/session") => Session(context, shared),
            ("GET", "/catalogue") => PageFiles.Write(context, PageFiles.Catalogue),
            ("GET", _) when path.StartsWith(LearnPages.Folder, StringComparison.Ordinal) => LearnPages.Write(context, shared),
            ("GET", _) => PageFiles.Write(context),
            ("POST", "/table") => Upload(context, shared),
            _ => Responses.Fault(context, StatusCodes.Status405MethodNotAllowed, $"{path} does not take {context.Request.Method}."),
        };
    }

    private static async Task Session(HttpContext context, SharedState shared)
    {
        if (!context.WebSockets.IsWebSocketRequest)
        {
            await Responses.Fault(context, StatusCodes.Status426UpgradeRequired, "This path is for the page's socket.").ConfigureAwait(false);
            return;
        }

        if (!shared.TryEnter())
        {
            await Responses.Fault(context, StatusCodes.Status503ServiceUnavailable, "Too many tabs are open. Close one.").ConfigureAwait(false);
            return;
        }

        try
        {
            using WebSocket socket = await context.WebSockets.AcceptWebSocketAsync().ConfigureAwait(false);
            using CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, shared.Stopping);
            await using Session session = new(socket, shared);
            await session.Run(stop).ConfigureAwait(false);
        }
        finally
        {
            shared.Leave();
        }
    }

    /// <summary>Reads a table that was dropped on the page.</summary>
    private static async Task Upload(HttpContext context, SharedState shared)
    {
        int limit = shared.Options.UploadLimit;
        using MemoryStream body = new();
        byte[] part = new byte[1 << 16];
        bool isTooLarge = context.Request.ContentLength > limit;
        for (int read = 1; read > 0 && !isTooLarge;)
        {
            read = await context.Request.Body.ReadAsync(part, context.RequestAborted).ConfigureAwait(false);
            body.Write(part, 0, read);
            isTooLarge = body.Length > limit;
        }

        if (isTooLarge)
        {
            await Responses.Fault(context, StatusCodes.Status413PayloadTooLarge, FormattableString.Invariant($"The table has more than {limit / 1048576.0:0.#} MiB, the most that this page takes.")).ConfigureAwait(false);
            await Discard(context, part).ConfigureAwait(false);
            return;
        }

        try
        {
            string name = context.Request.Query["name"].ToString();
            await Responses.Write(context, shared.Tables.Add(body.ToArray(), name.Length is 0 or > 200 ? "table.csv" : name), PlaygroundJson.Default.TableDocument).ConfigureAwait(false);
        }
        catch (DataException fault)
        {
            await Responses.Fault(context, StatusCodes.Status400BadRequest, fault.Message).ConfigureAwait(false);
        }
    }

    /// <summary>Reads the rest of a body for some seconds. If the connection closed while a client still sends, the client would see an error of the network instead of the response.</summary>
    private static async Task Discard(HttpContext context, byte[] part)
    {
        using CancellationTokenSource end = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted);
        end.CancelAfter(s_patience);
        try
        {
            await context.Response.CompleteAsync().ConfigureAwait(false);
            while (await context.Request.Body.ReadAsync(part, end.Token).ConfigureAwait(false) > 0)
            {
            }
        }
        catch (Exception fault) when (fault is OperationCanceledException or IOException)
        {
            // The client closed the connection, or sends too slowly.
        }
    }
}
