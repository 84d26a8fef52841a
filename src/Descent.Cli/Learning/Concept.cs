namespace Descent.Cli.Learning;

/// <summary>A concept of the field that is no component of a network: what it is, how to notice it, and what to do.</summary>
internal sealed record Concept(
    string Name, string Meaning, string Text = "", IReadOnlyList<string>? Aliases = null, IReadOnlyList<string>? Formulas = null, string Signs = "", string Remedies = "", string Here = "", IReadOnlyList<string>? See = null)
{
    public IReadOnlyList<string> Aliases { get; } = Aliases ?? [];

    public IReadOnlyList<string> Formulas { get; } = Formulas ?? [];

    /// <summary>Other names of <c>descent explain</c>.</summary>
    public IReadOnlyList<string> See { get; } = See ?? [];

    /// <summary>The concept with a name or alias, or null.</summary>
    public static Concept? Find(string name) => Concepts.All.FirstOrDefault(concept => concept.Aliases.Prepend(concept.Name).Any(own => Catalogue.AreSame(own, name)));

    /// <summary>Names and texts of everything but the meaning, as far as there is any.</summary>
    public IEnumerable<(string Name, string Text)> Facts
    {
        get
        {
            (string Name, string Text)[] all =
            [
                ("also called", string.Join(", ", Aliases)), ("signs", Signs), ("what to do", Remedies), ("in Descent", Here), ("lessons", LessonsText(Name) ?? ""),
                ("see also", string.Join(", ", See)),
            ];
            return all.Where(fact => fact.Text.Length > 0);
        }
    }

    public IReadOnlyList<Lesson> Lessons => LessonsOn(Name);

    /// <summary>The commands of the lessons that show something with a name of <c>descent explain</c>; null if there is none.</summary>
    public static string? LessonsText(string name) => LessonsOn(name) is { Count: > 0 } lessons ? string.Join(", ", lessons.Select(lesson => $"descent learn {lesson.Name}")) : null;

    /// <summary>The lessons that show something with a name of <c>descent explain</c>.</summary>
    public static IReadOnlyList<Lesson> LessonsOn(string name) => [.. Lesson.All.Where(lesson => lesson.Explains.Any(own => Catalogue.AreSame(own, name)))];
}
