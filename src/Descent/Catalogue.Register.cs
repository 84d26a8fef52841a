using System.Text.Json;
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
    /// before anything is read or written, and what its example holds before itself; registering the same entry again changes nothing.
    /// </summary>
    /// <param name="entry">Its row: the name, the kind, an instance with default options, and what there is to say about it.</param>
    /// <param name="json">
    /// What serializes it: a generated context of one's own, <c>[JsonSerializable(typeof(Sine))] partial class OwnJson : JsonSerializerContext;</c>, as <c>OwnJson.Default</c>.
    /// Metrics need none.
    /// </param>
    /// <exception cref="ArgumentException">
    /// If the name is taken or cannot be written in texts, if the type is registered already or not of the kind, if the context does not know the type, or if an
    /// option would lose its default in JSON.
    /// </exception>
    /// <example><c>Catalogue.Register(new CatalogueEntry("sine", CatalogueKind.Activation, new Sine(), "sin(x)", "periodic data", "", "frequency (1)", ""), OwnJson.Default);</c></example>
    public static void Register(CatalogueEntry entry, IJsonTypeInfoResolver? json = null)
    {
        ArgumentNullException.ThrowIfNull(entry);
        lock (Registering)
        {
            if (CatalogueAdmission.ObjectionTo(entry) is { } objection)
            {
                throw new ArgumentException(objection, nameof(entry));
            }

            if (Entries.FirstOrDefault(other => other.Type == entry.Type || IsKnownAs(other, entry)) is { } known)
            {
                if (known with { Example = entry.Example } == entry && known.Type == entry.Type && CatalogueAdmission.AreSame(known.Example, entry.Example, Json))
                {
                    return;
                }

                throw new ArgumentException($"There is a {known.Name} already, of the type {known.Type.Name}{(known.Type == entry.Type || Fold(known.Name) == Fold(entry.Name) ? "" : $", and {entry.Name} means it")}. Choose another name, and register each type once.", nameof(entry));
            }

            if (json?.GetTypeInfo(entry.Type, Json) is not null)
            {
                if (CatalogueAdmission.ObjectionToOptions(entry, OptionsWith([.. Resolvers, json], entry)) is { } lost)
                {
                    throw new ArgumentException(lost, nameof(entry));
                }
            }
            else if (entry.Kind != CatalogueKind.Metric)
            {
                throw new ArgumentException($"{entry.Name} needs a JsonSerializerContext that knows {entry.Type.FullName}: [JsonSerializable(typeof({entry.Type.Name}))] partial class OwnJson : JsonSerializerContext; then pass OwnJson.Default. Of two types called {entry.Type.Name}, a context knows the first, unless the other has a TypeInfoPropertyName.", nameof(json));
            }

            if (json is not null && !Resolvers.Contains(json))
            {
                Resolvers.Add(json);
            }

            // Readers that are under way keep what they began with.
            Volatile.Write(ref entries, [.. Entries, entry]);
            Volatile.Write(ref Catalogue.json, OptionsWith(Resolvers));
            PartOptions.WriteBy(WrittenOptions);
        }
    }

    private static string? WrittenOptions(object part)
    {
        try
        {
            return JsonSerializer.Serialize(part, Json.GetTypeInfo(part.GetType()));
        }
        catch (Exception fault) when (fault is NotSupportedException or ArgumentException)
        {
            // It, or what it holds, is not registered.
            return null;
        }
    }

    /// <summary>Whether a new entry has a name under which another is found already.</summary>
    private static bool IsKnownAs(CatalogueEntry other, CatalogueEntry entry)
    {
        string name = Fold(entry.Name);
        return Fold(other.Name) == name || Fold(other.Type.Name) == name || Aliases.Any(alias => alias.Value == other.Name && Fold(alias.Key) == name)
            || (other.Kind == CatalogueKind.Schedule && entry.Kind == CatalogueKind.Schedule && Fold(other.Name) == name + ScheduleSuffix);
    }
}
