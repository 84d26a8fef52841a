using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace Descent;

/// <content>JSON for schedules.</content>
public static partial class Catalogue
{
    /// <summary>Writes a constant schedule as a plain number, and every other schedule as an object with its name.</summary>
    private sealed class ScheduleConverter : JsonConverter<Schedule>
    {
        public override Schedule Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        {
            if (reader.TokenType == JsonTokenType.Number)
            {
                return reader.GetDouble();
            }

            if (JsonNode.Parse(ref reader) is not JsonObject description || description["type"] is not JsonValue name || !name.TryGetValue(out string? word))
            {
                throw new JsonException($"Expected a number, or a schedule such as {{\"type\": \"cosine_schedule\", \"initial\": 0.01}}. There are: {Names()}.");
            }

            CatalogueEntry entry = Of(CatalogueKind.Schedule).FirstOrDefault(e => e.Name == word) ?? throw new JsonException($"There is no schedule '{word}'. There are: {Names()}.");
            description.Remove("type");
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
            writer.WriteStartObject();
            writer.WriteString("type", entry.Name);
            foreach (KeyValuePair<string, JsonNode?> option in JsonSerializer.SerializeToNode(value, options.GetTypeInfo(value.GetType()))!.AsObject())
            {
                writer.WritePropertyName(option.Key);
                (option.Value ?? throw new JsonException($"{option.Key} must have a value.")).WriteTo(writer);
            }

            writer.WriteEndObject();
        }

        private static string Names() => string.Join(", ", Of(CatalogueKind.Schedule).Select(e => e.Name));
    }
}
