using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Descent.Cluster;

/// <summary>Connections to a cluster.</summary>
public static class ClusterClient
{
    /// <summary>The time in which a worker must answer.</summary>
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(30);

    /// <summary>Asks for the state of a cluster.</summary>
    /// <param name="options">Where it is, and its secret.</param>
    /// <param name="cancellation">Ends waiting.</param>
    /// <returns>The state.</returns>
    /// <exception cref="ClusterException">If no worker answers.</exception>
    public static async Task<ClusterStatus> StatusAsync(ClusterOptions options, CancellationToken cancellation = default)
    {
        IHost host = await ConnectAsync(options, cancellation);
        try
        {
            return await host.Services.GetRequiredService<IGrainFactory>().GetGrain<IScheduler>(0).Status().WaitAsync(cancellation);
        }
        finally
        {
            Disconnect(host);
        }
    }

    /// <summary>Connects.</summary>
    internal static async Task<IHost> ConnectAsync(ClusterOptions options, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        ClusterCertificate? certificate = ClusterCertificate.Of(options);
        HostApplicationBuilder builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        builder.Services.AddLogging(log => log.SetMinimumLevel(LogLevel.None));
        builder.UseOrleansClient(client => ClusterHosting.Configure(client, options, certificate));
        builder.Services.AddSingleton<IClientConnectionRetryFilter>(new Patience(s_patience, certificate));
        IHost host = builder.Build();
        try
        {
            await host.StartAsync(cancellation).WaitAsync(s_patience + TimeSpan.FromSeconds(5), cancellation);
            await WaitForGrains(host.Services.GetRequiredService<IGrainFactory>(), cancellation);
            return host;
        }
        catch (Exception fault) when (fault is not OperationCanceledException and not ClusterException)
        {
            Disconnect(host);
            throw new ClusterException(
                certificate is { HasMetStranger: true }
                    ? $"A worker answers at {ClusterDatabase.Place(options)}, but it has another secret, or its cluster is not '{options.Name}'. Use the secret and the name that it has."
                    : $"No worker of the cluster '{options.Name}' answers at {ClusterDatabase.Place(options)}{(options.Secret is null ? "" : " with this secret")}. Start one with the same place{(options.Secret is null ? "; if it has a secret, this program needs it, too" : " and the same secret")}. ({fault.GetBaseException().Message})", fault);
        }
        catch
        {
            Disconnect(host);
            throw;
        }
    }

    /// <summary>Waits until the client knows which grains the workers have, which it learns a moment after it has connected.</summary>
    private static async Task WaitForGrains(IGrainFactory grains, CancellationToken cancellation)
    {
        for (DateTime end = DateTime.UtcNow + s_patience; ;)
        {
            try
            {
                grains.GetGrain<IScheduler>(0);
                return;
            }
            catch (ArgumentException) when (DateTime.UtcNow < end)
            {
                await Task.Delay(100, cancellation);
            }
        }
    }

    /// <summary>Disconnects.</summary>
    internal static void Disconnect(IHost host)
    {
        using CancellationTokenSource limit = new(TimeSpan.FromSeconds(5));
        try
        {
            host.StopAsync(limit.Token).Wait(TimeSpan.FromSeconds(6));
        }
        catch (AggregateException fault)
        {
            // The connection is closed in any case, when the process ends at the latest.
            System.Diagnostics.Trace.TraceInformation(fault.Message);
        }

        host.Dispose();
    }

    /// <summary>Tries again to connect for a time, unless a worker has another secret.</summary>
    private sealed class Patience(TimeSpan time, ClusterCertificate? certificate) : IClientConnectionRetryFilter
    {
        private readonly DateTime end = DateTime.UtcNow + time;

        public async Task<bool> ShouldRetryConnectionAttempt(Exception exception, CancellationToken cancellationToken)
        {
            await Task.Delay(TimeSpan.FromSeconds(0.5), cancellationToken);
            return DateTime.UtcNow < end && certificate is not { HasMetStranger: true };
        }
    }
}
