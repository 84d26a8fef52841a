using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;

namespace Descent;

/// <summary>Checks entries of custom types: names must be writable in the text form, the type must be of a kind, and options must survive JSON and text.</summary>
internal static class CatalogueAdmission
{
    /// <summary>The reason why a name or the type of an entry is not allowed; null if all are.</summary>
    public static string? FindError(CatalogueEntry entry) =>
        entry.Aliases.Prepend(entry.Name).FirstOrDefault(name => name.Length == 0 || !char.IsLetter(name[0]) || !name.All(letter => char.IsLetterOrDigit(letter) || letter == '_') || Catalogue.AreSame(name, CatalogueReader.None)) is { } bad
            ? $"An entry cannot be called '{bad}'. A name must begin with a letter and contain only letters, digits and underscores; '{CatalogueReader.None}' is reserved for an option without a value."
            : Catalogue.Bases.Any(kind => kind.IsAssignableFrom(entry.Type)) ? null
            : $"{entry.Name} cannot be registered, because {entry.Type.Name} derives from none of {string.Join(", ", Catalogue.Bases.Select(kind => kind.Name))}.";

    /// <summary>The reason why the options of an entry do not survive JSON and text; null if they do.</summary>
    /// <param name="entry">The entry.</param>
    /// <param name="json">Serializer options that know its type.</param>
    public static string? FindOptionError(CatalogueEntry entry, JsonSerializerOptions json)
    {
        JsonTypeInfo info = json.GetTypeInfo(entry.Type);
        foreach (JsonPropertyInfo option in info.Properties)
        {
            string? fault = option.Name == "type" ? $"{entry.Name} has an option called type, but JSON uses that name for the catalogue name. Rename the option."
                : info.Properties.FirstOrDefault(other => other != option && Catalogue.AreSame(other.Name, option.Name)) is { } alike ? $"{option.Name} and {alike.Name} of {entry.Name} are the same name in the text form, where capitals and underscores do not matter. Rename one of them."
                : !CanRead(option.PropertyType, json) ? $"{option.Name} of {entry.Name} is a {TypeName(option.PropertyType)}, which cannot be written in the text form. An option must be a number, a Boolean, a string, an enumeration, a catalogue type, or a list of these."
                : IsNumberedEnum(option, json) ? $"{option.Name} of {entry.Name} is an enumeration that its context writes as a number, but it is read by name. Add [JsonSourceGenerationOptions(UseStringEnumConverter = true)] to the context."
                : null;
            if (fault is not null)
            {
                return fault;
            }
        }

        JsonObject usual;
        try
        {
            usual = JsonSerializer.SerializeToNode(entry.Example, info)!.AsObject();
        }
        catch (Exception fault) when (fault is NotSupportedException or ArgumentException)
        {
            return $"The example of {entry.Name} cannot be written. Register the types that it contains first. {fault.Message}";
        }

        JsonObject? read = ReadFromRequired(info, usual, out string reason);
        JsonPropertyInfo[] lost = [.. info.Properties.Where(option => read is null ? option.AssociatedParameter is { IsMemberInitializer: true } && usual[option.Name] is not null : !JsonNode.DeepEquals(read[option.Name], usual[option.Name]))];
        JsonPropertyInfo[] loose = [.. lost.Where(option => option.AssociatedParameter is null or { IsMemberInitializer: true })];
        if (loose.Length > 0)
        {
            // The generated serializer sets every property that is not a constructor parameter; a missing one becomes 0 or null.
            return $"{string.Join(" and ", loose.Select(option => option.Name))} of {entry.Name} would not be {string.Join(" and ", loose.Select(option => Words(usual[option.Name])))} when JSON or text leaves it out, because it is a property of {entry.Type.Name}. Make it a constructor parameter with that default, as in the record {entry.Type.Name}({string.Join(", ", loose.Select(Parameter))}).";
        }

        return read is null ? $"{entry.Type.Name} cannot be read from the name {entry.Name} alone: {reason}"
            : lost is [var changed, ..] ? $"The example of {entry.Name} must have the default options, but its {changed.Name} is {Words(usual[changed.Name])}, not {Words(read[changed.Name])}."
            : null;
    }

    /// <summary>Whether two examples of one type have the same options, lists included.</summary>
    public static bool AreSame(object one, object other, JsonSerializerOptions json) => one.Equals(other)
        || (json.TryGetTypeInfo(one.GetType(), out JsonTypeInfo? info) && JsonNode.DeepEquals(JsonSerializer.SerializeToNode(one, info), JsonSerializer.SerializeToNode(other, info)));

    /// <summary>Whether values of a type can be written in the text form and read again.</summary>
    private static bool CanRead(Type wanted, JsonSerializerOptions json)
    {
        Type type = Nullable.GetUnderlyingType(wanted) ?? wanted;
        return Catalogue.Bases.Contains(type) || type == typeof(string) || type == typeof(bool) || type.IsEnum || CatalogueReader.IsNumber(type)
            || (json.GetTypeInfo(type) is { Kind: JsonTypeInfoKind.Enumerable, ElementType: { } element } && CanRead(element, json));
    }

    private static bool IsNumberedEnum(JsonPropertyInfo option, JsonSerializerOptions json)
    {
        Type type = Nullable.GetUnderlyingType(option.PropertyType) ?? option.PropertyType;
        while (json.GetTypeInfo(type).ElementType is { } element)
        {
            type = Nullable.GetUnderlyingType(element) ?? element;
        }

        return type.IsEnum && option.CustomConverter is null && JsonSerializer.SerializeToNode(Enum.ToObject(type, Enum.GetValuesAsUnderlyingType(type).GetValue(0)!), json.GetTypeInfo(type))!.GetValueKind() == JsonValueKind.Number;
    }

    /// <summary>The options of an instance that is read from the required options alone; null if that fails.</summary>
    private static JsonObject? ReadFromRequired(JsonTypeInfo info, JsonObject usual, out string reason)
    {
        JsonObject required = new(info.Properties.Where(option => option.IsRequired || Catalogue.IsRequired(option)).Select(option => KeyValuePair.Create(option.Name, usual[option.Name]?.DeepClone())));
        try
        {
            reason = "";
            return JsonSerializer.SerializeToNode(required.Deserialize(info), info)!.AsObject();
        }
        catch (Exception fault) when (fault is JsonException or NotSupportedException or ArgumentException or InvalidOperationException)
        {
            reason = Catalogue.Reason(fault);
            return null;
        }
    }

    private static string Words(JsonNode? value) => value?.ToJsonString() ?? "null";

    private static string Parameter(JsonPropertyInfo option)
    {
        string name = char.ToUpperInvariant(option.Name[0]) + option.Name[1..];
        return option.PropertyType.IsValueType ? $"{TypeName(option.PropertyType)} {name} = …" : $"{TypeName(option.PropertyType)}? {name} = null";
    }

    private static string TypeName(Type type) => Nullable.GetUnderlyingType(type) is { } inner ? $"{TypeName(inner)}?"
        : type == typeof(double) ? "double" : type == typeof(int) ? "int" : type == typeof(bool) ? "bool" : type.Name.Split('`')[0];
}
