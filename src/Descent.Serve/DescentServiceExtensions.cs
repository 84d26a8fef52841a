using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Descent.Serve;

/// <summary>Adds models to the services of an application.</summary>
public static class DescentServiceExtensions
{
    /// <summary>
    /// Adds a model, which is loaded when the application starts and whenever its file is replaced. Services get it as
    /// <see cref="IDescentModel"/>; if it has a name, as a keyed service, such as
    /// <c>[FromKeyedServices("iris")] IDescentModel model</c>.
    /// </summary>
    /// <param name="services">The services.</param>
    /// <param name="path">The file of the model, or the folder of a run with a <c>model.safetensors</c>.</param>
    /// <param name="configure">Configures the options; null for the defaults.</param>
    /// <param name="name">The name, if there are several models; by default empty.</param>
    /// <returns>The services.</returns>
    /// <exception cref="ArgumentException">If a model with this name was added before.</exception>
    /// <example><c>builder.Services.AddDescentModel("model.safetensors");</c></example>
    public static IServiceCollection AddDescentModel(this IServiceCollection services, string path, Action<DescentModelOptions>? configure = null, string name = "")
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentNullException.ThrowIfNull(name);
        if (services.Any(service => service.ServiceType == typeof(ModelHost) && name.Equals(service.ServiceKey)))
        {
            throw new ArgumentException(name.Length == 0 ? "A model without a name was added before. Give each model a name." : $"A model \"{name}\" was added before. Give each model another name.", nameof(name));
        }

        DescentModelOptions options = new();
        configure?.Invoke(options);
        options.Validate();
        services.AddMetrics();
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<ServeMetrics>();
        services.AddKeyedSingleton(name, (provider, _) => new ModelHost(name, path, options, provider.GetRequiredService<ServeMetrics>(), provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<ILogger<ModelHost>>()));
        services.AddKeyedSingleton<IDescentModel>(name, (provider, _) => Host(provider, name));
        if (name.Length == 0)
        {
            services.AddSingleton<IDescentModel>(provider => Host(provider, name));
        }

        return services.AddSingleton<IHostedService>(provider => new ModelReloader(Host(provider, name), provider.GetRequiredService<TimeProvider>()));
    }

    /// <summary>Adds the health check of a model: degraded if the newest file cannot be used and the previous model is
    /// still served.</summary>
    /// <param name="builder">The health checks of the application.</param>
    /// <param name="name">The name with which the model was added; by default empty.</param>
    /// <param name="tags">Tags of the check; by default none.</param>
    /// <returns>The health checks.</returns>
    /// <example><c>builder.Services.AddHealthChecks().AddDescentModel();</c></example>
    public static IHealthChecksBuilder AddDescentModel(this IHealthChecksBuilder builder, string name = "", IEnumerable<string>? tags = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(name);
        return builder.Add(new HealthCheckRegistration(name.Length == 0 ? "descent" : $"descent {name}", provider => new DescentModelHealthCheck(Host(provider, name)), failureStatus: null, tags));
    }

    /// <summary>The model of a name.</summary>
    internal static ModelHost Host(IServiceProvider provider, string name) => provider.GetKeyedService<ModelHost>(name)
        ?? throw new InvalidOperationException($"No model {(name.Length == 0 ? "without a name" : $"\"{name}\"")} was added. Call services.AddDescentModel first.");
}
