using System.Collections;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;

namespace Descent.Cluster;

/// <summary>A worker as a program of its own.</summary>
public static partial class ClusterWorker
{
    /// <summary>Runs a worker until it is canceled: it takes no more jobs then, and finishes the running ones or hands them back. If the cluster declares it dead, because it was silent for too long, it joins again.</summary>
    /// <param name="options">Where the cluster is, and what this process gives to it.</param>
    /// <param name="started">Called when the worker has joined, with its address.</param>
    /// <param name="log">Where messages go; null, the default, for nowhere.</param>
    /// <param name="isVerbose">Whether everything that happens is a message, and not only what went wrong; default no.</param>
    /// <param name="cancellation">Stops the worker.</param>
    /// <returns>A task that ends when the worker has stopped.</returns>
    /// <exception cref="ArgumentException">If an option is out of range, or there is no secret although other machines can connect.</exception>
    /// <exception cref="ClusterException">If the database or the cluster cannot be used, or the cluster refuses this computer.</exception>
    public static async Task RunAsync(ClusterOptions options, Action<string>? started = null, Action<ILoggingBuilder>? log = null, bool isVerbose = false, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        await ClusterDatabase.CreateAsync(options, cancellation);
        await ClusterDatabase.CleanAsync(options, cancellation: cancellation);
        while (!cancellation.IsCancellationRequested)
        {
            using IHost host = Create(options, log, isVerbose);
            try
            {
                await Join(host, options, cancellation);
            }
            catch (Exception fault) when (fault is not ClusterException && !cancellation.IsCancellationRequested)
            {
                // A machine without time to answer may be declared dead while it joins.
                if (host.Services.GetRequiredService<DeathNotice>().IsDead)
                {
                    continue;
                }

                throw new ClusterException($"The worker cannot join the cluster '{options.Name}' at {ClusterDatabase.Place(options)}: {(fault.InnerException ?? fault).Message}", fault);
            }

            started?.Invoke($"{host.Services.GetRequiredService<ILocalSiloDetails>().SiloAddress.Endpoint}");
            await host.WaitForShutdownAsync(cancellation);
            Worker worker = host.Services.GetRequiredService<Worker>();
            if (worker.Refusal is { } refusal)
            {
                throw new ClusterException(refusal);
            }

            if (worker.ExecuteTask is { IsFaulted: true } failed)
            {
                throw new ClusterException($"The worker failed: {failed.Exception.InnerException?.Message}", failed.Exception);
            }

            if (!host.Services.GetRequiredService<DeathNotice>().IsDead)
            {
                return;
            }
        }
    }

    /// <summary>Joins. Who cannot, because the workers have another secret or none of them answers, does not wait without a word.</summary>
    private static async Task Join(IHost host, ClusterOptions options, CancellationToken cancellation)
    {
        using CancellationTokenSource giveUp = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        Task start = host.StartAsync(giveUp.Token);
        if (await Task.WhenAny(start, Task.Delay(options.Lease, cancellation)) != start && !cancellation.IsCancellationRequested)
        {
            if (host.Services.GetService<ClusterCertificate>() is { HasMetStranger: true })
            {
                await giveUp.CancelAsync();
                await start.WaitAsync(TimeSpan.FromSeconds(5), CancellationToken.None).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                throw new ClusterException($"The worker cannot join the cluster '{options.Name}' at {ClusterDatabase.Place(options)}: the workers there have another secret, or another name of the cluster. Use theirs.");
            }

            host.Services.GetRequiredService<DeathNotice>().LogWaiting(options.Name, options.Secret is null ? " If they have a secret, this worker needs it, too." : "");
        }

        await start;
    }

    private static IHost Create(ClusterOptions options, Action<ILoggingBuilder>? log, bool isVerbose)
    {
        HostApplicationBuilder builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        builder.Services.AddLogging(logging =>
        {
            // Orleans warns of much that it repairs by itself.
            logging.SetMinimumLevel(log is null ? LogLevel.None : isVerbose ? LogLevel.Information : LogLevel.Critical).AddFilter(ClusterHosting.TelemetryName, log is null ? LogLevel.None : isVerbose ? LogLevel.Debug : LogLevel.Warning);
            log?.Invoke(logging);
        });
        builder.AddDescentCluster(own => Copy(options, own));
        // The last registration counts: a silo that is declared dead ends its host instead of the process.
        builder.Services.AddSingleton<DeathNotice>();
        builder.Services.AddSingleton<IFatalErrorHandler>(services => services.GetRequiredService<DeathNotice>());
        if (!string.IsNullOrEmpty(Environment.GetEnvironmentVariable("OTEL_EXPORTER_OTLP_ENDPOINT")))
        {
            // The host has no configuration of its own, in which OpenTelemetry looks for its variables.
            builder.Configuration["OTEL_SERVICE_NAME"] = "descent-worker";
            foreach (DictionaryEntry variable in Environment.GetEnvironmentVariables())
            {
                if (variable.Key is string name && name.StartsWith("OTEL_", StringComparison.Ordinal))
                {
                    builder.Configuration[name] = variable.Value as string;
                }
            }

            builder.Services.AddOpenTelemetry()
                .WithMetrics(metrics => metrics.AddMeter(ClusterHosting.TelemetryName, "Microsoft.Orleans", "System.Runtime").AddOtlpExporter())
                .WithTracing(traces => traces.AddSource(ClusterHosting.TelemetryName, "Microsoft.Orleans.Application").AddOtlpExporter());
        }

        return builder.Build();
    }

    private static void Copy(ClusterOptions from, ClusterOptions to) =>
        (to.Connection, to.Name, to.Secret, to.Address, to.Port, to.GatewayPort, to.Threads, to.Memory, to.CacheFolder, to.CacheBytes, to.Lease, to.Drain) =
        (from.Connection, from.Name, from.Secret, from.Address, from.Port, from.GatewayPort, from.Threads, from.Memory, from.CacheFolder, from.CacheBytes, from.Lease, from.Drain);

    /// <summary>Ends the host of a silo that was declared dead.</summary>
    private sealed partial class DeathNotice(IServiceProvider services, IHostApplicationLifetime application, ILogger<Worker> log) : IFatalErrorHandler
    {
        public bool IsDead { get; private set; }

        public bool IsUnexpected(Exception exception) => true;

        public void OnFatalException(object? sender = null, string? context = null, Exception? exception = null)
        {
            IsDead = true;
            LogDead(context);
            services.GetRequiredService<Worker>().Abandon();
            application.StopApplication();
        }

        [LoggerMessage(Level = LogLevel.Warning, Message = "The worker has not joined the cluster '{Cluster}' yet, because other workers do not answer; it tries again.{Hint}")]
        public partial void LogWaiting(string cluster, string hint);

        [LoggerMessage(Level = LogLevel.Warning, Message = "The cluster declared this worker dead; it joins again. {Reason}")]
        private partial void LogDead(string? reason);
    }
}
