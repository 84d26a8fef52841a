using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.OpenApi;

namespace Descent.Serve;

/// <summary>Adds models to the endpoints of an application.</summary>
public static class DescentEndpointExtensions
{
    private const string Tag = "Predictions";

    /// <summary>
    /// Maps requests for predictions: <c>POST</c> with a row as a JSON object, rows as an array of objects, or a table as CSV. The
    /// description of the application in OpenAPI has the columns of the model, with an example.
    /// </summary>
    /// <param name="endpoints">The endpoints of the application.</param>
    /// <param name="pattern">The path, such as "/predict".</param>
    /// <param name="name">The name with which the model was added; by default empty.</param>
    /// <returns>The endpoint, to require authorization and the like.</returns>
    /// <exception cref="InvalidOperationException">If no such model was added.</exception>
    /// <example><c>app.MapDescentModel("/predict");</c></example>
    public static IEndpointConventionBuilder MapDescentModel(this IEndpointRouteBuilder endpoints, [StringSyntax("Route")] string pattern, string name = "")
    {
        ModelHost host = Host(endpoints, pattern, name);
        PredictionEndpoint endpoint = new(host, endpoints.ServiceProvider.GetRequiredService<ILoggerFactory>().CreateLogger<PredictionEndpoint>());
        RequestDelegate handle = endpoint.Handle;
        return Described(endpoints.MapPost(pattern, handle), handle, operation => ModelOpenApi.DescribePrediction(operation, host));
    }

    /// <summary>Maps requests for what a model is: its columns with kinds, levels and ranges, its targets, and the scores of its
    /// training as far as the file has them.</summary>
    /// <param name="endpoints">The endpoints of the application.</param>
    /// <param name="pattern">The path, such as "/model".</param>
    /// <param name="name">The name with which the model was added; by default empty.</param>
    /// <returns>The endpoint.</returns>
    /// <exception cref="InvalidOperationException">If no such model was added.</exception>
    public static IEndpointConventionBuilder MapDescentModelDescription(this IEndpointRouteBuilder endpoints, [StringSyntax("Route")] string pattern, string name = "") =>
        MapAnswer(endpoints, pattern, Host(endpoints, pattern, name), ModelAnswer.Write, "The columns, targets and training of the model.");

    /// <summary>Maps requests for how the latest predicted rows differ from the training rows, column by column.</summary>
    /// <param name="endpoints">The endpoints of the application.</param>
    /// <param name="pattern">The path, such as "/drift".</param>
    /// <param name="name">The name with which the model was added; by default empty.</param>
    /// <returns>The endpoint.</returns>
    /// <exception cref="InvalidOperationException">If no such model was added.</exception>
    public static IEndpointConventionBuilder MapDescentDrift(this IEndpointRouteBuilder endpoints, [StringSyntax("Route")] string pattern, string name = "") =>
        MapAnswer(endpoints, pattern, Host(endpoints, pattern, name), DriftAnswer.Write, "How the latest predicted rows differ from the training rows.");

    private static ModelHost Host(IEndpointRouteBuilder endpoints, string pattern, string name)
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        ArgumentNullException.ThrowIfNull(pattern);
        ArgumentNullException.ThrowIfNull(name);
        return DescentServiceExtensions.Host(endpoints.ServiceProvider, name);
    }

    /// <summary>Maps an answer that needs nothing but the model.</summary>
    internal static IEndpointConventionBuilder MapAnswer(this IEndpointRouteBuilder endpoints, string pattern, ModelHost host, Action<Utf8JsonWriter, ModelHost> write, string summary)
    {
        RequestDelegate handle = async context =>
        {
            ArrayBufferWriter<byte> buffer = new();
            using (Utf8JsonWriter writer = new(buffer, JsonRows.WriterOptions))
            {
                write(writer, host);
            }

            context.Response.ContentType = "application/json; charset=utf-8";
            context.Response.ContentLength = buffer.WrittenCount;
            _ = await context.Response.BodyWriter.WriteAsync(buffer.WrittenMemory, context.RequestAborted).ConfigureAwait(false);
        };
        return Described(endpoints.MapGet(pattern, handle), handle, operation => ModelOpenApi.DescribeAnswer(operation, summary));
    }

    // The description of an application has the endpoints whose method is known.
    private static IEndpointConventionBuilder Described(IEndpointConventionBuilder endpoint, RequestDelegate handle, Action<OpenApiOperation> describe) =>
        // Endpoints without a tag would get the name of a class, which means nothing to readers of the description.
        endpoint.WithMetadata(handle.Method).WithTags(Tag).AddOpenApiOperationTransformer((operation, _, _) =>
        {
            describe(operation);
            return Task.CompletedTask;
        });
}
