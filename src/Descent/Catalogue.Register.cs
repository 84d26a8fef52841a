using System.Text.Json.Serialization.Metadata;

namespace Descent;

/// <content>What users add.</content>
public static partial class Catalogue
{
    private static readonly Lock Registering = new();
    private static readonly List<IJsonTypeInfoResolver> Resolvers = [];
    private static CatalogueEntry[]? entries;

    /// <summary>All entries: those of the library, grouped by kind, and those that were registered.</summary>
    public static IReadOnlyList<CatalogueEntry> Entries => Volatile.Read(ref entries) ?? Own;

    /// <summary>
    /// Makes a type of one's own known by name, for the whole process: then it can be written as JSON and text, saved in a model and loaded again. Register
    /// before anything is read or written; registering the same entry again changes nothing.
    /// </summary>
    /// <param name="entry">Its row: the name, the kind, an instance with default options, and what there is to say about it.</param>
    /// <param name="json">
    /// What serializes it: a generated context of one's own, <c>[JsonSerializable(typeof(Sine))] partial class OwnJson : JsonSerializerContext;</c>, as <c>OwnJson.Default</c>.
    /// Metrics need none.
    /// </param>
    /// <exception cref="ArgumentException">If the name or the type is taken, or the context does not know the type.</exception>
    /// <example><c>Catalogue.Register(new CatalogueEntry("sine", CatalogueKind.Activation, new Sine(), "sin(x)", "periodic data", "", "frequency (1)", ""), OwnJson.Default);</c></example>
    public static void Register(CatalogueEntry entry, IJsonTypeInfoResolver? json = null)
    {
        ArgumentNullException.ThrowIfNull(entry);
        lock (Registering)
        {
            if (Entries.FirstOrDefault(other => other.Type == entry.Type || Fold(other.Name) == Fold(entry.Name)) is { } known)
            {
                if (known == entry)
                {
                    return;
                }

                throw new ArgumentException($"There is a {known.Name} already, of the type {known.Type.Name}. Choose another name, and register each type once.", nameof(entry));
            }

            if (entry.Kind != CatalogueKind.Metric && json?.GetTypeInfo(entry.Type, Json) is null)
            {
                throw new ArgumentException($"{entry.Name} needs a JsonSerializerContext that knows {entry.Type.Name}: [JsonSerializable(typeof({entry.Type.Name}))] partial class OwnJson : JsonSerializerContext; then pass OwnJson.Default.", nameof(json));
            }

            if (json is not null && !Resolvers.Contains(json))
            {
                Resolvers.Add(json);
            }

            // Readers that are under way keep what they began with.
            Volatile.Write(ref entries, [.. Entries, entry]);
            Volatile.Write(ref Catalogue.json, OptionsWith(Resolvers));
        }
    }
}
