using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Http;

namespace Descent.Playground;

/// <summary>Responses to requests, as JSON.</summary>
internal static class Responses
{
    public static Task Fault(HttpContext context, int status, string message)
    {
        context.Response.StatusCode = status;
        return Write(context, new FaultDocument(message), PlaygroundJson.Default.FaultDocument);
    }

    public static Task Write<T>(HttpContext context, T document, JsonTypeInfo<T> info)
    {
        context.Response.ContentType = "application/json";
        context.Response.Headers.CacheControl = "no-store";
        return JsonSerializer.SerializeAsync(context.Response.Body, document, info, context.RequestAborted);
    }
}
