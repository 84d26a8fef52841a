using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Descent;

/// <content>Registration of custom types.</content>
public static partial class Catalogue
{
    private static readonly Lock Registering = new();
    private static readonly List<IJsonTypeInfoResolver> Resolvers = [];
    private static CatalogueEntry[]? entries;

    /// <summary>All entries: those of the library, grouped by kind, followed by the registered ones.</summary>
    public static IReadOnlyList<CatalogueEntry> Entries => Volatile.Read(ref entries) ?? Own;

    /// <summary>
    /// Registers a custom type under a name, for the whole process. It can then be written as JSON and as text, saved in a model and loaded again. Register
    /// types before anything is read or written, and register the types that an example contains first. Registering the same entry again changes nothing.
    /// </summary>
    /// <param name="entry">The entry: the name, the kind, an instance with default options, and its documentation.</param>
    /// <param name="json">
    /// The generated context that serializes the type, <c>[JsonSerializable(typeof(Sine))] partial class OwnJson : JsonSerializerContext;</c>, as <c>OwnJson.Default</c>.
    /// Metrics do not need one.
    /// </param>
    /// <exception cref="ArgumentException">
    /// If the name is taken or cannot be written in the text form, if the type is already registered or does not match the kind, if the context does not know the type, or if an
    /// option would lose its default in JSON.
    /// </exception>
    /// <example><c>Catalogue.Register(new CatalogueEntry("sine", CatalogueKind.Activation, new Sine(), "sin(x)", "periodic data", "", "frequency (1)", ""), OwnJson.Default);</c></example>
    public static void Register(CatalogueEntry entry, IJsonTypeInfoResolver? json = null)
    {
        ArgumentNullException.ThrowIfNull(entry);
        lock (Registering)
        {
            if (CatalogueAdmission.FindError(entry) is { } error)
            {
                throw new ArgumentException(error, nameof(entry));
            }

            if (Entries.FirstOrDefault(other => other.Type == entry.Type || IsKnownAs(other, entry)) is { } known)
            {
                if (known with { Example = entry.Example } == entry && known.Type == entry.Type && CatalogueAdmission.AreSame(known.Example, entry.Example, Json))
                {
                    return;
                }

                throw new ArgumentException($"There is already an entry {known.Name} of the type {known.Type.Name}{(known.Type == entry.Type || Fold(known.Name) == Fold(entry.Name) ? "" : $", and {entry.Name} is another name for it")}. Choose another name, and register each type only once.", nameof(entry));
            }

            if (json?.GetTypeInfo(entry.Type, Json) is not null)
            {
                if (CatalogueAdmission.FindOptionError(entry, OptionsWith([.. Resolvers, json], entry)) is { } lost)
                {
                    throw new ArgumentException(lost, nameof(entry));
                }
            }
            else if (entry.Kind != CatalogueKind.Metric)
            {
                throw new ArgumentException($"{entry.Name} needs a JsonSerializerContext that knows {entry.Type.FullName}: [JsonSerializable(typeof({entry.Type.Name}))] partial class OwnJson : JsonSerializerContext; then pass OwnJson.Default. If two types are called {entry.Type.Name}, a context knows only the first one, unless the other has a TypeInfoPropertyName.", nameof(json));
            }

            if (json is not null && !Resolvers.Contains(json))
            {
                Resolvers.Add(json);
            }

            // Readers that have already started keep the options that they started with.
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
            // The part, or a part inside it, is not registered.
            return null;
        }
    }

    /// <summary>Whether the name of a new entry already refers to another entry.</summary>
    private static bool IsKnownAs(CatalogueEntry other, CatalogueEntry entry)
    {
        string name = Fold(entry.Name);
        return Fold(other.Name) == name || Fold(other.Type.Name) == name || Aliases.Any(alias => alias.Value == other.Name && Fold(alias.Key) == name)
            || (other.Kind == CatalogueKind.Schedule && entry.Kind == CatalogueKind.Schedule && Fold(other.Name) == name + ScheduleSuffix);
    }
}
