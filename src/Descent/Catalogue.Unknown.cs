using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;

namespace Descent;

/// <content>The message for a description that contains an unknown name.</content>
public static partial class Catalogue
{
    /// <summary>A message about the first unknown name in a description; null if all names are known, or if the text is not JSON.</summary>
    private static string? UnknownPart(string json, JsonTypeInfo info)
    {
        try
        {
            return UnknownPart(JsonNode.Parse(json, documentOptions: Documents), info.Type);
        }
        catch (Exception fault) when (fault is JsonException or ArgumentException or InvalidOperationException)
        {
            // The reader reports malformed text itself, and its message is the one that is used.
            return null;
        }
    }

    private static string? UnknownPart(JsonNode? node, Type type)
    {
        JsonTypeInfo info = Json.GetTypeInfo(type);
        if (node is JsonArray list)
        {
            return info.ElementType is { } element ? list.Select(item => UnknownPart(item, element)).FirstOrDefault(message => message is not null) : null;
        }

        if (node is not JsonObject description)
        {
            return null;
        }

        if ((type == typeof(Schedule) || Bases.Contains(type)) && description["type"] is JsonValue value && value.TryGetValue(out string? name))
        {
            if (Entries.FirstOrDefault(entry => entry.Name == name && type.IsAssignableFrom(entry.Type)) is not { } known)
            {
                return NoSuchPart(type, name);
            }

            info = Json.GetTypeInfo(known.Type);
        }

        return info.Properties.Select(option => description[option.Name] is { } part ? UnknownPart(part, option.PropertyType) : null).FirstOrDefault(message => message is not null);
    }

    private static string NoSuchPart(Type kind, string name) =>
        $"There is no {kind.Name.ToLowerInvariant()} '{name}'. If it is a custom type, register it with Catalogue.Register before reading. There are: {string.Join(", ", Entries.Where(entry => kind.IsAssignableFrom(entry.Type)).Select(entry => entry.Name))}.";
}
