using System.Buffers;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;

namespace Descent.Serve;

/// <summary>Answers with problem details (RFC 9457), with the members <c>kind</c>, <c>path</c> and <c>column</c> in addition.</summary>
internal static class ProblemAnswer
{
    public static async Task Write(HttpContext context, RequestFault fault)
    {
        ArrayBufferWriter<byte> buffer = new();
        using (Utf8JsonWriter writer = new(buffer, JsonRows.WriterOptions))
        {
            writer.WriteStartObject();
            // Without a type, the title is the phrase of the status.
            writer.WriteString("title"u8, ReasonPhrases.GetReasonPhrase(fault.Kind.Status));
            writer.WriteNumber("status"u8, fault.Kind.Status);
            writer.WriteString("detail"u8, fault.Message);
            writer.WriteString("kind"u8, fault.Kind.Name);
            if (fault.Path is { } path)
            {
                writer.WriteString("path"u8, path);
            }

            if (fault.Column is { } column)
            {
                writer.WriteString("column"u8, column);
            }

            writer.WriteEndObject();
        }

        context.Response.StatusCode = fault.Kind.Status;
        context.Response.ContentType = "application/problem+json";
        context.Response.ContentLength = buffer.WrittenCount;
        if (fault.Kind == FaultKind.Busy)
        {
            context.Response.Headers.RetryAfter = "1";
        }
        else if (fault.Kind == FaultKind.Unauthorized)
        {
            context.Response.Headers.WWWAuthenticate = "Bearer";
        }

        await context.Response.BodyWriter.WriteAsync(buffer.WrittenMemory, context.RequestAborted).ConfigureAwait(false);
    }
}
