namespace Descent;

/// <summary>How deep descriptions may be nested. What can be described can be written down, as JSON and as text, and read again.</summary>
internal static class Nesting
{
    /// <summary>Layers inside of one another.</summary>
    public const int Layers = 64;

    /// <summary>Schedules, or penalties, inside of one another.</summary>
    public const int Values = 32;

    /// <summary>Levels of JSON: a branch of <see cref="Concatenate"/> is three of them, a layer, a list of branches and a list of layers.</summary>
    public const int Json = (3 * Layers) + Values + 16;

    /// <summary>What is said of more of them.</summary>
    public static readonly string TooDeep = $"This cannot be written or saved: it is nested more than {Json} levels of JSON deep. Take some of what is inside out.";

    /// <summary>Descriptions of the text form.</summary>
    public const int Text = Layers + Values + 4;

    /// <summary>A part that stands inside of another one of its kind, if it is not too deep already.</summary>
    /// <param name="inner">The part.</param>
    /// <param name="depth">How deep it is itself, at least 1.</param>
    /// <param name="name">The option that it is.</param>
    /// <exception cref="ArgumentException">If it is too deep.</exception>
    public static TPart Within<TPart>(TPart inner, int depth, string name) => depth < Values
        ? inner
        : throw new ArgumentException($"{name} is nested {depth} deep, and what is deeper than {Values} could not be written down. Take some of what is inside out.", name);
}
