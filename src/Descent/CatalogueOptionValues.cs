using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using Descent.Data;

namespace Descent;

/// <summary>The options of one entry while they are read: all options, and those that have been given so far.</summary>
internal sealed class CatalogueOptionValues(CatalogueEntry entry, JsonTypeInfo info)
{
    private readonly HashSet<string> given = new(StringComparer.Ordinal);

    /// <summary>The entry whose options are read.</summary>
    public CatalogueEntry Entry => entry;

    /// <summary>The values given so far, as JSON.</summary>
    public JsonObject Description { get; } = new() { ["type"] = entry.Name };

    /// <summary>Whether every option has been given.</summary>
    public bool IsFull => given.Count == info.Properties.Count;

    /// <summary>The name of a required option that has not been given, or null.</summary>
    public string? Missing => info.Properties.FirstOrDefault(p => p.AssociatedParameter is { HasDefaultValue: false, IsMemberInitializer: false } && !given.Contains(p.Name))?.Name;

    /// <summary>The first option, in order, that has not been given yet.</summary>
    public JsonPropertyInfo? Positional() => info.Properties
        .Where(p => p.AssociatedParameter is { IsMemberInitializer: false } && !given.Contains(p.Name)).MinBy(p => p.AssociatedParameter!.Position);

    /// <summary>Finds an option by its name; capitals, spaces, dashes and underscores do not matter.</summary>
    public JsonPropertyInfo? Find(string name) => info.Properties.FirstOrDefault(p => Catalogue.AreSame(p.Name, name));

    /// <summary>Sets the value of an option.</summary>
    /// <returns>Whether the option had not been given before.</returns>
    public bool Set(JsonPropertyInfo option, JsonNode? value)
    {
        if (value is not null)
        {
            Description[option.Name] = value;
        }

        return given.Add(option.Name);
    }

    /// <summary>A suggestion for a misspelled name, and a description of all options.</summary>
    public string Hint(string name)
    {
        string hint = name.Length > 0 ? ClosestNames.Hint(name, [.. info.Properties.Select(p => p.Name)]) : "";
        return $"{(hint.StartsWith("Did", StringComparison.Ordinal) ? $"{hint} " : "")}Options: {(entry.Options.Length > 0 ? entry.Options : "none")}.";
    }
}
