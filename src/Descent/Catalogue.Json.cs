using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Descent.Data;

namespace Descent;

/// <content>JSON for descriptions: every object has its catalogue name as <c>"type"</c>; a plain number is a constant schedule.</content>
public static partial class Catalogue
{
    private static readonly JsonDocumentOptions s_documents = new() { MaxDepth = Nesting.Json };

    private static JsonSerializerOptions s_json = OptionsWith([]);

    private static JsonSerializerOptions Json => Volatile.Read(ref s_json);

    /// <summary>Writes a network as JSON: the list of its layers.</summary>
    /// <param name="network">The network.</param>
    /// <returns>The JSON text.</returns>
    /// <exception cref="ArgumentException">If the description contains a type that is not registered.</exception>
    public static string ToJson(Network network)
    {
        ArgumentNullException.ThrowIfNull(network);
        return ToJson<Layer[]>([.. network]);
    }

    /// <summary>Writes a loss, optimizer, penalty, schedule, initializer, metric, layer or training options as JSON.</summary>
    /// <typeparam name="T">The base type, such as <see cref="Optimizer"/>, or <see cref="TrainingOptions"/>.</typeparam>
    /// <param name="value">The value.</param>
    /// <returns>The JSON text.</returns>
    /// <exception cref="ArgumentException">If the description contains a type that is not registered.</exception>
    public static string ToJson<T>(T value)
        where T : class
    {
        ArgumentNullException.ThrowIfNull(value);
        try
        {
            return JsonSerializer.Serialize(value, Info<T>());
        }
        catch (NotSupportedException fault)
        {
            // The first quoted text of the runtime's message is the name of the unknown type, followed by its type arguments in brackets.
            string name = fault.Message.Split('\'') is [_, var type, ..] ? type.Split('[')[0] : "A type in it";
            throw NotRegistered(name[(name.LastIndexOf('.') + 1)..], fault);
        }
        catch (JsonException fault)
        {
            throw new ArgumentException(Nesting.TooDeep, nameof(value), fault);
        }
    }

    /// <summary>Reads a network from JSON.</summary>
    /// <param name="json">A list of layers.</param>
    /// <returns>The network.</returns>
    /// <exception cref="FormatException">If the text does not describe a network; the message contains the position and the reason.</exception>
    public static Network NetworkFromJson(string json)
    {
        Layer[] layers = FromJson<Layer[]>(json);
        return layers.Length == 0 ? throw new FormatException("This is not a valid network: it has no layers. A network needs at least one layer.")
            : layers.Any(layer => layer is null) ? throw new FormatException("This is not a valid network: a layer is null. Remove it, or replace it with a layer.")
            : Network.Create(layers);
    }

    /// <summary>Reads what <see cref="ToJson{T}(T)"/> wrote. Types are chosen by catalogue name only.</summary>
    /// <typeparam name="T">The base type.</typeparam>
    /// <param name="json">The JSON text.</param>
    /// <returns>The value.</returns>
    /// <exception cref="FormatException">If the text is malformed, a name in it is unknown, or an option is out of range.</exception>
    public static T FromJson<T>(string json)
        where T : class
    {
        ArgumentNullException.ThrowIfNull(json);
        string kind = typeof(T) == typeof(Layer[]) ? "network" : typeof(T).Name;
        if (JsonNumbers.FirstBeyondRange(json) is { } number)
        {
            throw new FormatException($"This is not a valid {kind}: {number} is beyond the range of a double.");
        }

        try
        {
            return (typeof(T) == typeof(TrainingOptions) ? WithDefaults(json).Deserialize(Info<T>()) : JsonSerializer.Deserialize(json, Info<T>())) ?? throw new FormatException($"Expected a description of a {kind}, but found null.");
        }
        catch (Exception fault) when (fault is JsonException or NotSupportedException or ArgumentException or InvalidOperationException { Source: "System.Text.Json.Rethrowable" })
        {
            // The reader throws InvalidOperationException for an unpaired surrogate.
            throw new FormatException(UnknownPart(json, typeof(T)) ?? $"This is not a valid {kind}: {Reason(fault)}", fault);
        }
    }

    /// <summary>Reads a plan of what is trained on a table from JSON.</summary>
    /// <param name="json">The text that <see cref="EnsemblePlan.ToJson"/> returned.</param>
    /// <returns>The plan.</returns>
    /// <exception cref="FormatException">If the text is not a plan; the message gives the reason.</exception>
    public static EnsemblePlan PlanFromJson(string json)
    {
        ArgumentNullException.ThrowIfNull(json);
        try
        {
            EnsemblePlanState state = JsonSerializer.Deserialize(json, EnsemblePlanJson.Default.EnsemblePlanState) ?? throw new FormatException("The plan must be an object, but is null.");
            return new EnsemblePlan([.. state.Recipes.Select(planned => new PlannedRecipe(Parse<Recipe>(planned.Recipe), planned.Operations, planned.Weight))], state.Folds, state.Divisions, state.MultiplyAdds);
        }
        catch (JsonException fault)
        {
            throw new FormatException($"The text is not a training plan: {WhyNoPlan(json) ?? JsonFault.Reason(fault)}", fault);
        }
        catch (ArgumentException fault)
        {
            throw new FormatException($"The text is not a training plan: {fault.Message}", fault);
        }
    }

    /// <summary>What a plan lacks, in other words than those of the serializer; null if the names are right.</summary>
    private static string? WhyNoPlan(string json)
    {
        string[] names = [.. EnsemblePlanJson.Default.EnsemblePlanState.Properties.Select(member => member.Name)];
        try
        {
            if (JsonNode.Parse(json, documentOptions: s_documents) is not JsonObject plan)
            {
                return $"it must be a JSON object with {string.Join(", ", names)}.";
            }

            return plan.FirstOrDefault(member => !names.Contains(member.Key, StringComparer.Ordinal)).Key is { } unknown ? $"'{unknown}' is not one of {string.Join(", ", names)}."
                : EnsemblePlanJson.Default.EnsemblePlanState.Properties.FirstOrDefault(member => member.IsRequired && !plan.ContainsKey(member.Name)) is { } missing ? $"'{missing.Name}' is missing."
                : null;
        }
        catch (Exception fault) when (fault is JsonException or ArgumentException)
        {
            return "it is not JSON.";
        }
    }

    /// <summary>Gets the serializer's metadata of a type: its options, and which of them have defaults.</summary>
    /// <param name="type">The type of an entry.</param>
    /// <returns>The names, types and defaults of the options, as used in JSON and in the text form.</returns>
    /// <exception cref="NotSupportedException">If the type is neither part of the library nor registered.</exception>
    public static JsonTypeInfo InfoOf(Type type) => Json.GetTypeInfo(type);

    /// <summary>The serializer's metadata of a type; null for a metric that was registered without.</summary>
    internal static JsonTypeInfo? FindInfo(Type type) => Json.TryGetTypeInfo(type, out JsonTypeInfo? info) ? info : null;

    /// <summary>The options of a type: parameters of its constructor in order, then properties.</summary>
    internal static IEnumerable<JsonPropertyInfo> Ordered(JsonTypeInfo info) => info.Properties.Where(option => option.Get is not null).OrderBy(option => option.AssociatedParameter?.Position ?? int.MaxValue);

    /// <summary>Whether an option has no default.</summary>
    internal static bool IsRequired(JsonPropertyInfo option) => option.AssociatedParameter is { HasDefaultValue: false, IsMemberInitializer: false };

    /// <summary>The reason why a description is not valid; replaces the runtime's text for a missing argument.</summary>
    internal static string Reason(Exception fault) => fault is ArgumentNullException { ParamName: { } name } ? $"{name} must have a value." : JsonFault.Reason(fault);

    private static JsonTypeInfo<T> Info<T>()
        where T : class => (JsonTypeInfo<T>)Json.GetTypeInfo(typeof(T));

    private static ArgumentException NotRegistered(string type, Exception? fault = null) =>
        new($"{type} is not registered, so it cannot be written or saved. Register it with Catalogue.Register first.", "value", fault);

    // A context created with these options would replace the resolver that knows the names.
    private static JsonSerializerOptions OptionsWith(IReadOnlyList<IJsonTypeInfoResolver> registered, CatalogueEntry? candidate = null)
    {
        IJsonTypeInfoResolver known = JsonTypeInfoResolver.Combine([CatalogueJson.Default, .. registered]);
        return new(CatalogueJson.Default.Options) { TypeInfoResolver = known.WithAddedModifier(info => Adapt(info, known, candidate is null ? Entries : [.. Entries, candidate])), Converters = { new ScheduleConverter() } };
    }

    /// <summary>Takes what a metric, a recipe or an ensemble method computes, such as its name, out of its description, and names the types that can be in place of a base type.</summary>
    private static void Adapt(JsonTypeInfo info, IJsonTypeInfoResolver known, IEnumerable<CatalogueEntry> entries)
    {
        foreach (JsonPropertyInfo computed in info.Properties.Where(option => option is { Set: null, AssociatedParameter: null } && (typeof(Metric).IsAssignableFrom(info.Type) || typeof(Recipe).IsAssignableFrom(info.Type) || typeof(EnsembleMethod).IsAssignableFrom(info.Type))).ToArray())
        {
            info.Properties.Remove(computed);
        }

        if ((Bases.Contains(info.Type) && info.Type != typeof(Schedule)) || info.Type == typeof(Recipe))
        {
            info.PolymorphismOptions = new JsonPolymorphismOptions { TypeDiscriminatorPropertyName = "type" };
            foreach (CatalogueEntry entry in (info.Type == typeof(Recipe) ? Recipes : entries).Where(entry => info.Type.IsAssignableFrom(entry.Type) && known.GetTypeInfo(entry.Type, info.Options) is not null))
            {
                info.PolymorphismOptions.DerivedTypes.Add(new JsonDerivedType(entry.Type, entry.Name));
            }
        }
    }

    /// <summary>Adds the training options that a JSON text leaves out, because the serializer would set them to 0 and false.</summary>
    /// <remarks>All other descriptions get their options through a constructor, whose defaults the serializer knows.</remarks>
    private static JsonNode? WithDefaults(string json)
    {
        JsonNode? node = JsonNode.Parse(json, documentOptions: s_documents with { AllowDuplicateProperties = false });
        if (node is JsonObject options)
        {
            JsonObject defaults = JsonSerializer.SerializeToNode(new TrainingOptions { Loss = new MeanSquaredError() }, Info<TrainingOptions>())!.AsObject();
            foreach ((string name, JsonNode? value) in defaults.Where(option => option.Key != "loss" && !options.ContainsKey(option.Key)))
            {
                options[name] = value?.DeepClone();
            }
        }

        return node;
    }

    /// <summary>A message about the first unknown name in a description; null if all names are known. Of malformed text the message of the reader is used.</summary>
    private static string? UnknownPart(string json, Type type)
    {
        try
        {
            return UnknownPart(JsonNode.Parse(json, documentOptions: s_documents), type);
        }
        catch (Exception fault) when (fault is JsonException or ArgumentException or InvalidOperationException)
        {
            return null;
        }
    }

    private static string? UnknownPart(JsonNode? node, Type type)
    {
        JsonTypeInfo info = Json.GetTypeInfo(type);
        if (node is JsonArray list)
        {
            return info.ElementType is { } element ? list.Select(item => UnknownPart(item, element)).FirstOrDefault(message => message is not null) : null;
        }

        if (node is JsonObject description && Bases.Contains(type) && description["type"] is JsonValue value && value.TryGetValue(out string? name))
        {
            if (Named(type).FirstOrDefault(entry => entry.Name == name) is not { } known)
            {
                return $"{NoSuch(type, name)}. If it is a custom type, register it with Catalogue.Register before reading. {NamesOf(type)}";
            }

            info = Json.GetTypeInfo(known.Type);
        }

        return info.Properties.Select(option => (node as JsonObject)?[option.Name] is { } part ? UnknownPart(part, option.PropertyType) : null).FirstOrDefault(message => message is not null);
    }

    /// <summary>Writes a constant schedule as a plain number, and every other schedule as an object with its name.</summary>
    private sealed class ScheduleConverter : JsonConverter<Schedule>
    {
        public override Schedule Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        {
            if (reader.TokenType == JsonTokenType.Number)
            {
                return reader.GetDouble();
            }

            JsonObject? description = JsonNode.Parse(ref reader) as JsonObject;
            string? word = description?["type"] is JsonValue name && name.TryGetValue(out string? text) ? text : null;
            CatalogueEntry entry = Of(CatalogueKind.Schedule).FirstOrDefault(e => e.Name == word)
                ?? throw new JsonException($"{(word is null ? "Expected a number, or a schedule such as {\"type\": \"cosine_schedule\", \"initial\": 0.01}" : NoSuch(typeof(Schedule), word))}. {NamesOf(typeof(Schedule))}");
            description!.Remove("type");
            return (Schedule)description.Deserialize(options.GetTypeInfo(entry.Type))!;
        }

        public override void Write(Utf8JsonWriter writer, Schedule value, JsonSerializerOptions options)
        {
            if (value is ConstantSchedule constant)
            {
                writer.WriteNumberValue(constant.Value);
                return;
            }

            CatalogueEntry entry = Entries.FirstOrDefault(e => e.Type == value.GetType()) ?? throw NotRegistered(value.GetType().Name);
            JsonObject own = JsonSerializer.SerializeToNode(value, options.GetTypeInfo(entry.Type))!.AsObject();
            own.Insert(0, "type", entry.Name);
            own.WriteTo(writer);
        }
    }
}
