using System.Text;
using System.Text.Json;

namespace Descent.Data;

/// <summary>Finds numbers in JSON that are valid there and beyond every type here: 1e400 would be read as infinity.</summary>
internal static class JsonNumbers
{
    // Whoever reads the text for its content has a limit of its own, which is lower.
    private const int MostDepth = 1000;

    /// <summary>The first number that no double can hold, as it is written; null if there is none, or before what is no JSON.</summary>
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
            // Whoever reads the text for its content says better what is wrong with it.
        }

        return null;
    }
}
