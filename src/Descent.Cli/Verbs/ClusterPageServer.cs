using System.Net;
using Descent.Cluster;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Descent.Cli.Verbs;

/// <summary>Serves the state of a cluster as a page, to this machine only.</summary>
internal static class ClusterPageServer
{
    /// <summary>Serves until it is canceled.</summary>
    /// <param name="options">Where the cluster is.</param>
    /// <param name="port">The port; 0 takes any that is free.</param>
    /// <param name="started">Called with the address.</param>
    /// <param name="cancellation">Ends serving.</param>
    public static async Task Serve(ClusterOptions options, int port, Action<string> started, CancellationToken cancellation)
    {
        options.Validate();
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Listen(IPAddress.Loopback, port);
        });
        builder.Logging.SetMinimumLevel(LogLevel.None);
        // A page from elsewhere could reach this one under another name of this machine.
        builder.Services.AddHostFiltering(hosts => hosts.AllowedHosts = ["127.0.0.1", "localhost"]);
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromSeconds(3));
        await using WebApplication app = builder.Build();
        using SemaphoreSlim turn = new(1);
        (DateTimeOffset Time, string Page) last = (DateTimeOffset.MinValue, "");
        app.UseHostFiltering();
        app.Run(async context =>
        {
            // Several tabs share an answer.
            await turn.WaitAsync(context.RequestAborted);
            try
            {
                if (DateTimeOffset.Now - last.Time > TimeSpan.FromSeconds(1))
                {
                    last = (DateTimeOffset.Now, await Page(options, cancellation));
                }
            }
            finally
            {
                turn.Release();
            }

            (context.Response.ContentType, context.Response.Headers.XContentTypeOptions, context.Response.Headers.CacheControl) = ("text/html; charset=utf-8", "nosniff", "no-store");
            await context.Response.WriteAsync(last.Page, Encoding.UTF8, context.RequestAborted);
        });
        try
        {
            await app.StartAsync(cancellation);
        }
        catch (IOException fault) when (fault.InnerException is not null)
        {
            throw new UsageException(string.Create(CultureInfo.InvariantCulture, $"Port {port} cannot be used: {fault.InnerException.Message}. Choose another --port, such as 0 for any that is free."), fault);
        }

        started(app.Urls.First());
        await app.WaitForShutdownAsync(cancellation);
    }

    private static async Task<string> Page(ClusterOptions options, CancellationToken cancellation)
    {
        string place = options.Connection.StartsWith("local", StringComparison.Ordinal) ? options.Connection : options.Name;
        try
        {
            return ClusterPage.Render(await ClusterClient.StatusAsync(options, cancellation), place, DateTimeOffset.Now);
        }
        catch (ClusterException fault)
        {
            return ClusterPage.Fault(fault.Message, place, DateTimeOffset.Now);
        }
    }
}
