using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;

namespace Descent.Cli.Explanations;

/// <summary>How an entry of the catalogue is written: in C#, as JSON and on the command line.</summary>
internal sealed record Spelling(string CSharp, string? Json, string? CommandLine)
{
    public static Spelling Of(CatalogueEntry entry, object thing)
    {
        if (Kinds.Json(thing) is not { } text)
        {
            return new Spelling(thing is Metric ? $"new {entry.Type.Name}()" : entry.Type.Name, null, null);
        }

        if (JsonNode.Parse(text) is not JsonObject own)
        {
            // A plain number is a constant schedule.
            return new Spelling($"new {entry.Type.Name}({text})", text, $"--learning-rate {text}");
        }

        return new Spelling(Made(entry, own), text, Typed(entry, thing, own));
    }

    /// <summary>The constructor call: required arguments, then by name what differs from the defaults.</summary>
    private static string Made(CatalogueEntry entry, JsonObject own)
    {
        List<string> arguments = [], properties = [];
        foreach ((JsonPropertyInfo property, JsonNode? value, bool required) in Spoken(entry, own))
        {
            if (property.AssociatedParameter is { IsMemberInitializer: false } parameter)
            {
                arguments.Add(required ? Literal(property, value) : $"{parameter.Name}: {Literal(property, value)}");
            }
            else
            {
                properties.Add($"{Capital(property.Name)} = {Literal(property, value)}");
            }
        }

        string made = $"new {entry.Type.Name}({string.Join(", ", arguments)})";
        return properties.Count == 0 ? made : $"{made} {{ {string.Join(", ", properties)} }}";
    }

    /// <summary>The properties without a default, and those that differ from theirs.</summary>
    private static IEnumerable<(JsonPropertyInfo Property, JsonNode? Value, bool Required)> Spoken(CatalogueEntry entry, JsonObject own)
    {
        JsonObject usual = JsonNode.Parse(Kinds.Json(entry.Example)!)!.AsObject();
        return from property in Catalogue.InfoOf(entry.Type).Properties
               where property.Name != "type"
               let required = property.AssociatedParameter is { HasDefaultValue: false, IsMemberInitializer: false }
               where required || !JsonNode.DeepEquals(own[property.Name], usual[property.Name])
               orderby property.AssociatedParameter?.Position ?? int.MaxValue
               select (property, own[property.Name], required);
    }

    private static string Literal(JsonPropertyInfo property, JsonNode? value) => value switch
    {
        null => "null",
        JsonObject schedule when (string?)schedule["type"] == "constant_schedule" => Literal(property, schedule["value"]),
        JsonObject part => Made(Catalogue.Find((string)part["type"]!)!, part),
        JsonArray list => $"[{string.Join(", ", list.Select(item => Literal(property, item)))}]",
        _ when value.GetValueKind() == JsonValueKind.String => $"{(Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType).Name}.{value}",
        _ => Short(value),
    };

    /// <summary>The option of <c>train</c> with the short form; null if there is no such option or no short form.</summary>
    private static string? Typed(CatalogueEntry entry, object thing, JsonObject own)
    {
        string text = Kinds.Text(thing), form = Quoted(text);
        if (Kinds.Json(Kinds.Parse(entry.Kind, text)) is not { } read || !JsonNode.DeepEquals(JsonNode.Parse(read), own))
        {
            return null;
        }

        return entry.Kind switch
        {
            // Nothing before a step can be trained.
            _ when thing is Step => null,
            CatalogueKind.Model => null,
            CatalogueKind.Regularizer when text == $"l2:strength={Plain(own["strength"])}" => $"--l2 {Plain(own["strength"])}",
            CatalogueKind.Layer when thing is not Dense => $"--layers {Quoted($"16,{text}")}",
            CatalogueKind.Layer => $"--layers {form}",
            CatalogueKind.Augmentation => $"--augment {form}",
            CatalogueKind.Schedule => $"--learning-rate {form}",
            _ => $"--{Kinds.Word(entry.Kind)} {form}",
        };
    }

    private static string Quoted(string text) => text.Any("()[] ".Contains) ? $"\"{text}\"" : text;

    private static string Plain(JsonNode? value) => value switch
    {
        null => "null",
        JsonObject schedule when (string?)schedule["type"] == "constant_schedule" => Plain(schedule["value"]),
        _ => Short(value),
    };

    private static string Short(JsonNode value) => value.GetValueKind() == JsonValueKind.Number
        ? value.GetValue<double>().ToString(CultureInfo.InvariantCulture).Replace("E-0", "e-", StringComparison.Ordinal).Replace('E', 'e')
        : value.GetValueKind() is JsonValueKind.True or JsonValueKind.False ? (value.GetValue<bool>() ? "true" : "false") : $"{value}";

    private static string Capital(string name) => char.ToUpperInvariant(name[0]) + name[1..];
}
