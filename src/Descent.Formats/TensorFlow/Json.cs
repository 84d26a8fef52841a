using System.Text.Json;

namespace Descent.Formats;

/// <summary>Gets members of JSON that another program has written.</summary>
internal static class Json
{
    /// <summary>A member of an object; null if it is absent, null or of another kind.</summary>
    public static JsonElement? Member(JsonElement element, string name, JsonValueKind kind) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out JsonElement member) && member.ValueKind == kind ? member : null;

    /// <summary>A member that is a text.</summary>
    public static string? Text(JsonElement element, string name) => Member(element, name, JsonValueKind.String)?.GetString();

    /// <summary>A member that is a number.</summary>
    public static double? Number(JsonElement element, string name) => Member(element, name, JsonValueKind.Number)?.GetDouble();

    /// <summary>A member that is a whole number of at least 0.</summary>
    public static int? Count(JsonElement element, string name) => Member(element, name, JsonValueKind.Number) is { } number && number.TryGetInt32(out int count) && count >= 0 ? count : null;

    /// <summary>Whether a member is false.</summary>
    public static bool IsFalse(JsonElement element, string name) => Member(element, name, JsonValueKind.False) is not null;

    /// <summary>The elements of a member that is an array; none if it is absent.</summary>
    public static IReadOnlyList<JsonElement> Elements(JsonElement element, string name) => Member(element, name, JsonValueKind.Array) is { } array ? [.. array.EnumerateArray()] : [];
}
