namespace Descent;

/// <summary>Limits for the nesting of descriptions. Every description within them can be written as JSON and as text, and read again.</summary>
internal static class Nesting
{
    /// <summary>The greatest depth of nested layers.</summary>
    public const int Layers = 64;

    /// <summary>The greatest depth of nested schedules or penalties.</summary>
    public const int Values = 32;

    /// <summary>The greatest depth of JSON: a branch of <see cref="Concatenate"/> takes three levels, for the layer, the list of branches and the list of layers.</summary>
    public const int Json = (3 * Layers) + Values + 16;

    /// <summary>The message about deeper nesting.</summary>
    public static readonly string TooDeep = $"This cannot be written or saved: it is nested more than {Json} levels deep in JSON. Reduce the nesting.";

    /// <summary>The greatest depth of descriptions in the text form.</summary>
    public const int Text = Layers + Values + 4;

    /// <summary>Checks the depth of a description that is nested inside another of the same kind.</summary>
    /// <param name="inner">The inner description.</param>
    /// <param name="depth">Its own depth, at least 1.</param>
    /// <param name="name">The name of the option that holds it.</param>
    /// <exception cref="ArgumentException">If it is nested too deeply.</exception>
    public static TPart Within<TPart>(TPart inner, int depth, string name) => depth < Values
        ? inner
        : throw new ArgumentException($"{name} is nested {depth} levels deep, and more than {Values} levels cannot be written. Reduce the nesting.", name);
}
