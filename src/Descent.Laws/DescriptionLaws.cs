using System.Text.Json.Nodes;

namespace Descent.Laws;

/// <summary>The laws of a description: it can be written, read and copied without loss.</summary>
internal static class DescriptionLaws
{
    public static IEnumerable<NamedLaw> Of<T>(T part, T copy)
        where T : class =>
    [
        new("json", () => Json(part)),
        new("text", () => Variants.Of(part).Select(variant => Text(variant.Value)).FirstOrDefault(failure => failure is not null)),
        Equality(part, copy),
    ];

    public static NamedLaw Equality<T>(T part, T copy)
        where T : class =>
        new("equality", () => part.Equals(copy) && copy.Equals(part)
            ? part.GetHashCode() == copy.GetHashCode() ? null : $"A copy is equal, but its hash code is {copy.GetHashCode()}, not {part.GetHashCode()}."
            : $"A copy of {part} is not equal to it.");

    private static string? Json<T>(T part)
        where T : class
    {
        string json = Catalogue.ToJson(part);
        if (Lost(part, Catalogue.FromJson<T>(json), json) is { } lost)
        {
            return lost;
        }

        foreach (Altered<T> variant in Variants.Of(part).Where(variant => variant.Option.Length > 0))
        {
            string written = Catalogue.ToJson(variant.Value);
            JsonNode? option = JsonNode.Parse(written)![variant.Option];
            if (!Variants.AreSame(option, variant.Wanted))
            {
                return $"{variant.Option} is {variant.Wanted?.ToJsonString()} in JSON, but {option?.ToJsonString() ?? "missing"} after reading and writing it again: {written}";
            }

            if (variant.Value.Equals(part))
            {
                return $"{variant.Value} and {part} are equal, although their {variant.Option} differs.";
            }

            if (Lost(variant.Value, Catalogue.FromJson<T>(written), written) is { } lostOption)
            {
                return lostOption;
            }
        }

        return null;
    }

    private static string? Text<T>(T part)
        where T : class
    {
        string text = Catalogue.ToText(part);
        return Lost(part, Catalogue.Parse<T>(text), text);
    }

    private static string? Lost<T>(T part, T read, string written)
        where T : class => !read.Equals(part) ? $"{part} is written as {written} and read as {read}, which is not equal to it."
            : read.GetHashCode() != part.GetHashCode() ? $"{part} is written as {written} and read as an equal one with another hash code."
            : null;
}
