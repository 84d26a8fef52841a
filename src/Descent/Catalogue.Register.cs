using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Descent;

/// <content>Registration of custom types.</content>
public static partial class Catalogue
{
    private static readonly Lock s_registering = new();
    private static readonly List<IJsonTypeInfoResolver> s_resolvers = [];
    private static CatalogueEntry[]? s_entries;

    /// <summary>
    /// Registers a custom type under a name, for the whole process. It can then be written as JSON and as text, saved in a model and loaded again. Register
    /// types before anything is read or written, and register the types that an example contains first. Registering the same entry again changes nothing.
    /// </summary>
    /// <param name="entry">The entry: the name, an instance with default options, and its documentation. The options are read from the type (see <see cref="OptionAttribute"/>).</param>
    /// <param name="json">
    /// The generated context that serializes the type, <c>[JsonSerializable(typeof(Sine))] partial class OwnJson : JsonSerializerContext;</c>, as <c>OwnJson.Default</c>.
    /// A metric can do without, but then its options cannot be written.
    /// </param>
    /// <exception cref="ArgumentException">
    /// If a name is taken or cannot be written in the text form, if the type is already registered or is of no kind, if the context does not know the type, or if an
    /// option would lose its default in JSON.
    /// </exception>
    /// <example><c>Catalogue.Register(new CatalogueEntry("sine", new Sine(), "sin(x)", Use: "periodic data"), OwnJson.Default);</c></example>
    public static void Register(CatalogueEntry entry, IJsonTypeInfoResolver? json = null)
    {
        ArgumentNullException.ThrowIfNull(entry);
        lock (s_registering)
        {
            string? fault = CatalogueAdmission.FindError(entry);
            if (fault is null && Entries.FirstOrDefault(other => other.Type == entry.Type || Shared(other, entry) is not null) is { } known)
            {
                if (known with { Example = entry.Example } == entry && known.Type == entry.Type && CatalogueAdmission.AreSame(known.Example, entry.Example, Json))
                {
                    return;
                }

                string? shared = Shared(known, entry);
                fault = $"There is already an entry {known.Name} of the type {known.Type.Name}{(known.Type == entry.Type || AreSame(known.Name, shared!) ? "" : $", and {shared} is another name for it")}. Choose another name, and register each type only once.";
            }

            bool isKnown = fault is null && json?.GetTypeInfo(entry.Type, Json) is not null;
            fault ??= isKnown ? CatalogueAdmission.FindOptionError(entry, OptionsWith([.. s_resolvers, json!], entry))
                : entry.Kind == CatalogueKind.Metric ? null
                : $"{entry.Name} needs a JsonSerializerContext that knows {entry.Type.FullName}: [JsonSerializable(typeof({entry.Type.Name}))] partial class OwnJson : JsonSerializerContext; then pass OwnJson.Default. If two types are called {entry.Type.Name}, a context knows only the first one, unless the other has a TypeInfoPropertyName.";
            if (fault is not null)
            {
                throw new ArgumentException(fault, nameof(entry));
            }

            if (json is not null && !s_resolvers.Contains(json))
            {
                s_resolvers.Add(json);
            }

            // Readers that have already started keep the options that they started with.
            Volatile.Write(ref s_entries, [.. Entries, entry]);
            Volatile.Write(ref Catalogue.s_json, OptionsWith(s_resolvers));
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

    /// <summary>The first name of a new entry that already refers to another entry; short names of schedules are only compared with schedules.</summary>
    private static string? Shared(CatalogueEntry other, CatalogueEntry entry) => entry.Aliases.Prepend(entry.Name).FirstOrDefault(name =>
        AreSame(other.Name, name) || AreSame(other.Type.Name, name) || other.Aliases.Any(alias => AreSame(alias, name)) || (entry.Example is Schedule && other.IsAlsoCalled(name)));
}
