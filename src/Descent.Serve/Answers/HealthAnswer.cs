using System.Text.Json;

namespace Descent.Serve;

/// <summary>Writes whether a model is served, and whether it is the newest one.</summary>
internal static class HealthAnswer
{
    public static void Write(Utf8JsonWriter writer, ModelHost host)
    {
        writer.WriteStartObject();
        writer.WriteString("status"u8, host.Fault is null ? "healthy"u8 : "degraded"u8);
        writer.WriteString("model"u8, host.Title);
        writer.WriteNumber("version"u8, host.Served.Version);
        writer.WriteString("loaded"u8, host.Served.Loaded);
        if (host.Fault is not null)
        {
            // Anyone may ask; the reason, with paths, is in the log.
            writer.WriteString("detail"u8, "The newest file of the model cannot be used; the model before is still served."u8);
        }

        writer.WriteEndObject();
    }
}
