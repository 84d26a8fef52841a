using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;

namespace Descent;

/// <summary>Checks entries of custom types: the name must be writable in the text form, the type must match the kind, and options must survive JSON and text.</summary>
internal static class CatalogueAdmission
{
    /// <summary>The reason why the name or the kind of an entry is not allowed; null if both are.</summary>
    public static string? FindError(CatalogueEntry entry)
    {
        if (entry.Name.Length == 0 || !char.IsLetter(entry.Name[0]) || !entry.Name.All(letter => char.IsLetterOrDigit(letter) || letter == '_') || Catalogue.AreSame(entry.Name, CatalogueReader.None))
        {
            return $"An entry cannot be called '{entry.Name}'. A name must begin with a letter and contain only letters, digits and underscores; '{CatalogueReader.None}' is reserved for an option without a value.";
        }

        return BaseOf(entry.Kind) is not { } kind ? $"{entry.Name} cannot be registered as a {entry.Kind}. Only layers, activations, losses, optimizers, regularizers, initializers, schedules, metrics and augmentations can."
            : kind.IsAssignableFrom(entry.Type) ? null
            : $"{entry.Name} is registered as {A(entry.Kind)}, but {entry.Type.Name} does not derive from {kind.Name}. Choose the kind that matches its base type.";
    }

    /// <summary>The reason why the options of an entry do not survive JSON and text; null if they do.</summary>
    /// <param name="entry">The entry.</param>
    /// <param name="json">Serializer options that know its type.</param>
    public static string? FindOptionError(CatalogueEntry entry, JsonSerializerOptions json)
    {
        JsonTypeInfo info = json.GetTypeInfo(entry.Type);
        if (info.Properties.Any(option => option.Name == "type"))
        {
            return $"{entry.Name} has an option called type, but JSON uses that name for the catalogue name. Rename the option.";
        }

        if (info.Properties.GroupBy(option => Catalogue.Fold(option.Name), StringComparer.Ordinal).FirstOrDefault(group => group.Count() > 1) is { } alike)
        {
            return $"{string.Join(" and ", alike.Select(option => option.Name))} of {entry.Name} are the same name in the text form, where capitals and underscores do not matter. Rename one of them.";
        }

        if (info.Properties.FirstOrDefault(option => !CatalogueReader.CanRead(option.PropertyType, json)) is { } unreadable)
        {
            return $"{unreadable.Name} of {entry.Name} is a {TypeName(unreadable.PropertyType)}, which cannot be written in the text form. An option must be a number, a Boolean, a string, an enumeration, a catalogue type, or a list of these.";
        }

        if (info.Properties.FirstOrDefault(option => IsNumberedEnum(option, json)) is { } numbered)
        {
            return $"{numbered.Name} of {entry.Name} is an enumeration that its context writes as a number, but it is read by name. Add [JsonSourceGenerationOptions(UseStringEnumConverter = true)] to the context.";
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

        JsonObject? read = Bare(info, usual, out string reason);
        JsonPropertyInfo[] lost = [.. info.Properties.Where(option => read is null ? option.AssociatedParameter is { IsMemberInitializer: true } && usual[option.Name] is not null : !JsonNode.DeepEquals(read[option.Name], usual[option.Name]))];
        JsonPropertyInfo[] loose = [.. lost.Where(option => option.AssociatedParameter is null or { IsMemberInitializer: true })];
        if (loose.Length > 0)
        {
            // The generated serializer sets every property that is not a constructor parameter; a missing one becomes 0 or null.
            string names = string.Join(" and ", loose.Select(option => option.Name)), defaults = string.Join(" and ", loose.Select(option => Words(usual[option.Name])));
            return $"{names} of {entry.Name} would not be {defaults} when JSON or text leaves it out, because it is a property of {entry.Type.Name}. Make it a constructor parameter with that default, as in the record {entry.Type.Name}({string.Join(", ", loose.Select(Parameter))}).";
        }

        return read is null ? $"{entry.Type.Name} cannot be read from the name {entry.Name} alone: {reason}"
            : lost is [var changed, ..] ? $"The example of {entry.Name} must have the default options, but its {changed.Name} is {Words(usual[changed.Name])}, not {Words(read[changed.Name])}."
            : null;
    }

    /// <summary>Whether two examples of one type have the same options, lists included.</summary>
    public static bool AreSame(object one, object other, JsonSerializerOptions json) => one.Equals(other)
        || (json.TryGetTypeInfo(one.GetType(), out JsonTypeInfo? info) && JsonNode.DeepEquals(JsonSerializer.SerializeToNode(one, info), JsonSerializer.SerializeToNode(other, info)));

    /// <summary>The base type of a kind; null if custom types of that kind are not supported.</summary>
    private static Type? BaseOf(CatalogueKind kind) => kind switch
    {
        CatalogueKind.Layer => typeof(Layer),
        CatalogueKind.Activation => typeof(Activation),
        CatalogueKind.Loss => typeof(Loss),
        CatalogueKind.Optimizer => typeof(Optimizer),
        CatalogueKind.Regularizer => typeof(Regularizer),
        CatalogueKind.Initializer => typeof(Initializer),
        CatalogueKind.Schedule => typeof(Schedule),
        CatalogueKind.Metric => typeof(Metric),
        CatalogueKind.Augmentation => typeof(Augmentation),
        _ => null,
    };

    private static string A(CatalogueKind kind) => $"{(kind is CatalogueKind.Activation or CatalogueKind.Optimizer or CatalogueKind.Initializer or CatalogueKind.Augmentation ? "an" : "a")} {$"{kind}".ToLowerInvariant()}";

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
    private static JsonObject? Bare(JsonTypeInfo info, JsonObject usual, out string reason)
    {
        JsonObject required = [];
        foreach (JsonPropertyInfo option in info.Properties.Where(option => option.IsRequired || option.AssociatedParameter is { HasDefaultValue: false, IsMemberInitializer: false }))
        {
            required[option.Name] = usual[option.Name]?.DeepClone();
        }

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
