using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using Descent.Data;

namespace Descent;

/// <summary>The options of one entry while they are read: which there are, and which have come.</summary>
internal sealed class CatalogueOptionValues(CatalogueEntry entry, JsonTypeInfo info)
{
    private readonly HashSet<string> given = new(StringComparer.Ordinal);

    /// <summary>Whose options they are.</summary>
    public CatalogueEntry Entry => entry;

    /// <summary>What has come, as JSON.</summary>
    public JsonObject Description { get; } = new() { ["type"] = entry.Name };

    /// <summary>Whether every option has come.</summary>
    public bool IsFull => given.Count == info.Properties.Count;

    /// <summary>An option that must be there and has not come.</summary>
    public string? Missing => info.Properties.FirstOrDefault(p => p.AssociatedParameter is { HasDefaultValue: false, IsMemberInitializer: false } && !given.Contains(p.Name))?.Name;

    /// <summary>The first option in their order that has not come yet.</summary>
    public JsonPropertyInfo? Positional() => info.Properties
        .Where(p => p.AssociatedParameter is { IsMemberInitializer: false } && !given.Contains(p.Name)).MinBy(p => p.AssociatedParameter!.Position);

    /// <summary>The option of a name; capitals, dashes and underscores do not matter.</summary>
    public JsonPropertyInfo? Find(string name) => info.Properties.FirstOrDefault(p => Catalogue.AreSame(p.Name, name));

    /// <summary>Takes a value.</summary>
    /// <returns>Whether it is the first for its option.</returns>
    public bool Set(JsonPropertyInfo option, JsonNode? value)
    {
        if (value is not null)
        {
            Description[option.Name] = value;
        }

        return given.Add(option.Name);
    }

    /// <summary>What could be meant by a name, and all options in words.</summary>
    public string Hint(string name)
    {
        string hint = name.Length > 0 ? ClosestNames.Hint(name, [.. info.Properties.Select(p => p.Name)]) : "";
        return $"{(hint.StartsWith("Did", StringComparison.Ordinal) ? $"{hint} " : "")}It has: {(entry.Options.Length > 0 ? entry.Options : "no options")}.";
    }
}
