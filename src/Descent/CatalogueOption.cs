using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;

namespace Descent;

/// <summary>An option of a catalogue type, as its constructor and its serializer have it.</summary>
/// <param name="Name">Its name in JSON and in the text form.</param>
/// <param name="Type">Its type; of an option that can be null, the type of its values.</param>
/// <param name="IsRequired">Whether it has no default.</param>
/// <param name="Default">Its default in the text form; empty if it is required.</param>
/// <param name="Alternatives">The words that it can have: the names of an enumeration, true and false, or the names of the entries of its kind; empty for numbers, texts and lists.</param>
/// <param name="Range">The numbers that are allowed, and the remark on it; without bounds and remark if its type has none.</param>
public sealed record CatalogueOption(string Name, Type Type, bool IsRequired, string Default, IReadOnlyList<string> Alternatives, OptionAttribute Range)
{
    /// <summary>Whether its values are whole numbers.</summary>
    public bool IsWhole => !Type.IsEnum && Type.GetTypeCode(Type) is >= TypeCode.SByte and <= TypeCode.UInt64;

    private bool IsPart => Catalogue.Bases.Contains(Type);

    /// <summary>Formats the option for a list: its name, its range, and in parentheses its default, its alternatives and the remark.</summary>
    /// <returns>Text such as <c>rate in [0, 1) (0.5, or a schedule)</c>.</returns>
    public override string ToString()
    {
        string others = Type.IsEnum ? string.Join(", ", Alternatives.Where(name => name != Default))
            : Type == typeof(Schedule) ? "a schedule"
            : IsPart ? Default == CatalogueReader.None ? Catalogue.A(Type) : $"another {Type.Name.ToLowerInvariant()}" : "";
        string value = IsRequired ? Type == typeof(Schedule) ? "required, a number or a schedule" : "required" : others.Length > 0 ? $"{Default}, or {others}" : Default;
        return $"{Name}{($"{Range}" is { Length: > 0 } bounds ? $" {bounds}" : "")} ({value}{(Range.Remark.Length > 0 ? $": {Range.Remark}" : "")})";
    }

    /// <summary>The options of a type.</summary>
    internal static CatalogueOption[] Of(JsonTypeInfo info, object example)
    {
        JsonObject usual = JsonSerializer.SerializeToNode(example, info)!.AsObject();
        return [.. Catalogue.Ordered(info).Select(option => Of(option, usual[option.Name]))];
    }

    private static CatalogueOption Of(JsonPropertyInfo option, JsonNode? usual)
    {
        Type type = Nullable.GetUnderlyingType(option.PropertyType) ?? option.PropertyType;
        bool isRequired = Catalogue.IsRequired(option);
        string[] alternatives = type.IsEnum ? Enum.GetNames(type) : type == typeof(bool) ? ["true", "false"] : Catalogue.Bases.Contains(type) ? [.. Catalogue.Named(type).Select(entry => entry.Name)] : [];
        object[] attributes = [.. option.AssociatedParameter?.AttributeProvider?.GetCustomAttributes(typeof(OptionAttribute), inherit: true) ?? [], .. option.AttributeProvider?.GetCustomAttributes(typeof(OptionAttribute), inherit: true) ?? []];
        return new(option.Name, type, isRequired, isRequired ? "" : Catalogue.Text(usual, typeof(IEnumerable<Recipe>).IsAssignableFrom(type)).Replace("E-0", "e-", StringComparison.Ordinal), alternatives, (OptionAttribute?)attributes.FirstOrDefault() ?? new());
    }
}
