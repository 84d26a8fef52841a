using System.Text.Json;
using System.Text.Json.Serialization;

namespace Descent.Data;

/// <summary>
/// Reads and writes the notices in model files. Version 0.1 stored the remedies as a single text, <c>howToOverride</c>, which is read
/// as advice.
/// </summary>
internal sealed class NoticeJson : JsonConverter<Notice>
{
    private static readonly string[] s_known = ["severity", "text", "remedies", "howToOverride", "setting", "column", "value", "advice"];

    public override Notice Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        using JsonDocument document = JsonDocument.ParseValue(ref reader);
        JsonElement root = Object(document.RootElement);
        string? former = Text(root, "howToOverride");
        IReadOnlyList<Remedy> remedies = root.TryGetProperty("remedies", out JsonElement list)
            ? list.ValueKind == JsonValueKind.Array ? [.. list.EnumerateArray().Select(Remedy)] : throw new JsonException("The remedies of a notice must be a list.")
            : string.IsNullOrWhiteSpace(former) ? [] : [Descent.Data.Remedy.FromAdvice(former)];
        return Enum.TryParse(Required(root, "severity"), out Severity severity) && Enum.IsDefined(severity)
            ? new Notice(severity, Required(root, "text"), remedies)
            : throw new JsonException("The severity of a notice must be Information or Warning.");
    }

    public override void Write(Utf8JsonWriter writer, Notice value, JsonSerializerOptions options)
    {
        writer.WriteStartObject();
        writer.WriteString("severity", value.Severity.ToString());
        writer.WriteString("text", value.Text);
        if (value.Remedies.Count > 0)
        {
            writer.WriteStartArray("remedies");
            foreach (Remedy remedy in value.Remedies)
            {
                writer.WriteStartObject();
                Write(writer, "setting", remedy.Setting);
                Write(writer, "column", remedy.Column);
                Write(writer, "value", remedy.Value);
                Write(writer, "advice", remedy.Advice);
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
        }

        writer.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter writer, string name, string? text)
    {
        if (text is not null)
        {
            writer.WriteString(name, text);
        }
    }

    private static Remedy Remedy(JsonElement element)
    {
        JsonElement root = Object(element);
        return Text(root, "advice") is { } advice && !string.IsNullOrWhiteSpace(advice) ? Descent.Data.Remedy.FromAdvice(advice)
            : Text(root, "setting") is { } setting && !string.IsNullOrWhiteSpace(setting) ? new Remedy(setting, Text(root, "column"), Text(root, "value"))
            : throw new JsonException("A remedy must have a setting or an advice.");
    }

    private static JsonElement Object(JsonElement element) =>
        element.ValueKind != JsonValueKind.Object ? throw new JsonException("A notice and its remedies must be objects.")
        : element.EnumerateObject().Select(member => member.Name).FirstOrDefault(name => !s_known.Contains(name, StringComparer.Ordinal)) is { } stranger
            ? throw new JsonException($"A notice has no member \"{stranger}\".")
            : element;

    private static string Required(JsonElement root, string name) => Text(root, name) ?? throw new JsonException($"A notice needs its {name}.");

    private static string? Text(JsonElement root, string name) =>
        !root.TryGetProperty(name, out JsonElement member) ? null
        : member.ValueKind == JsonValueKind.String ? member.GetString()
        : throw new JsonException($"The {name} of a notice must be a string.");
}
