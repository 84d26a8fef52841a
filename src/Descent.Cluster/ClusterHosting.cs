using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Orleans.Configuration;
using Orleans.Storage;
using ClusterOptionsOfOrleans = Orleans.Configuration.ClusterOptions;

namespace Descent.Cluster;

/// <summary>Adds a worker to an application, which joins the cluster as a silo of Orleans.</summary>
public static class ClusterHosting
{
    /// <summary>The name of the storage of grains.</summary>
    internal const string StorageName = "descent";

    /// <summary>The name of the meter and of the source of traces.</summary>
    public const string TelemetryName = "Descent.Cluster";

    private const string Invariant = "Npgsql";

    /// <summary>Adds a worker: a silo that takes part in the cluster, and threads for trainings. Models of the application that other workers do not know, such as registered activations, can be trained by workers that register them, too.</summary>
    /// <param name="builder">The application.</param>
    /// <param name="configure">Sets the options.</param>
    /// <returns>The application.</returns>
    /// <exception cref="ArgumentException">If an option is out of range, or there is no secret although other machines can connect.</exception>
    /// <example><code>
    /// WebApplicationBuilder builder = WebApplication.CreateBuilder(args);
    /// builder.AddDescentCluster(cluster => (cluster.Connection, cluster.Secret) = (database, secret));
    /// WebApplication app = builder.Build();
    /// app.Run();
    /// </code></example>
    public static IHostApplicationBuilder AddDescentCluster(this IHostApplicationBuilder builder, Action<ClusterOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ClusterOptions options = new();
        configure?.Invoke(options);
        options.Validate();
        ClusterCertificate? certificate = ClusterCertificate.Of(options);
        builder.UseOrleans(silo => Configure(silo, options, certificate));
        if (certificate is not null)
        {
            builder.Services.AddSingleton(certificate);
        }

        builder.Services.AddSingleton(options);
        builder.Services.TryAddSingleton(TimeProvider.System);
        builder.Services.TryAddKeyedSingleton(StudyClock.Key, TimeProvider.System);
        builder.Services.AddMetrics();
        builder.Services.AddSingleton<ClusterMetrics>();
        builder.Services.AddSingleton<DataCache>();
        builder.Services.AddSingleton<Worker>();
        // Added last, so that it begins after the silo and ends before it.
        builder.Services.AddHostedService(services => services.GetRequiredService<Worker>());
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = options.Drain + TimeSpan.FromSeconds(20));
        return builder;
    }

    /// <summary>Configures a program that submits jobs.</summary>
    internal static void Configure(IClientBuilder client, ClusterOptions options, ClusterCertificate? certificate)
    {
        if (options.IsLocal)
        {
            client.UseLocalhostClustering(options.LocalPort + 1, options.Name, options.Name);
        }
        else
        {
            client.UseAdoNetClustering(database => (database.Invariant, database.ConnectionString) = (Invariant, ClusterDatabase.ConnectionString(options)));
            client.Configure<ClusterOptionsOfOrleans>(own => (own.ClusterId, own.ServiceId) = (options.Name, options.Name));
        }

        if (certificate is not null)
        {
            client.UseTls(certificate.Configure);
        }

        client.AddActivityPropagation();
        client.Configure<GatewayOptions>(gateway => gateway.GatewayListRefreshPeriod = TimeSpan.FromSeconds(5));
    }

    private static void Configure(ISiloBuilder silo, ClusterOptions options, ClusterCertificate? certificate)
    {
        if (options.IsLocal)
        {
            // The first worker has the port by which the others find it.
            int port = options.Port > 0 ? options.Port : FreePorts.TryTake(options.LocalPort) ? options.LocalPort : FreePorts.Take(options.LocalPort + 2);
            int gateway = options.GatewayPort > 0 ? options.GatewayPort : port == options.LocalPort ? port + 1 : FreePorts.Take(port + 1);
            silo.UseLocalhostClustering(port, gateway, new IPEndPoint(IPAddress.Loopback, options.LocalPort), options.Name, options.Name);
            silo.AddMemoryGrainStorage(StorageName);
        }
        else
        {
            string connection = ClusterDatabase.ConnectionString(options);
            silo.UseAdoNetClustering(database => (database.Invariant, database.ConnectionString) = (Invariant, connection));
            silo.AddAdoNetGrainStorage(StorageName, storage => storage.Configure<IServiceProvider>((database, services) =>
            {
                (database.Invariant, database.ConnectionString) = (Invariant, connection);
                database.GrainStorageSerializer = new OrleansGrainStorageSerializer(services.GetRequiredService<Orleans.Serialization.Serializer>());
            }));
            silo.UseAdoNetReminderService(database => (database.Invariant, database.ConnectionString) = (Invariant, connection));
            silo.Configure<ClusterOptionsOfOrleans>(own => (own.ClusterId, own.ServiceId) = (options.Name, options.Name));
            int port = options.Port > 0 ? options.Port : FreePorts.Take(ClusterOptions.UsualPort), gateway = options.GatewayPort > 0 ? options.GatewayPort : FreePorts.Take(port + 1);
            silo.ConfigureEndpoints(options.Address, port, gateway, listenOnAnyHostAddress: false);
        }

        if (certificate is not null)
        {
            silo.UseTls(certificate.Configure);
        }

        silo.AddActivityPropagation();
        silo.Configure<ClusterMembershipOptions>(membership =>
        {
            membership.ProbeTimeout = options.Lease / 3;
            membership.NumMissedProbesLimit = 3;
            // In a small cluster of which two die at once, nobody is left for a second vote. A silo that is declared dead by mistake joins again, and no result is lost.
            membership.NumVotesForDeathDeclaration = 1;
            // A silo that joins need not reach those that have been silent for three of these periods.
            membership.IAmAliveTablePublishTimeout = options.Lease;
            membership.DefunctSiloExpiration = TimeSpan.FromHours(1);
        });
        // Results are large, and their clients take them soon.
        silo.Configure<GrainCollectionOptions>(collection => (collection.CollectionAge, collection.CollectionQuantum) = (TimeSpan.FromMinutes(2), TimeSpan.FromSeconds(30)));
    }
}
