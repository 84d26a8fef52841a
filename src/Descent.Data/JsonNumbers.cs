using System.Text;
using System.Text.Json;

namespace Descent.Data;

/// <summary>Finds numbers that are valid JSON but beyond the range of a double: 1e400 would be read as infinity.</summary>
internal static class JsonNumbers
{
    // The deserializers have their own, lower limits.
    private const int MostDepth = 1000;

    /// <summary>The first number that is beyond the range of a double, as written; null if there is none before the end or before
    /// invalid JSON.</summary>
    public static string? FirstBeyondRange(string json)
    {
        Utf8JsonReader reader = new(Encoding.UTF8.GetBytes(json), new JsonReaderOptions { MaxDepth = MostDepth });
        try
        {
            while (reader.Read())
            {
                if (reader.TokenType == JsonTokenType.Number && !double.IsFinite(reader.GetDouble()))
                {
                    return Encoding.UTF8.GetString(reader.ValueSpan[..Math.Min(reader.ValueSpan.Length, 40)]);
                }
            }
        }
        catch (JsonException)
        {
            // The deserializer that runs next reports invalid JSON with a better message.
        }

        return null;
    }
}
