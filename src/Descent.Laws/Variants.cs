using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;

namespace Descent.Laws;

/// <summary>An object with one option changed.</summary>
/// <typeparam name="T">The type of the object.</typeparam>
/// <param name="Value">The changed object.</param>
/// <param name="Option">The JSON name of the option; empty for the unchanged object.</param>
/// <param name="Wanted">The value of the option.</param>
internal sealed record Altered<T>(T Value, string Option, JsonNode? Wanted);

/// <summary>Creates variants of an object by changing one option at a time in its JSON.</summary>
internal static class Variants
{
    public static IEnumerable<Altered<T>> Of<T>(T part)
        where T : class
    {
        yield return new(part, "", null);

        // A constant schedule is a plain number without options.
        if (JsonNode.Parse(Catalogue.ToJson(part)) is not JsonObject description)
        {
            yield break;
        }

        foreach (JsonPropertyInfo option in Catalogue.InfoOf(part.GetType()).Properties.Where(option => option.Get is not null))
        {
            foreach (JsonNode other in Others(description[option.Name], Nullable.GetUnderlyingType(option.PropertyType) ?? option.PropertyType))
            {
                JsonObject changed = description.DeepClone().AsObject();
                changed[option.Name] = other;
                if (Read<T>(changed) is { } variant)
                {
                    yield return new(variant, option.Name, other);
                    break;
                }
            }
        }
    }

    public static bool AreSame(JsonNode? one, JsonNode? other) => Number(one) is { } first && Number(other) is { } second ? first == second : JsonNode.DeepEquals(one, other);

    /// <summary>Reads the object, or returns null if a value is not allowed for the option or in combination with others.</summary>
    private static T? Read<T>(JsonObject description)
        where T : class
    {
        try
        {
            return Catalogue.FromJson<T>(description.ToJsonString());
        }
        catch (FormatException)
        {
            return null;
        }
    }

    /// <summary>Other values of an option, of which the first valid one is used.</summary>
    private static JsonNode[] Others(JsonNode? value, Type type)
    {
        double? number = Number(value);
        if (type == typeof(bool))
        {
            return [!(value?.GetValue<bool>() ?? false)];
        }

        if (type.IsEnum)
        {
            return [.. Enum.GetNames(type).Where(name => value is null || name != value.GetValue<string>()).Select(name => (JsonNode)name)];
        }

        if (type == typeof(int) || type == typeof(long) || type == typeof(ulong))
        {
            long whole = (long)(number ?? 1);
            return [whole + 1, Math.Max(0, whole - 1), 2 * whole];
        }

        // A description within a description, such as an inner optimizer or a varying schedule, has its own laws.
        return type == typeof(double) || (type == typeof(Schedule) && number is not null)
            ? [.. new[] { (number ?? 0.5) * 0.75, (number ?? 0.5) * 1.25, 0.5, 0.25, 2.5 }.Where(other => other != number).Select(other => (JsonNode)other)]
            : [];
    }

    private static double? Number(JsonNode? node) => node is JsonValue value && value.GetValueKind() == System.Text.Json.JsonValueKind.Number ? double.Parse(value.ToJsonString(), System.Globalization.CultureInfo.InvariantCulture) : null;
}
