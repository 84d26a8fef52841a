using System.Globalization;
using System.Text.Json.Nodes;

namespace Descent.Cli;

/// <summary>Spells a description as the command line does: a name and the options that differ from their defaults, as <c>prelu:slope=0.1</c>.</summary>
internal static class ShortForm
{
    /// <summary>The short form of a layer, loss, optimizer …</summary>
    /// <typeparam name="T">The base type under which the catalogue reads and writes it.</typeparam>
    public static string Of<T>(T value)
        where T : class => Of(Described(value), (Catalogue.Find(Catalogue.NameOf(value))?.Example as T) is { } example ? Described(example) : []);

    private static string Of(JsonObject own, JsonObject usual)
    {
        IEnumerable<string> options = own
            .Where(option => option.Key != "type" && !JsonNode.DeepEquals(option.Value, usual[option.Key]))
            .Select(option => $"{option.Key}={Value(option.Value)}");
        return $"{own["type"]}:{string.Join(',', options)}".TrimEnd(':');
    }

    // A part that is described itself, such as a schedule, stands in parentheses; a constant schedule is its number.
    private static string Value(JsonNode? node) => node switch
    {
        JsonObject part when (string?)part["type"] == "constant_schedule" => Value(part["value"]),
        JsonObject part => $"({Of(part, [])})",
        JsonValue number when number.TryGetValue(out double real) => real.ToString(CultureInfo.InvariantCulture),
        _ => $"{node}",
    };

    private static JsonObject Described<T>(T value)
        where T : class => JsonNode.Parse(Catalogue.ToJson(value))!.AsObject();
}
