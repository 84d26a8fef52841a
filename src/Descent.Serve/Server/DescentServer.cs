using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;
using OpenTelemetry.Metrics;

namespace Descent.Serve;

/// <summary>
/// A server for one model: <c>POST /predict</c>, <c>GET /model</c>, <c>/drift</c>, <c>/health</c>, <c>/metrics</c>,
/// <c>/openapi/v1.json</c> and a page with a form at <c>/</c>.
/// </summary>
public static class DescentServer
{
    /// <summary>Creates the server and loads its model; <see cref="WebApplication.RunAsync(string?)"/> or
    /// <see cref="WebApplication.StartAsync"/> starts it. When it is stopped, running requests are finished first.</summary>
    /// <param name="options">Where to listen, and what to accept.</param>
    /// <returns>The application, to which more endpoints can be added.</returns>
    /// <exception cref="ArgumentException">If an option is out of range, or there is no key although the address can be reached from
    /// other machines.</exception>
    /// <exception cref="Formats.ModelFileException">If the model cannot be loaded.</exception>
    public static WebApplication Create(DescentServerOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        if (options.ApiKey is null && !IPAddress.IsLoopback(options.Address))
        {
            throw new ArgumentException($"{options.Address} can be reached from other machines, so a key is needed. Set one, or listen on {IPAddress.Loopback}.", nameof(options));
        }

        if (options.ApiKey is { } key && (key.Length == 0 || key.Any(letter => letter is <= ' ' or > '~')))
        {
            throw new ArgumentException("The key is empty, or has characters that a header cannot have. Use letters, digits and punctuation of ASCII, without blanks.", nameof(options));
        }

        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { ApplicationName = typeof(DescentServer).Assembly.GetName().Name });
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            // The endpoint keeps the limit. If Kestrel did, it would cut the connection before a client that still sends could read why.
            kestrel.Limits.MaxRequestBodySize = null;
            kestrel.Listen(options.Address, options.Port);
        });
        AddLog(builder.Logging);
        builder.Services.AddDescentModel(options.ModelPath, model => Copy(options.Model, model));
        builder.Services.AddOpenApi(description => description.AddDocumentTransformer((document, context, cancellation) =>
            new ServerOpenApi(DescentServiceExtensions.Host(context.ApplicationServices, ""), options.ApiKey is not null).TransformAsync(document, context, cancellation)));
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = options.Model.Timeout);
        builder.Services.Configure<ConsoleLifetimeOptions>(lifetime => lifetime.SuppressStatusMessages = true);
        if (!string.IsNullOrEmpty(Environment.GetEnvironmentVariable("OTEL_EXPORTER_OTLP_ENDPOINT")))
        {
            builder.Services.AddOpenTelemetry().WithMetrics(metrics => metrics.AddMeter(ServeMetrics.MeterName, "Microsoft.AspNetCore.Server.Kestrel", "System.Runtime").AddOtlpExporter());
        }

        WebApplication app = builder.Build();
        UseProblems(app);
        if (options.ApiKey is { } secret)
        {
            ApiKeyCheck check = new(secret, DescentServiceExtensions.Host(app.Services, "").Counters);
            app.Use(next => context => check.Handle(context, next));
        }

        Map(app);
        return app;
    }

    private static void Map(WebApplication app)
    {
        ModelHost host = DescentServiceExtensions.Host(app.Services, "");
        ServeMetrics metrics = app.Services.GetRequiredService<ServeMetrics>();
        app.UseRouting();
        app.MapDescentModel("/predict");
        app.MapDescentModelDescription("/model");
        app.MapDescentDrift("/drift");
        app.MapAnswer(ApiKeyCheck.HealthPath, host, HealthAnswer.Write, "Whether the newest model is served.");
        app.MapOpenApi();
        app.MapGet("/metrics", (RequestDelegate)(context => Text(context, "text/plain; version=0.0.4; charset=utf-8", PrometheusText.Of(metrics))));
        app.MapGet(ApiKeyCheck.PagePath, (RequestDelegate)(context =>
        {
            context.Response.Headers.ContentSecurityPolicy = FormPage.Policy;
            return Text(context, "text/html; charset=utf-8", FormPage.Html);
        }));
    }

    /// <summary>Answers with problem details where no endpoint has answered: an unknown path, or another method.</summary>
    private static void UseProblems(WebApplication app)
    {
        app.Use(next => context =>
        {
            Task answered = next(context);
            return answered.IsCompletedSuccessfully && context.Response.StatusCode < StatusCodes.Status400BadRequest ? answered : Finish(context, answered);
        });

        static async Task Finish(HttpContext context, Task answered)
        {
            await answered.ConfigureAwait(false);
            HttpResponse response = context.Response;
            if (response is { StatusCode: >= StatusCodes.Status400BadRequest, HasStarted: false, ContentType: null })
            {
                FaultKind kind = FaultKind.Of(response.StatusCode);
                DescentServiceExtensions.Host(context.RequestServices, "").Counters.Failed(kind);
                await ProblemAnswer.Write(context, new(kind, kind == FaultKind.WrongMethod ? $"{context.Request.Path} takes {response.Headers.Allow}, not {context.Request.Method}."
                    : kind == FaultKind.NotFound ? $"There is no {context.Request.Path}. Predictions are made by POST /predict; GET /openapi/v1.json describes everything."
                    : "The request cannot be answered.")).ConfigureAwait(false);
            }
        }
    }

    private static Task Text(HttpContext context, string type, string text)
    {
        context.Response.ContentType = type;
        return context.Response.WriteAsync(text, context.RequestAborted);
    }

    private static void AddLog(ILoggingBuilder logging)
    {
        logging.ClearProviders();
        logging.SetMinimumLevel(LogLevel.Information);
        logging.AddFilter("Microsoft", LogLevel.Warning);
        // What keeps the server from starting is thrown as well.
        logging.AddFilter("Microsoft.Extensions.Hosting", LogLevel.Critical);
        logging.AddSimpleConsole(console =>
        {
            console.SingleLine = true;
            console.TimestampFormat = "yyyy-MM-dd HH:mm:ss ";
            console.ColorBehavior = LoggerColorBehavior.Disabled;
        });
        // Standard output is for results.
        logging.Services.Configure<ConsoleLoggerOptions>(console => console.LogToStandardErrorThreshold = LogLevel.Trace);
    }

    private static void Copy(DescentModelOptions from, DescentModelOptions to) =>
        (to.RowsLimit, to.ConcurrentRowsLimit, to.BodyLimit, to.Timeout, to.ReloadInterval, to.IntervalLevel, to.Strict, to.DriftWindow) =
        (from.RowsLimit, from.ConcurrentRowsLimit, from.BodyLimit, from.Timeout, from.ReloadInterval, from.IntervalLevel, from.Strict, from.DriftWindow);

    /// <summary>The address of a started server, such as "http://127.0.0.1:8080".</summary>
    /// <param name="app">The server.</param>
    /// <returns>The address, with the port that was chosen if it was 0.</returns>
    /// <exception cref="InvalidOperationException">If the server was not started.</exception>
    public static string AddressOf(WebApplication app)
    {
        ArgumentNullException.ThrowIfNull(app);
        return app.Urls.FirstOrDefault() is { } address && !address.EndsWith(":0", StringComparison.Ordinal) ? address : throw new InvalidOperationException("The server has no address yet. Start it first.");
    }
}
