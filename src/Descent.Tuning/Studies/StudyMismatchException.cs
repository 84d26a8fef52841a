namespace Descent.Tuning;

/// <summary>Thrown if a storage has a study of the same name whose trials cannot be compared with those of the caller, such as trials on other data.</summary>
/// <param name="message">The message, which names the differences.</param>
public sealed class StudyMismatchException(string message) : InvalidOperationException(message)
{
    /// <summary>Compares what a storage has with what is wanted. The seed may differ: a study keeps its own.</summary>
    internal static void ThrowIfDifferent(StudyDefinition stored, StudyDefinition wanted)
    {
        // The attributes first: other data is often the reason for another search space.
        string[] differences =
        [
            .. wanted.Attributes.Keys.Union(stored.Attributes.Keys, StringComparer.Ordinal)
                .Select(name => Difference(name, Named(name, stored.Attributes.GetValueOrDefault(name)), Named(name, wanted.Attributes.GetValueOrDefault(name)))).OfType<string>(),
            .. stored.Directions.SequenceEqual(wanted.Directions) ? [] : (string[])[Difference("directions", string.Join(", ", stored.Directions), string.Join(", ", wanted.Directions))!],
            .. Differences(stored.Space, wanted.Space),
        ];
        if (differences.Length > 0)
        {
            throw new StudyMismatchException($"The storage has a study '{stored.Name}' of something else. {string.Join(". ", differences)}.");
        }
    }

    private static string[] Differences(SearchSpace stored, SearchSpace wanted)
    {
        const int most = 3;
        if (stored.Equals(wanted))
        {
            return [];
        }

        bool Recipes(SearchSpace space) => space.Any(parameter => parameter.Name == TableParameters.Recipe);
        string Kind(SearchSpace space) => Recipes(space) ? "recipes" : "a single network";
        if (Recipes(stored) != Recipes(wanted))
        {
            return [$"The search: {Kind(stored)} there, {Kind(wanted)} here"];
        }

        string[] differences =
        [
            .. wanted.Concat(stored).Select(parameter => parameter.Name).Distinct(StringComparer.Ordinal).Select(name => Difference(
                $"The parameter {name}", stored.FirstOrDefault(parameter => parameter.Name == name)?.ToString(), wanted.FirstOrDefault(parameter => parameter.Name == name)?.ToString())).OfType<string>(),
        ];

        if (differences.Length > most)
        {
            return [.. differences[..most], $"{differences.Length - most} more parameters differ"];
        }

        // The same parameters in another order: samplers take them in order.
        return differences.Length > 0 ? differences : [Difference("The order of parameters", Names(stored), Names(wanted))!];

        static string Names(SearchSpace space) => string.Join(", ", space.Select(parameter => parameter.Name));
    }

    // Studies keep the keys of scores, people read their names.
    private static string? Named(string attribute, string? value) => attribute == "score" && value is not null ? string.Join(", ", value.Split(", ").Select(StandardMetrics.NameOf)) : value;

    private static string? Difference(string name, string? stored, string? wanted) => stored == wanted ? null : $"{name}: {stored ?? "nothing"} there, {wanted ?? "nothing"} here";
}
