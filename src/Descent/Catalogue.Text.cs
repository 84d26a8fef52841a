using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;

namespace Descent;

/// <content>
/// The text form of descriptions, which the command line uses: <c>adam</c>, <c>momentum:beta=0.5</c>,
/// <c>adam(learningRate=warm_up(0.01, epochs=3))</c>. The grammar is in docs/command-line.md.
/// </content>
public static partial class Catalogue
{
    /// <summary>
    /// Reads the text form: a name followed by its options in parentheses or, at the outermost level, after a colon or a space. Values
    /// without an option name are assigned to the options in order. A number can be in place of a schedule.
    /// </summary>
    /// <typeparam name="T">The base type, such as <see cref="Activation"/>.</typeparam>
    /// <param name="text">For example <c>leaky_relu:slope=0.2</c> or <c>leaky_relu(0.2)</c>.</param>
    /// <returns>The value.</returns>
    /// <exception cref="FormatException">If the text cannot be read; the message shows the position and lists the allowed names.</exception>
    public static T Parse<T>(string text)
        where T : class => (T)new CatalogueReader(text, Json).Read(typeof(T), isList: false)[0];

    /// <summary>
    /// Reads several descriptions, separated by commas (or <c>/</c>): <c>64, batch_normalization, relu, dropout 0.2</c>. After a comma,
    /// <c>option=value</c> is another option of the preceding description. A number in place of a layer is a dense layer of that width.
    /// </summary>
    /// <typeparam name="T">The base type, such as <see cref="Layer"/>.</typeparam>
    /// <param name="text">At least one description; the whole list may be in brackets.</param>
    /// <returns>The values.</returns>
    /// <exception cref="FormatException">If the text cannot be read; the message shows the position and lists the allowed names.</exception>
    public static IReadOnlyList<T> ParseList<T>(string text)
        where T : class => [.. new CatalogueReader(text, Json).Read(typeof(T), isList: true).Cast<T>()];

    /// <summary>Writes the text form that <see cref="Parse{T}"/> reads: a name and the options that differ from their defaults.</summary>
    /// <typeparam name="T">The base type under which it would be read.</typeparam>
    /// <param name="value">A layer, loss, optimizer and so on.</param>
    /// <returns>Text such as <c>prelu:slope=0.1</c>, with parentheses around nested options.</returns>
    public static string ToText<T>(T value)
        where T : class
    {
        ArgumentNullException.ThrowIfNull(value);
        JsonNode node = JsonNode.Parse(ToJson(value), documentOptions: s_documents)!;
        if (node is JsonObject description)
        {
            // A kind with a single type has no "type" in JSON.
            description["type"] ??= NameOf(value);
            return Text(description, isOuter: true);
        }

        return Text(node);
    }

    /// <summary>The example of an entry in the text form.</summary>
    internal static string Sample(CatalogueEntry entry)
    {
        JsonObject description = JsonSerializer.SerializeToNode(entry.Example, Json.GetTypeInfo(entry.Type))!.AsObject();
        description["type"] = entry.Name;
        return Text(description, isOuter: true, entry);
    }

    private static string Text(JsonObject own, bool isOuter, CatalogueEntry? named = null)
    {
        if (!IsNotNumber(own))
        {
            return Text(own["value"]);
        }

        CatalogueEntry entry = named ?? Entries.First(e => e.Name == (string?)own["type"]);
        JsonTypeInfo info = Json.GetTypeInfo(entry.Type);
        JsonObject usual = JsonSerializer.SerializeToNode(entry.Example, info)!.AsObject();
        string options = string.Join(',', Ordered(info).Where(option => IsRequired(option) || !JsonNode.DeepEquals(own[option.Name], usual[option.Name])).Select(option => $"{option.Name}={Text(own[option.Name])}"));
        bool isNested = own.Any(option => option.Value is JsonObject part && IsNotNumber(part) && !JsonNode.DeepEquals(part, usual[option.Key]));
        return options.Length == 0 ? entry.Name : isOuter && !isNested ? $"{entry.Name}:{options}" : $"{entry.Name}({options})";
    }

    /// <summary>A value in the text form.</summary>
    /// <param name="node">The value.</param>
    /// <param name="isRecipe">Whether it is a recipe, or a list of recipes: some have the name of an entry.</param>
    internal static string Text(JsonNode? node, bool isRecipe = false) => node switch
    {
        null => CatalogueReader.None,
        JsonObject part => Text(part, isOuter: false, isRecipe ? Recipes.First(recipe => recipe.Name == (string?)part["type"]) : null),
        // A list of lists needs brackets: without them the inner lists could not be told apart.
        JsonArray { Count: 0 } => "[]",
        JsonArray list when list.Any(item => item is JsonArray) => $"[{string.Join(',', list.Select(item => $"[{string.Join(',', item!.AsArray().Select(inner => Text(inner)))}]"))}]",
        JsonArray list => string.Join(CatalogueReader.Joint, list.Select(item => Text(item, isRecipe))),

        // The shortest digits that read back as the same number; all digits of a whole number.
        JsonValue value when value.GetValueKind() == JsonValueKind.String => CatalogueReader.Quoted(value.GetValue<string>()),
        _ => node.ToJsonString(),
    };

    // A constant schedule is written as a plain number.
    private static bool IsNotNumber(JsonObject part) => (string?)part["type"] != "constant_schedule";
}
